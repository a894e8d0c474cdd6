"""What somebody may mean who begins a word, of all that has a code: concepts and filières that members show."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from partage_kit.db import Readable
from partage_members.audiences.circles import names_of_circles
from partage_members.classifications.codes import of_scheme
from partage_members.classifications.lookup import Concept, Lookup
from partage_members.classifications.models import Kind
from partage_members.classifications.queries import lookups
from partage_members.search.documents import SuggestionKind
from partage_members.search.suggestions import MOST, visible_among, visible_filieres

_KINDS = {
    Kind.OCCUPATIONS: SuggestionKind.TRADE,
    Kind.SECTORS: SuggestionKind.SECTOR,
    Kind.SKILLS: SuggestionKind.SKILL,
}


@dataclass(frozen=True, slots=True)
class Called:
    """A code, and its labels by language."""

    code: str
    labels: Mapping[str, str]


_Ranked = tuple[int, Called]
_LOOKED_AT, _MORE = 100, 4
"""So many of a kind are looked at first, and so many times as many each time that those did not suffice."""


async def called_so(
    session: Readable, office: str, scopes: Sequence[int], begun: str, language: str | None
) -> Mapping[SuggestionKind, Sequence[Called]]:
    """The codes of each kind with a name of which a word begins so, as far as somebody shows them; the best few.

    A name in the reader's language comes before others, then a whole name, one that begins so, a later word of one.
    """
    fitting: dict[SuggestionKind, list[_Ranked]] = {kind: [] for kind in _KINDS.values()}
    for kind, scheme, lookup in await lookups(session, office):
        fitting[_KINDS[kind]] += ((rank, _called(scheme, one)) for rank, one in lookup.fitting(begun, language))
    found = await _shown(session, scopes, {kind: _best_first(some) for kind, some in fitting.items()})
    filieres = await _filieres(session, office, scopes, begun, language)
    return {**found, SuggestionKind.FILIERE: _best_first(filieres)[:MOST]}


async def _shown(
    session: Readable, scopes: Sequence[int], fitting: Mapping[SuggestionKind, Sequence[Called]]
) -> dict[SuggestionKind, list[Called]]:
    """The first few of each kind that somebody shows; more are looked at when the best do not suffice."""
    found: dict[SuggestionKind, list[Called]] = {kind: [] for kind in fitting}
    start, count = 0, _LOOKED_AT
    while left := {
        kind: some[start : start + count]
        for kind, some in fitting.items()
        if len(found[kind]) < MOST and start < len(some)
    }:
        codes = {kind: [one.code for one in some] for kind, some in left.items()}
        shown = await visible_among(session, scopes, codes)
        for kind, some in left.items():
            found[kind] += (one for one in some if (kind, one.code) in shown)
        start, count = start + count, _MORE * count
    return {kind: some[:MOST] for kind, some in found.items()}


def _called(scheme: str | None, concept: Concept) -> Called:
    return Called(concept.code if scheme is None else of_scheme(scheme, concept.code), concept.labels)


async def _filieres(
    session: Readable, office: str, scopes: Sequence[int], begun: str, language: str | None
) -> list[_Ranked]:
    shown = await visible_filieres(session, scopes)
    names = await names_of_circles(session, office, list(map(UUID, shown)))
    lookup = Lookup(Concept(str(circle), called, {}) for circle, called in names.items())
    return [(rank, Called(one.code, one.labels)) for rank, one in lookup.fitting(begun, language)]


def _best_first(some: Iterable[_Ranked]) -> list[Called]:
    return [one for _, one in sorted(some, key=lambda ranked: (ranked[0], ranked[1].code))]
