"""How many of the documents that are found have which codes; pure."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

from partage_members.search.documents import Facet, FacetKind
from partage_members.search.tokens import coded, facet_in

COUNTED = 1_000
"""Matches that are counted exactly; of more, the first ones are, and the answer says so."""

Shown = frozenset[str]
"""The codes that a document shows, each with its kind in plain characters."""


@dataclass(frozen=True, slots=True)
class Counts:
    """How many documents match, and how many have each code; lower bounds when not exact."""

    total: int
    is_exact: bool
    codes: Mapping[FacetKind, Mapping[str, int]]
    exactly: frozenset[FacetKind] = frozenset()
    """The kinds of which the codes are counted exactly; one that was asked for counts among others than the rest."""


def counts_of(
    kinds: Collection[FacetKind], found: Sequence[Shown], named: Mapping[FacetKind, Sequence[Shown]]
) -> Counts:
    """Counts of what was found, and of kinds that were asked for among what is found without; each up to `COUNTED`."""
    counts = _held([kind for kind in kinds if kind not in named], found[:COUNTED])
    for kind, shown in named.items():
        counts |= _held([kind], shown[:COUNTED])
    is_exact = len(found) <= COUNTED
    exactly = frozenset(kind for kind in kinds if len(named.get(kind, found)) <= COUNTED)
    return Counts(min(len(found), COUNTED), is_exact, {kind: counts[kind] for kind in kinds}, exactly)


def those_with(kind: FacetKind, codes: Iterable[str], shown: Iterable[Shown]) -> list[Shown]:
    """Those who show one of some codes of a kind."""
    wanted = {coded(Facet(kind, code)) for code in codes}
    return [one for one in shown if not wanted.isdisjoint(one)]


def _held(kinds: Collection[FacetKind], shown: Iterable[Shown]) -> dict[FacetKind, dict[str, int]]:
    """How many documents have each code, the most frequent first."""
    counts: dict[FacetKind, dict[str, int]] = {kind: {} for kind in kinds}
    if not counts:
        return counts
    held = Counter(chain.from_iterable(shown))
    found = ((facet, count) for one, count in held.items() if (facet := facet_in(one)).kind in counts)
    for facet, count in sorted(found, key=lambda one: (-one[1], one[0].code)):
        counts[facet.kind][facet.code] = count
    return counts
