"""Named reads of the files behind evidence."""

from typing import Any
from uuid import UUID

from sqlalchemy import Row, select

from partage_kit.db import Readable
from partage_procurement.assessments.errors import EvidenceNotFound
from partage_procurement.assessments.queries import evidence, one_assessment
from partage_procurement.evidence_files.models import evidence_parts


async def one_evidence(session: Readable, office: str, assessment_id: UUID, evidence_id: UUID) -> Row[Any]:
    """What is known of a piece of evidence of an assessment of this office.

    Raises:
        AssessmentNotFound, EvidenceNotFound
    """
    await one_assessment(session, office, assessment_id, unpublished=True)
    statement = select(evidence).where(evidence.c.id == evidence_id, evidence.c.assessment_id == assessment_id)
    row = (await session.execute(statement)).first()
    if row is None:
        raise EvidenceNotFound()
    return row


async def file_of(session: Readable, office: str, assessment_id: UUID, evidence_id: UUID) -> tuple[Row[Any], bytes]:
    """A piece of evidence and its file, at most 10 MB.

    Raises:
        AssessmentNotFound, EvidenceNotFound: also when its file was never sent.
    """
    row = await one_evidence(session, office, assessment_id, evidence_id)
    if row.size is None:
        raise EvidenceNotFound("the file of this evidence was not sent")
    parts = evidence_parts.c
    statement = select(parts.content).where(parts.evidence_id == evidence_id).order_by(parts.number)
    return row, b"".join((await session.execute(statement)).scalars())
