"""Ask the index: which documents, how many, which codes they have, and what was perhaps meant.

The order is by class (all words as written, as beginnings of words, with typing errors; within each, those who say them
outside of prose first), then who came last first; or by distance. No statistic of words takes part, since it could tell
of what is hidden.
"""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any
from uuid import UUID

from sqlalchemy import Row, Select, select

from partage_kit.db import Readable
from partage_members.audiences.policy import Scope
from partage_members.search import statements
from partage_members.search.asked import Asked, Matches, Rank
from partage_members.search.documents import FacetKind
from partage_members.search.engines import Class, engine_of
from partage_members.search.matching import Match
from partage_members.search.meaning import meaning_of
from partage_members.search.models import documents
from partage_members.search.numbering import VisibleScopes, visible_in
from partage_members.search.sphere import kilometres
from partage_members.search.statements import COUNTED
from partage_members.search.tokens import any_token, facet_in, unplain, word_in


@dataclass(frozen=True, slots=True)
class Hit:
    """A found document; its place in the order; how far away it is, if that was asked."""

    id: UUID
    place: tuple[float, int]
    kilometres: float | None = None


@dataclass(frozen=True, slots=True)
class Counts:
    """How many documents match, and how many have each code; lower bounds when not exact."""

    total: int
    is_exact: bool
    codes: Mapping[FacetKind, Mapping[str, int]]
    exactly: frozenset[FacetKind] = frozenset()
    """The kinds of which the codes are counted exactly; one that was asked for counts among others than the rest."""


