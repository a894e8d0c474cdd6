"""The HTTP door of the files behind evidence."""

from uuid import UUID

from fastapi import Request, Response

from partage_kit.body_errors import FileTypeRefused
from partage_kit.db import ReadSession, WriteSession
from partage_kit.errors import NotPossibleNow
from partage_kit.http.files import received_file, takes_file
from partage_kit.http.problems import problems
from partage_kit.http.routes import Router
from partage_procurement.assessments.errors import AssessmentNotFound, EvidenceNotFound, FileDiffers
from partage_procurement.assessments.schemas import EvidenceView
from partage_procurement.callers import AssessmentWriter, Judge
from partage_procurement.evidence_files import commands, queries

router = Router(prefix="/assessments", tags=["assessments"])

MEDIA_TYPES = ("application/pdf", "image/png", "image/jpeg")
_FILE = "/{assessment_id}/evidence/{evidence_id}/file"
_MISSING = (AssessmentNotFound, EvidenceNotFound)


@router.put(
    _FILE,
    responses=problems(NotPossibleNow, FileTypeRefused, FileDiffers, *_MISSING),
    openapi_extra=takes_file(*MEDIA_TYPES),
)
async def send_evidence_file(
    assessment_id: UUID,
    evidence_id: UUID,
    caller: AssessmentWriter,
    reading: ReadSession,
    session: WriteSession,
    request: Request,
) -> EvidenceView:
    """Send the file of a piece of evidence, at most 10 MB; it is kept if its SHA-256 is the one that was named."""
    # before the file is read, and without holding a transaction while it comes in
    await queries.one_evidence(reading, caller.office, assessment_id, evidence_id)
    async with received_file(request) as file:
        record = await commands.keep_file(
            session,
            caller.office,
            assessment_id,
            evidence_id,
            caller.person,
            file.media_type,
            file.size,
            file.sha256,
            file.content,
        )
    return EvidenceView.model_validate(record)


@router.get(
    _FILE,
    response_class=Response,
    responses={200: {"content": {kind: {} for kind in MEDIA_TYPES}}, **problems(*_MISSING)},
)
async def read_evidence_file(assessment_id: UUID, evidence_id: UUID, caller: Judge, session: ReadSession) -> Response:
    """The file of a piece of evidence, for those who judge: it may name persons."""
    row, content = await queries.file_of(session, caller.office, assessment_id, evidence_id)
    headers = {
        "Content-Disposition": f'attachment; filename="{row.type}.{row.media_type.partition("/")[2]}"',
        "X-Content-Type-Options": "nosniff",
    }
    return Response(content, media_type=row.media_type, headers=headers)
