"""Needs of a file become needs of the office: each kind of row by one statement, all in one transaction."""

from collections.abc import Mapping
from typing import Any, cast

from sqlalchemy import ColumnElement, CursorResult, and_, delete, select, true
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncSession

from partage_kit.imports import ImportKind, Outdated
from partage_kit.imports.announcing import write_notes
from partage_kit.imports.columns import columns_from, elements, from_json
from partage_kit.imports.staging import count_actions, ready_rows, staged_of
from partage_kit.jobs import Job
from partage_kit.statements import into, upsert
from partage_members.needs.imports.checking import check_needs
from partage_members.needs.imports.rows import NeedRow
from partage_members.needs.models import need_facets
from partage_members.needs.queries import needs
from partage_members.tables import tables

_NAMES = tuple(needs.c.keys())
_ACTIONS = ("created", "updated", "unchanged")
_KEPT = frozenset({"id", "office", "reference"})

staged = staged_of(tables.metadata)


async def publish_needs(session: AsyncSession, job: Job) -> Mapping[str, int]:
    """Write the needs that a file tells of and corrects, with their codes and audit notes; no member sees them yet.

    Raises:
        Outdated: a need has changed since it was looked at.
    """
    connection = await session.connection()
    _, ready = ready_rows(tables.metadata, job.id)
    action = from_json(staged.c.ready, ["action"], staged.c.key, connection.dialect.name)
    figures = await count_actions(session, job.id, _ACTIONS)
    written = and_(ready, action != "unchanged")
    if await _write_needs(connection, written) != figures["created"] + figures["updated"]:
        raise Outdated()
    await _write_facets(connection, written)
    await write_notes(session, written, needs)
    return figures


async def _write_needs(connection: AsyncConnection, written: ColumnElement[bool]) -> int:
    """Insert what is new and update what is there; how many rows that were, less than asked when one has changed."""
    values = select(*columns_from(staged.c.ready, needs, _NAMES, connection.dialect.name, "columns")).where(written)
    adding = upsert(needs, connection.dialect.name).from_select(list(_NAMES), values)
    new = adding.excluded
    statement = adding.on_conflict_do_update(
        index_elements=["office", "reference"],
        set_={name: new[name] for name in _NAMES if name not in _KEPT},
        where=and_(needs.c.version == new.version - 1, needs.c.id == new.id),
    )
    return cast("CursorResult[Any]", await connection.execute(statement)).rowcount


async def _write_facets(connection: AsyncConnection, written: ColumnElement[bool]) -> None:
    dialect, facets = connection.dialect.name, need_facets.c
    owner = from_json(staged.c.ready, ["columns", "id"], facets.need_id, dialect)
    await connection.execute(delete(need_facets).where(facets.need_id.in_(select(owner).where(written))))
    code = elements(staged.c.ready, "facets", dialect)
    values = (from_json(code.c.value, [name], facets[name], dialect) for name in ("kind", "code"))
    rows = select(owner, *values).select_from(staged.join(code, true())).where(written)
    await connection.execute(into(need_facets).from_select(["need_id", "kind", "code"], rows))


NEEDS = ImportKind("needs", NeedRow, check_needs, publish_needs, actions=_ACTIONS)
