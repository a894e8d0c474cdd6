"""Named reads of analytics: from snapshots alone, except what a new one is made of."""

from collections.abc import Mapping, Sequence
from typing import Any, TypeVar
from uuid import UUID, uuid5

from sqlalchemy import Row, func, or_, select

from partage_kit.auth import Caller
from partage_kit.clock import clock
from partage_kit.db import Readable
from partage_kit.http.pages import Order, PageOf, page_of
from partage_kit.tables import table_of
from partage_kit.types import day_of
from partage_members.analytics.catalogue import AnalyticsAudience, Table
from partage_members.analytics.errors import SnapshotNotFound
from partage_members.analytics.layout import Key
from partage_members.analytics.models import AnalyticsRequest, AnalyticsSnapshot, analytics_cells
from partage_members.analytics.periods import last_day, month_before
from partage_members.analytics.releasing import Before
from partage_members.analytics.schemas import AnalyticsFilter, Every, SeriesFilter, TableFilter
from partage_members.audiences.viewers import COLLEAGUES
from partage_members.directory.queries import office_of
from partage_members.profiles.queries import profiles

snapshots, requests = table_of(AnalyticsSnapshot), table_of(AnalyticsRequest)
s, c = snapshots.c, analytics_cells.c

MOST_POINTS = 120
_DUE = UUID("0d7c9a54-4f0e-4f3f-9a1c-5d2a4b8e7c10")
_NEWEST_FIRST = Order("-made_at", (s.made_at, False), (s.id, True))
_SHOWN = ("id", "office", "period", "audience", "threshold", "made_at", "sha256")


Filter = TypeVar("Filter", bound=AnalyticsFilter)


def readable(caller: Caller | None, wanted: Filter) -> Filter:
    """What the caller may read of what is wanted, with its office: what is told to members is there for them alone.

    Raises:
        Invalid: no office is named and the caller has none.
        SnapshotNotFound
    """
    office = office_of(caller, wanted.office)
    if wanted.audience is AnalyticsAudience.MEMBERS:
        is_colleague = caller is not None and any(caller.has(role) for role in COLLEAGUES)
        if caller is None or caller.office != office or not is_colleague:
            raise SnapshotNotFound()
    return wanted.model_copy(update={"office": office})


async def snapshots_of(
    session: Readable, wanted: AnalyticsFilter, paging: PageOf
) -> tuple[Sequence[Row[Any]], str | None]:
    """One page of the snapshots of an office for an audience, newest first.

    Raises:
        SnapshotNotFound: there is none, as for an office that nobody knows.
    """
    others = [s[name] for name in _SHOWN if name not in ("made_at", "id")]
    statement = select(s.made_at, s.id, *others).where(s.office == wanted.office, s.audience == wanted.audience)
    rows, following = await page_of(session, statement, _NEWEST_FIRST, paging)
    if not rows and paging.cursor is None:
        raise SnapshotNotFound()
    return rows, following


async def one_snapshot(session: Readable, wanted: TableFilter) -> Row[Any]:
    """The snapshot of a period, else the latest.

    Raises:
        SnapshotNotFound
    """
    statement = select(*(s[name] for name in _SHOWN)).where(s.office == wanted.office, s.audience == wanted.audience)
    if wanted.period is not None:
        statement = statement.where(s.period == wanted.period)
    row = (await session.execute(statement.order_by(s.made_at.desc(), s.id.desc()).limit(1))).first()
    if row is None:
        raise SnapshotNotFound()
    return row


async def cells_of(session: Readable, snapshot_id: UUID, tables: Sequence[Table]) -> Sequence[Row[Any]]:
    """The cells of some tables of a snapshot, in their order."""
    statement = (
        select(c.table_code, c.row_code, c.column_code, c.persons)
        .where(c.snapshot_id == snapshot_id, c.table_code.in_(tables))
        .order_by(c.number)
    )
    return (await session.execute(statement)).all()


async def points_of(session: Readable, key: Key, wanted: SeriesFilter) -> Sequence[Row[Any]]:
    """A cell in the snapshots of an office, oldest first, of the last 120 periods; `told` says whether it has one."""
    here = (c.snapshot_id == s.id, c.table_code == key.table, c.row_code == key.row, c.column_code == key.column)
    statement = (
        select(s.period, c.persons)
        .select_from(snapshots.outerjoin(analytics_cells, here[0] & here[1] & here[2] & here[3]))
        .where(s.office == wanted.office, s.audience == wanted.audience)
    )
    if wanted.every is not Every.SNAPSHOT:
        statement = statement.where(func.length(s.period) == len("2026-10"))
    if wanted.every in _ENDS:
        statement = statement.where(or_(*(s.period.endswith(end) for end in _ENDS[wanted.every])))
    rows = await session.execute(statement.order_by(s.period.desc()).limit(MOST_POINTS))
    return rows.all()[::-1]


_ENDS: Mapping[Every, tuple[str, ...]] = {Every.QUARTER: ("-03", "-06", "-09", "-12"), Every.YEAR: ("-12",)}
"""The months that end a quarter or a year."""


async def told_before(session: Readable, office: str) -> Mapping[AnalyticsAudience, Before]:
    """What each audience was told of an office, in two statements: cells as shown last, and the last snapshot."""
    joined = analytics_cells.join(snapshots, c.snapshot_id == s.id)
    cell = (s.audience, c.table_code, c.row_code, c.column_code)
    newest = func.row_number().over(partition_by=cell, order_by=s.made_at.desc()).label("rank")
    ranked = (
        select(*cell, c.persons, newest)
        .select_from(joined)
        .where(s.office == office, c.persons.is_not(None))
        .subquery()
    )
    shown = await session.execute(select(ranked).where(ranked.c.rank == 1))
    latest = select(func.max(s.made_at)).where(s.office == office).scalar_subquery()
    whole = select(*cell, c.persons).select_from(joined).where(s.office == office, s.made_at == latest)
    before = {audience: Before({}, {}) for audience in AnalyticsAudience}
    last_shown: dict[AnalyticsAudience, dict[Key, int]] = {audience: {} for audience in before}
    last_snapshot: dict[AnalyticsAudience, dict[Key, int | None]] = {audience: {} for audience in before}
    for row in shown:
        last_shown[row.audience][Key(row.table_code, row.row_code, row.column_code)] = row.persons
    for row in await session.execute(whole):
        last_snapshot[row.audience][Key(row.table_code, row.row_code, row.column_code)] = row.persons
    return {audience: Before(last_shown[audience], last_snapshot[audience]) for audience in before}


def due_id(office: str, period: str) -> UUID:
    """The id under which a snapshot is due before it has one of its own."""
    return uuid5(_DUE, f"{office}/{period}")


async def months_due(session: Readable) -> Sequence[tuple[str, str]]:
    """The offices that had members by the end of the last month, and no snapshot of it: office and month."""
    period = month_before(day_of(await clock(session)))
    made = select(s.office).where(s.period == period)
    p = profiles.c
    statement = (
        select(p.office).where(p.joined_on <= last_day(period), p.office.not_in(made)).distinct().order_by(p.office)
    )
    return [(office, period) for office in (await session.execute(statement)).scalars()]


async def requests_due(session: Readable) -> Sequence[tuple[str, str]]:
    """The snapshots that were asked for and are not made: office and day."""
    made = select(s.id).where(s.office == requests.c.office, s.period == requests.c.period)
    statement = select(requests.c.office, requests.c.period).where(~made.exists()).order_by(requests.c.requested_at)
    return [(row.office, row.period) for row in await session.execute(statement.limit(100))]
