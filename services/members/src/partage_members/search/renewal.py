"""Documents that must be made anew: found a chunk at a time, so that it goes on after a restart where it was."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import func, literal, select, true, update
from sqlalchemy.ext.asyncio import AsyncSession

from partage_kit.db import Readable
from partage_members.search.documents import Facet, FacetKind
from partage_members.search.models import documents, facets
from partage_members.search.tokens import coded

CHUNK = 200
"""Documents that are made anew in one transaction, so that nobody waits long for the writer."""

_number, _id, _stale = documents.c.number, documents.c.id, documents.c.stale == true()


async def stale_chunks(session: Readable) -> Sequence[UUID]:
    """The first document of each chunk of stale ones, in their order."""
    places = select(_id, _number, func.row_number().over(order_by=_number).label("place")).where(_stale).subquery()
    firsts = select(places.c.id).where((places.c.place - 1) % CHUNK == 0).order_by(places.c.number)
    return (await session.execute(firsts)).scalars().all()


async def stale_from(session: Readable, first: UUID) -> Sequence[UUID]:
    """A chunk of stale documents, from this one on."""
    start = select(_number).where(_id == first).scalar_subquery()
    chunk = select(_id).where(_stale, _number >= start).order_by(_number).limit(CHUNK)
    return (await session.execute(chunk)).scalars().all()


async def stale_count(session: Readable) -> int:
    """How many documents are stale."""
    return int((await session.execute(select(func.count()).where(_stale))).scalar_one())


async def make_stale(session: AsyncSession) -> None:
    """Have all documents made anew; until then they are found as they are."""
    await session.execute(update(documents).where(documents.c.stale != true()).values(stale=True))


async def make_coded_stale(session: AsyncSession, kind: FacetKind, beginning: str) -> None:
    """Have those documents made anew that have a code with this beginning, such as those of one scheme."""
    begins = (literal(" ") + facets.c.codes).contains(" " + coded(Facet(kind, beginning)))
    having = select(facets.c.number).where(begins)
    await session.execute(update(documents).where(documents.c.number.in_(having)).values(stale=True))


async def freshen(session: AsyncSession, numbers: Sequence[int]) -> None:
    """Remember that documents were made anew."""
    if numbers:
        await session.execute(update(documents).where(_number.in_(numbers)).values(stale=False))
