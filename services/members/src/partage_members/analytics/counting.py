"""Count the members of an office for all tables at once: one statement, so that all tables are of one moment.

Counted are the members whom the directory shows to members; what one of them shows to fewer counts as not told. So
what members read is made of what each of them could count herself.
"""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from sqlalchemy import (
    CTE,
    ColumnElement,
    Select,
    String,
    and_,
    case,
    cast,
    exists,
    extract,
    func,
    literal,
    or_,
    select,
    union_all,
)

from partage_contracts.members import ActivityBand, ActivityKind
from partage_kit.db import Readable
from partage_kit.types import start_of
from partage_members.activity.queries import entries, proposals
from partage_members.activity.schemas import ProposalState
from partage_members.analytics.assembling import CountedRow
from partage_members.analytics.catalogue import Table
from partage_members.audiences.policy import Audience
from partage_members.profiles.fields import ProfileField
from partage_members.profiles.queries import profiles

p, a = profiles.c, entries.c

_TO_MEMBERS = (Audience.MEMBERS, Audience.PARTNERS, Audience.PUBLIC)
_DIMENSIONS = {
    Table.TRADE: ProfileField.TRADES,
    Table.SECTOR: ProfileField.SECTORS,
    Table.TERRITORY: ProfileField.TERRITORY,
    Table.STAGE: ProfileField.STAGE,
    Table.JOINED: ProfileField.JOINED_ON,
}
_BY_TRADE = {
    Table.TRADE_BY_SECTOR: Table.SECTOR,
    Table.TRADE_BY_TERRITORY: Table.TERRITORY,
    Table.TRADE_BY_STAGE: Table.STAGE,
    Table.TRADE_BY_JOINED: Table.JOINED,
}
_LISTS = ("languages", "trades", "sectors", "skills", "workplaces", "links")
_TEXTS = ("email", "phone", "headline", "presentation", "availability", "photo_url")

FRESH_DAYS, RECENT_DAYS = 91, 365


async def counted(session: Readable, office: str, last: date) -> Sequence[CountedRow]:
    """How many members there are up to a day."""
    return [CountedRow(**row._mapping) for row in await session.execute(counting(office, last))]


def counting(office: str, last: date) -> Any:
    """The statement behind `counted`."""
    members = _members(office, last)
    active = _active(office, last, members)
    pairs = [_pair(members, name, other) for name, other in _BY_TRADE.items()]
    filled = [_branch(name, literal("", String), members.c[f"has_{name}"], members) for name in (*_LISTS, *_TEXTS)]
    return union_all(
        *pairs,
        _branch(Table.ACTIVE_TRADE_BY_BAND, active.c.trade, active.c.band, active),
        _branch(Table.ACTIVE_SECTOR_BY_BAND, active.c.sector, active.c.band, active),
        *filled,
        _branch(ProfileField.TERRITORY, literal("", String), members.c.has_territory, members),
        _branch(Table.FRESHNESS, members.c.freshness, literal("", String), members),
        _branch(Table.DRIFT, members.c.drift, literal("", String), members),
    )


def _members(office: str, last: date) -> CTE:
    """Each member once, with her group of every dimension, as far as she shows it to members."""
    shown = {table: p.audiences[str(field)].as_string() for table, field in _DIMENSIONS.items()}
    name = p.audiences[str(ProfileField.NAME)].as_string()
    groups = {table: case((shown[table].in_(_TO_MEMBERS), _group(table))) for table in _DIMENSIONS}
    unseen = {
        table: case((and_(name == Audience.PUBLIC, shown[table] == Audience.PUBLIC), 0), else_=1) for table in shown
    }
    fresh, recent = (start_of(last + timedelta(days=1 - days)) for days in (FRESH_DAYS, RECENT_DAYS))
    waiting = exists().where(proposals.c.member_id == p.id, proposals.c.state == ProposalState.OPEN)
    return (
        select(
            p.id,
            *(group.label(str(table)) for table, group in groups.items()),
            *(one.label(f"unseen_{table}") for table, one in unseen.items()),
            *(case((p[column].is_not(None), 1), else_=0).label(f"has_{column}") for column in _TEXTS),
            *(case((_first(column).is_not(None), 1), else_=0).label(f"has_{column}") for column in _LISTS),
            case((p.country.is_not(None), 1), else_=0).label("has_territory"),
            case((p.updated_at >= fresh, "quarter"), (p.updated_at >= recent, "year"), else_="older").label(
                "freshness"
            ),
            case((waiting, "proposed"), else_="none").label("drift"),
        )
        .where(p.office == office, p.joined_on <= last, name.in_(_TO_MEMBERS))
        .cte("members")
    )


def _group(table: Table) -> ColumnElement[Any]:
    match table:
        case Table.TRADE | Table.SECTOR:
            return _first(_DIMENSIONS[table])
        case Table.TERRITORY:
            return func.coalesce(func.substr(p.region, 1, 4), p.country)
        case Table.STAGE:
            return cast(p.stage, String)
        case _:
            return cast(extract("year", p.joined_on) * 100 + extract("month", p.joined_on), String)


def _first(column: str) -> ColumnElement[Any]:
    """The first element of a list, the main one; NULL when there is none."""
    first: ColumnElement[Any] = p[str(column)][0].as_string()
    return first


def _pair(members: CTE, name: Table, other: Table) -> Select[Any]:
    unseen = members.c.unseen_trade, members.c[f"unseen_{other}"]
    return _counted(name, members.c.trade, members.c[str(other)], members, unseen)


def _branch(name: str, one: ColumnElement[Any], other: ColumnElement[Any], rows: CTE) -> Select[Any]:
    """A table of what the public sees of nobody."""
    return _counted(name, one, other, rows, (literal(1), literal(1)))


def _counted(
    name: str, one: ColumnElement[Any], other: ColumnElement[Any], rows: CTE, unseen: tuple[Any, Any]
) -> Select[Any]:
    groups = cast(one, String), cast(other, String)
    of_one, of_other = unseen
    return (
        select(
            literal(str(name), String).label("name"),
            groups[0].label("one"),
            groups[1].label("other"),
            func.count().label("persons"),
            func.sum(of_one).label("unseen_one"),
            func.sum(of_other).label("unseen_other"),
            func.sum(case((or_(of_one == 1, of_other == 1), 1), else_=0)).label("unseen"),
        )
        .select_from(rows)
        .group_by(*groups)
    )


def _active(office: str, last: date, members: CTE) -> CTE:
    """Each member who was paid for work in the last month, once: by her piece of work of the highest band."""
    month = last.replace(day=1)
    size = case({band: number for number, band in enumerate(ActivityBand)}, value=a.band, else_=0)
    first = (size.desc(), a.trade.is_(None), a.trade, a.sector.is_(None), a.sector, a.id)
    ranked = (
        select(
            a.trade, a.sector, a.band, func.row_number().over(partition_by=a.member_id, order_by=first).label("rank")
        )
        .where(a.office == office, a.last_month >= month, a.first_month <= month)
        .where(a.kind != ActivityKind.REGISTRATION, ~a.cancelled, a.member_id.in_(select(members.c.id)))
        .subquery()
    )
    return (
        select(ranked.c.trade, ranked.c.sector, cast(ranked.c.band, String).label("band"))
        .where(ranked.c.rank == 1)
        .cte("active")
    )
