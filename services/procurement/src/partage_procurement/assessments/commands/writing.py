"""Open an assessment, answer its criteria, attach evidence, submit it."""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import Row
from sqlalchemy.ext.asyncio import AsyncSession

from partage_kit.clock import clock
from partage_kit.errors import Invalid
from partage_kit.http.tags import require_version
from partage_kit.types import Person, day_of
from partage_procurement.assessments import queries
from partage_procurement.assessments.dossier import require_sound
from partage_procurement.assessments.errors import CharterNotInForce
from partage_procurement.assessments.models import Assessment, EvidenceRecord
from partage_procurement.charters.queries import charter_for_update
from partage_procurement.charters.schemas import CharterState
from partage_procurement.charters.yardstick import yardstick_of
from partage_procurement.suppliers.queries import supplier_for_update


async def open_assessment(
    session: AsyncSession, office: str, by: Person, supplier_id: UUID, charter_id: UUID
) -> Row[Any]:
    """Begin to assess a supplier against the charter version in force.

    Raises:
        SupplierNotFound, CharterNotFound, CharterNotInForce, AssessmentUnderWay
    """
    # the charter first, as its signature locks it before suppliers
    charter = await charter_for_update(session, office, charter_id, shared=True)
    await supplier_for_update(session, office, supplier_id, shared=True)
    if charter.state is not CharterState.ADOPTED:
        raise CharterNotInForce(f"version {charter.number} is {charter.state}")
    now = await clock(session)
    assessment = Assessment(
        office=office,
        supplier_id=supplier_id,
        charter_id=charter_id,
        charter_number=charter.number,
        created_at=now,
        updated_at=now,
    )
    assessment.contribute(by, now)
    session.add(assessment)
    await session.flush()
    return await queries.one_assessment(session, office, assessment.id, unpublished=True)


async def answer_criterion(
    session: AsyncSession,
    office: str,
    assessment_id: UUID,
    by: Person,
    expected: int,
    criterion: str,
    answer: Mapping[str, Any],
) -> Row[Any]:
    """Answer one criterion, or answer it anew.

    Raises:
        AssessmentNotFound, Stale, NotPossibleNow, UnsoundAnswers, Invalid: it names evidence that is not attached.
    """
    assessment = await queries.assessment_for_update(session, office, assessment_id)
    require_version(assessment, expected)
    assessment.require_writable()
    attached = {item["id"] for item in await queries.evidence_of(session, assessment_id)}
    _require_attached(answer["evidence"], attached)
    charter = await charter_for_update(session, office, assessment.charter_id, shared=True)
    now = await clock(session)
    assessment.answer(criterion, dict(answer), by, now)
    require_sound(yardstick_of(charter.themes, charter.criteria), assessment.answers, day_of(now))
    await session.flush()
    return await queries.one_assessment(session, office, assessment_id, unpublished=True)


async def add_evidence(
    session: AsyncSession, office: str, assessment_id: UUID, by: Person, fields: Mapping[str, Any]
) -> EvidenceRecord:
    """Attach what is known of a file that proves something.

    Raises:
        AssessmentNotFound, NotPossibleNow, EvidenceExists, Invalid: the charter knows no such type, or the file comes
            from the future.
    """
    assessment = await queries.assessment_for_update(session, office, assessment_id)
    assessment.require_writable()
    charter = await charter_for_update(session, office, assessment.charter_id, shared=True)
    if all(kind["code"] != fields["type"] for kind in charter.evidence_types):
        raise _wrong("type", "no evidence type of this charter")
    now = await clock(session)
    if fields["issued_on"] > day_of(now):
        raise _wrong("issued_on", "is in the future")
    assessment.contribute(by, now)
    record = EvidenceRecord(
        office=office, assessment_id=assessment_id, provided_by=by.subject, provided_at=now, **fields
    )
    session.add(record)
    await session.flush()
    return record


async def submit_assessment(session: AsyncSession, office: str, assessment_id: UUID, by: Person) -> Row[Any]:
    """Close the answers for review.

    Raises:
        AssessmentNotFound, NotPossibleNow
    """
    assessment = await queries.assessment_for_update(session, office, assessment_id)
    assessment.submit(by, await clock(session))
    await session.flush()
    return await queries.one_assessment(session, office, assessment_id, unpublished=True)


def _require_attached(named: Iterable[str], attached: set[str]) -> None:
    if missing := [key for key in named if key not in attached]:
        raise _wrong("evidence", f"not attached to this assessment: {', '.join(missing)}")


def _wrong(field: str, why: str) -> Invalid:
    return Invalid(f"{field}: {why}", errors=[{"pointer": f"/body/{field}", "detail": why}])
