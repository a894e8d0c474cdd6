"""Named reads of what goes by itself: one statement for all classes."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid5

from sqlalchemy import ColumnElement, Date, Row, String, func, literal, null, select, union_all
from sqlalchemy import cast as sql_cast

from partage_kit.clock import clock
from partage_kit.db import Readable
from partage_kit.personal_data import DataClass, PersonalData
from partage_kit.tables import Utc
from partage_kit.types import day_of, start_of

_CLASSES = UUID("6a0d2c5e-7b1f-4c52-9f0e-0e6d7c3b1a42")


def going(declared: PersonalData) -> dict[UUID, DataClass]:
    """The classes whose rows go by themselves, each by an id of its own."""
    return {uuid5(_CLASSES, one.code): one for one in declared.classes if one.retention is not None}


def is_due(one: DataClass, now: datetime) -> ColumnElement[bool]:
    """Whether the time of a row is over."""
    assert one.retention is not None  # noqa: S101 - asked of classes that go by themselves only
    column = one.table.c[one.retention.since]
    before = now - timedelta(days=one.retention.days)
    return column <= (day_of(before) if isinstance(column.type, Date) else before)


async def due_classes(session: Readable, declared: PersonalData) -> Sequence[UUID]:
    """The classes in which the time of some row is over."""
    now = await clock(session)
    classes = going(declared)
    asked = [
        select(literal(one.code).label("code")).where(select(literal(1)).where(is_due(one, now)).exists())
        for one in classes.values()
    ]
    codes = set((await session.execute(union_all(*asked))).scalars()) if asked else set()
    return [class_id for class_id, one in classes.items() if one.code in codes]


async def what_goes(
    session: Readable, declared: PersonalData, office: str
) -> Mapping[str, tuple[int, datetime | None]]:
    """Of each class that goes by itself: how many rows of an office are due, and when its oldest row goes."""
    now = await clock(session)
    asked = [_of_class(one, office, now) for one in going(declared).values()]
    rows = (await session.execute(union_all(*asked))).all() if asked else ()
    return dict(_told(rows, going(declared).values()))


def _of_class(one: DataClass, office: str, now: datetime) -> Any:
    assert one.retention is not None  # noqa: S101 - see `is_due`
    oldest = func.min(one.table.c[one.retention.since])
    is_day = isinstance(one.table.c[one.retention.since].type, Date)
    return select(
        literal(one.code, String).label("code"),
        func.count().filter(is_due(one, now)).label("due"),
        (oldest if is_day else sql_cast(null(), Date)).label("oldest_day"),
        (sql_cast(null(), Utc) if is_day else oldest).label("oldest_instant"),
    ).where(one.table.c.office == office)


def _told(rows: Iterable[Row[Any]], classes: Iterable[DataClass]) -> Iterable[tuple[str, tuple[int, datetime | None]]]:
    days = {one.code: one.retention.days for one in classes if one.retention is not None}
    for row in rows:
        oldest: date | datetime | None = row.oldest_instant or row.oldest_day
        if isinstance(oldest, date) and not isinstance(oldest, datetime):
            oldest = start_of(oldest).astimezone(UTC)
        yield row.code, (row.due, oldest and oldest + timedelta(days=days[row.code]))
