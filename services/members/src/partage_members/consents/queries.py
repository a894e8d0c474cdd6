"""Named reads of consents: rows with the `state` that follows from their events, the clock and later notices."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, Select, and_, case, exists, select

from partage_kit.clock import clock
from partage_kit.db import Readable
from partage_kit.http.pages import Order, PageOf, page_of
from partage_kit.tables import table_of
from partage_members.consents.errors import ConsentNotFound
from partage_members.consents.models import ConsentEvent, ConsentRecord
from partage_members.consents.schemas import ConsentFilter, ConsentState, EventKind
from partage_members.notices.queries import changed_materially

records, events = table_of(ConsentRecord), table_of(ConsentEvent)
r, e = records.c, events.c
_ending = events.alias("ending")

_NEWEST_FIRST = Order("-given_at", (r.given_at, False), (r.id, True))
_EVENTS = Order("-at", (e.at, False), (e.id, True))
_ENDINGS = {
    EventKind.WITHDRAWN: ConsentState.WITHDRAWN,
    EventKind.EXPIRED: ConsentState.EXPIRED,
    EventKind.RENEWED: ConsentState.RENEWED,
}


async def has_consent(session: Readable, office: str, member_id: UUID, purpose: str) -> bool:
    """Whether a member consents to a purpose now: given, not ended, not expired, and to what the notice still says."""
    found = await session.execute(select(consents_to(office, purpose, member_id, await clock(session))))
    return bool(found.scalar_one())


def consents_to(office: str, purpose: str, member_id: Any, at: datetime) -> ColumnElement[bool]:
    """The same as a condition, for statements that choose among many members (`member_id` is a column)."""
    mine = (r.member_id == member_id, r.purpose == purpose, r.office == office)
    return exists().where(
        *mine, ~_has_ended(), ~_is_over(at), ~changed_materially(r.office, r.purpose, r.notice_number)
    )


async def one_consent(session: Readable, office: str, consent_id: UUID, member_id: UUID | None = None) -> Row[Any]:
    """A consent of this office, or only one of this member.

    Raises:
        ConsentNotFound
    """
    statement = _with_state(await clock(session)).where(r.id == consent_id, r.office == office)
    row = (await session.execute(statement)).first()
    if row is None or (member_id is not None and row.member_id != member_id):
        raise ConsentNotFound()
    return row


async def latest_consent(session: Readable, office: str, member_id: UUID, purpose: str) -> Row[Any] | None:
    """What a member said last about a purpose, if she ever agreed."""
    mine = (r.member_id == member_id, r.purpose == purpose, r.office == office)
    statement = _with_state(await clock(session)).where(*mine).order_by(r.number.desc()).limit(1)
    return (await session.execute(statement)).first()


async def latest_consents(session: Readable, office: str, member_id: UUID) -> Sequence[Row[Any]]:
    """What a member said last about each purpose."""
    newer = records.alias("newer")
    is_newer = (newer.c.member_id == r.member_id, newer.c.purpose == r.purpose, newer.c.office == r.office)
    statement = _with_state(await clock(session)).where(
        r.member_id == member_id, r.office == office, ~exists().where(*is_newer, newer.c.number > r.number)
    )
    return (await session.execute(statement)).all()


async def consents_of(
    session: Readable, office: str, wanted: ConsentFilter, paging: PageOf
) -> tuple[Sequence[Row[Any]], str | None]:
    """One page of the consents of an office, newest first."""
    statement = _with_state(await clock(session)).where(r.office == office)
    if wanted.member_id is not None:
        statement = statement.where(r.member_id == wanted.member_id)
    if wanted.purpose is not None:
        statement = statement.where(r.purpose == wanted.purpose)
    return await page_of(session, statement, _NEWEST_FIRST, paging)


async def history_of(
    session: Readable, office: str, member_id: UUID, paging: PageOf
) -> tuple[Sequence[Row[Any]], str | None]:
    """One page of all that happened to a member's consents, newest first."""
    statement = (
        select(e.at, e.id, e.consent_id, e.kind, e.recorded_at, e.method, e.recorded_by)
        .add_columns(r.purpose, r.notice_id, r.language)
        .join(records, r.id == e.consent_id)
        .where(e.member_id == member_id, e.office == office)
    )
    return await page_of(session, statement, _EVENTS, paging)


async def events_of(session: Readable, consent_id: UUID) -> Sequence[Row[Any]]:
    """What happened to a consent, in order: at most two events."""
    statement = select(e.kind, e.at, e.method, e.recorded_by).where(e.consent_id == consent_id)
    return (await session.execute(statement.order_by(e.at, e.id))).all()


async def over_by_now(session: Readable) -> Sequence[UUID]:
    """Consents whose time is over without that having been written down, some at a time."""
    statement = select(r.id).where(_is_over(await clock(session)), ~_has_ended())
    return (await session.execute(statement.order_by(r.expires_at).limit(500))).scalars().all()


def _has_ended() -> ColumnElement[bool]:
    return exists().where(_ending.c.consent_id == r.id, _ending.c.kind != EventKind.GIVEN)


def _is_over(at: datetime) -> ColumnElement[bool]:
    return and_(r.expires_at.is_not(None), r.expires_at <= at)


def _with_state(at: datetime) -> Select[Any]:
    ended = _ending.c.kind
    state = case(
        *((ended == kind, state.value) for kind, state in _ENDINGS.items()),
        (_is_over(at), ConsentState.EXPIRED.value),
        (changed_materially(r.office, r.purpose, r.notice_number), ConsentState.RENEWAL_DUE.value),
        else_=ConsentState.GIVEN.value,
    )
    others = [column for column in records.c if column.name not in ("given_at", "id")]
    return select(r.given_at, r.id, *others, state.label("state"), _ending.c.at.label("ended_at")).outerjoin(
        _ending, and_(_ending.c.consent_id == r.id, ended != EventKind.GIVEN)
    )
