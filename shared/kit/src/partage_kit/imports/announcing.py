"""Facts and audit notes of many rows at once: prepared while rows are checked, written down by two statements."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Table, func, insert, literal, select
from sqlalchemy.ext.asyncio import AsyncSession

from partage_kit.clock import clock
from partage_kit.imports.columns import columns_from, stored
from partage_kit.imports.staging import staged_of
from partage_kit.types import Fact
from partage_kit.unit_of_work import audit_note, audit_row, outbox_row

_EVENT = ("event_id", "address", "envelope")
_NOTE = ("entity_id", "before_hash", "after_hash")


def prepared(
    session: AsyncSession,
    dialect: str,
    fact: Fact,
    table: Table,
    *,
    before: Mapping[str, Any] | None,
    after: Mapping[str, Any],
    at: datetime,
) -> dict[str, Any]:
    """What goes into `Ready.values` beside `columns`, so that `announce` finds it there."""
    row = outbox_row(fact, session.info["source"], session.info["actor"], at)
    event = stored({name: row[name] for name in _EVENT}, dialect)
    return {"event": event, **noted(table, before=before, after=after)}


def noted(table: Table, *, before: Mapping[str, Any] | None, after: Mapping[str, Any]) -> dict[str, Any]:
    """The same for rows that are told to nobody: `write_notes` finds it."""
    note = audit_note(table, str(after["id"]), before=None if before is None else dict(before), after=dict(after))
    return {"note": {name: note[name] for name in _NOTE}}


async def announce(session: AsyncSession, rows: ColumnElement[bool], table: Table) -> None:
    """Write the prepared facts and notes of staged rows of a table down, in the transaction that publishes them."""
    await _write_down(session, "outbox", "event", _EVENT, {"created_at": await clock(session)}, rows)
    await write_notes(session, rows, table)
    session.info["announced"] = True
    connection = await session.connection()
    if connection.dialect.name == "postgresql":
        await connection.execute(select(func.pg_notify("partage_outbox", "")))


async def write_notes(session: AsyncSession, rows: ColumnElement[bool], table: Table) -> None:
    """Write the prepared notes of staged rows of a table down, in the transaction that publishes them."""
    same = audit_row({"office": None, "entity": table.name}, session.info["actor"], await clock(session))
    await _write_down(session, "audit_trail", "note", _NOTE, same, rows)


async def _write_down(
    session: AsyncSession,
    name: str,
    place: str,
    names: Sequence[str],
    same: Mapping[str, Any],
    rows: ColumnElement[bool],
) -> None:
    """Insert what stands at a place of the staged rows, with what is the same for all of them."""
    table, connection = session.info["metadata"].tables[name], await session.connection()
    staged = staged_of(session.info["metadata"])
    values = columns_from(staged.c.ready, table, names, connection.dialect.name, place)
    alike = [literal(value, table.c[column].type) for column, value in same.items()]
    wanted = select(*values, *alike).where(rows).order_by(staged.c.number)
    await connection.execute(insert(table).from_select([*names, *same], wanted))
