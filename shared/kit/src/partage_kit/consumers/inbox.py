"""The inbox: which events a consumer has taken. Its row is written in the handler's own transaction."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from sqlalchemy import Table
from sqlalchemy.ext.asyncio import AsyncSession

from partage_kit.unit_of_work import insert_new

InboxKey = tuple[str, UUID]
"""A consumer's name, such as `procurement.remember_membership`, and an event's id."""


async def take_in(session: AsyncSession, keys: Iterable[InboxKey], at: datetime) -> set[InboxKey]:
    """Enter events into the inbox; those that were not there before.

    An event that another replica is just taking in waits here for that transaction's end.
    """
    inbox: Table = session.info["metadata"].tables["inbox"]
    connection = (await session.connection()).sync_connection
    assert connection is not None  # noqa: S101 - it was opened in the line above
    # in one order everywhere: two replicas with overlapping batches wait for each other instead of locking up
    rows = [{"consumer": name, "event_id": event_id, "received_at": at} for name, event_id in sorted(set(keys))]
    new = insert_new(connection, inbox).returning(inbox.c.consumer, inbox.c.event_id)
    return {(row.consumer, row.event_id) for row in await session.execute(new, rows)}
