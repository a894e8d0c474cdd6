"""What a write session does around a command: claim the idempotency key first, and at commit write down the events
and the audit trail in the same transaction."""

import hashlib
import json
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cache
from typing import Any
from uuid import UUID

from pydantic_core import to_json
from sqlalchemy import Insert, Table, event, func, inspect
from sqlalchemy.engine import Connection
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Session
from sqlalchemy.orm.session import SessionTransaction
from sqlalchemy.orm.unitofwork import UOWTransaction

from partage_kit.idempotency import Claim, claim_key
from partage_kit.statements import into, one_or_many
from partage_kit.tombstones import require_known
from partage_kit.types import Fact, new_id


@dataclass(frozen=True)
class Actor:
    """Who does something, for the audit trail: a token's subject, or a process such as `consumer:remember`."""

    subject: str
    office: str
    action: str
    member_id: UUID | None = None
    request_id: str | None = None
    traceparent: str | None = None


class UnitOfWorkSession(Session):
    """The synchronous heart of a write session; the listeners below belong to it alone."""


def emit(session: AsyncSession, fact: Fact) -> None:
    """Announce a fact: it leaves with this transaction's commit, or not at all."""
    session.info.setdefault("facts", []).append(fact)


def speak_for(session: AsyncSession, subject: str, office: str) -> None:
    """Name in the audit trail who is behind a request that no token identified."""
    session.info["actor"] = replace(session.info["actor"], subject=subject, office=office)


def note_change(
    session: AsyncSession, table: Table, key: str, *, before: dict[str, Any] | None, after: dict[str, Any] | None
) -> None:
    """Write a change into the audit trail that a statement made; those of mapped objects are noted by themselves."""
    notes: list[dict[str, Any]] = session.info.setdefault("audit", [])
    notes.append(audit_note(table, key, before=before, after=after))


def has_work(session: AsyncSession) -> bool:
    """Whether something waits for the commit that no statement has begun a transaction for yet."""
    return bool(session.info.get("facts") or session.info.get("newest") or session.info.get("audit"))


@event.listens_for(UnitOfWorkSession, "after_begin")
def _claim_key(session: Session, _transaction: SessionTransaction, connection: Connection) -> None:
    claim: Claim | None = session.info.get("idempotency")
    if claim is not None:
        claim_key(connection, session.info["metadata"].tables["idempotency_keys"], claim, session.info["clock"])


@event.listens_for(UnitOfWorkSession, "before_flush")
def _note_past(session: Session, _context: UOWTransaction, _instances: object) -> None:
    """Remember the rows about to change as they are: the flush itself already gives them a new version."""
    changed = [row for row in session.dirty if session.is_modified(row)]
    session.info["past"] = [(row, _values(row, past=True)) for row in (*changed, *session.deleted)]


@event.listens_for(UnitOfWorkSession, "after_flush")
def _note_changes(session: Session, _context: UOWTransaction) -> None:
    notes: list[dict[str, Any]] = session.info.setdefault("audit", [])
    notes.extend(_note(row, before=None, after=_values(row)) for row in session.new)
    for row, before in session.info.pop("past"):
        notes.append(_note(row, before=before, after=None if row in session.deleted else _values(row)))


def _note(row: object, *, before: dict[str, Any] | None, after: dict[str, Any] | None) -> dict[str, Any]:
    state = inspect(row)
    key = ",".join(str(part) for part in state.mapper.primary_key_from_instance(row))
    return audit_note(state.mapper.local_table, key, before=before, after=after)


def audit_note(table: Any, key: str, *, before: dict[str, Any] | None, after: dict[str, Any] | None) -> dict[str, Any]:
    """What the audit trail keeps of a change: hashes, and no values."""
    return {
        "office": (after or before or {}).get("office"),
        "entity": table.name,
        "entity_id": key,
        "before_hash": before and _hash(before),
        "after_hash": after and _hash(after),
    }


def _values(row: object, *, past: bool = False) -> dict[str, Any]:
    state = inspect(row)
    values = {name: state.dict.get(name) for name in state.mapper.column_attrs.keys()}  # noqa: SIM118 - not a dict
    if past:
        replaced = {name: state.attrs[name].history.deleted for name in values}
        values |= {name: before[0] for name, before in replaced.items() if before}
    return values


_WRITTEN_OUT = frozenset({UUID, datetime, date})
_WRITER = json.JSONEncoder(sort_keys=True, default=str)


def _hash(values: dict[str, Any]) -> str:
    # written out beforehand, as asking back for each id and instant takes as long again
    written = {name: str(value) if type(value) in _WRITTEN_OUT else value for name, value in values.items()}
    return hashlib.sha256(_WRITER.encode(written).encode()).hexdigest()


@event.listens_for(UnitOfWorkSession, "before_commit")
def write_down(session: Session) -> None:
    """Add the events and the audit notes so far to the transaction, in the name of the session's actor."""
    session.flush()
    facts: list[Fact] = session.info.pop("facts", [])
    notes: list[dict[str, Any]] = session.info.pop("audit", [])
    if not facts and not notes:
        return
    actor: Actor = session.info["actor"]
    tables = session.info["metadata"].tables
    at: datetime = session.info.get("at") or session.info["clock"].read(session.connection())
    connection = session.connection()
    if actor.member_id is not None:
        require_known(connection, tables["erased_members"], actor.member_id)
    if notes:
        connection.execute(into(tables["audit_trail"]), one_or_many([audit_row(note, actor, at) for note in notes]))
    if facts:
        source = session.info["source"]
        session.info["announced"] = True
        into_outbox = _into_outbox(tables["outbox"], connection.dialect.name)
        connection.execute(into_outbox, one_or_many([outbox_row(f, source, actor, at) for f in facts]))


def audit_row(note: dict[str, Any], actor: Actor, at: datetime) -> dict[str, Any]:
    """A row of the audit trail."""
    return {
        **note,
        "office": note["office"] or actor.office,
        "at": at,
        "actor": actor.subject,
        "member_id": actor.member_id,
        "action": actor.action,
        "request_id": actor.request_id,
    }


@cache
def _into_outbox(outbox: Table, dialect: str) -> Insert:
    """On PostgreSQL the same statement tells the relays of other processes that something waits."""
    statement = into(outbox)
    if dialect == "postgresql":
        return statement.returning(func.pg_notify("partage_outbox", ""))
    return statement


_IN_THE_ENVELOPE: Any = {"data": {"office", "subject", "sequence"}}
"""What a fact tells by the envelope itself."""


def outbox_row(fact: Fact, source: str, actor: Actor, at: datetime) -> dict[str, Any]:
    """A row of the outbox: the fact in its envelope (CloudEvents 1.0)."""
    event_id = new_id()
    name = fact.type_name()
    envelope = {
        "specversion": "1.0",
        "id": event_id,
        "source": f"/{source}",
        "type": name,
        "subject": fact.subject,
        "time": at,
        "datacontenttype": "application/json",
        "dataschema": f"/schemas/{name}.json",
        "office": fact.office,
        "sequence": f"{fact.sequence:010d}",
        "data": fact,
    }
    if actor.traceparent:
        envelope["traceparent"] = actor.traceparent
    return {
        "event_id": event_id,
        "address": fact.address(fact.office),
        "envelope": to_json(envelope, exclude=_IN_THE_ENVELOPE).decode(),
        "created_at": at,
    }


@event.listens_for(UnitOfWorkSession, "after_commit")
def _wake_relay(session: Session) -> None:
    if session.info.get("announced"):
        for listener in session.info["on_commit"]:
            listener()
