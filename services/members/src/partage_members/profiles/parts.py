"""From a profile to the document by which the directory finds it: each field in the scopes in which it is visible."""

from collections.abc import Collection, Iterator, Mapping
from typing import Any
from uuid import UUID

from partage_members.audiences.policy import Audience, narrower, scopes_of
from partage_members.classifications.catalogue import Scheme, concepts
from partage_members.profiles.fields import ProfileField
from partage_members.search.documents import Document, Facet, FacetKind, Part


def document_of(row: Any, circles: Collection[UUID]) -> Document:
    """The document of a member, who belongs to these circles."""
    gate = Audience(row.audiences[ProfileField.NAME])
    parts = []
    for field, part in _contents(row, circles):
        scopes = scopes_of(narrower(gate, Audience(row.audiences[field])), circles)
        if scopes:
            parts.append(Part(scopes, *part))
    return Document(row.id, row.office, parts)


_Content = tuple[tuple[str, ...], tuple[Facet, ...]]


def _contents(row: Any, circles: Collection[UUID]) -> Iterator[tuple[ProfileField, _Content]]:
    """The texts and codes of each field."""
    yield ProfileField.NAME, ((row.given_name, row.family_name), ())
    yield ProfileField.HEADLINE, (_texts(row.headline), ())
    yield ProfileField.PRESENTATION, (_texts(row.presentation), ())
    yield ProfileField.SKILLS, (tuple(row.skills), ())
    yield ProfileField.TRADES, _concepts(Scheme.OCCUPATIONS, FacetKind.TRADE, row.trades)
    yield ProfileField.SECTORS, _concepts(Scheme.NACE, FacetKind.SECTOR, row.sectors)
    yield ProfileField.LANGUAGES, ((), _codes(FacetKind.LANGUAGE, row.languages))
    yield ProfileField.STAGE, ((), _codes(FacetKind.STAGE, [row.stage]))
    yield (
        ProfileField.TERRITORY,
        _places([{"country": row.country, "nuts": row.nuts, "municipality": row.municipality}]),
    )
    yield ProfileField.WORKPLACES, _places(row.workplaces)
    available = [row.availability["state"]] if row.availability else []
    yield ProfileField.AVAILABILITY, ((), _codes(FacetKind.AVAILABLE, available))
    yield ProfileField.FILIERES, ((), _codes(FacetKind.FILIERE, map(str, circles)))


def _texts(translations: Mapping[str, str] | None) -> tuple[str, ...]:
    return tuple((translations or {}).values())


def _codes(kind: FacetKind, codes: Any) -> tuple[Facet, ...]:
    return tuple(Facet(kind, str(code)) for code in codes)


def _concepts(scheme: Scheme, kind: FacetKind, codes: Collection[str]) -> _Content:
    """Codes, and what they are called in each language: so a query in one finds who wrote in another."""
    known = concepts(scheme)
    texts = [text for code in codes if code in known for text in known[code].folded]
    return tuple(texts), _codes(kind, codes)


def _places(places: Any) -> _Content:
    """Countries and regions at every level of NUTS: BE, BE1, BE10, BE100."""
    texts = [text for place in places for text in (place.get("municipality"), place.get("label")) if text]
    codes: dict[str, None] = {}
    for place in places:
        if place.get("country"):
            nuts = place.get("nuts") or ""
            codes |= dict.fromkeys((place["country"], *(nuts[:length] for length in range(3, len(nuts) + 1))))
    return tuple(texts), _codes(FacetKind.TERRITORY, codes)
