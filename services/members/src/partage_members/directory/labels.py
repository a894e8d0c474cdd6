"""What codes that are counted or suggested are called."""

from collections.abc import Collection, Mapping
from uuid import UUID

from partage_kit.db import Readable
from partage_members.audiences.circles import names_of_circles
from partage_members.classifications.known import known_concepts
from partage_members.places import gazetteer
from partage_members.places.queries import known_regions
from partage_members.search.documents import FacetKind

Labels = Mapping[str, dict[str, str]]
"""Texts by language, by code."""


async def labels_of_codes(
    session: Readable, office: str, codes: Mapping[FacetKind, Collection[str]]
) -> Mapping[FacetKind, Labels]:
    """What codes of these kinds are called, as far as they are; three statements at most, none for what ships."""
    concepts = [code for kind in (FacetKind.TRADE, FacetKind.SECTOR, FacetKind.SKILL) for code in codes.get(kind, ())]
    known = await known_concepts(session, [office], concepts)
    called = {code: dict(concept.labels) for code in concepts if (concept := known.get(office, code)) is not None}
    shipped, territories = gazetteer.regions(), codes.get(FacetKind.TERRITORY, ())
    imported = await known_regions(session, (code for code in territories if code not in shipped))
    regions = {code: shipped.get(code) or imported.get(code) for code in territories}
    named = {code: dict(region.labels) for code, region in regions.items() if region is not None}
    circles = await names_of_circles(session, office, [UUID(code) for code in codes.get(FacetKind.FILIERE, ())])
    groups = {str(circle): dict(names) for circle, names in circles.items()}
    other = {FacetKind.TERRITORY: named, FacetKind.FILIERE: groups}
    return {kind: other.get(kind, called) for kind in codes}
