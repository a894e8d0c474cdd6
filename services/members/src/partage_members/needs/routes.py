"""The HTTP door of needs."""

from typing import Annotated
from uuid import UUID

from fastapi import Query

from partage_kit.db import ReadSession, WriteSession
from partage_kit.errors import Invalid, NotPossibleNow, OwnSubmission, PreconditionRequired, Stale
from partage_kit.http.languages import ReaderLanguages
from partage_kit.http.pages import Page, Paging
from partage_kit.http.problems import problems
from partage_kit.http.routes import Router
from partage_kit.http.tags import ETag, IfMatch
from partage_members.callers import Insider, OfficeStaff, is_staff
from partage_members.classifications.errors import UnknownCode
from partage_members.filieres.callers import Facilitating
from partage_members.filieres.errors import FiliereNotFound, NotTheirFacilitator
from partage_members.horizon import DayTooFarAhead
from partage_members.needs import commands, queries
from partage_members.needs.errors import NeedNotFound, NeedOfSurvey
from partage_members.needs.schemas import (
    ChangeNeed,
    NeedFilter,
    NeedView,
    Published,
    PublishNeeds,
    RecordNeed,
    WithdrawNeed,
)
from partage_members.needs.views import view
from partage_members.needs_surveys.errors import UnknownNeed
from partage_members.places.errors import UnknownPlace

router = Router(prefix="/needs", tags=["needs"])

NAMING = (DayTooFarAhead, NotTheirFacilitator, UnknownCode, UnknownPlace, UnknownNeed, FiliereNotFound)


@router.get("", responses=problems(UnknownCode))
async def list_needs(
    caller: Insider,
    wanted: Annotated[NeedFilter, Query()],
    paging: Paging,
    languages: ReaderLanguages,
    session: ReadSession,
) -> Page[NeedView]:
    """What the members of your office need, latest period and most urgent first (recommendation 1).

    With `filiere` and `sort=rank` it is the ranked list of a filière. Members see what is published, facilitators also
    what waits for their filières, the staff all.
    """
    staff = is_staff(caller)
    rows, following = await queries.list_needs(session, caller, wanted, paging)
    return Page(items=[view(row, languages, to_staff=staff) for row in rows], next=following)


@router.post("", status_code=201, responses=problems(*NAMING))
async def record_need(
    new: RecordNeed, caller: Facilitating, languages: ReaderLanguages, session: WriteSession, tag: ETag
) -> NeedView:
    """Write down what members need, by a code or in your own words; a colleague publishes it.

    Facilitators write down what concerns filières of theirs, and name them; the staff publishes it.
    """
    need = await commands.record_need(session, caller, new)
    return tag(view(need, languages, to_staff=is_staff(caller)))


@router.post("/publications", responses=problems(NeedNotFound, Stale, NotPossibleNow, OwnSubmission))
async def publish_needs(which: PublishNeeds, caller: OfficeStaff, session: WriteSession) -> Published:
    """Show many needs to members at once, such as all that a survey brought back; all of them or none.

    `version` is the one that you have read: where a file or a colleague has changed a need since, nothing is shown.
    """
    return Published(published=await commands.publish_needs(session, caller, which.versions()))


@router.get("/{need_id}", responses=problems(NeedNotFound))
async def read_need(
    need_id: UUID, caller: Insider, languages: ReaderLanguages, session: ReadSession, tag: ETag
) -> NeedView:
    """A need that your office has published; as staff, or for a filière that you facilitate, in every state."""
    row = await queries.one_need(session, caller, need_id)
    return tag(view(row, languages, to_staff=is_staff(caller)))


@router.patch(
    "/{need_id}",
    responses=problems(NeedNotFound, Stale, PreconditionRequired, *NAMING, NotPossibleNow, NeedOfSurvey, Invalid),
)
async def correct_need(
    need_id: UUID,
    changes: ChangeNeed,
    caller: Facilitating,
    expected: IfMatch,
    languages: ReaderLanguages,
    session: WriteSession,
    tag: ETag,
) -> NeedView:
    """Correct a need that was typed in or came by file. One that was published waits until a colleague publishes it.

    Facilitators correct what concerns filières of theirs, and no others.
    """
    need = await commands.correct_need(session, caller, need_id, expected, changes.given())
    return tag(view(need, languages, to_staff=is_staff(caller)))


@router.post(
    "/{need_id}/publish",
    responses=problems(NeedNotFound, Stale, PreconditionRequired, NotPossibleNow, OwnSubmission, Invalid),
)
async def publish_need(
    need_id: UUID,
    caller: OfficeStaff,
    expected: IfMatch,
    languages: ReaderLanguages,
    session: WriteSession,
    tag: ETag,
) -> NeedView:
    """Show a need to the members of your office as you have read it; who wrote it down leaves that to a colleague."""
    await commands.publish_needs(session, caller, {need_id: expected})
    row = await queries.one_need(session, caller, need_id)
    return tag(view(row, languages, to_staff=True))


@router.post("/{need_id}/withdraw", responses=problems(NeedNotFound, NotPossibleNow))
async def withdraw_need(
    need_id: UUID,
    why: WithdrawNeed,
    caller: OfficeStaff,
    languages: ReaderLanguages,
    session: WriteSession,
    tag: ETag,
) -> NeedView:
    """Show a need no longer, for ever; the reason stays with the staff."""
    need = await commands.withdraw_need(session, caller, need_id, why.reason)
    return tag(view(need, languages, to_staff=True))
