"""Ask the index: which documents, how many, which codes they have, and what was perhaps meant.

The order is by class (all words as written, as beginnings of words, with typing errors), then who came last first; or
by distance. No statistic of words takes part, since it could tell of what is hidden.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice, product
from typing import Any
from uuid import UUID

from sqlalchemy import CTE, ColumnElement, Select, Subquery, and_, func, literal, or_, select, union_all

from partage_kit.db import Readable
from partage_members.audiences.policy import Scope
from partage_members.search.asked import Asked, Matches, Near
from partage_members.search.dictionary import meant_by
from partage_members.search.documents import FacetKind
from partage_members.search.engines import Engine, engine_of
from partage_members.search.models import documents, facets, points
from partage_members.search.numbering import numbers_of
from partage_members.search.sphere import kilometres, squared_chord, vector

COUNTED = 5_000
"""Matches that are counted exactly; of more, the first ones are, and the answer says so."""

_SUGGESTED = 8
"""Readings of a mistyped query that are tried."""


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

    def __init__(
        self, session: Readable, engine: Engine, asked: Asked, numbers: Sequence[int], matches: Matches
    ) -> None:
        self._session, self._engine, self._asked = session, engine, asked
        self._numbers, self._matches = numbers, matches

    async def page(self, limit: int, after: tuple[float, int] | None = None) -> Sequence[Hit]:
        """The first documents behind a place in the order."""
        if not self._numbers:
            return []
        arms, values = [], {}
        for rank, match in enumerate(self._matches.classes()):
            name = f"query{rank}"
            values[name] = self._engine.query(match)
            arms.append(self._arm(name, rank, limit, after))
        found = union_all(*(select(arm) for arm in arms)).subquery()
        statement = (
            select(found, documents.c.id)
            .join(documents, documents.c.number == found.c.number)
            .order_by(found.c.place, found.c.number.desc())
            .limit(limit)
        )
        rows = (await self._session.execute(statement, values)).all()
        return [Hit(row.id, (row.place, row.number), self._distance(row)) for row in rows]

    def _arm(self, name: str, rank: int, limit: int, after: tuple[float, int] | None) -> Subquery:
        found = self._engine.found(name).subquery()
        near = self._near()
        place: ColumnElement[Any] = literal(float(rank))
        columns = [found.c.number]
        statement = select(found.c.number)
        if near is not None:
            statement = statement.join(near, near.c.number == found.c.number)
            columns.append(near.c.squared)
            place = near.c.squared if self._asked.by_distance else place
        statement = statement.with_only_columns(*columns, place.label("place"))
        if after is not None:
            at, number = after
            statement = statement.where(or_(place > at, and_(place == at, found.c.number < number)))
        return statement.order_by(place, found.c.number.desc()).limit(limit).subquery()

    def _distance(self, row: Any) -> float | None:
        return round(kilometres(row.squared), 1) if self._asked.near else None

    def _near(self) -> Subquery | None:
        return _within(self._asked.near, self._numbers) if self._asked.near else None

    async def counts(self, kinds: Collection[FacetKind]) -> Counts:
        """How many match, and have codes of some kinds; a kind that is asked for is counted as if it were not."""
        if not self._numbers:
            return Counts(0, True, {kind: {} for kind in kinds})
        free = [kind for kind in kinds if not self._asked.codes.get(kind)]
        values = {"query": self._engine.query(self._matches.all())}
        whole = self._some("query")
        counting = [
            select(literal("").label("kind"), literal("").label("code"), func.count().label("documents")).select_from(
                whole
            ),
            self._codes_of(whole, free),
        ]
        for kind in sorted(set(kinds) - set(free)):
            values[kind] = self._engine.query(self._matches.all(without=kind))
            counting.append(self._codes_of(self._some(kind), [kind]))
        rows = (await self._session.execute(union_all(*counting), values)).all()
        total = next(row.documents for row in rows if not row.kind)
        codes: dict[FacetKind, dict[str, int]] = {kind: {} for kind in kinds}
        for row in sorted(rows, key=lambda row: (-row.documents, row.code)):
            if row.kind:
                codes[FacetKind(row.kind)][row.code] = row.documents
        return Counts(min(total, COUNTED), total <= COUNTED, codes)

    def _some(self, name: str) -> CTE:
        found = self._engine.found(name).subquery()
        statement = select(found.c.number)
        if (near := self._near()) is not None:
            statement = statement.join(near, near.c.number == found.c.number)
        return statement.order_by(found.c.number.desc()).limit(COUNTED + 1).cte(f"some_{name}")

    def _codes_of(self, some: CTE, kinds: Sequence[FacetKind]) -> Select[Any]:
        return (
            select(facets.c.kind, facets.c.code, func.count(func.distinct(facets.c.number)).label("documents"))
            .join(some, some.c.number == facets.c.number)
            .where(facets.c.scope.in_(self._numbers), facets.c.kind.in_(kinds))
            .group_by(facets.c.kind, facets.c.code)
        )

    async def perhaps_meant(self) -> str | None:
        """Other words that find something, when the ones asked for were found by nobody's but with typing errors."""
        readings = list(islice(self._readings(), _SUGGESTED))
        if not self._numbers or not readings:
            return None
        asking = [
            select(literal(place).label("place")).where(self._engine.found(f"query{place}").exists())
            for place in range(len(readings))
        ]
        queries = [self._matches.as_written([(word,) for word in reading]) for reading in readings]
        values = {f"query{place}": self._engine.query(query) for place, query in enumerate(queries)}
        rows = (await self._session.execute(union_all(*asking).order_by("place").limit(1), values)).first()
        return None if rows is None or rows.place == 0 else " ".join(readings[rows.place])

    def _readings(self) -> Iterator[list[str]]:
        """What the words may be, as they are first, then with the fewest words replaced."""
        words = [word[0] for word in self._asked.spoken()]
        choices = [(word, *self._matches.meanings(word)) for word in words]
        found = product(*([(place, choice) for place, choice in enumerate(row)] for row in choices)) if words else ()
        ranked = sorted(islice(found, 1_000), key=lambda reading: sum(place for place, _ in reading))
        return ([choice for _, choice in reading] for reading in ranked)


async def prepare(session: Readable, office: str, scopes: Collection[Scope], asked: Asked) -> Search:
    """Look up what a question needs before it is asked: the numbers of its scopes, and what its words may mean."""
    numbers = await numbers_of(session, office, scopes)
    forms = [form for word in asked.spoken() for form in word]
    meant = await meant_by(session, numbers, forms)
    connection = await session.connection()
    return Search(session, engine_of(connection.dialect.name), asked, numbers, Matches(asked, numbers, meant))


def _within(near: Near, numbers: Sequence[int]) -> Subquery:
    """Documents with a visible point so near, and the square of the chord to their nearest one."""
    x, y, z = vector(near.point)
    most = squared_chord(near.kilometres)
    p = points.c
    squared = (p.x - x) * (p.x - x) + (p.y - y) * (p.y - y) + (p.z - z) * (p.z - z)
    reach = most**0.5
    return (
        select(p.number, func.min(squared).label("squared"))
        .where(p.scope.in_(numbers), p.z >= z - reach, p.z <= z + reach, squared <= most)
        .group_by(p.number)
        .subquery()
    )
