"""The HTTP door of consultations."""

from uuid import UUID

from partage_kit.auth import Member
from partage_kit.db import ReadSession, WriteSession
from partage_kit.http.pages import Page, Paging
from partage_kit.http.problems import problems
from partage_kit.http.routes import Router
from partage_kit.http.tags import ETag
from partage_members.callers import Insider, OfficeStaff
from partage_members.consultations import commands, queries
from partage_members.consultations.errors import (
    ConsultationNotFound,
    ConsultationNotOpen,
    MembersAreAsked,
    OpinionNotFound,
    ResultNotPublished,
    WindowInvalid,
)
from partage_members.consultations.schemas import (
    Comment,
    ConsultationSummary,
    ConsultationView,
    GiveOpinion,
    OpenConsultation,
    OpinionView,
)
from partage_members.consultations.views import opened, summary, whole
from partage_members.filieres.errors import FiliereIsClosed, FiliereNotFound

router = Router(tags=["consultations"])


@router.post(
    "/filieres/{filiere_id}/consultations",
    status_code=201,
    responses=problems(FiliereNotFound, FiliereIsClosed, WindowInvalid),
)
async def open_consultation(
    filiere_id: UUID, new: OpenConsultation, caller: OfficeStaff, session: WriteSession, tag: ETag
) -> ConsultationView:
    """Ask the members of your office what they think of launching or closing a filière."""
    consultation = await commands.open_consultation(session, caller.office, filiere_id, new)
    return tag(opened(consultation))


@router.get("/filieres/{filiere_id}/consultations", responses=problems(FiliereNotFound))
async def list_consultations(
    filiere_id: UUID, caller: Insider, paging: Paging, session: ReadSession
) -> Page[ConsultationSummary]:
    """The consultations on a filière, newest first."""
    rows, following = await queries.consultations_of(session, caller.office, filiere_id, paging)
    return Page(items=[summary(row) for row in rows], next=following)


@router.get("/consultations/{consultation_id}", responses=problems(ConsultationNotFound))
async def read_consultation(
    consultation_id: UUID, caller: Insider, session: ReadSession, tag: ETag
) -> ConsultationView:
    """A consultation; once it has closed, with its result as counts."""
    row, counts = await queries.consultation(session, caller.office, consultation_id)
    return tag(whole(row, counts))


@router.put(
    "/consultations/{consultation_id}/opinions/mine",
    responses=problems(ConsultationNotFound, MembersAreAsked, ConsultationNotOpen),
)
async def give_my_opinion(
    consultation_id: UUID, given: GiveOpinion, caller: Member, session: WriteSession
) -> OpinionView:
    """Say what you think, or change it while the consultation is open; you need a profile in its office.

    Once it has closed all members read how many gave each opinion, however few, and comments with the opinion that they
    explain, without names: write nothing by which others would know you unless you want them to.
    """
    opinion = await commands.give_opinion(session, caller.office, consultation_id, caller.member, given)
    return OpinionView(stance=opinion.stance, comment=opinion.comment, given_at=opinion.given_at)


@router.get("/consultations/{consultation_id}/opinions/mine", responses=problems(OpinionNotFound))
async def read_my_opinion(consultation_id: UUID, caller: Member, session: ReadSession) -> OpinionView:
    """The opinion that you gave."""
    row = await queries.my_opinion(session, caller.office, consultation_id, caller.member)
    return OpinionView.model_validate(row)


@router.get("/consultations/{consultation_id}/comments", responses=problems(ConsultationNotFound, ResultNotPublished))
async def list_comments(consultation_id: UUID, caller: Insider, paging: Paging, session: ReadSession) -> Page[Comment]:
    """What members wrote along with their opinions, without names; published when the consultation has closed."""
    rows, following = await queries.published_comments(session, caller.office, consultation_id, paging)
    return Page(items=[Comment(stance=row.stance, comment=row.comment) for row in rows], next=following)
