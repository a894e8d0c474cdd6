"""The inbox: which events a consumer has taken. Its row is written in the handler's own transaction."""

from collections.abc import Iterable
from functools import cache
from uuid import UUID

from sqlalchemy import Insert, Table
from sqlalchemy.ext.asyncio import AsyncSession

from partage_kit.clock import instant_within
from partage_kit.statements import upsert

InboxKey = tuple[str, UUID]
"""A consumer's name, such as `procurement.remember_membership`, and an event's id."""


async def take_in(session: AsyncSession, keys: Iterable[InboxKey]) -> set[InboxKey]:
    """Enter events into the inbox; those that were not there before.

    An event that another replica is just taking in waits here for that transaction's end.
    """
    # in one order everywhere: two replicas with overlapping batches wait for each other instead of locking up
    in_order = sorted(set(keys), key=lambda key: (key[0], key[1].int))
    rows = [{"consumer": consumer, "event_id": event_id} for consumer, event_id in in_order]
    statement = _insert_new(session.info["metadata"].tables["inbox"], session.get_bind().dialect.name)
    return {(consumer, event_id) for consumer, event_id in await session.execute(statement, rows)}


@cache
def _insert_new(inbox: Table, dialect: str) -> Insert:
    insert = upsert(inbox, dialect)
    new = insert.values(received_at=instant_within(dialect)).on_conflict_do_nothing()
    return new.returning(inbox.c.consumer, inbox.c.event_id)
