"""Ask the index: which documents, how many, which codes they have, and what was perhaps meant.

The order is by class (all words as written, as beginnings of words, with typing errors), then who came last first; or
by distance. No statistic of words takes part, since it could tell of what is hidden.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import select

from partage_kit.db import Readable
from partage_members.audiences.policy import Scope
from partage_members.search import statements
from partage_members.search.asked import Asked, Matches, Rank
from partage_members.search.dictionary import meant_by
from partage_members.search.documents import FacetKind
from partage_members.search.engines import Match, engine_of
from partage_members.search.models import documents
from partage_members.search.numbering import numbers_of
from partage_members.search.sphere import kilometres
from partage_members.search.statements import COUNTED
from partage_members.search.tokens import word_in


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


class Search:
    """One question in the scopes that a viewer sees; prepared once, then asked for a page, counts and suggestions."""

    def __init__(self, session: Readable, dialect: str, asked: Asked, numbers: Sequence[int], matches: Matches) -> None:
        self._session, self._dialect, self._asked = session, dialect, asked
        self._numbers, self._matches = numbers, matches
        self._near = statements.values_near(asked.near, numbers)

    async def page(self, limit: int, after: tuple[float, int] | None = None) -> Sequence[Hit]:
        """The first documents behind a place in the order; a class is looked at when the better ones do not suffice."""
        if not self._numbers:
            return []
        if self._asked.by_distance:
            return await self._of_class(Rank.AS_WRITTEN, self._matches.all(), limit, after)
        hits: list[Hit] = []
        for rank, match in self._matches.classes():
            if after is None or rank >= after[0]:
                behind = after if after is not None and rank == after[0] else None
                hits += await self._of_class(rank, match, limit - len(hits), behind)
            if len(hits) == limit:
                break
        return hits

    async def _of_class(self, rank: Rank, match: Match, limit: int, after: tuple[float, int] | None) -> list[Hit]:
        statement = statements.page(
            self._dialect,
            near=self._asked.near is not None,
            by_distance=self._asked.by_distance,
            behind=after is not None,
            gathered=rank is not Rank.AS_WRITTEN or self._asked.by_distance,
        )
        values = {"query": self._query(match), "rank": float(rank), "most": limit, **self._near}
        if after is not None:
            values |= {"after": after[1]} | ({"at": after[0]} if self._asked.by_distance else {})
        rows = await self._session.execute(statement, values)
        return [Hit(row.id, (row.place, row.number), _rounded(row.squared)) for row in rows]

    async def counts(self, kinds: Collection[FacetKind]) -> Counts:
        """How many match, and have codes of some kinds; a kind that is asked for is counted as if it were not."""
        if not self._numbers:
            return Counts(0, True, {kind: {} for kind in kinds})
        named = tuple(kind for kind in FacetKind if kind in kinds and self._asked.codes.get(kind))
        free = tuple(kind for kind in FacetKind if kind in kinds and kind not in named)
        near = self._asked.near is not None
        statement = statements.counts(self._dialect, near=near, free=free, named=named)
        queries = {kind.value: self._query(self._matches.all(without=kind)) for kind in named}
        values = {"query": self._query(self._matches.all()), **queries, "scopes": list(self._numbers), **self._near}
        rows = (await self._session.execute(statement, values)).all()
        total = next(row.documents for row in rows if not row.kind)
        codes: dict[FacetKind, dict[str, int]] = {kind: {} for kind in kinds}
        for row in sorted(rows, key=lambda row: (-row.documents, row.code)):
            if row.kind:
                codes[FacetKind(row.kind)][row.code] = row.documents
        return Counts(min(total, COUNTED), total <= COUNTED, codes)

    async def perhaps_meant(self, hits: Sequence[Hit]) -> str | None:
        """Other words, when those asked for are found in nobody but with typing errors: those of the first found."""
        if not hits or self._asked.by_distance or hits[0].place[0] < Rank.FORGIVEN:
            return None
        tokens = select(documents.c.tokens).where(documents.c.number == hits[0].place[1])
        found = (await self._session.execute(tokens)).scalar_one().split()
        words = {word for scope, word in filter(None, map(word_in, found)) if scope in self._numbers}
        return self._matches.read_in(words)

    def _query(self, match: Match) -> str:
        return engine_of(self._dialect).query(match)


def _rounded(squared: Any) -> float | None:
    return None if squared is None else round(kilometres(squared), 1)


async def prepare(session: Readable, office: str, scopes: Collection[Scope], asked: Asked) -> Search:
    """Look up what a question needs before it is asked: the numbers of its scopes, and what its words may mean."""
    numbers = await numbers_of(session, office, scopes)
    meant = await meant_by(session, numbers, [form for word in asked.spoken() for form in word])
    connection = await session.connection()
    return Search(session, connection.dialect.name, asked, numbers, Matches(asked, numbers, meant))
