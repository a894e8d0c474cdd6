"""Named reads of charter versions: rows, not objects, in one statement each."""

from collections.abc import Collection, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Row, bindparam, exists, func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from partage_kit.db import Readable
from partage_kit.http.pages import Order, PageOf, page_of
from partage_kit.tables import table_of
from partage_procurement.charters.errors import CharterNotFound, CommentNotFound
from partage_procurement.charters.models import Charter, Comment
from partage_procurement.charters.schemas import CharterFilter, CharterState

charters = table_of(Charter)
comments = table_of(Comment)

_NEWEST_FIRST = Order("-number", (charters.c.number, False), (charters.c.id, True))
_OLDEST_FIRST = Order("id", (comments.c.id, True))
_LINES = select(charters.c.number, charters.c.id, charters.c.state, charters.c.title, charters.c.adopted_on)
_ONE = select(charters).where(charters.c.id == bindparam("id"), charters.c.office == bindparam("office"))


async def one_charter(session: Readable, office: str, charter_id: UUID, *, drafts: bool) -> Row[Any]:
    """A charter version of this office; drafts only for those who may see them.

    Raises:
        CharterNotFound
    """
    row: Row[Any] | None = (await session.execute(_ONE, {"id": charter_id, "office": office})).first()
    if row is None or (row.state is CharterState.DRAFT and not drafts):
        raise CharterNotFound()
    return row


async def charters_by_id(session: Readable, ids: Collection[UUID]) -> dict[UUID, Row[Any]]:
    """What each of some charter versions measures by."""
    columns = (charters.c[name] for name in ("id", "number", "themes", "criteria", "bands"))
    rows: Sequence[Row[Any]] = (await session.execute(select(*columns).where(charters.c.id.in_(ids)))).all()
    return {row.id: row for row in rows}


async def charter_for_update(
    session: AsyncSession, office: str, charter_id: UUID, *, drafts: bool = True, shared: bool = False
) -> Charter:
    """The charter version, locked until the transaction ends; `shared` only keeps others from changing it.

    Raises:
        CharterNotFound
    """
    statement = select(Charter).where(col(Charter.id) == charter_id, col(Charter.office) == office)
    charter = (await session.execute(statement.with_for_update(read=shared))).scalar_one_or_none()
    if charter is None or (charter.state is CharterState.DRAFT and not drafts):
        raise CharterNotFound()
    return charter


async def once_adopted_for_update(session: AsyncSession, office: str) -> Sequence[Charter]:
    """The version in force and those it superseded, locked until the transaction ends; the newest first."""
    adopted = (CharterState.ADOPTED, CharterState.SUPERSEDED)
    statement = select(Charter).where(col(Charter.office) == office, col(Charter.state).in_(adopted))
    statement = statement.order_by(col(Charter.number).desc()).with_for_update()
    return (await session.execute(statement)).scalars().all()


async def next_number(session: Readable, office: str) -> int:
    """The number of the office's next version; of two that ask at once, one is refused by the constraint."""
    statement = select(func.coalesce(func.max(charters.c.number), 0) + 1).where(charters.c.office == office)
    number: int = (await session.execute(statement)).scalar_one()
    return number


async def list_charters(
    session: Readable, office: str, wanted: CharterFilter, paging: PageOf, *, drafts: bool
) -> tuple[Sequence[Row[Any]], str | None]:
    """One page of the charter versions of an office, the newest first."""
    statement = _LINES.where(charters.c.office == office)
    if not drafts:
        statement = statement.where(charters.c.state != CharterState.DRAFT)
    if wanted.state:
        statement = statement.where(charters.c.state == wanted.state)
    return await page_of(session, statement, _NEWEST_FIRST, paging)


async def comment_for_update(session: AsyncSession, charter_id: UUID, comment_id: UUID) -> Comment:
    """A comment on a charter version, locked until the transaction ends.

    Raises:
        CommentNotFound
    """
    statement = select(Comment).where(col(Comment.id) == comment_id, col(Comment.charter_id) == charter_id)
    comment = (await session.execute(statement.with_for_update())).scalar_one_or_none()
    if comment is None:
        raise CommentNotFound()
    return comment


async def has_unanswered_comments(session: Readable, charter_id: UUID) -> bool:
    """Whether a comment on a charter version still waits for its answer."""
    waiting = exists().where(comments.c.charter_id == charter_id, comments.c.answer.is_(None))
    found: bool = (await session.execute(select(waiting))).scalar_one()
    return found


async def list_comments(
    session: Readable, office: str, charter_id: UUID, paging: PageOf, *, drafts: bool
) -> tuple[Sequence[Row[Any]], str | None]:
    """One page of the comments on a charter version, the oldest first.

    Raises:
        CharterNotFound
    """
    await one_charter(session, office, charter_id, drafts=drafts)
    columns = [comments.c.id, *(column for column in comments.c if column.key != "id")]
    statement = select(*columns).where(comments.c.charter_id == charter_id)
    return await page_of(session, statement, _OLDEST_FIRST, paging)
