"""Concepts that are looked up while somebody types: their words are sorted once, so that a beginning finds them all."""

import re
from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from partage_kit.folding import fold
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
    def folded(self) -> tuple[str, ...]:
        """All its labels, folded, preferred ones first."""
        others = (text for texts in self.alternatives.values() for text in texts)
        return tuple(dict.fromkeys(fold(text) for text in (*self.labels.values(), *others)))


_LAST = chr(0x10FFFF)
"""Behind every character that a word has."""

_PLAIN = re.compile(r"[^\W_]+")


class Lookup:
    """The concepts of one scheme, in their order."""

    def __init__(self, concepts: Iterable[Concept]) -> None:
        self.concepts: Mapping[str, Concept] = {concept.code: concept for concept in concepts}
        self._listed: Sequence[Concept] = list(self.concepts.values())
        self._words = sorted({(word, place) for place, one in enumerate(self._listed) for word in _words(one.folded)})

    def find(self, words: str) -> list[Concept]:
        """Concepts with a label in any language that has each of the words as the beginning of a word; best first.

        Marks such as h/f/x tell nothing; of a word in two forms (mixeur/mixeuse) one suffices. A label that is the
        whole query comes first, then one that begins with it, then one that has its words elsewhere; ties by code.
        Without words all are found, in their order.
        """
        query = " ".join(without_marks(fold(words)).split())
        if not query:
            return list(self._listed)
        wanted = list(words_with_forms(query))
        found = [self._listed[place] for place in self._with_all(wanted)]
        found += [self.concepts[code] for code in {words.strip(), query} & self.concepts.keys()]
        ranked = {one.code: rank for one in found if (rank := _rank(query, wanted, one)) is not None}
        return [self.concepts[code] for code in sorted(ranked, key=lambda code: (ranked[code], code))]

    def _with_all(self, wanted: Sequence[tuple[str, ...]]) -> set[int]:
        """Places of the concepts that have each word in one of its forms, in whichever label."""
        found = [{place for form in forms for place in self._beginning(form)} for forms in wanted]
        return set.intersection(*found) if found else set()

    def _beginning(self, form: str) -> Iterable[int]:
        first = bisect_left(self._words, (form, -1))
        behind = bisect_left(self._words, (form + _LAST, -1), lo=first)
        return (place for _, place in self._words[first:behind])


def _rank(query: str, wanted: Sequence[tuple[str, ...]], concept: Concept) -> int | None:
    if concept.code.casefold() == query or query in concept.folded:
        return 0
    if any(label.startswith(query) for label in concept.folded):
        return 1
    if len(wanted) == 1 or any(_has_all(wanted, label) for label in concept.folded):
        return 2
    return None


def _has_all(wanted: Sequence[tuple[str, ...]], label: str) -> bool:
    """Whether each wanted word, in one of its forms, begins a word of the label."""
    found = list(_words((label,)))
    return all(any(word.startswith(forms) for word in found) for forms in wanted)


def _words(labels: Iterable[str]) -> Iterable[str]:
    return (word for label in labels for word in _PLAIN.findall(label))
