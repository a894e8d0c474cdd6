"""From a constraint that said no to the refusal that explains it.

A model declares its refusal beside the constraint: `UniqueConstraint(..., info={"refusal": SlotTaken})`.
PostgreSQL names the broken constraint; SQLite names the columns, and only columns.
"""

import re
from collections.abc import Iterator

from sqlalchemy import CheckConstraint, Constraint, Index, MetaData, PrimaryKeyConstraint, UniqueConstraint
from sqlalchemy.exc import DBAPIError, IntegrityError

from partage_kit.errors import Busy, Refusal, Unavailable

_SQLITE_UNIQUE = re.compile(r"UNIQUE constraint failed: (?P<columns>[\w., ]+)")
_SQLITE_INDEX = re.compile(r"UNIQUE constraint failed: index '(?P<name>\w+)'")
_SQLITE_CHECK = re.compile(r"CHECK constraint failed: (?P<name>\w+)")

# https://www.postgresql.org/docs/current/errcodes-appendix.html
_LOCK_RACES = {"40001", "40P01", "55P03"}
_OUT_OF_ORDER = ("08", "53", "57P", "25006")


def refusal_for_constraint(error: IntegrityError, metadata: MetaData) -> Refusal | None:
    """The refusal declared for the broken constraint; None when none is declared, which is a fault of ours."""
    broken = _broken_constraint(error, metadata)
    refusal: type[Refusal] | None = broken.info.get("refusal") if broken is not None else None
    return refusal() if refusal else None


def refusal_for_fault(error: DBAPIError) -> Refusal | None:
    """A lock race or a database that cannot work right now; None for anything else, which is a fault of ours."""
    code = getattr(error.orig, "sqlstate", None)
    message = str(error.orig)
    if code in _LOCK_RACES or "database is locked" in message:
        return Busy()
    cannot_work = (
        "disk is full",
        "readonly database",
        "unable to open database",
        "disk I/O error",
        "connection is closed",
    )
    if error.connection_invalidated or (code or "").startswith(_OUT_OF_ORDER) or any(c in message for c in cannot_work):
        return Unavailable("the database cannot be used right now")
    return None


def _broken_constraint(error: IntegrityError, metadata: MetaData) -> Constraint | Index | None:
    name = getattr(getattr(error.orig, "__cause__", None), "constraint_name", None)
    message = str(error.orig)
    if name is None and (found := _SQLITE_INDEX.search(message) or _SQLITE_CHECK.search(message)):
        name = found["name"]
    if name is not None:
        return next((c for c in _constraints(metadata) if c.name == name), None)
    if found := _SQLITE_UNIQUE.search(message):
        columns = {c.strip() for c in found["columns"].split(",")}
        return next((c for c in _uniques(metadata) if _column_names(c) == columns), None)
    return None


def _constraints(metadata: MetaData) -> Iterator[Constraint | Index]:
    for table in metadata.tables.values():
        yield from table.constraints
        yield from table.indexes


def _uniques(metadata: MetaData) -> Iterator[UniqueConstraint | PrimaryKeyConstraint | Index]:
    for candidate in _constraints(metadata):
        if isinstance(candidate, CheckConstraint):
            continue
        if isinstance(candidate, (UniqueConstraint, PrimaryKeyConstraint)) or getattr(candidate, "unique", False):
            yield candidate  # type: ignore[misc]  # narrowed by `unique`, which mypy cannot see


def _column_names(constraint: UniqueConstraint | PrimaryKeyConstraint | Index) -> set[str]:
    return {f"{column.table.name}.{column.name}" for column in constraint.columns}
