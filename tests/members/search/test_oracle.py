"""The index against an oracle that reads every document from the page: same hits, order, counts and facets."""

from collections import Counter
from collections.abc import Sequence
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from members.search.asking import KINDS, ask, forgives, forgives_begun, have, lose, number
from partage_kit.db import Database
from partage_members.audiences.policy import (
    ANYBODY,
    MEMBERS,
    PARTNERS,
    PUBLIC,
    Audience,
    Scope,
    Viewer,
    circle,
    looking_as,
    member,
    partner,
)
from partage_members.search import engines
from partage_members.search.documents import Document, Facet, FacetKind, Part

VOCABULARY = ["graphiste", "graphisme", "graph", "liege", "leige", "art", "arts", "boulangere", "boulanger", "xavier"]
CIRCLES = [UUID(int=1), UUID(int=2)]
SCOPES = (PUBLIC, PARTNERS, MEMBERS, *map(circle, CIRCLES))
VIEWERS = (looking_as(Audience.NOBODY, ()), ANYBODY, partner(), member(()), member(CIRCLES[:1]), member(CIRCLES))
CODES = [Facet(FacetKind.TRADE, "a"), Facet(FacetKind.TRADE, "b"), Facet(FacetKind.LANGUAGE, "fr")]

parts = st.builds(
    Part,
    scopes=st.sets(st.sampled_from(SCOPES), max_size=2).map(frozenset),
    texts=st.lists(st.sampled_from(VOCABULARY), max_size=3).map(tuple),
    facets=st.lists(st.sampled_from(CODES), max_size=2, unique=True).map(tuple),
    is_prose=st.booleans(),
)
stories = st.lists(st.tuples(st.integers(1, 6), st.none() | st.lists(parts, max_size=3)), min_size=1, max_size=12)
"""One after the other: a document that is put with these parts, or forgotten."""

queries = st.lists(
    st.sampled_from([*VOCABULARY, "grahpiste", "boulangeres", "ar", "gra", "xaveir", "grahp", "boulangr", "boualngre"]),
    max_size=2,
)


class Oracle:
    """Documents in the order in which they came, and what somebody sees of them."""

    def __init__(self) -> None:
        self.came: dict[int, list[Part]] = {}

    def tell(self, n: int, given: list[Part] | None) -> None:
        """Put or forget one."""
        if given is None:
            self.came.pop(n, None)
        else:
            self.came[n] = given

    def rank(self, given: Sequence[Part], query: Sequence[str], seen: frozenset[Scope]) -> int | None:
        """The class in which a document is found, None when it is not."""
        shown = [part for part in given if part.scopes & seen]
        if not query:
            return 0 if shown else None
        said = {word for part in shown if not part.is_prose for word in part.texts}
        anywhere = {word for part in shown for word in part.texts}
        read = [(self.reading(words, query), is_behind) for is_behind, words in enumerate((said, anywhere))]
        return min((2 * reading + is_behind for reading, is_behind in read if reading is not None), default=None)

    def reading(self, words: set[str], query: Sequence[str]) -> int | None:
        """How a query must be read to be found in some words."""
        *first, last = query
        if all(word in words for word in query):
            return 0
        begun = any(word.startswith(last) for word in words)
        if begun and all(word in words for word in first):
            return 1
        near = [any(word == term or forgives(word, term) for term in words) for word in query]
        last_begun = begun or any(forgives_begun(last, term) for term in words)
        return 2 if all(near[:-1]) and (near[-1] or last_begun) else None

    def answer(self, query: Sequence[str], seen: frozenset[Scope]) -> tuple[list[int], Counter[Facet]]:
        """Who is found, in order, and how many have each code."""
        newest = list(reversed(self.came.items()))
        ranked = [
            (rank, place, n)
            for place, (n, given) in enumerate(newest)
            if (rank := self.rank(given, query, seen)) is not None
        ]
        hits = [n for _, _, n in sorted(ranked)]
        visible = [{code for part in self.came[n] if part.scopes & seen for code in part.facets} for n in hits]
        return hits, Counter(code for codes in visible for code in codes)


@pytest.fixture(autouse=True)
def _few_are_newest(monkeypatch: pytest.MonkeyPatch) -> None:
    """PostgreSQL asks two documents first, then eight, as it asks thousands of many."""
    monkeypatch.setitem(engines._ENGINES, "postgresql", engines.Tsvector(lower_bits=(0, 2)))


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(stories, st.lists(queries, min_size=1, max_size=3), st.sampled_from(VIEWERS))
async def test_the_index_answers_what_the_documents_say(
    database: Database, story: list[tuple[int, list[Part] | None]], asked: list[list[str]], viewer: Viewer
) -> None:
    await lose(database, *range(1, 7))
    oracle = Oracle()
    for n, given_parts in story:
        oracle.tell(n, given_parts)
        if given_parts is None:
            await lose(database, n)
        else:
            await have(database, Document(number(n), "brussels", given_parts))
    for query in asked:
        hits, codes = oracle.answer(query, viewer.scopes)
        answer = await ask(database, " ".join(query), scopes=viewer.scopes, limit=2)
        assert answer.ids == [number(n) for n in hits], query
        assert answer.counts.total == len(hits)
        told = {Facet(kind, code): count for kind in KINDS for code, count in answer.counts.codes[kind].items()}
        assert told == dict(codes)
