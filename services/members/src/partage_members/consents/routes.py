"""The HTTP door of consents: withdrawing takes one call, as giving does."""

from typing import Annotated
from uuid import UUID

from fastapi import Path, Query, Response

from partage_kit.auth import Caller, Member
from partage_kit.db import ReadSession, WriteSession
from partage_kit.http.pages import Page, Paging
from partage_kit.http.problems import problems
from partage_kit.http.routes import Router
from partage_kit.http.tags import ETag
from partage_members.callers import MemberOrStaff, OfficeStaff, is_staff
from partage_members.consents import commands, queries
from partage_members.consents.errors import ConsentNotFound, LaterDecisionExists, NoConsentNeeded
from partage_members.consents.models import Said
from partage_members.consents.receipts import Receipt, receipt
from partage_members.consents.schemas import (
    ConsentEventView,
    ConsentFilter,
    ConsentView,
    GiveConsent,
    MyConsent,
    RecordConsent,
    RecordWithdrawal,
)
from partage_members.consents.views import consent_view, event_view, my_consent
from partage_members.notices.errors import NoticeNotFound, NoticeNotInForce, PurposeNotFound
from partage_members.notices.queries import all_purposes, notices_in_force, one_notice, one_purpose
from partage_members.notices.schemas import PurposeCode
from partage_members.profiles.errors import ProfileNotFound
from partage_members.profiles.queries import require_profile

router = Router(prefix="/consents", tags=["consents"])

GIVING = (ProfileNotFound, NoticeNotFound, NoticeNotInForce, NoConsentNeeded)
Purpose = Annotated[PurposeCode, Path(description="code of the purpose")]


@router.get("/mine", responses=problems(ProfileNotFound))
async def list_my_consents(caller: Member, session: ReadSession) -> Page[MyConsent]:
    """How you stand to each purpose of your office, all at once, and the notice that you can agree to now."""
    await require_profile(session, caller.office, caller.member)
    mine = {row.purpose: row for row in await queries.latest_consents(session, caller.office, caller.member)}
    in_force = {row.purpose: row.id for row in await notices_in_force(session, caller.office)}
    known = await all_purposes(session, caller.office)
    return Page(items=[my_consent(one, mine.get(code), in_force) for code, one in known.items()], next=None)


@router.post(
    "/mine",
    status_code=201,
    responses=problems(*GIVING) | {200: {"model": ConsentView, "description": "You had agreed to this notice already"}},
)
async def give_consent(
    given: GiveConsent, caller: Member, session: WriteSession, response: Response, tag: ETag
) -> ConsentView:
    """Agree to a notice that you have read; agreeing twice changes nothing."""
    consent_id, new = await commands.give_consent(
        session, caller.office, caller.member, given.notice_id, given.language, Said()
    )
    if not new:
        response.status_code = 200
    return tag(consent_view(await queries.one_consent(session, caller.office, consent_id)))


@router.post("/mine/{purpose}/withdraw", responses=problems(ProfileNotFound, PurposeNotFound))
async def withdraw_my_consent(purpose: Purpose, caller: Member, session: WriteSession) -> MyConsent:
    """Withdraw your consent to a purpose, at any time and without a reason; once more changes nothing."""
    await commands.withdraw_consent(session, caller.office, caller.member, purpose, Said())
    row = await queries.latest_consent(session, caller.office, caller.member, purpose)
    in_force = {notice.purpose: notice.id for notice in await notices_in_force(session, caller.office)}
    return my_consent(await one_purpose(session, caller.office, purpose), row, in_force)


@router.get("/mine/events", responses=problems(ProfileNotFound))
async def list_my_consent_events(caller: Member, paging: Paging, session: ReadSession) -> Page[ConsentEventView]:
    """All that happened to your consents, newest first."""
    await require_profile(session, caller.office, caller.member)
    rows, following = await queries.history_of(session, caller.office, caller.member, paging)
    return Page(items=[event_view(row) for row in rows], next=following)


@router.get("")
async def list_consents(
    caller: OfficeStaff, wanted: Annotated[ConsentFilter, Query()], paging: Paging, session: ReadSession
) -> Page[ConsentView]:
    """The consents that members of your office gave, newest first, those that have ended among them."""
    rows, following = await queries.consents_of(session, caller.office, wanted, paging)
    return Page(items=[consent_view(row) for row in rows], next=following)


@router.post(
    "",
    status_code=201,
    responses=problems(*GIVING, LaterDecisionExists)
    | {200: {"model": ConsentView, "description": "The member had agreed to this notice already"}},
)
async def record_consent(
    recorded: RecordConsent, caller: OfficeStaff, session: WriteSession, response: Response, tag: ETag
) -> ConsentView:
    """Record a consent that a member gave on paper, by phone or elsewhere, with where its proof is filed.

    It is to the notice that was in force when she gave it.
    """
    said = Said(recorded.method, recorded.given_at, caller.subject, recorded.evidence_reference)
    consent_id, new = await commands.give_consent(
        session, caller.office, recorded.member_id, recorded.notice_id, recorded.language, said
    )
    if not new:
        response.status_code = 200
    return tag(consent_view(await queries.one_consent(session, caller.office, consent_id)))


@router.get("/{consent_id}", responses=problems(ConsentNotFound))
async def read_consent(consent_id: UUID, caller: MemberOrStaff, session: ReadSession, tag: ETag) -> ConsentView:
    """One of your consents; for the permanent workers, one of any member of their office."""
    return tag(consent_view(await queries.one_consent(session, caller.office, consent_id, _whose(caller))))


@router.get("/{consent_id}/receipt", responses=problems(ConsentNotFound))
async def read_consent_receipt(consent_id: UUID, caller: MemberOrStaff, session: ReadSession) -> Receipt:
    """The receipt of a consent by ISO/IEC TS 27560:2023: what was agreed to, with whom, and what happened since.

    It is JSON-LD with the terms of the Data Privacy Vocabulary, and carries its own SHA-256.
    """
    record = await queries.one_consent(session, caller.office, consent_id, _whose(caller))
    notice = await one_notice(session, caller.office, record.notice_id, drafts=False)
    return receipt(record, await queries.events_of(session, consent_id), notice)


@router.post("/{consent_id}/withdraw", responses=problems(ConsentNotFound, ProfileNotFound, PurposeNotFound))
async def record_withdrawal(
    consent_id: UUID, recorded: RecordWithdrawal, caller: OfficeStaff, session: WriteSession, tag: ETag
) -> ConsentView:
    """Record that a member withdrew her consent by phone, letter or otherwise; once more changes nothing."""
    consent = await queries.one_consent(session, caller.office, consent_id)
    said = Said(recorded.method, None, caller.subject, recorded.evidence_reference)
    await commands.withdraw_consent(session, caller.office, consent.member_id, consent.purpose, said)
    return tag(consent_view(await queries.one_consent(session, caller.office, consent_id)))


def _whose(caller: Caller) -> UUID | None:
    """Members read their own; the permanent workers those of everybody in the office."""
    return None if is_staff(caller) else caller.member
