"""The HTTP door of initiatives; what is published is open to everybody."""

from typing import Annotated
from uuid import UUID

from fastapi import Query

from partage_kit.auth import Member, Visitor
from partage_kit.db import ReadSession, WriteSession
from partage_kit.errors import Invalid, NotPossibleNow, OwnSubmission
from partage_kit.http.languages import ReaderLanguages
from partage_kit.http.pages import Page, Paging
from partage_kit.http.problems import problems
from partage_kit.http.routes import Router
from partage_kit.http.tags import ETag
from partage_members.callers import MemberOrStaff, OfficeStaff
from partage_members.classifications.errors import UnknownCode
from partage_members.directory.queries import office_of
from partage_members.filieres.errors import FiliereNotFound, OpennessUnexplained, ScopeMissing
from partage_members.filieres.schemas import FiliereView, ProposeFiliere
from partage_members.filieres.views import whole
from partage_members.horizon import DayTooFarAhead
from partage_members.initiatives import commands, queries
from partage_members.initiatives.errors import (
    InitiativeIsFiliere,
    InitiativeNotFound,
    OwnInitiative,
    SupportNeedsProfile,
)
from partage_members.initiatives.schemas import (
    DeclineInitiative,
    EndInitiative,
    InitiativeFilter,
    InitiativeView,
    ReviewLater,
    SubmissionFilter,
    SubmitInitiative,
    SupportCount,
)
from partage_members.initiatives.views import is_visible, view
from partage_members.places.errors import UnknownPlace

router = Router(prefix="/initiatives", tags=["initiatives"])

DECIDING = problems(InitiativeNotFound, NotPossibleNow, OwnSubmission, Invalid, DayTooFarAhead)


@router.get("", responses=problems(UnknownCode))
async def list_initiatives(
    visitor: Visitor,
    wanted: Annotated[InitiativeFilter, Query()],
    paging: Paging,
    languages: ReaderLanguages,
    session: ReadSession,
) -> Page[InitiativeView]:
    """The initiatives that an office has published, newest first (recommendation 1: collect initiatives)."""
    office = office_of(visitor, wanted.office)
    rows, following = await queries.published_initiatives(session, office, wanted, paging)
    return Page(items=[view(row, visitor, languages) for row in rows], next=following)


@router.get("/submissions", responses=problems(UnknownCode))
async def list_submissions(
    caller: OfficeStaff,
    wanted: Annotated[SubmissionFilter, Query()],
    paging: Paging,
    languages: ReaderLanguages,
    session: ReadSession,
) -> Page[InitiativeView]:
    """All initiatives of your office in every state, last submitted first; those with an overdue review are flagged."""
    rows, following = await queries.submissions(session, caller.office, wanted, paging)
    return Page(items=[view(row, caller, languages) for row in rows], next=following)


@router.get("/mine")
async def list_my_initiatives(
    caller: Member, paging: Paging, languages: ReaderLanguages, session: ReadSession
) -> Page[InitiativeView]:
    """What you have submitted, newest first, with what became of it."""
    rows, following = await queries.initiatives_by(session, caller.office, caller.member, paging)
    return Page(items=[view(row, caller, languages) for row in rows], next=following)


@router.post("", status_code=201, responses=problems(UnknownCode, UnknownPlace, FiliereNotFound, DayTooFarAhead))
async def submit_initiative(
    new: SubmitInitiative, caller: MemberOrStaff, languages: ReaderLanguages, session: WriteSession, tag: ETag
) -> InitiativeView:
    """Tell of a collective initiative, or of what was learnt from an earlier one; somebody else then publishes it."""
    initiative = await commands.submit_initiative(session, caller, new)
    return tag(view(await queries.one_initiative(session, initiative.id), caller, languages))


@router.get("/{initiative_id}", responses=problems(InitiativeNotFound))
async def read_initiative(
    initiative_id: UUID, visitor: Visitor, languages: ReaderLanguages, session: ReadSession, tag: ETag
) -> InitiativeView:
    """An initiative that is published; your own, and as staff those of your office, in every state."""
    row = await queries.one_initiative(session, initiative_id)
    if not is_visible(row, visitor):
        raise InitiativeNotFound()
    return tag(view(row, visitor, languages))


