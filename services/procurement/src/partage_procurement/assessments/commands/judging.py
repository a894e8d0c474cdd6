"""Verify evidence, review answers, and contest what was published."""

from typing import Any
from uuid import UUID

from sqlalchemy import Row
from sqlalchemy.ext.asyncio import AsyncSession

from partage_kit.clock import clock
from partage_kit.types import Person, day_of
from partage_procurement.assessments import queries
from partage_procurement.assessments.models import ANSWER_TIME, Contest, EvidenceRecord
from partage_procurement.charters.queries import charter_for_update
from partage_procurement.suppliers.queries import require_no_interest


async def verify_evidence(
    session: AsyncSession, office: str, assessment_id: UUID, evidence_id: UUID, by: Person
) -> EvidenceRecord:
    """Confirm that a file is what it claims to be; only then it counts.

    Raises:
        AssessmentNotFound, EvidenceNotFound, NotPossibleNow, OwnWork, ConflictOfInterest
    """
    assessment = await queries.assessment_for_update(session, office, assessment_id)
    assessment.require_verifiable()
    assessment.require_no_part_of(by)
    await require_no_interest(session, assessment.supplier_id, by)
    record = await queries.evidence_for_update(session, assessment_id, evidence_id)
    record.verify(by.subject, await clock(session))
    await session.flush()
    return record


async def review_assessment(session: AsyncSession, office: str, assessment_id: UUID, by: Person) -> Row[Any]:
    """Confirm that somebody without a part or an interest in it went through the answers.

    Raises:
        AssessmentNotFound, NotPossibleNow, OwnWork, ConflictOfInterest
    """
    assessment = await queries.assessment_for_update(session, office, assessment_id)
    assessment.review(by, await clock(session))
    await require_no_interest(session, assessment.supplier_id, by)
    await session.flush()
    return await queries.one_assessment(session, office, assessment_id, unpublished=True)


async def contest_assessment(
    session: AsyncSession, office: str, assessment_id: UUID, made_by: UUID, reason: str, *, by_supplier: bool = False
) -> Contest:
    """Hold a published outcome to be wrong, as a member or as the supplier; the office answers with a new revision.

    Raises:
        AssessmentNotFound, NotPossibleNow
    """
    assessment = await queries.assessment_for_update(session, office, assessment_id, unpublished=False)
    charter = await charter_for_update(session, office, assessment.charter_id, shared=True)
    now = await clock(session)
    assessment.contest(now, charter.grace_until)
    contest = Contest(
        office=office,
        assessment_id=assessment_id,
        revision_number=assessment.revision_number,
        reason=reason,
        made_by=made_by,
        by_supplier=by_supplier,
        made_at=now,
        answer_due=day_of(now + ANSWER_TIME),
    )
    session.add(contest)
    await session.flush()
    return contest
