"""Keep the file of a piece of evidence."""

import asyncio
from typing import IO
from uuid import UUID

from sqlalchemy import insert
from sqlalchemy.ext.asyncio import AsyncSession

from partage_kit.clock import clock
from partage_kit.types import Person
from partage_procurement.assessments import queries
from partage_procurement.assessments.models import EvidenceRecord
from partage_procurement.evidence_files.models import PART_SIZE, evidence_parts


async def keep_file(
    session: AsyncSession,
    office: str,
    assessment_id: UUID,
    evidence_id: UUID,
    by: Person,
    media_type: str,
    size: int,
    sha256: str,
    content: IO[bytes],
) -> EvidenceRecord:
    """Keep the file that a piece of evidence names by its hash; the same file again changes nothing.

    Raises:
        AssessmentNotFound, EvidenceNotFound, NotPossibleNow, FileDiffers
    """
    assessment = await queries.assessment_for_update(session, office, assessment_id)
    record = await queries.evidence_for_update(session, assessment_id, evidence_id)
    record.require_file(sha256)
    if record.size is not None:
        return record
    assessment.require_writable()
    assessment.contribute(by, await clock(session))
    record.media_type, record.size = media_type, size
    await session.flush()
    number = 0
    while part := await asyncio.to_thread(content.read, PART_SIZE):
        row = {"evidence_id": evidence_id, "number": number, "content": part}
        await session.execute(insert(evidence_parts).values(row))
        number += 1
    return record
