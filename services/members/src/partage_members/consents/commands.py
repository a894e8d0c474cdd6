"""Give and withdraw consent. The profile is locked first, so that a member's words come one after the other."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from partage_kit.clock import clock
from partage_kit.errors import Invalid
from partage_kit.types import Language, day_of
from partage_kit.unit_of_work import emit
from partage_members.consents import events, queries
from partage_members.consents.errors import LaterDecisionExists, NoConsentNeeded
from partage_members.consents.models import ConsentEvent, ConsentRecord, Said
from partage_members.consents.schemas import ConsentState, EventKind
from partage_members.notices.errors import NoticeNotInForce
from partage_members.notices.queries import one_notice, one_purpose, was_in_force
from partage_members.notices.schemas import LawfulBasis
from partage_members.periods import instant_months_later
from partage_members.profiles.queries import profile_for_update

_OPEN = (ConsentState.GIVEN, ConsentState.RENEWAL_DUE)


async def give_consent(
    session: AsyncSession, office: str, member_id: UUID, notice_id: UUID, language: Language, said: Said
) -> tuple[UUID, bool]:
    """Record that a member agrees to a notice, and announce it; its id, and whether it is new.

    Agreeing again to the same notice changes nothing; agreeing to a later one renews the consent.

    Raises:
        ProfileNotFound, NoticeNotFound, NoticeNotInForce, NoConsentNeeded, LaterDecisionExists,
        Invalid: the notice does not exist in this language, or the date lies in the future or before the notice.
    """
    await profile_for_update(session, office, member_id)
    notice = await one_notice(session, office, notice_id, drafts=False)
    now = await clock(session)
    at = said.at or now
    _require_possible(notice, language, at, now)
    latest = await queries.latest_consent(session, office, member_id, notice.purpose)
    if latest is not None:
        if (latest.ended_at or latest.given_at) > at:
            raise LaterDecisionExists()
        if latest.state in _OPEN and latest.notice_id == notice_id:
            return latest.id, False
        if latest.ended_at is None:
            _end(session, latest, *_how_it_ended(latest, at), now, said)
    record = _record(office, member_id, notice, language, said, at, now)
    record.number = 1 if latest is None else latest.number + 1
    session.add(record)
    await session.flush()
    session.add(_event(record, EventKind.GIVEN, at, now, said))
    await session.flush()
    emit(session, events.given(record))
    return record.id, True


async def withdraw_consent(session: AsyncSession, office: str, member_id: UUID, purpose: str, said: Said) -> None:
    """End a member's consent to a purpose, and announce it; when there is none, nothing happens.

    Raises:
        ProfileNotFound, PurposeNotFound
    """
    await profile_for_update(session, office, member_id)
    await one_purpose(session, office, purpose)
    latest = await queries.latest_consent(session, office, member_id, purpose)
    if latest is None or latest.state not in _OPEN:
        return
    now = await clock(session)
    _end(session, latest, EventKind.WITHDRAWN, now, now, said)
    await session.flush()


async def write_down_expiry(session: AsyncSession, consent_id: UUID) -> None:
    """Write down that a consent's time is over, and announce it; the constraint lets one replica do so."""
    record = await session.get_one(ConsentRecord, consent_id)
    if record.expires_at is None:
        return
    _end(session, record, EventKind.EXPIRED, record.expires_at, await clock(session), None)
    await session.flush()


def _require_possible(notice: Any, language: Language, at: datetime, now: datetime) -> None:
    if notice.terms["lawful_basis"] != LawfulBasis.CONSENT:
        raise NoConsentNeeded()
    if at > now:
        raise _invalid("given_at", "lies in the future")
    if at < notice.published_at:
        raise _invalid("given_at", f"lies before the notice was published, on {day_of(notice.published_at)}")
    if not was_in_force(notice, at):
        raise NoticeNotInForce()
    if language not in notice.sha256:
        raise _invalid("language", f"the notice is written in {', '.join(sorted(notice.sha256))}")


def _invalid(field: str, why: str) -> Invalid:
    return Invalid(f"{field}: {why}", errors=[{"pointer": f"/body/{field}", "detail": why}])


def _how_it_ended(latest: Any, at: datetime) -> tuple[EventKind, datetime]:
    if latest.state == ConsentState.EXPIRED and latest.expires_at <= at:
        return EventKind.EXPIRED, latest.expires_at
    return EventKind.RENEWED, at


def _record(
    office: str, member_id: UUID, notice: Any, language: Language, said: Said, at: datetime, now: datetime
) -> ConsentRecord:
    months = notice.terms["valid_months"]
    return ConsentRecord(
        office=office,
        member_id=member_id,
        purpose=notice.purpose,
        number=0,
        notice_id=notice.id,
        notice_number=notice.number,
        language=language,
        sha256=notice.sha256[language],
        method=said.method,
        recorded_by=said.by,
        evidence_reference=said.evidence_reference,
        given_at=at,
        recorded_at=now,
        expires_at=instant_months_later(at, months) if months else None,
    )


def _event(record: Any, kind: EventKind, at: datetime, now: datetime, said: Said | None) -> ConsentEvent:
    return ConsentEvent(
        office=record.office,
        consent_id=record.id,
        member_id=record.member_id,
        kind=kind,
        at=at,
        recorded_at=now,
        method=said.method if said else None,
        recorded_by=said.by if said else None,
        evidence_reference=said.evidence_reference if said else None,
    )


def _end(session: AsyncSession, record: Any, kind: EventKind, at: datetime, now: datetime, said: Said | None) -> None:
    event = _event(record, kind, at, now, None if kind is EventKind.EXPIRED else said)
    session.add(event)
    if kind is not EventKind.RENEWED:
        emit(session, events.ended(record, event))
