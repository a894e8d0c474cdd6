"""The statements of a search, put together once for each form of question: that costs more than executing them.

What differs between questions is bound: `query` in the engine's language, the numbers of scopes, a point.
"""

from collections.abc import Collection, Mapping, Sequence
from functools import cache
from typing import Any

from sqlalchemy import CTE, ColumnElement, Float, Integer, Select, Subquery, and_, bindparam, func, literal, or_, select
from sqlalchemy import union_all as union

from partage_members.search.asked import Near
from partage_members.search.documents import FacetKind
from partage_members.search.engines import engine_of
from partage_members.search.models import documents, facets, points
from partage_members.search.sphere import squared_chord, vector

COUNTED = 2_000
"""Matches that are counted exactly; of more, the first ones are, and the answer says so."""


@cache
def page(dialect: str, *, near: bool, by_distance: bool, behind: bool, gathered: bool) -> Select[Any]:
    """The first documents (number, id, squared, place) that match, behind a place in the order if there is one.

    `gathered` has the matches looked up before they are ordered, for those of which nothing tells how many they are.
    """
    found = engine_of(dialect).matches("query", gathered=gathered)
    within = _within() if near else None
    rank: ColumnElement[Any] = bindparam("rank", type_=Float)
    place = within.c.squared if within is not None and by_distance else rank
    statement = select(
        found.c.number, place.label("place"), (literal(None) if within is None else within.c.squared).label("squared")
    )
    if within is not None:
        statement = statement.join(within, within.c.number == found.c.number)
    if behind:
        at = bindparam("at", type_=Float)
        later = found.c.number < bindparam("after", type_=documents.c.number.type)
        statement = statement.where(or_(place > at, and_(place == at, later)) if by_distance else later)
    order = (place, found.c.number.desc()) if by_distance else (found.c.number.desc(),)
    some = statement.order_by(*order).limit(bindparam("most", type_=Integer)).subquery()
    with_ids = select(some, documents.c.id).join(documents, documents.c.number == some.c.number)
    return with_ids.order_by(some.c.place, some.c.number.desc())


@cache
def counts(dialect: str, *, near: bool, free: tuple[FacetKind, ...], named: tuple[FacetKind, ...]) -> Any:
    """How many match (kind and code empty), then how many have each code; `named` kinds have a match of their own.

    A document counts once for a code, though it may show it in several scopes.
    """
    whole = _some(dialect, "query", near=near)
    total = select(literal("").label("kind"), literal("").label("code"), func.count().label("documents")).select_from(
        whole
    )
    each = [_codes(dialect, _some(dialect, kind.value, near=near), (kind,)) for kind in named]
    return union(total, *([_codes(dialect, whole, free)] if free else ()), *each)


def _some(dialect: str, name: str, *, near: bool) -> CTE:
    found = engine_of(dialect).matches(name, gathered=True)
    statement = select(found.c.number)
    if near:
        within = _within()
        statement = statement.join(within, within.c.number == found.c.number)
    return statement.order_by(found.c.number.desc()).limit(COUNTED + 1).cte(f"some_{name}")


def _codes(dialect: str, some: CTE, kinds: Sequence[FacetKind]) -> Select[Any]:
    counted = func.count(func.distinct(facets.c.number))
    scope, kind = engine_of(dialect).plain(facets.c.scope), engine_of(dialect).plain(facets.c.kind)
    return (
        select(facets.c.kind, facets.c.code, counted.label("documents"))
        .select_from(some)
        .join(facets, facets.c.number == some.c.number)
        .where(scope.in_(bindparam("scopes", expanding=True)), kind.in_([one.value for one in kinds]))
        .group_by(facets.c.kind, facets.c.code)
    )


def _within() -> Subquery:
    """Documents with a visible point so near, and the square of the chord to their nearest one."""
    p = points.c
    x, y, z, most, reach = (bindparam(name, type_=Float) for name in ("x", "y", "z", "farthest", "reach"))
    squared = (p.x - x) * (p.x - x) + (p.y - y) * (p.y - y) + (p.z - z) * (p.z - z)
    scopes = p.scope.in_(bindparam("scopes", expanding=True))
    return (
        select(p.number, func.min(squared).label("squared"))
        .where(scopes, p.z >= z - reach, p.z <= z + reach, squared <= most)
        .group_by(p.number)
        .subquery()
    )


def values_near(near: Near | None, scopes: Collection[int]) -> Mapping[str, Any]:
    """What a statement with a point is executed with."""
    if near is None:
        return {}
    farthest = squared_chord(near.kilometres)
    point = dict(zip("xyz", vector(near.point), strict=True))
    return {**point, "farthest": farthest, "reach": farthest**0.5, "scopes": list(scopes)}