class Search:
    """One question in the scopes that a viewer sees; prepared once, then asked for a page, counts and suggestions."""

    def __init__(self, session: Readable, dialect: str, asked: Asked, visible: VisibleScopes, matches: Matches) -> None:
        self._session, self._dialect, self._asked = session, dialect, asked
        self._numbers, self._below, self._matches = visible.scopes, visible.newest + 1, matches
        self._near = statements.values_near(asked.near, visible.scopes)
        self._scopes = {"scopes": list(visible.scopes)}
        self._engine = engine_of(dialect)

    async def page(self, limit: int, after: tuple[float, int] | None = None) -> Sequence[Hit]:
        """The first documents behind a place in the order; a class is looked at when the better ones do not suffice."""
        if not self._numbers:
            return []
        if self._asked.by_distance:
            return await self._nearest(limit, after)
        classes = self._behind(self._matches.classes(), after)
        ranks = list(classes)
        rows = await self._newest(statements.page, list(classes.values()), limit)
        return [Hit(row.id, (float(ranks[row.place]), row.number), _rounded(row.squared)) for row in rows]

    def _behind(self, classes: Mapping[Rank, Match], after: tuple[float, int] | None) -> Mapping[Rank, Class]:
        """The classes that are not behind us, each below the number at which it goes on."""
        rank, number = after or (min(Rank), self._below)
        return {
            one: Class(match, number if one == rank else self._below) for one, match in classes.items() if one >= rank
        }

    async def number_of(self, document_id: UUID) -> int | None:
        """The number by which a document is ordered; None when there is none of which something is seen."""
        one = select(documents.c.number, documents.c.tokens).where(documents.c.id == document_id)
        row = (await self._session.execute(one)).first()
        tokens = frozenset(row.tokens.split()) if row is not None else frozenset()
        is_seen = any(any_token(number) in tokens for number in self._numbers)
        return row.number if row is not None and is_seen else None

    async def _nearest(self, limit: int, after: tuple[float, int] | None) -> list[Hit]:
        statement = statements.nearest(self._dialect, behind=after is not None)
        place = {} if after is None else {"at": after[0], "below": after[1]}
        values = {"query": self._engine.query(self._matches.all()), "most": limit, **place, **self._near}
        return list(map(_hit, await self._session.execute(statement, values)))

    async def _newest(
        self, statement: Callable[..., Select[Any]], classes: Sequence[Class], limit: int
    ) -> Sequence[Row[Any]]:
        """What matches, class by class, the newest first; classes are asked one by one unless the engine can do all."""
        near = self._asked.near is not None
        if not near and self._engine.newest() is not None:
            asked = {**self._engine.values(classes), **self._scopes, "most": limit}
            return (await self._session.execute(statement(self._dialect, near=False), asked)).all()
        rows: list[Row[Any]] = []
        for place, one in enumerate(classes):
            asked = {"place": place, "query": self._engine.query(one.match), "below": one.below, **self._near}
            asked |= {**self._scopes, "most": limit - len(rows)}
            found = await self._session.execute(statement(self._dialect, near=near), asked)
            rows += found.all()
            if len(rows) == limit:
                break
        return rows

    async def counts(self, kinds: Collection[FacetKind]) -> Counts:
        """How many match, and have codes of some kinds; a kind that is asked for is counted as if it were not."""
        if not self._numbers:
            return Counts(0, True, {kind: {} for kind in kinds}, frozenset(kinds))
        named = [kind for kind in FacetKind if kind in kinds and self._asked.codes.get(kind)]
        free = tuple(kind for kind in FacetKind if kind in kinds and kind not in named)
        found = await self._first(None, is_coded=bool(free))
        counted = {free: found} if free else {}
        for kind in named:
            counted[kind,] = await self._first(kind, is_coded=True)
        codes: dict[FacetKind, Mapping[str, int]] = {kind: {} for kind in kinds}
        for of, rows in counted.items():
            codes |= _held(of, [codes for (codes,) in rows[:COUNTED]])
        exactly = frozenset(kind for of, rows in counted.items() if len(rows) <= COUNTED for kind in of)
        return Counts(min(len(found), COUNTED), len(found) <= COUNTED, codes, exactly)

    async def _first(self, without: FacetKind | None, *, is_coded: bool) -> Sequence[Row[Any]]:
        """Those that are counted, with their codes if these are, and one more to know that there are more."""
        classes = self._behind(self._matches.readings(without), None)
        statement = statements.codes if is_coded else statements.numbers
        return await self._newest(statement, list(classes.values()), COUNTED + 1)

    async def perhaps_meant(self, hits: Sequence[Hit]) -> str | None:
        """Other words, when those asked for are found in nobody but with typing errors: those of the first found."""
        if not hits or self._asked.by_distance or hits[0].place[0] < Rank.FORGIVEN:
            return None
        tokens = select(documents.c.tokens).where(documents.c.number == hits[0].place[1])
        found = (await self._session.execute(tokens)).scalar_one().split()
        visible = sorted(word for token in found if (word := word_in(token)) and word[0] in self._numbers)
        words = {term: unplain(term) for _, term, _ in visible}
        words |= {term: written for _, term, written in reversed(visible) if written}
        return self._matches.read_in(words)


def _held(kinds: Collection[FacetKind], shown: Iterable[str | None]) -> Mapping[FacetKind, Mapping[str, int]]:
    """How many documents have each code, the most frequent first; each counts once, though it may show it twice."""
    held = Counter(chain.from_iterable(map(set, map(str.split, filter(None, shown)))))
    counts: dict[FacetKind, dict[str, int]] = {kind: {} for kind in kinds}
    for facet, count in sorted(((facet_in(one), n) for one, n in held.items()), key=lambda one: (-one[1], one[0].code)):
        if facet.kind in counts:
            counts[facet.kind][facet.code] = count
    return counts


def _hit(row: Any) -> Hit:
    return Hit(row.id, (row.place, row.number), _rounded(row.squared))


def _rounded(squared: Any) -> float | None:
    return None if squared is None else round(kilometres(squared), 1)


async def prepare(session: Readable, office: str, scopes: Collection[Scope], asked: Asked) -> Search:
    """Look up what a question needs before it is asked: the numbers of its scopes, and what its words may mean."""
    visible = await visible_in(session, office, scopes)
    meaning = await meaning_of(session, visible.scopes, asked.spoken())
    connection = await session.connection()
    return Search(session, connection.dialect.name, asked, visible, Matches(asked, visible.scopes, meaning))
