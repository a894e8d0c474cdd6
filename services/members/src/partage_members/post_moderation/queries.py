"""Named reads for moderators: what waits for them, but nothing about posts of their own."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, Select, and_, select, true
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from partage_kit.auth import Caller
from partage_kit.db import Readable
from partage_kit.http.pages import Order, PageOf, page_of
from partage_kit.tables import table_of
from partage_members.audiences.viewers import viewer_of
from partage_members.filieres.callers import is_staff
from partage_members.moderation.callers import coordinates
from partage_members.moderation.schemas import ContestFilter, ReportFilter
from partage_members.post_moderation.models import PostReport
from partage_members.topics.errors import PostNotFound
from partage_members.topics.models import Post
from partage_members.topics.queries import NEWEST, p, post_rows, posts, posts_of_office, t, topics

reports = table_of(PostReport)
r = reports.c

_WAITING_LONGEST = Order("reported_at", (r.reported_at, True), (r.id, True))
_CONTESTED = Order("contested_at", (p.contested_at, True), (p.id, True))
_AWAITING_ANSWER = (p.contested_at.is_not(None), p.contest_answered_at.is_(None))


async def waiting_reports(
    session: Readable, caller: Caller, wanted: ReportFilter, paging: PageOf
) -> tuple[Sequence[Row[Any]], str | None]:
    """One page of the reports on which the caller may decide, the one that waits longest first."""
    others = (r.post_id, r.kind, r.note, p.topic_id, p.text, t.filiere_id)
    statement = (
        select(r.reported_at, r.id, *others)
        .join(posts, p.id == r.post_id)
        .join(topics, t.id == p.topic_id)
        .where(r.office == caller.office, r.closed_at.is_(None), _moderated_by(caller), _not_own(caller))
    )
    if wanted.kind is not None:
        statement = statement.where(r.kind == wanted.kind)
    return await page_of(session, _of_filiere(statement, wanted), _WAITING_LONGEST, paging)


async def contested_posts(
    session: Readable, caller: Caller, wanted: ContestFilter, paging: PageOf
) -> tuple[Sequence[Row[Any]], str | None]:
    """One page of the hidden posts whose authors wait for an answer, the one that waits longest first."""
    viewer = await viewer_of(session, caller, caller.office)
    if coordinates(caller):
        rows = posts_of_office(caller, viewer, _CONTESTED)
    else:
        rows = post_rows(caller, viewer, _CONTESTED).where(_moderated_by(caller))
    statement = rows.where(*_AWAITING_ANSWER, _not_own(caller))
    return await page_of(session, _of_filiere(statement, wanted), _CONTESTED, paging)


async def decided_post(session: Readable, caller: Caller, post_id: UUID) -> Row[Any]:
    """A post on which the caller has just decided."""
    viewer = await viewer_of(session, caller, caller.office)
    return (await session.execute(posts_of_office(caller, viewer, NEWEST).where(p.id == post_id))).one()


async def contested_post_for_update(session: AsyncSession, office: str, post_id: UUID) -> Post:
    """A hidden post of an office whose author waits for an answer, locked until the transaction ends.

    Raises:
        PostNotFound
    """
    statement = select(Post).where(col(Post.id) == post_id, p.office == office, *_AWAITING_ANSWER)
    post = (await session.execute(statement.with_for_update())).scalar_one_or_none()
    if post is None:
        raise PostNotFound()
    return post


async def open_reports_for_update(session: AsyncSession, post_id: UUID) -> Sequence[PostReport]:
    """The reports of a post that wait, locked until the transaction ends."""
    statement = select(PostReport).where(col(PostReport.post_id) == post_id, col(PostReport.closed_at).is_(None))
    return (await session.execute(statement.order_by(col(PostReport.id)).with_for_update())).scalars().all()


def _of_filiere(statement: Select[Any], wanted: ContestFilter) -> Select[Any]:
    return statement if wanted.filiere is None else statement.where(t.filiere_id == wanted.filiere)


def _moderated_by(caller: Caller) -> ColumnElement[bool]:
    return true() if is_staff(caller) else t.filiere_id.in_(caller.filieres)


def _not_own(caller: Caller) -> ColumnElement[bool]:
    other = p.author != caller.subject
    if caller.member_id is None:
        return other
    return and_(other, p.author_member.is_distinct_from(caller.member_id))
