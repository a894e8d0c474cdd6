"""Ask the index: which documents, how many, which codes they have, and what was perhaps meant.

The order is by class (all words as written, as beginnings of words, with typing errors; within each, those who say them
outside of prose first), then who came last first; or by distance. No statistic of words takes part, since it could tell
of what is hidden.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any
from uuid import UUID

from sqlalchemy import Row, Select, select

from partage_kit.db import Readable
from partage_members.audiences.policy import Scope
from partage_members.search import statements
from partage_members.search.asked import Asked, Matches, Rank
from partage_members.search.counting import COUNTED, Counts, Shown, counts_of, those_with
from partage_members.search.documents import FacetKind
from partage_members.search.engines import Class, engine_of
from partage_members.search.matching import Match
from partage_members.search.meaning import meaning_of
from partage_members.search.models import documents
from partage_members.search.numbering import VisibleScopes, visible_in
from partage_members.search.sphere import kilometres
from partage_members.search.tokens import any_token, unplain, word_in


@dataclass(frozen=True, slots=True)
class Hit:
    """A found document; its place in the order; how far away it is, if that was asked."""

    id: UUID
    place: tuple[float, int]
    kilometres: float | None = None


@dataclass(frozen=True, slots=True)
class _First:
    """What the first documents show, and the place of the last of them in the order."""

    shown: Sequence[Shown]
    last: tuple[float, int] | None


class Search:
    """One question in the scopes that a viewer sees; prepared once, then asked for a page, counts and suggestions."""

    def __init__(self, session: Readable, dialect: str, asked: Asked, visible: VisibleScopes, matches: Matches) -> None:
        self._session, self._dialect, self._asked = session, dialect, asked
        self._numbers, self._below, self._matches = visible.scopes, visible.newest + 1, matches
        self._near = statements.values_near(asked.near, visible.scopes)
        self._engine = engine_of(dialect)

    async def page(self, limit: int, after: tuple[float, int] | None = None) -> Sequence[Hit]:
        """The first documents behind a place in the order; a class is looked at when the better ones do not suffice."""
        if not self._numbers:
            return []
        if self._asked.by_distance:
            return await self._nearest(limit, after)
        classes = self._behind(self._matches.classes(), after)
        ranks, rows = list(classes), await self._newest(statements.page, classes, limit)
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
        self, statement: Callable[..., Select[Any]], classes: Mapping[Rank, Class], limit: int
    ) -> Sequence[Row[Any]]:
        """What matches, the best class first, in it the newest; near to a point, classes are asked one by one."""
        if not classes:
            return []
        scopes = {"scopes": list(self._numbers)}
        if self._asked.near is None:
            asked = {**scopes, **self._engine.values(list(classes.values())), "most": limit}
            return (await self._session.execute(statement(self._dialect, len(classes), near=False), asked)).all()
        rows: list[Row[Any]] = []
        for place, one in enumerate(classes.values()):
            asked = {**scopes, **self._near, "query": self._engine.query(one.match), "below": one.below}
            asked |= {"place": place, "most": limit - len(rows)}
            rows += (await self._session.execute(statement(self._dialect, 1, near=True), asked)).all()
            if len(rows) == limit:
                break
        return rows

    async def counts(self, kinds: Collection[FacetKind]) -> Counts:
        """How many match, and have codes of some kinds; a kind that is asked for is counted as if it were not."""
        if not self._numbers:
            return counts_of(kinds, (), {})
        asked = [kind for kind in kinds if self._asked.codes.get(kind)]
        named = {kind: await self._first(self._behind(self._matches.readings(kind), None)) for kind in asked}
        found = await self._found_among(named, is_coded=len(asked) < len(kinds))
        return counts_of(kinds, found, {kind: some.shown for kind, some in named.items()})

    async def _found_among(self, named: Mapping[FacetKind, _First], *, is_coded: bool) -> Sequence[Shown]:
        """What those show who are counted: they are among those found without a kind, the rest comes behind these."""
        having: list[Shown] = []
        after: tuple[float, int] | None = None
        if named:
            kind, some = min(named.items(), key=lambda one: len(one[1].shown))
            having, after = those_with(kind, self._asked.codes[kind], some.shown), some.last
            if len(some.shown) <= COUNTED or len(having) > COUNTED:
                return having
        behind = self._behind(self._matches.readings(), after)
        rest = await self._first(behind, COUNTED + 1 - len(having), is_coded=is_coded)
        return [*having, *rest.shown]

    async def _first(self, classes: Mapping[Rank, Class], most: int = COUNTED + 1, *, is_coded: bool = True) -> _First:
        """Those that are counted, and one more to know that there are more."""
        rows: Sequence[Any] = await self._newest(partial(statements.found, is_coded=is_coded), classes, most)
        last = (float(list(classes)[rows[-1].place]), rows[-1].number) if rows else None
        return _First(list(map(frozenset, map(str.split, (row[2] for row in rows)))), last)

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
