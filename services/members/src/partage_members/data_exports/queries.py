"""Named reads of data exports, and of all that is kept about a member."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Row, and_, not_, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from partage_kit.clock import clock
from partage_kit.db import Readable
from partage_kit.erasing import Person, person_of
from partage_kit.erasing.rows import concerns
from partage_kit.http.pages import Order, PageOf, page_of
from partage_kit.personal_data import PersonalData
from partage_kit.tables import table_of
from partage_kit.types import Language, day_of
from partage_members.data_exports.archive import Exported
from partage_members.data_exports.errors import DataExportNotFound
from partage_members.data_exports.models import DataExport, data_export_parts
from partage_members.data_exports.schemas import RequestFilter

exports = table_of(DataExport)
x = exports.c

NEW_AFTER = timedelta(days=1)
"""An archive younger than this answers a second request, so that nobody fills the house with copies."""

_SOONEST_DUE = Order("due_on", (x.due_on, True), (x.id, True))
_NEWEST_FIRST = Order("-requested_at", (x.requested_at, False), (x.id, True))


async def one_export(
    session: Readable, office: str, export_id: UUID, *, member_id: UUID | None = None, asked_by: str | None = None
) -> Row[Any]:
    """An export of this office, or only one of this member, or only one that this person recorded.

    Raises:
        DataExportNotFound
    """
    row = (await session.execute(select(exports).where(x.id == export_id, x.office == office))).first()
    if row is None:
        raise DataExportNotFound()
    if (member_id, asked_by) != (None, None) and not (
        (member_id is not None and row.member_id == member_id) or (asked_by is not None and row.asked_by == asked_by)
    ):
        raise DataExportNotFound()
    return row


async def export_for_update(session: AsyncSession, office: str | None, export_id: UUID) -> DataExport:
    """The export, locked until the transaction ends; of any office for the worker.

    Raises:
        DataExportNotFound
    """
    statement = select(DataExport).where(col(DataExport.id) == export_id)
    if office is not None:
        statement = statement.where(col(DataExport.office) == office)
    export = (await session.execute(statement.with_for_update())).scalar_one_or_none()
    if export is None:
        raise DataExportNotFound()
    return export


async def recent_export(session: AsyncSession, office: str, member_id: UUID, asked_by: str | None) -> DataExport | None:
    """The export that somebody has asked for already and that is no older than a day."""
    since = await clock(session) - NEW_AFTER
    whose = col(DataExport.asked_by).is_(None) if asked_by is None else col(DataExport.asked_by) == asked_by
    statement = select(DataExport).where(
        col(DataExport.member_id) == member_id, col(DataExport.office) == office, whose
    )
    statement = statement.where(or_(col(DataExport.ready_at).is_(None), col(DataExport.ready_at) > since))
    return (
        await session.execute(statement.order_by(col(DataExport.requested_at).desc()).limit(1))
    ).scalar_one_or_none()


async def exports_of(
    session: Readable, office: str, member_id: UUID, paging: PageOf
) -> tuple[Sequence[Row[Any]], str | None]:
    """One page of a member's exports, newest first."""
    columns = [column for column in exports.c if column.name not in ("requested_at", "id")]
    statement = select(x.requested_at, x.id, *columns).where(x.member_id == member_id, x.office == office)
    return await page_of(session, statement, _NEWEST_FIRST, paging)


async def data_requests(
    session: Readable, office: str, wanted: RequestFilter, paging: PageOf
) -> tuple[Sequence[Row[Any]], str | None]:
    """One page of the requests that an office has got, those due first at the top."""
    columns = [column for column in exports.c if column.name not in ("due_on", "id")]
    statement = select(x.due_on, x.id, *columns).where(x.office == office)
    if wanted.overdue is not None:
        overdue = and_(x.answered_at.is_(None), x.due_on < day_of(await clock(session)))
        statement = statement.where(overdue if wanted.overdue else not_(overdue))
    if wanted.answered is not None:
        statement = statement.where(x.answered_at.is_not(None) if wanted.answered else x.answered_at.is_(None))
    if wanted.member_id is not None:
        statement = statement.where(x.member_id == wanted.member_id)
    return await page_of(session, statement, _SOONEST_DUE, paging)


async def pending_exports(session: Readable) -> Sequence[UUID]:
    """Exports that wait to be put together, the oldest first."""
    statement = select(x.id).where(x.ready_at.is_(None)).order_by(x.requested_at).limit(100)
    return (await session.execute(statement)).scalars().all()


async def archive_of(session: Readable, export_id: UUID) -> bytes:
    """The content of an archive."""
    parts = data_export_parts.c
    statement = select(parts.content).where(parts.export_id == export_id).order_by(parts.number)
    return b"".join((await session.execute(statement)).scalars())


async def all_about(
    session: AsyncSession, declared: PersonalData, office: str, member_id: UUID, language: Language
) -> list[Exported]:
    """Everything that concerns a member and that the nouns declare as hers to have, class by class."""
    person = await person_of(session, declared, office, member_id)
    dialect = (await session.connection()).dialect.name
    return [
        Exported(one.code, one.titles[language], one.exported, await _rows(session, one, person, dialect))
        for one in declared.classes
        if one.exported
    ]


async def _rows(session: AsyncSession, one: Any, person: Person, dialect: str) -> Sequence[Sequence[Any]]:
    columns = [one.table.c[name] for name in one.exported]
    hers = concerns(one, person, dialect)
    if "office" in one.table.c:
        hers &= one.table.c.office == person.office
    statement = select(*columns).where(hers).order_by(*one.table.primary_key.columns)
    return [tuple(row) for row in await session.execute(statement)]
