"""Named reads of purposes and notices: rows, not objects."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, Select, exists, func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from partage_kit.db import Readable
from partage_kit.http.pages import Order, PageOf, page_of
from partage_kit.tables import table_of
from partage_members.notices.errors import NoticeNotFound, PurposeNotFound
from partage_members.notices.models import ConsentNotice, ConsentPurpose
from partage_members.notices.purposes import MOST, shipped, view
from partage_members.notices.schemas import Purpose, PurposeView

purposes, notices = table_of(ConsentPurpose), table_of(ConsentNotice)
n = notices.c
_later = notices.alias("later")

_NEWEST_FIRST = Order("-created_at", (n.created_at, False), (n.id, True))


async def all_purposes(session: Readable, office: str) -> Mapping[str, PurposeView]:
    """The purposes of an office by their code: as it wrote them, the others as shipped; at most 50 and the shipped."""
    p = purposes.c
    statement = select(p.code, p.terms, p.version).where(p.office == office).limit(MOST)
    written = {row.code: row for row in await session.execute(statement)}
    found = {code: view(code, terms, 0) for code, terms in shipped().items()}
    found |= {code: view(code, Purpose.model_validate(row.terms), row.version) for code, row in written.items()}
    return dict(sorted(found.items()))


async def one_purpose(session: Readable, office: str, code: str) -> PurposeView:
    """A purpose of an office.

    Raises:
        PurposeNotFound
    """
    p = purposes.c
    statement = select(p.terms, p.version).where(p.office == office, p.code == code)
    if row := (await session.execute(statement)).first():
        return view(code, Purpose.model_validate(row.terms), row.version)
    if terms := shipped().get(code):
        return view(code, terms, 0)
    raise PurposeNotFound()


async def purpose_for_update(session: AsyncSession, office: str, code: str) -> ConsentPurpose | None:
    """A purpose that the office has written, locked until the transaction ends."""
    statement = select(ConsentPurpose).where(col(ConsentPurpose.office) == office, col(ConsentPurpose.code) == code)
    return (await session.execute(statement.with_for_update())).scalar_one_or_none()


async def number_of_purposes(session: Readable, office: str) -> int:
    """How many purposes an office has written."""
    statement = select(func.count()).select_from(purposes).where(purposes.c.office == office)
    return (await session.execute(statement)).scalar_one()  # type: ignore[no-any-return]


async def notices_of(
    session: Readable, office: str, purpose: str | None, paging: PageOf, *, drafts: bool
) -> tuple[Sequence[Row[Any]], str | None]:
    """One page of the notices of an office, newest first; drafts only for those who may see them."""
    statement = _notices().where(n.office == office)
    if purpose is not None:
        statement = statement.where(n.purpose == purpose)
    if not drafts:
        statement = statement.where(n.published_at.is_not(None))
    return await page_of(session, statement, _NEWEST_FIRST, paging)


async def notices_in_force(session: Readable, office: str) -> Sequence[Row[Any]]:
    """The notices that an office shows now, one a purpose."""
    statement = _notices().where(n.office == office, n.published_at.is_not(None), ~is_superseded())
    return (await session.execute(statement.order_by(n.purpose).limit(2 * MOST))).all()


async def one_notice(session: Readable, office: str, notice_id: UUID, *, drafts: bool) -> Row[Any]:
    """A notice of an office with `superseded_at`.

    Raises:
        NoticeNotFound: also a draft, for those who may not see it.
    """
    statement = _notices().where(n.id == notice_id, n.office == office)
    row = (await session.execute(statement)).first()
    if row is None or (row.published_at is None and not drafts):
        raise NoticeNotFound()
    return row


async def notice_for_update(session: AsyncSession, office: str, notice_id: UUID) -> ConsentNotice:
    """The notice, locked until the transaction ends.

    Raises:
        NoticeNotFound
    """
    statement = select(ConsentNotice).where(col(ConsentNotice.id) == notice_id, col(ConsentNotice.office) == office)
    notice = (await session.execute(statement.with_for_update())).scalar_one_or_none()
    if notice is None:
        raise NoticeNotFound()
    return notice


async def next_number(session: Readable, office: str, purpose: str) -> int:
    """The number of the next notice for a purpose."""
    statement = select(func.coalesce(func.max(n.number), 0)).where(n.office == office, n.purpose == purpose)
    return (await session.execute(statement)).scalar_one() + 1  # type: ignore[no-any-return]


def changed_materially(office: Any, purpose: Any, number: Any) -> ColumnElement[bool]:
    """Whether a notice was published after this one that asks for consent anew."""
    later = (_later.c.office == office, _later.c.purpose == purpose, _later.c.number > number)
    return exists().where(*later, _later.c.material, _later.c.published_at.is_not(None))


def is_superseded() -> ColumnElement[bool]:
    """Whether a later notice for the same purpose is published."""
    return exists().where(*_later_published())


def _later_published() -> tuple[ColumnElement[bool], ...]:
    later = _later.c
    same = (later.office == n.office, later.purpose == n.purpose)
    return (*same, later.number > n.number, later.published_at.is_not(None))


def _notices() -> Select[Any]:
    shown = ("purpose", "number", "title", "text", "sha256", "controller", "material", "terms", "published_at")
    superseded = select(func.min(_later.c.published_at)).where(*_later_published()).scalar_subquery()
    return select(n.created_at, n.id, *(n[name] for name in shown), n.version, superseded.label("superseded_at"))


def was_in_force(row: Any, at: datetime) -> bool:
    """Whether a notice was the one shown at this instant."""
    return row.published_at <= at and (row.superseded_at is None or at < row.superseded_at)
