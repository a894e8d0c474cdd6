"""Publish an assessment: keep what was published, announce its score, and let its supplier stand accordingly."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row
from sqlalchemy.ext.asyncio import AsyncSession

from partage_kit.clock import clock
from partage_kit.errors import Invalid, NotPossibleNow
from partage_kit.types import Person, day_of
from partage_kit.unit_of_work import emit
from partage_procurement.assessments import events, queries
from partage_procurement.assessments.dossier import answers_of, proven_until
from partage_procurement.assessments.errors import CharterNotInForce, ConditionsNeeded
from partage_procurement.assessments.models import Assessment, Revision
from partage_procurement.assessments.schemas import AssessmentState
from partage_procurement.charters.models import Charter
from partage_procurement.charters.queries import charter_for_update
from partage_procurement.charters.yardstick import bands_of, yardstick_of
from partage_procurement.scoring.evidence import add_months
from partage_procurement.scoring.score import score
from partage_procurement.scoring.standing import Effect, Ruling, Standing, stand
from partage_procurement.suppliers.commands import follow_assessment, require_not_past
from partage_procurement.suppliers.models import Verdict
from partage_procurement.suppliers.queries import require_no_interest, supplier_for_update


@dataclass(frozen=True, slots=True)
class Publication:
    """What the publisher adds: conditions for a conditional outcome, an answer to a contest."""

    until: date | None = None
    commitments: tuple[str, ...] = ()
    answer: str | None = None


async def publish_assessment(
    session: AsyncSession, office: str, assessment_id: UUID, by: Person, given: Publication
) -> Row[Any]:
    """Publish the next revision as of today.

    Raises:
        AssessmentNotFound, NotPossibleNow, OwnWork, ConflictOfInterest, ConditionsNeeded, CharterNotInForce, Invalid
    """
    assessment = await queries.assessment_for_update(session, office, assessment_id)
    assessment.require_publishable(by)
    await require_no_interest(session, assessment.supplier_id, by)
    # the charter first, as its signature locks it before suppliers
    charter = await charter_for_update(session, office, assessment.charter_id, shared=True)
    # the supplier's lock makes publications of several assessments of one supplier wait for each other
    await supplier_for_update(session, office, assessment.supplier_id)
    now = await clock(session)
    _require_grace(assessment, charter, day_of(now))
    await _answer_contest(session, assessment, by.subject, given.answer, now)
    await _replace_others(session, assessment, now)

    evidence = await queries.evidence_of(session, assessment_id)
    yardstick = yardstick_of(charter.themes, charter.criteria)
    card = score(yardstick, answers_of(assessment.answers, evidence), day_of(now))
    standing = stand(card, bands_of(charter.bands))
    ruling = _ruling(standing, given, now)
    expires_on = min(add_months(day_of(now), charter.validity_months), charter.grace_until or date.max)
    assessment.publish(standing.label, expires_on, now)
    session.add(_revision(assessment, evidence, standing, by.subject, now))
    await session.flush()
    emit(session, events.published(assessment, card, standing))
    proven = min((day for day in (proven_until(card), charter.grace_until) if day is not None), default=None)
    verdict = Verdict(assessment_id, standing.label, expires_on, proven, ruling)
    await follow_assessment(session, office, assessment.supplier_id, verdict, _reason(standing), by.subject, now)
    return await queries.one_assessment(session, office, assessment_id, unpublished=True)


def _require_grace(assessment: Assessment, charter: Charter, day: date) -> None:
    """Refuse a first publication that would have expired already; a contest is answered all the same."""
    over = charter.grace_until is not None and charter.grace_until < day
    if over and assessment.state is AssessmentState.REVIEWED:
        raise CharterNotInForce(f"labels under version {charter.number} counted until {charter.grace_until}")


async def _answer_contest(
    session: AsyncSession, assessment: Assessment, by: str, answer: str | None, now: datetime
) -> None:
    contested = assessment.state is AssessmentState.CONTESTED
    if contested != (answer is not None):
        why = "a contested assessment is published with an answer, and no other is"
        raise Invalid(why, errors=[{"pointer": "/body/answer", "detail": why}])
    if contested:
        contest = await queries.open_contest(session, assessment.id)
        contest.answer, contest.answered_by, contest.answered_at = answer, by, now


async def _replace_others(session: AsyncSession, assessment: Assessment, now: datetime) -> None:
    for other in await queries.others_in_force(session, assessment):
        if other.state is AssessmentState.CONTESTED:
            raise NotPossibleNow("an earlier assessment of this supplier is contested: answer that first")
        other.give_way(now)


def _ruling(standing: Standing, given: Publication, now: datetime) -> Ruling:
    conditional = standing.effect is Effect.CONDITIONAL
    if conditional and not given.commitments:
        raise ConditionsNeeded(_reason(standing))
    if given.commitments and not conditional:
        why = f"the outcome is {standing.effect}, which has no conditions"
        raise Invalid(why, errors=[{"pointer": "/body/conditions", "detail": why}])
    require_not_past(given.until, now)
    return Ruling(standing.effect, given.until, given.commitments)


def _reason(standing: Standing) -> str:
    """Why the supplier stands so, in codes of the charter that every reader can look up."""
    if standing.label is not None:
        return f"charter label: {standing.label}"
    return "no charter label: " + ", ".join(f"{reason.obstacle} {reason.key}" for reason in standing.reasons)


def _revision(
    assessment: Assessment, evidence: list[dict[str, Any]], standing: Standing, by: str, now: datetime
) -> Revision:
    return Revision(
        office=assessment.office,
        assessment_id=assessment.id,
        number=assessment.revision_number,
        answers=assessment.answers,
        evidence=evidence,
        effect=standing.effect,
        published_on=day_of(now),
        published_by=by,
    )
