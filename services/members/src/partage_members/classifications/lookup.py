"""Concepts that are looked up while somebody types: their words are sorted once, so that a beginning finds them all."""

import re
from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from partage_kit.folding import fold
from partage_kit.types import LANGUAGES
from partage_members.classifications.gendered import without_marks, words_with_forms


@dataclass(frozen=True)
class Concept:
    """One code of a scheme: labels and alternative labels by language, the broader code, the ISCO-08 unit group."""

    code: str
    labels: Mapping[str, str]
    alternatives: Mapping[str, tuple[str, ...]]
    broader: str | None = None
    isco08: str | None = None
    uri: str | None = None

    @cached_property
    def names(self) -> tuple[str, ...]:
        """All its labels, preferred ones first."""
        others = (text for texts in self.alternatives.values() for text in texts)
        return tuple(dict.fromkeys((*self.labels.values(), *others)))

    def folded_in(self, language: str) -> tuple[str, ...]:
        """Its labels in one language, folded, the preferred one first."""
        given = [self.labels[language]] if language in self.labels else []
        return tuple(dict.fromkeys(map(fold, (*given, *self.alternatives.get(language, ())))))


_LAST = chr(0x10FFFF)
"""Behind every character that a label has."""

_PLAIN = re.compile(r"[^\W_]+")
_THE_QUERY, _BEGINS, _ELSEWHERE = range(3)
_RANKS = 3


class Lookup:
    """The concepts of one scheme, in their order."""

    def __init__(self, concepts: Iterable[Concept]) -> None:
        self.concepts: Mapping[str, Concept] = {concept.code: concept for concept in concepts}
        self._listed: Sequence[Concept] = list(self.concepts.values())
        self._by_code = sorted(self._listed, key=lambda one: one.code)
        self._all = _Labels([tuple(dict.fromkeys(map(fold, one.names))) for one in self._by_code])
        self._of = {language: _Labels([one.folded_in(language) for one in self._by_code]) for language in LANGUAGES}

    def find(self, words: str, language: str | None = None) -> list[Concept]:
        """Concepts with a label in any language that has each of the words as the beginning of a word; best first.

        Marks such as h/f/x tell nothing; of a word in two forms (mixeur/mixeuse) one suffices. Found by a label in the
        wanted language come first, then by others; among them a label that is the whole query, then one that begins
        with it, then one that has its words elsewhere; ties by code. Without words all are found, in their order.
        """
        query = " ".join(without_marks(fold(words)).split())
        if not query:
            return list(self._listed)
        ranks = self._ranks(query, language)
        count = len(self._by_code)
        places = (number % count for number in sorted(rank * count + place for place, rank in ranks.items()))
        named = [self.concepts[code] for code in sorted({words.strip(), query} & self.concepts.keys())]
        return [*named, *(one for one in map(self._by_code.__getitem__, places) if one not in named)]

    def fitting(self, words: str, language: str | None = None) -> list[tuple[int, Concept]]:
        """Those that `find` finds by a label, each with how well it fits: the less the better, alike in all schemes."""
        ranks = self._ranks(" ".join(without_marks(fold(words)).split()), language)
        return [(rank, self._by_code[place]) for place, rank in ranks.items()]

    def _ranks(self, query: str, language: str | None) -> dict[int, int]:
        """How well concepts fit, by their places."""
        wanted = list(words_with_forms(query))
        ranks = {place: _RANKS + rank for place, rank in self._all.ranks(query, wanted).items()}
        if language in self._of:
            ranks.update(self._of[language].ranks(query, wanted))
        return ranks


class _Labels:
    """The labels of concepts, by the places of the concepts in a list."""

    def __init__(self, labels: Sequence[Sequence[str]]) -> None:
        self._labels = labels
        self._sorted = _Beginnings((label, place) for place, some in enumerate(labels) for label in some)
        self._words = _Beginnings(
            (word, place) for place, some in enumerate(labels) for label in some for word in _PLAIN.findall(label)
        )

    def ranks(self, query: str, wanted: Sequence[tuple[str, ...]]) -> dict[int, int]:
        """The places of concepts with a label that has each word in one of its forms, and how well it fits."""
        found = [set().union(*map(self._words.of, forms)) for forms in wanted]
        ranks = {
            place: _ELSEWHERE
            for place in (set.intersection(*found) if found else ())
            if len(wanted) == 1 or any(_has_all(wanted, label) for label in self._labels[place])
        }
        ranks.update(dict.fromkeys(self._sorted.of(query), _BEGINS))
        ranks.update(dict.fromkeys(self._sorted.same_as(query), _THE_QUERY))
        return ranks


class _Beginnings:
    """Texts and the places they have, found by how they begin."""

    def __init__(self, pairs: Iterable[tuple[str, int]]) -> None:
        places: dict[str, set[int]] = {}
        for text, place in pairs:
            places.setdefault(text, set()).add(place)
        self._places = places
        self._texts = sorted(places)
        self._short = _by_letters(places)

    def of(self, beginning: str) -> frozenset[int]:
        """The places of the texts that begin so."""
        if len(beginning) <= _SHORT:
            return self._short.get(beginning, frozenset())
        first = bisect_left(self._texts, beginning)
        behind = bisect_left(self._texts, beginning + _LAST, lo=first)
        return frozenset().union(*(self._places[text] for text in self._texts[first:behind]))

    def same_as(self, text: str) -> Iterable[int]:
        """The places of a text."""
        return self._places.get(text, ())


_SHORT = 2
"""Letters of beginnings that are put together once: there are few, and each has many texts."""


def _by_letters(places: Mapping[str, Iterable[int]]) -> dict[str, frozenset[int]]:
    found: dict[str, set[int]] = {}
    for text, some in places.items():
        for length in range(_SHORT + 1):
            found.setdefault(text[:length], set()).update(some)
    return {beginning: frozenset(some) for beginning, some in found.items()}


def _has_all(wanted: Sequence[tuple[str, ...]], label: str) -> bool:
    """Whether each wanted word, in one of its forms, begins a word of the label."""
    if not any(form in label for form in wanted[0]):
        return False
    words = _PLAIN.findall(label)
    return all(any(word.startswith(forms) for word in words) for forms in wanted)
