"""Import an edition of a scheme: staged in chunks, checked whole, then published at once."""

from collections.abc import AsyncIterator
from typing import Any
from uuid import UUID

from sqlalchemy import Row, delete, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from partage_kit.clock import clock
from partage_kit.db import Database
from partage_kit.statements import into
from partage_kit.types import new_id
from partage_kit.unit_of_work import Actor, note_change
from partage_members.classifications.editions import Edition, Mapped
from partage_members.classifications.errors import VersionKnown
from partage_members.classifications.lookup import Concept
from partage_members.classifications.models import Publication, concept_mappings, scheme_concepts, schemes

_CHUNK = 500
_OPERATOR = Actor("operator", "none", "import_scheme")


async def import_scheme(database: Database, edition: Edition) -> AsyncIterator[int]:
    """Bring in an edition, and make it the current one; tells how many concepts are in so far.

    One that was staged and broken off is begun anew, and one that is there already stays as it is. The version before
    is superseded.

    Raises:
        VersionKnown: this version is there with other content.
    """
    scheme_id = await _begin(database, edition)
    if scheme_id is None:
        yield len(edition.concepts)
        return
    for start in range(0, len(edition.concepts), _CHUNK):
        async with database.writing(_OPERATOR) as session:
            rows = [concept_row(scheme_id, concept) for concept in edition.concepts[start : start + _CHUNK]]
            await (await session.connection()).execute(into(scheme_concepts), rows)
        yield min(start + _CHUNK, len(edition.concepts))
    async with database.writing(_OPERATOR) as session:
        if edition.mappings:
            rows = [mapping_row(scheme_id, mapped) for mapped in edition.mappings]
            await (await session.connection()).execute(into(concept_mappings), rows)
        await make_current(session, edition.office, edition.code, scheme_id)


async def take_awaiting(session: AsyncSession, scheme_id: UUID) -> Row[Any] | None:
    """Take a version over of which the directory does not know the words yet; None when another did."""
    taking = update(schemes).where(schemes.c.id == scheme_id, schemes.c.awaits_index).values(awaits_index=False)
    return (await session.execute(taking.returning(schemes.c.code, schemes.c.kind))).first()


async def make_current(session: AsyncSession, office: str, code: str, scheme_id: UUID) -> None:
    """Let a staged version take the place of the one before, for good."""
    mine = schemes.c.office == office, schemes.c.code == code, schemes.c.state == Publication.CURRENT
    await session.execute(update(schemes).where(*mine).values(state=Publication.SUPERSEDED))
    becoming = {"state": Publication.CURRENT, "awaits_index": True}
    await session.execute(update(schemes).where(schemes.c.id == scheme_id).values(becoming))
    note_change(session, schemes, str(scheme_id), before=None, after={"code": code, "state": "current"})


async def _begin(database: Database, edition: Edition) -> UUID | None:
    """The id of what is imported now; None when it is there already."""
    s, scheme_id = schemes.c, new_id()
    same = s.office == edition.office, s.code == edition.code, s.version == edition.version
    async with database.writing(_OPERATOR) as session:
        await session.execute(delete(schemes).where(*same, s.state == Publication.STAGED))
        known = (await session.execute(select(s.digest).where(*same))).first()
        if known is not None:
            if known.digest != edition.digest:
                raise VersionKnown(f"version {edition.version} of {edition.code} has other content")
            return None
        row: dict[str, object] = {
            "id": scheme_id,
            "office": edition.office,
            "code": edition.code,
            "version": edition.version,
            "kind": edition.kind,
            "attribution": edition.attribution,
            "digest": edition.digest,
            "state": Publication.STAGED,
            "concepts": len(edition.concepts),
            "imported_at": await clock(session),
        }
        await session.execute(into(schemes), row)
    return scheme_id


def concept_row(scheme_id: UUID, concept: Concept) -> dict[str, object]:
    """A concept as it is kept."""
    return {
        "scheme_id": scheme_id,
        "code": concept.code,
        "uri": concept.uri,
        "isco08": concept.isco08,
        "broader": concept.broader,
        "labels": dict(concept.labels),
        "alternatives": {language: list(texts) for language, texts in concept.alternatives.items()},
    }


def mapping_row(scheme_id: UUID, mapped: Mapped) -> dict[str, object]:
    """What an edition says of two concepts, as it is kept."""
    return {"scheme_id": scheme_id, "source": mapped.source, "target": mapped.target, "match": mapped.match}
