"""Import a version of a scheme: staged in chunks, checked whole, then published at once."""

from collections.abc import AsyncIterator, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Row, delete, update
from sqlalchemy.ext.asyncio import AsyncSession

from partage_kit.clock import clock
from partage_kit.db import Database
from partage_kit.statements import into
from partage_kit.types import new_id
from partage_kit.unit_of_work import Actor, note_change
from partage_members.classifications.lookup import Concept
from partage_members.classifications.models import Publication, scheme_concepts, schemes

_CHUNK = 500
_OPERATOR = Actor("operator", "none", "import_scheme")


async def import_scheme(
    database: Database, code: str, version: str, attribution: str, concepts: Sequence[Concept]
) -> AsyncIterator[int]:
    """Bring in a version of a scheme, and make it the current one; tells how many concepts are in so far.

    A version that was staged and broken off is begun anew. The one before stays as it was, and is superseded.

    Raises:
        VersionKnown: it is there already.
    """
    scheme_id = await _begin(database, code, version, attribution, len(concepts))
    for start in range(0, len(concepts), _CHUNK):
        async with database.writing(_OPERATOR) as session:
            rows = [_row(scheme_id, concept) for concept in concepts[start : start + _CHUNK]]
            await (await session.connection()).execute(into(scheme_concepts), rows)
        yield min(start + _CHUNK, len(concepts))
    await _publish(database, code, scheme_id)


async def take_awaiting(session: AsyncSession, scheme_id: UUID) -> Row[Any] | None:
    """Take a version over of which the directory does not know the words yet; None when another did."""
    taking = update(schemes).where(schemes.c.id == scheme_id, schemes.c.awaits_index).values(awaits_index=False)
    return (await session.execute(taking.returning(schemes.c.code, schemes.c.kind))).first()


async def _begin(database: Database, code: str, version: str, attribution: str, count: int) -> UUID:
    scheme_id = new_id()
    row: dict[str, object] = {
        "id": scheme_id,
        "code": code,
        "version": version,
        "attribution": attribution,
        "state": Publication.STAGED,
        "concepts": count,
    }
    async with database.writing(_OPERATOR) as session:
        broken_off = schemes.c.code == code, schemes.c.version == version, schemes.c.state == Publication.STAGED
        await session.execute(delete(schemes).where(*broken_off))
        row["imported_at"] = await clock(session)
        await session.execute(into(schemes), row)
    return scheme_id


async def _publish(database: Database, code: str, scheme_id: UUID) -> None:
    async with database.writing(_OPERATOR) as session:
        before = schemes.c.code == code, schemes.c.state == Publication.CURRENT
        await session.execute(update(schemes).where(*before).values(state=Publication.SUPERSEDED))
        await session.execute(
            update(schemes).where(schemes.c.id == scheme_id).values(state=Publication.CURRENT, awaits_index=True)
        )
        note_change(session, schemes, str(scheme_id), before=None, after={"code": code, "state": "current"})


def _row(scheme_id: UUID, concept: Concept) -> dict[str, object]:
    return {
        "scheme_id": scheme_id,
        "code": concept.code,
        "uri": concept.uri,
        "isco08": concept.isco08,
        "broader": concept.broader,
        "labels": dict(concept.labels),
        "alternatives": {language: list(texts) for language, texts in concept.alternatives.items()},
    }
