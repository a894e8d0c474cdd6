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

_BELOW = bindparam("below", type_=documents.c.number.type)


@cache
def found(dialect: str, classes: int, *, near: bool, is_coded: bool) -> Select[Any]:
    """The newest documents (place of their class, number, codes) that match, with what they show in some scopes."""
    some = _newest(dialect, classes, near=near)
    codes: ColumnElement[str] = literal("")
    if is_coded:
        seen = engine_of(dialect).plain(facets.c.scope).in_(bindparam("scopes", expanding=True))
        shown = select(func.aggregate_strings(facets.c.codes, " ")).where(facets.c.number == some.c.number, seen)
        codes = func.coalesce(shown.correlate(some).scalar_subquery(), "")
    return select(some.c.place, some.c.number, codes.label("codes")).order_by(some.c.place, some.c.number.desc())


@cache
def page(dialect: str, classes: int, *, near: bool) -> Select[Any]:
    """The newest documents (place of their class, number, squared, id) that match, in their order."""
    some = _newest(dialect, classes, near=near)
    return _with_ids(some).order_by(some.c.place, some.c.number.desc())


def _newest(dialect: str, classes: int, *, near: bool) -> FromClause:
    """Documents (place, number, squared) of so many classes; near to a point, of one."""
    engine = engine_of(dialect)
    if not near:
        several = engine.newest(classes)
        return select(several.c.place, several.c.number, literal(None).label("squared")).subquery()
    matching, within = engine.matches("query"), _within()
    place: ColumnElement[Any] = bindparam("place", type_=Integer)
    statement = (
        select(place.label("place"), matching.c.number, within.c.squared)
        .join(within, within.c.number == matching.c.number)
        .where(matching.c.number < _BELOW)
    )
    return statement.order_by(matching.c.number.desc()).limit(bindparam("most", type_=Integer)).subquery()


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
