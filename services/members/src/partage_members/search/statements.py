"""The statements of a search, put together once for each form of question: that costs more than executing them.

What differs between questions is bound: `query` in the engine's language, the numbers of scopes, a point.
"""

from collections.abc import Collection, Mapping
from functools import cache
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Float,
    FromClause,
    Integer,
    Select,
    Subquery,
    and_,
    bindparam,
    func,
    literal,
    or_,
    select,
)

from partage_members.search.asked import Near
from partage_members.search.engines import engine_of
from partage_members.search.models import documents, facets, points
from partage_members.search.sphere import squared_chord, vector

COUNTED = 1_000
"""Matches that are counted exactly; of more, the first ones are, and the answer says so."""

_BELOW = bindparam("below", type_=documents.c.number.type)


@cache
def numbers(dialect: str, *, near: bool) -> Select[Any]:
    """The numbers of the newest documents that match."""
    return select(_newest(dialect, near=near).c.number)


@cache
def codes(dialect: str, *, near: bool) -> Select[Any]:
    """What the newest documents that match show in some scopes (codes), one row each."""
    found = _newest(dialect, near=near)
    seen = engine_of(dialect).plain(facets.c.scope).in_(bindparam("scopes", expanding=True))
    shown = select(func.aggregate_strings(facets.c.codes, " ")).where(facets.c.number == found.c.number, seen)
    return select(shown.correlate(found).scalar_subquery().label("codes")).select_from(found)


@cache
def page(dialect: str, *, near: bool) -> Select[Any]:
    """The newest documents (place of their class, number, squared, id) that match, in their order."""
    some = _newest(dialect, near=near)
    return _with_ids(some).order_by(some.c.place, some.c.number.desc())


def _newest(dialect: str, *, near: bool) -> FromClause:
    """Documents (place, number, squared): those of all classes when the engine can, without a point; else of one."""
    engine = engine_of(dialect)
    several = None if near else engine.newest()
    if several is not None:
        return select(several.c.place, several.c.number, literal(None).label("squared")).subquery()
    found = engine.matches("query")
    within = _within() if near else None
    squared = literal(None) if within is None else within.c.squared
    place: ColumnElement[Any] = bindparam("place", type_=Integer)
    statement = select(place.label("place"), found.c.number, squared.label("squared")).where(found.c.number < _BELOW)
    if within is not None:
        statement = statement.join(within, within.c.number == found.c.number)
    return statement.order_by(found.c.number.desc()).limit(bindparam("most", type_=Integer)).subquery()


@cache
def nearest(dialect: str, *, behind: bool) -> Select[Any]:
    """The nearest documents (number, id, squared, place) that match, behind a place in the order if there is one."""
    found, within = engine_of(dialect).matches("query"), _within()
    place, number = within.c.squared, within.c.number
    statement = select(number, place.label("place"), place.label("squared")).join(found, found.c.number == number)
    if behind:
        at = bindparam("at", type_=Float)
        statement = statement.where(or_(place > at, and_(place == at, number < _BELOW)))
    some = statement.order_by(place, number.desc()).limit(bindparam("most", type_=Integer)).subquery()
    return _with_ids(some).order_by(some.c.place, some.c.number.desc())


def _with_ids(some: FromClause) -> Select[Any]:
    return select(some, documents.c.id).join(documents, documents.c.number == some.c.number)


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
