"""From a checked formula to one grouped query: what each aggregate comes to in each area, and whom it tells of.

Rows are grouped by area and person first, so that the same statement gives the figures and what disclosure control
asks for: distinct persons, each of them once in one area (`homes`), the two largest contributors, and, where facts tell
of persons, each fact that was taken. All of it in one statement, so that all of it is of one moment.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import (
    CTE,
    BigInteger,
    ColumnElement,
    CompoundSelect,
    Float,
    Select,
    String,
    Subquery,
    case,
    cast,
    func,
    literal,
    null,
    select,
    union_all,
)
from sqlalchemy.types import TypeEngine

from partage_impact.definitions.rules import tells_of_persons
from partage_impact.indicators.checking import CheckedAggregate
from partage_impact.indicators.formula import Function
from partage_impact.indicators.plan import Scan
from partage_impact.observations.areas import ALL
from partage_impact.observations.scanning import Asked, column_name, rows_of_scan

_NUMBERS = ("total", "smallest", "largest", "size", "top", "second", "value")
_COUNTS = ("rows", "weight", "persons", "homes", "highs", "lows", "grouped")
_TEXTS = ("fact", "person")


def grouped_query(scans: Sequence[Scan], asked: Asked) -> CompoundSelect[Any]:
    """One statement for all aggregates over facts: a row for each aggregate and area (`tally`), for medians and
    distinct values a second one (`value`), and one for each fact that tells of persons (`fact`)."""
    branches: list[Select[Any]] = []
    for place, scan in enumerate(scans):
        rows = rows_of_scan(place, scan, asked)
        for checked in scan.aggregates:
            if tells_of_persons(checked.aggregate):
                branches.append(_facts(rows, checked))
            for by_area in (False, True) if asked.width else (False,):
                branches.extend(_branches(rows, checked, by_area))
    return union_all(*branches)


def _branches(rows: CTE, checked: CheckedAggregate, by_area: bool) -> list[Select[Any]]:
    aggregate = checked.aggregate
    area = rows.c.area if by_area else literal(ALL, String)
    part = rows.c[column_name(checked)]
    valued = select(area.label("area"), part.label("part"), rows.c.person, rows.c.persons).subquery()
    branches = [_tally(valued, aggregate.name, is_text=aggregate.function is Function.DISTINCT)]
    if aggregate.function is Function.MEDIAN:
        branches.append(_median(valued, aggregate.name))
    elif aggregate.function is Function.DISTINCT and aggregate.measure is not None:
        counted = cast(func.count(valued.c.part.distinct()), Float)
        branches.append(_branch(aggregate.name, "value", valued.c.area, {"value": counted}).group_by(valued.c.area))
    return branches


def _facts(rows: CTE, checked: CheckedAggregate) -> Select[Any]:
    """Each fact that the aggregate is made of, and for a share whether it matches."""
    part = rows.c[column_name(checked)]
    columns: dict[str, ColumnElement[Any]] = {
        "fact": rows.c.fact,
        "person": rows.c.person,
        "grouped": rows.c.persons,
    }
    if checked.aggregate.function is Function.SHARE:
        columns["value"] = part
    return _branch(checked.aggregate.name, "fact", rows.c.area, columns).where(part.is_not(None))


def _tally(valued: Subquery, name: str, *, is_text: bool) -> Select[Any]:
    each = _ranked(_by_person(valued, is_text=is_text))
    there = each.c.weight > 0
    at_home = there & (each.c.area == each.c.home)

    def persons(condition: ColumnElement[bool]) -> ColumnElement[int]:
        return func.count(case((condition, each.c.person)))

    columns: dict[str, ColumnElement[Any]] = {
        "rows": func.sum(each.c.rows),
        "weight": func.sum(each.c.weight),
        "total": func.sum(each.c.total),
        "smallest": func.min(each.c.smallest),
        "largest": func.max(each.c.largest),
        "size": func.sum(each.c.size),
        "top": func.max(case((each.c.rank == 1, each.c.size))),
        "second": func.max(case((each.c.rank == 2, each.c.size))),
        "persons": persons(there),
        "homes": persons(at_home),
        "highs": persons(at_home & (each.c.largest > 0)),
        "lows": persons(at_home & (each.c.smallest <= 0)),
        "grouped": func.max(each.c.grouped),
    }
    return _branch(name, "tally", each.c.area, columns).group_by(each.c.area)


def _by_person(valued: Subquery, *, is_text: bool) -> Subquery:
    """What each person put in, area by area; facts about nobody in particular are one group of their own."""
    number: ColumnElement[Any] = cast(null(), Float) if is_text else valued.c.part
    there = valued.c.part.is_not(None)
    return (
        select(
            valued.c.area,
            valued.c.person,
            func.count().label("rows"),
            func.count(valued.c.part).label("weight"),
            func.sum(number).label("total"),
            func.min(number).label("smallest"),
            func.max(number).label("largest"),
            func.sum(func.abs(number)).label("size"),
            func.max(case((there, valued.c.persons))).label("grouped"),
        )
        .group_by(valued.c.area, valued.c.person)
        .subquery()
    )


def _ranked(each: Subquery) -> Subquery:
    """Each person's rank by size within an area, and the one area where she is counted: the first by code."""
    by_size = (func.coalesce(each.c.size, 0).desc(), each.c.person)
    counted_in = case((each.c.weight > 0, each.c.area))
    return select(
        each,
        func.min(counted_in).over(partition_by=each.c.person).label("home"),
        func.row_number().over(partition_by=each.c.area, order_by=by_size).label("rank"),
    ).subquery()


def _median(valued: Subquery, name: str) -> Select[Any]:
    there = select(valued.c.area, valued.c.part).where(valued.c.part.is_not(None)).subquery()
    ranked = select(
        there,
        func.row_number().over(partition_by=there.c.area, order_by=there.c.part).label("rank"),
        func.count().over(partition_by=there.c.area).label("count"),
    ).subquery()
    is_middle = ranked.c.rank.in_([(ranked.c.count + 1) // 2, (ranked.c.count + 2) // 2])
    middle = {"value": func.avg(ranked.c.part)}
    return _branch(name, "value", ranked.c.area, middle).where(is_middle).group_by(ranked.c.area)


def _branch(name: str, part: str, area: ColumnElement[str], columns: Mapping[str, ColumnElement[Any]]) -> Select[Any]:
    """A select with the columns that all branches share; absent ones are NULL of the right type."""
    typed: dict[str, TypeEngine[Any]] = {
        **dict.fromkeys(_NUMBERS, Float()),
        **dict.fromkeys(_COUNTS, BigInteger()),
        **dict.fromkeys(_TEXTS, String()),
    }
    told: list[ColumnElement[Any]] = [cast(columns.get(one, null()), kind).label(one) for one, kind in typed.items()]
    head = (literal(name, String).label("name"), literal(part, String).label("part"), area.label("area"))
    shared: Select[Any] = select(*head, *told)
    return shared
