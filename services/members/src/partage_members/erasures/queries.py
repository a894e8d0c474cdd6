"""Named reads of erasures."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Row, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from partage_kit.db import Readable
from partage_kit.erasing import tombstones_due
from partage_kit.http.pages import Order, PageOf, page_of
from partage_kit.tables import table_of
from partage_members.erasures.errors import ErasureNotFound
from partage_members.erasures.models import Erasure, acknowledgements
from partage_members.tables import tables

erasures = table_of(Erasure)
e = erasures.c

_NEWEST_FIRST = Order("-requested_at", (e.requested_at, False), (e.id, True))


async def list_erasures(
    session: Readable, office: str, overdue_on: date | None, completed: bool | None, paging: PageOf
) -> tuple[Sequence[Row[Any]], str | None]:
    """One page of the erasures of an office, newest first; those that are overdue on a day, when one is given, and
    those that are completed or not, when that is asked."""
    others = [column for column in erasures.columns if column.name not in ("requested_at", "id")]
    statement = select(e.requested_at, e.id, *others).where(e.office == office)
    if overdue_on is not None:
        statement = statement.where(e.completed_at.is_(None), e.due_on < overdue_on)
    if completed is not None:
        statement = statement.where(e.completed_at.is_not(None) if completed else e.completed_at.is_(None))
    return await page_of(session, statement, _NEWEST_FIRST, paging)


async def one_erasure(session: Readable, office: str, erasure_id: UUID) -> Row[Any]:
    """An erasure of the office.

    Raises:
        ErasureNotFound
    """
    return await _one(session, e.id == erasure_id, e.office == office)


async def erasure_of_receipt(session: Readable, erasure_id: UUID, secret_hash: str) -> Row[Any]:
    """The erasure that a receipt is for.

    Raises:
        ErasureNotFound
    """
    return await _one(session, e.id == erasure_id, e.secret_hash == secret_hash)


async def _one(session: Readable, *which: Any) -> Row[Any]:
    row = (await session.execute(select(erasures).where(*which))).first()
    if row is None:
        raise ErasureNotFound()
    return row


async def erasure_for_update(session: AsyncSession, erasure_id: UUID) -> Erasure | None:
    """The erasure, locked until the transaction ends."""
    statement = select(Erasure).where(col(Erasure.id) == erasure_id).with_for_update()
    return (await session.execute(statement)).scalar_one_or_none()


async def waiting_erasures(session: Readable) -> Sequence[UUID]:
    """Members who are to be forgotten, oldest request first."""
    statement = select(e.id).where(e.erased_at.is_(None)).order_by(e.requested_at).limit(100)
    return (await session.execute(statement)).scalars().all()


async def erased_again(session: Readable) -> Sequence[UUID]:
    """Members of whom another pass is due."""
    return await tombstones_due(session, tables.metadata.tables["erased_members"])


async def acknowledgements_of(session: Readable, ids: Collection[UUID]) -> Mapping[UUID, Sequence[Row[Any]]]:
    """The services that must forget, by erasure, in one statement."""
    rows = await session.execute(
        select(acknowledgements).where(acknowledgements.c.erasure_id.in_(ids)).order_by(acknowledgements.c.service)
    )
    found: dict[UUID, list[Row[Any]]] = defaultdict(list)
    for row in rows:
        found[row.erasure_id].append(row)
    return found
