"""Open consultations and give opinions."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from partage_kit.clock import clock
from partage_members.consultations import queries
from partage_members.consultations.errors import MembersAreAsked, WindowInvalid
from partage_members.consultations.models import Consultation, Opinion
from partage_members.consultations.schemas import GiveOpinion, OpenConsultation
from partage_members.filieres.queries import filiere_as_it_stays
from partage_members.profiles.queries import has_profile


async def open_consultation(
    session: AsyncSession, office: str, filiere_id: UUID, new: OpenConsultation
) -> Consultation:
    """Ask the members of the office about a filière.

    Raises:
        FiliereNotFound, FiliereIsClosed, WindowInvalid
    """
    filiere = await filiere_as_it_stays(session, office, filiere_id)
    filiere.require_open()
    now = await clock(session)
    opens_at = new.opens_at or now
    if opens_at < now or new.closes_at <= opens_at:
        raise WindowInvalid()
    fields = new.model_dump() | {"opens_at": opens_at}
    consultation = Consultation(office=office, filiere_id=filiere_id, created_at=now, **fields)
    session.add(consultation)
    await session.flush()
    return consultation


async def give_opinion(
    session: AsyncSession, office: str, consultation_id: UUID, member_id: UUID, given: GiveOpinion
) -> Opinion:
    """Keep a member's opinion; a later one takes the place of an earlier one.

    Raises:
        ConsultationNotFound, MembersAreAsked, ConsultationNotOpen
    """
    consultation = await queries.consultation_for_update(session, office, consultation_id)
    if not await has_profile(session, office, member_id):
        raise MembersAreAsked("you have no profile in this office")
    now = await clock(session)
    consultation.require_open(now)
    opinion = await queries.opinion_of(session, consultation_id, member_id)
    if opinion is None:
        opinion = Opinion(
            office=office, consultation_id=consultation_id, member_id=member_id, stance=given.stance, given_at=now
        )
        session.add(opinion)
    opinion.stance, opinion.comment, opinion.given_at = given.stance, given.comment, now
    await session.flush()
    return opinion
