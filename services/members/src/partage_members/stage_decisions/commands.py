"""Decide on the stage of a filière."""

from collections.abc import Mapping
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from partage_contracts.members import FiliereStage
from partage_kit.clock import clock
from partage_kit.types import Language, Person, day_of
from partage_kit.unit_of_work import emit
from partage_members.consultations.queries import closed_consultation
from partage_members.consultations.schemas import About
from partage_members.facilitators.commands import end_all
from partage_members.filieres.queries import filiere_for_update
from partage_members.filieres.stages import FINAL, UNATTENDED
from partage_members.memberships.commands import end_memberships
from partage_members.stage_decisions import events, queries
from partage_members.stage_decisions.errors import ConsultationNotCitable
from partage_members.stage_decisions.models import StageDecision
from partage_members.stage_decisions.schemas import ConsultedGrounds, Evidence, Grounds

CONSULTED: Mapping[FiliereStage, About] = {
    FiliereStage.LAUNCHING: About.LAUNCHING,
    FiliereStage.CLOSED: About.CLOSING,
}
"""Stages that a filière enters only after its members were asked."""


SYSTEM = Person("system")
"""Who decides by a dated rule."""

UNATTENDED_REASON = {
    Language.FR: f"Personne n'a animé la filière pendant {UNATTENDED.days} jours.",
    Language.NL: f"{UNATTENDED.days} dagen lang heeft niemand de filière begeleid.",
    Language.EN: f"Nobody facilitated the filière for {UNATTENDED.days} days.",
}


async def decide(
    session: AsyncSession, office: str, filiere_id: UUID, to: FiliereStage, by: Person, grounds: Grounds
) -> StageDecision:
    """Move a filière to another stage and announce it; closing it ends its memberships.

    Raises:
        FiliereNotFound, FiliereIsClosed, StageNotReachable, OwnSubmission, ConsultationNotCitable
    """
    filiere = await filiere_for_update(session, office, filiere_id)
    now = await clock(session)
    previous = filiere.stage
    filiere.move(to, by, now)
    consultation_id = grounds.consultation_id if isinstance(grounds, ConsultedGrounds) else None
    if to in CONSULTED and not (
        consultation_id and await closed_consultation(session, filiere_id, CONSULTED[to], consultation_id, now)
    ):
        raise ConsultationNotCitable()
    decision = StageDecision(
        office=office,
        filiere_id=filiere_id,
        previous=previous,
        stage=to,
        decided_by=by.subject,
        decided_at=now,
        **grounds.model_dump(),
    )
    session.add(decision)
    await session.flush()
    emit(session, events.stage_changed(filiere, decision))
    if to in FINAL:
        await end_all(session, filiere_id, by.subject, now)
    if to is FiliereStage.CLOSED:
        await end_memberships(session, filiere_id, now)
    return decision


async def let_rest(session: AsyncSession, filiere_id: UUID) -> None:
    """Make a filière dormant that has had no facilitator for too long; does nothing when one came meanwhile."""
    filiere = await queries.unattended_for_update(session, filiere_id)
    if filiere is None or filiere.unattended_since is None or not filiere.rests_at(await clock(session)):
        return
    since = day_of(filiere.unattended_since)
    evidence = Evidence(title=f"unattended_since: {since}")
    grounds = Grounds(reason=UNATTENDED_REASON, evidence=[evidence])
    await decide(session, filiere.office, filiere_id, FiliereStage.DORMANT, SYSTEM, grounds)