@router.post("/{initiative_id}/publish", responses=DECIDING)
async def publish_initiative(
    initiative_id: UUID,
    until: ReviewLater,
    caller: OfficeStaff,
    languages: ReaderLanguages,
    session: WriteSession,
    tag: ETag,
) -> InitiativeView:
    """Show an initiative to everybody; on its review date it is looked at again."""
    await commands.publish_initiative(session, caller.office, initiative_id, caller.person, until.review_on)
    return tag(view(await queries.one_initiative(session, initiative_id), caller, languages))


@router.post("/{initiative_id}/decline", responses=DECIDING)
async def decline_initiative(
    initiative_id: UUID,
    why: DeclineInitiative,
    caller: OfficeStaff,
    languages: ReaderLanguages,
    session: WriteSession,
    tag: ETag,
) -> InitiativeView:
    """Do not show an initiative; its author reads the reason."""
    await commands.decline_initiative(session, caller.office, initiative_id, caller.person, why.reason)
    return tag(view(await queries.one_initiative(session, initiative_id), caller, languages))


@router.post("/{initiative_id}/withdraw", responses=problems(InitiativeNotFound, NotPossibleNow))
async def withdraw_initiative(
    initiative_id: UUID, caller: MemberOrStaff, languages: ReaderLanguages, session: WriteSession, tag: ETag
) -> InitiativeView:
    """Take your own initiative back, as long as nobody has decided about it."""
    await commands.withdraw_initiative(session, caller.office, initiative_id, caller.person)
    return tag(view(await queries.one_initiative(session, initiative_id), caller, languages))


@router.post("/{initiative_id}/continue", responses=DECIDING)
async def continue_initiative(
    initiative_id: UUID,
    until: ReviewLater,
    caller: OfficeStaff,
    languages: ReaderLanguages,
    session: WriteSession,
    tag: ETag,
) -> InitiativeView:
    """Let an initiative that is under review go on until the next review."""
    await commands.continue_initiative(session, caller.office, initiative_id, caller.person, until.review_on)
    return tag(view(await queries.one_initiative(session, initiative_id), caller, languages))


@router.post("/{initiative_id}/end", responses=DECIDING)
async def end_initiative(
    initiative_id: UUID,
    learnt: EndInitiative,
    caller: OfficeStaff,
    languages: ReaderLanguages,
    session: WriteSession,
    tag: ETag,
) -> InitiativeView:
    """Let an initiative that is under review end; its lessons are published."""
    await commands.end_initiative(session, caller.office, initiative_id, caller.person, learnt.lessons)
    return tag(view(await queries.one_initiative(session, initiative_id), caller, languages))


@router.post(
    "/{initiative_id}/propose-filiere",
    status_code=201,
    responses=problems(
        InitiativeNotFound, InitiativeIsFiliere, UnknownCode, UnknownPlace, OpennessUnexplained, ScopeMissing
    ),
)
async def propose_filiere_from(
    initiative_id: UUID,
    new: ProposeFiliere,
    caller: MemberOrStaff,
    languages: ReaderLanguages,
    session: WriteSession,
    tag: ETag,
) -> FiliereView:
    """Propose a filière from a published initiative, which names it from then on (recommendation 2)."""
    fields = new.model_dump()
    filiere = await commands.propose_from(session, caller.office, initiative_id, caller.person, fields)
    return tag(whole(filiere, languages))


@router.put(
    "/{initiative_id}/supports/mine",
    responses=problems(InitiativeNotFound, NotPossibleNow, OwnInitiative, SupportNeedsProfile),
)
async def support_initiative(initiative_id: UUID, caller: Member, session: WriteSession) -> SupportCount:
    """Support an initiative of others; saying so twice changes nothing. Only the number is told."""
    return SupportCount(supports=await commands.support_initiative(session, caller, initiative_id), mine=True)


@router.delete("/{initiative_id}/supports/mine", responses=problems(InitiativeNotFound))
async def take_support_back(initiative_id: UUID, caller: Member, session: WriteSession) -> SupportCount:
    """Support an initiative no longer."""
    return SupportCount(supports=await commands.take_support_back(session, caller, initiative_id), mine=False)
