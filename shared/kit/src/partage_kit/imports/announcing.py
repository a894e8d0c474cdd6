"""Facts and audit notes of many rows at once: prepared while rows are checked, written down by two statements."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Table, func, insert, select
from sqlalchemy.ext.asyncio import AsyncSession

from partage_kit.imports.columns import columns_from, stored
from partage_kit.imports.staging import staged_of
from partage_kit.types import Fact
from partage_kit.unit_of_work import audit_note, audit_row, outbox_row

_EVENT = ("event_id", "address", "envelope", "created_at")
_NOTE = ("at", "office", "actor", "action", "entity", "entity_id", "before_hash", "after_hash", "request_id")


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
    """What goes into `Ready.values`, so that `announce` finds it there."""
    actor = session.info["actor"]
    event = stored(outbox_row(fact, session.info["source"], actor, at), dialect)
    return {"event": event, **noted(session, dialect, table, before=before, after=after, at=at)}


def noted(
    session: AsyncSession,
    dialect: str,
    table: Table,
    *,
    before: Mapping[str, Any] | None,
    after: Mapping[str, Any],
    at: datetime,
) -> dict[str, Any]:
    """The same for rows that are told to nobody: `write_notes` finds it."""
    note = audit_note(table, str(after["id"]), before=None if before is None else dict(before), after=dict(after))
    return {"note": stored(audit_row(note, session.info["actor"], at), dialect)}


async def announce(session: AsyncSession, rows: ColumnElement[bool]) -> None:
    """Write the prepared facts and notes of some staged rows down, in the transaction that publishes them."""
    await _write_down(session, "outbox", "event", _EVENT, rows)
    await write_notes(session, rows)
    session.info["announced"] = True
    connection = await session.connection()
    if connection.dialect.name == "postgresql":
        await connection.execute(select(func.pg_notify("partage_outbox", "")))


async def write_notes(session: AsyncSession, rows: ColumnElement[bool]) -> None:
    """Write the prepared notes of some staged rows down, in the transaction that publishes them."""
    await _write_down(session, "audit_trail", "note", _NOTE, rows)


async def _write_down(
    session: AsyncSession, name: str, place: str, names: tuple[str, ...], rows: ColumnElement[bool]
) -> None:
    table, connection = session.info["metadata"].tables[name], await session.connection()
    staged = staged_of(session.info["metadata"])
    values = select(*columns_from(staged.c.ready, table, names, connection.dialect.name, place)).where(rows)
    await connection.execute(insert(table).from_select(list(names), values.order_by(staged.c.number)))
