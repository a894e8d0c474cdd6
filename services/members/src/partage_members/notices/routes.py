"""The HTTP door of purposes and notices; what an office shows now is open to everybody, as forms need it."""

from typing import Annotated
from uuid import UUID

from fastapi import Path, Query

from partage_kit.auth import OfficeAdmin
from partage_kit.db import ReadSession, WriteSession
from partage_kit.errors import Invalid, NotPossibleNow, OwnSubmission, PreconditionRequired, Stale
from partage_kit.http.pages import Page, Paging
from partage_kit.http.problems import problems
from partage_kit.http.routes import Router
from partage_kit.http.tags import ETag, IfMatch
from partage_kit.types import OfficeCode
from partage_members.callers import Insider, OfficeStaff, is_staff
from partage_members.notices import commands, queries
from partage_members.notices.errors import NoticeDraftExists, NoticeNotFound, PurposeNotFound, TooManyPurposes
from partage_members.notices.purposes import view
from partage_members.notices.schemas import (
    ChangeNotice,
    DraftNotice,
    NoticeFilter,
    NoticeView,
    Purpose,
    PurposeCode,
    PurposeView,
)
from partage_members.notices.views import notice_view, of_purposes

purposes = Router(prefix="/consent-purposes", tags=["consents"])
router = Router(prefix="/consent-notices", tags=["consents"])

Code = Annotated[PurposeCode, Path(description="code of the purpose")]


@purposes.get("")
async def list_consent_purposes(caller: Insider, session: ReadSession) -> Page[PurposeView]:
    """What your office uses personal data for: the shipped purposes and its own, all at once, by their code."""
    return Page(items=list((await queries.all_purposes(session, caller.office)).values()), next=None)


@purposes.get("/{code}", responses=problems(PurposeNotFound))
async def read_consent_purpose(code: Code, caller: Insider, session: ReadSession, tag: ETag) -> PurposeView:
    """One purpose of your office."""
    return tag(await queries.one_purpose(session, caller.office, code))


@purposes.put("/{code}", responses=problems(Stale, PreconditionRequired, TooManyPurposes))
async def write_consent_purpose(
    code: Code, written: Purpose, caller: OfficeAdmin, expected: IfMatch, session: WriteSession, tag: ETag
) -> PurposeView:
    """Write a purpose of your office as a whole; a new one, or one as shipped, has the ETag "0".

    Notices that are published keep the terms they were published with: publish a new one to ask for more.
    """
    purpose = await commands.write_purpose(session, caller.office, code, expected, written)
    return tag(view(code, Purpose.model_validate(purpose.terms), purpose.version))


@router.get("/current")
async def list_current_notices(
    office: Annotated[OfficeCode, Query(description="code of the office")], session: ReadSession
) -> Page[NoticeView]:
    """The notices that an office shows now, one a purpose, for the forms in which it asks for consent."""
    rows = await queries.notices_in_force(session, office)
    return Page(items=[notice_view(row) for row in rows], next=None)


@router.get("")
async def list_notices(
    caller: Insider, wanted: Annotated[NoticeFilter, Query()], paging: Paging, session: ReadSession
) -> Page[NoticeView]:
    """All versions of the notices of your office, newest first; the permanent workers see drafts too."""
    rows, following = await queries.notices_of(session, caller.office, wanted.purpose, paging, drafts=is_staff(caller))
    known = await queries.all_purposes(session, caller.office)
    return Page(items=[of_purposes(row, known) for row in rows], next=following)


@router.post("", status_code=201, responses=problems(PurposeNotFound, NoticeDraftExists))
async def draft_notice(new: DraftNotice, caller: OfficeAdmin, session: WriteSession, tag: ETag) -> NoticeView:
    """Draft the next version of the notice for a purpose."""
    notice = await commands.draft_notice(session, caller.office, caller.person, new)
    return tag(notice_view(notice, await queries.one_purpose(session, caller.office, notice.purpose)))


@router.get("/{notice_id}", responses=problems(NoticeNotFound))
async def read_notice(notice_id: UUID, caller: Insider, session: ReadSession, tag: ETag) -> NoticeView:
    """One version of a notice, as it is shown or was shown; drafts for the permanent workers."""
    row = await queries.one_notice(session, caller.office, notice_id, drafts=is_staff(caller))
    return tag(notice_view(row, await queries.one_purpose(session, caller.office, row.purpose)))


@router.patch("/{notice_id}", responses=problems(NoticeNotFound, Stale, PreconditionRequired, NotPossibleNow, Invalid))
async def change_notice(
    notice_id: UUID, changes: ChangeNotice, caller: OfficeAdmin, expected: IfMatch, session: WriteSession, tag: ETag
) -> NoticeView:
    """Change a draft; what you leave out stays."""
    notice = await commands.change_notice(session, caller.office, notice_id, caller.person, expected, changes)
    return tag(notice_view(notice, await queries.one_purpose(session, caller.office, notice.purpose)))


@router.post("/{notice_id}/publish", responses=problems(NoticeNotFound, NotPossibleNow, OwnSubmission))
async def publish_notice(notice_id: UUID, caller: OfficeStaff, session: WriteSession, tag: ETag) -> NoticeView:
    """Show a notice from now on; a colleague of those who wrote it does, as nobody approves their own submission.

    From then on neither its text nor its terms change. If it is material, consents given before need renewal.
    """
    return tag(notice_view(await commands.publish_notice(session, caller.office, notice_id, caller.person)))
