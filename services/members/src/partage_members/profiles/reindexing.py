"""Bring the index of the directory in step with all profiles, while it goes on answering.

It happens by itself after a migration that has changed how documents are made, and by `reindex` on the command line.
"""

from collections.abc import AsyncGenerator, Sequence
from contextlib import aclosing
from uuid import UUID

import typer
from sqlalchemy.ext.asyncio import AsyncSession

from partage_kit.db import Database
from partage_kit.due_work import DueWork
from partage_kit.unit_of_work import Actor
from partage_members.classifications.codes import of_scheme
from partage_members.classifications.commands import take_awaiting
from partage_members.classifications.models import Kind
from partage_members.classifications.queries import awaiting_index
from partage_members.profiles.publishing import refresh
from partage_members.search.documents import FacetKind
from partage_members.search.index import forget
from partage_members.search.renewal import make_coded_stale, make_stale, stale_chunks, stale_count, stale_from

_OPERATOR = Actor("operator:reindex", "none", "reindex")


async def reindex_from(session: AsyncSession, first: UUID) -> None:
    """Make a chunk of stale documents anew; those whose profiles are gone leave the index."""
    ids = await stale_from(session, first)
    found = await refresh(session, ids)
    await forget(session, [gone for gone in ids if gone not in found])


async def rename_in(session: AsyncSession, scheme_id: UUID) -> None:
    """Have the documents made anew that name concepts of a scheme, of which another version is current now."""
    scheme = await take_awaiting(session, scheme_id)
    if scheme is None:
        return
    await make_coded_stale(session, _FACETS[scheme.kind], of_scheme(scheme.code, ""))


_FACETS = {Kind.OCCUPATIONS: FacetKind.TRADE, Kind.SECTORS: FacetKind.SECTOR, Kind.SKILLS: FacetKind.SKILL}


def reindexing(every_s: float) -> Sequence[DueWork]:
    """What makes stale documents anew, and those of which a scheme has other words now; looked for again and again."""
    return (
        DueWork("rename_concepts", every_s, awaiting_index, rename_in),
        DueWork("reindex", every_s, stale_chunks, reindex_from),
    )


async def reindex(database: Database) -> AsyncGenerator[tuple[int, int], None]:
    """Make all documents anew; at first and after each chunk how many are left, and of how many."""
    async with database.writing(_OPERATOR) as session:
        await make_stale(session)
    total, chunks = await _what_is_left(database)
    yield total, total
    while chunks:
        for first in chunks:
            async with database.writing(_OPERATOR) as session:
                await reindex_from(session, first)
            left, _ = await _what_is_left(database)
            yield left, total
        _, chunks = await _what_is_left(database)


async def _what_is_left(database: Database) -> tuple[int, Sequence[UUID]]:
    async with database.reading() as session:
        return await stale_count(session), await stale_chunks(session)


async def reindex_aloud(database: Database) -> None:
    """Make all documents anew with a bar that tells how far it is."""
    async with aclosing(reindex(database)) as steps:
        _, total = await anext(steps)
        with typer.progressbar(length=total, label=f"{total} profiles") as bar:
            async for left, _ in steps:
                bar.update(total - left - bar.pos)
