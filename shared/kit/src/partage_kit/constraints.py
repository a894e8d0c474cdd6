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
_OUT_OF_ORDER = ("08", "53", "57P")
_MISSING = re.compile(
    r'(?:no such (?:table|column): |has no column named |relation "|column "?)'
    r'(?:\w+\.)?(?P<name>\w+)"?(?: of relation "\w+")?(?: does not exist)?$',
    re.MULTILINE,
)
"""What SQLite and PostgreSQL say of a table or column that is not there."""

_FULL, _READ_ONLY, _DAMAGED = "its disk is full", "it can only be read", "it is damaged: restore it from a backup"
_BROKEN_DISK = "its disk cannot be read or written"
_LASTING_STATES = {"53100": _FULL, "25006": _READ_ONLY, "58030": _BROKEN_DISK, "XX001": _DAMAGED, "XX002": _DAMAGED}
_LASTING_WORDS = {
    "disk is full": _FULL,
    "readonly database": _READ_ONLY,
    "disk I/O error": _BROKEN_DISK,
    "image is malformed": _DAMAGED,
    "malformed database schema": _DAMAGED,
    "file is not a database": _DAMAGED,
    "unable to open database": "its file cannot be opened",
}


def refusal_for_constraint(error: IntegrityError, metadata: MetaData) -> Refusal | None:
    """The refusal declared for the broken constraint; None when none is declared, which is a fault of ours."""
    broken = _broken_constraint(error, metadata)
    refusal: type[Refusal] | None = broken.info.get("refusal") if broken is not None else None
    return refusal() if refusal else None


def refusal_for_fault(error: DBAPIError, metadata: MetaData) -> Refusal | None:
    """A lock race or a database that cannot work right now; None for anything else, which is a fault of ours."""
    code = getattr(error.orig, "sqlstate", None) or ""
    message = str(error.orig)
    if code in _LOCK_RACES or "database is locked" in message:
        return Busy()
    if _is_not_migrated(message, metadata):
        return Unavailable("the database is not migrated to this version of the service: run `migrate`")
    cannot_work = error.connection_invalidated or code.startswith(_OUT_OF_ORDER) or "connection is closed" in message
    if cannot_work or lasting_trouble(error):
        return Unavailable("the database cannot be used right now")
    return None


def _is_not_migrated(message: str, metadata: MetaData) -> bool:
    """Whether the database lacks what this version of the service has; a name that no table has is a fault of ours."""
    found = _MISSING.search(message)
    return found is not None and any(
        found["name"] == table.name or found["name"] in table.columns for table in metadata.tables.values()
    )


def lasting_trouble(error: DBAPIError) -> str | None:
    """What is wrong with the database itself, that another attempt would not mend."""
    message = str(error.orig)
    by_words = next((reason for words, reason in _LASTING_WORDS.items() if words in message), None)
    return _LASTING_STATES.get(getattr(error.orig, "sqlstate", None) or "") or by_words


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
