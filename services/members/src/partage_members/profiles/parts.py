"""From a profile to the document by which the directory finds it: each field in the scopes in which it is visible."""

from collections.abc import Collection, Iterable, Iterator
from typing import Any
from uuid import UUID

from partage_members.audiences.policy import Audience, narrower, scopes_of
from partage_members.classifications.codes import coded
from partage_members.classifications.known import Concepts
from partage_members.places.known import Known, Written
from partage_members.places.naming import levels_of
from partage_members.profiles.fields import ProfileField
from partage_members.profiles.places import written_in, written_territory
from partage_members.search.documents import Document, Facet, FacetKind, Part, Point, SuggestionKind


def codes_of(rows: Iterable[Any]) -> Iterator[str]:
    """The codes in some profiles that may be concepts."""
    return (code for row in rows for code in (*row.trades, *row.sectors, *row.skills))


def document_of(row: Any, circles: Collection[UUID], concepts: Concepts, places: Known) -> Document:
    """The document of a member, who belongs to these circles; with what is known of the concepts and places in it."""
    gate = Audience(row.audiences[ProfileField.NAME])
    parts = []
    for field, content in _contents(row, circles, concepts, places):
        scopes = scopes_of(narrower(gate, Audience(row.audiences[field])), circles)
        if scopes:
            is_prose = field is ProfileField.PRESENTATION
            _, facets, _ = content
            kind = None if field is ProfileField.SKILLS and facets else _SUGGESTED.get(field)
            parts.append(Part(scopes, *content, kind=kind, is_prose=is_prose))
    return Document(row.id, row.office, parts)


_SUGGESTED = {
    ProfileField.NAME: SuggestionKind.PERSON,
    ProfileField.SKILLS: SuggestionKind.SKILL,
    ProfileField.TERRITORY: SuggestionKind.PLACE,
    ProfileField.WORKPLACES: SuggestionKind.PLACE,
}
"""What words are suggested as; trades, sectors, filières, and skills that are concepts, are suggested by codes."""

_Content = tuple[tuple[str, ...], tuple[Facet, ...], Point | None]


def _contents(
    row: Any, circles: Collection[UUID], concepts: Concepts, places: Known
) -> Iterator[tuple[ProfileField, _Content]]:
    """The texts, codes and places of each field."""

    def called(codes: Iterable[str]) -> Iterator[str]:
        """What concepts are called in each language: so a query in one finds who wrote in another."""
        found = (concepts.get(row.office, code) for code in codes)
        return (text for concept in found if concept for text in concept.names)

    yield ProfileField.NAME, _said(row.given_name, row.family_name)
    yield ProfileField.HEADLINE, _said(*(row.headline or {}).values())
    yield ProfileField.PRESENTATION, _said(*(row.presentation or {}).values())
    concepts_of_skills = coded(row.skills)
    yield ProfileField.SKILLS, _said(*(skill for skill in row.skills if skill not in concepts_of_skills))
    yield ProfileField.SKILLS, _coded(FacetKind.SKILL, concepts_of_skills, *called(concepts_of_skills))
    yield (
        ProfileField.TRADES,
        _coded(FacetKind.TRADE, concepts.with_equals(row.office, row.trades), *called(row.trades)),
    )
    yield (
        ProfileField.SECTORS,
        _coded(FacetKind.SECTOR, concepts.with_equals(row.office, row.sectors), *called(row.sectors)),
    )
    yield ProfileField.LANGUAGES, _coded(FacetKind.LANGUAGE, row.languages)
    yield ProfileField.STAGE, _coded(FacetKind.STAGE, [row.stage])
    if territory := written_territory(row):
        yield ProfileField.TERRITORY, _place(territory, places)
    for workplace in row.workplaces:
        yield ProfileField.WORKPLACES, _place(written_in(workplace), places, workplace.get("label"))
    available = [row.availability["state"]] if row.availability else []
    yield ProfileField.AVAILABILITY, _coded(FacetKind.AVAILABLE, available)
    yield ProfileField.FILIERES, _coded(FacetKind.FILIERE, map(str, circles))


def _said(*texts: str) -> _Content:
    return texts, (), None


def _coded(kind: FacetKind, codes: Iterable[str], *texts: str) -> _Content:
    return texts, tuple(Facet(kind, str(code)) for code in codes), None


def _place(written: Written, places: Known, label: str | None = None) -> _Content:
    """A place in all its languages, with its country and its regions at every level of NUTS: BE, BE1, BE10, BE100."""
    texts = (*filter(None, (label, written.municipality, written.postal_code)), *places.texts(written))
    place = places.place(written)
    point = Point(place.latitude, place.longitude) if place else None
    codes = (written.country, *levels_of(places.nuts(written)))
    return texts, tuple(Facet(FacetKind.TERRITORY, code) for code in codes), point
