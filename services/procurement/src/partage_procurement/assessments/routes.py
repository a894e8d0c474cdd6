"""The HTTP door of assessments."""

from typing import Annotated
from uuid import UUID

from fastapi import Path, Query

from partage_kit.auth import Buyer, Member
from partage_kit.db import ReadSession, WriteSession
from partage_kit.errors import NotPossibleNow, PreconditionRequired, Stale
from partage_kit.http.pages import Page, Paging
from partage_kit.http.problems import problems
from partage_kit.http.routes import Router
from partage_kit.http.tags import ETag, IfMatch
from partage_kit.types import Day
from partage_procurement.assessments import queries
from partage_procurement.assessments.commands import judging, publishing, writing
from partage_procurement.assessments.errors import (
    AssessmentNotFound,
    AssessmentUnderWay,
    CharterNotInForce,
    ConditionsNeeded,
    EvidenceExists,
    EvidenceNotFound,
    OwnWork,
    UnsoundAnswers,
)
from partage_procurement.assessments.schemas import (
    AddEvidence,
    AnswerShape,
    AssessmentFilter,
    AssessmentSummary,
    AssessmentView,
    ContestAssessment,
    ContestView,
    EvidenceView,
    OpenAssessment,
    PublishAssessment,
)
from partage_procurement.assessments.score_schemas import ScoreView
from partage_procurement.assessments.score_views import score_of
from partage_procurement.assessments.views import judges, require_judge, summary, whole
from partage_procurement.callers import AssessmentWriter, Insider, Judge
from partage_procurement.charters.errors import CharterNotFound
from partage_procurement.suppliers.errors import ConflictOfInterest, SupplierNotFound
from partage_procurement.values import Code

router = Router(prefix="/assessments", tags=["assessments"])

JUDGING = (AssessmentNotFound, NotPossibleNow, OwnWork, ConflictOfInterest)


@router.get("")
async def list_assessments(
    caller: Insider, wanted: Annotated[AssessmentFilter, Query()], paging: Paging, session: ReadSession
) -> Page[AssessmentSummary]:
    """The assessments of your office, the newest first; members see published ones."""
    rows, following = await queries.list_assessments(session, caller.office, wanted, paging, unpublished=judges(caller))
    return Page(items=[summary(row) for row in rows], next=following)


@router.post(
    "",
    status_code=201,
    responses=problems(SupplierNotFound, CharterNotFound, CharterNotInForce, AssessmentUnderWay),
)
async def open_assessment(opening: OpenAssessment, caller: Buyer, session: WriteSession, tag: ETag) -> AssessmentView:
    """Begin to assess a supplier against the charter version in force."""
    row = await writing.open_assessment(session, caller.office, caller.person, opening.supplier_id, opening.charter_id)
    return tag(whole(row, caller))


@router.get("/{assessment_id}", responses=problems(AssessmentNotFound))
async def read_assessment(assessment_id: UUID, caller: Insider, session: ReadSession, tag: ETag) -> AssessmentView:
    """An assessment with its answers."""
    row = await queries.one_assessment(session, caller.office, assessment_id, unpublished=judges(caller))
    return tag(whole(row, caller))


@router.put(
    "/{assessment_id}/answers/{criterion}",
    responses=problems(AssessmentNotFound, Stale, PreconditionRequired, NotPossibleNow, UnsoundAnswers),
)
async def answer_criterion(
    assessment_id: UUID,
    criterion: Annotated[Code, Path(description="code of a criterion of the charter")],
    answer: AnswerShape,
    caller: AssessmentWriter,
    expected: IfMatch,
    session: WriteSession,
    tag: ETag,
) -> AssessmentView:
    """Answer a criterion, or answer it anew; `If-Match` carries the version of the assessment."""
    fields = answer.model_dump(mode="json")
    row = await writing.answer_criterion(
        session, caller.office, assessment_id, caller.person, expected, criterion, fields
    )
    return tag(whole(row, caller))


@router.get("/{assessment_id}/evidence", responses=problems(AssessmentNotFound))
async def list_evidence(
    assessment_id: UUID, caller: Insider, paging: Paging, session: ReadSession
) -> Page[EvidenceView]:
    """The evidence of an assessment, in the order it was attached."""
    rows, following = await queries.list_evidence(
        session, caller.office, assessment_id, paging, unpublished=judges(caller)
    )
    return Page(items=[EvidenceView.model_validate(row) for row in rows], next=following)


@router.post(
    "/{assessment_id}/evidence",
    status_code=201,
    responses=problems(AssessmentNotFound, NotPossibleNow, EvidenceExists),
)
async def add_evidence(
    assessment_id: UUID, evidence: AddEvidence, caller: AssessmentWriter, session: WriteSession
) -> EvidenceView:
    """Attach what is known of a file that proves something; it counts from the day somebody else verified it."""
    record = await writing.add_evidence(session, caller.office, assessment_id, caller.person, evidence.model_dump())
    return EvidenceView.model_validate(record)


@router.post("/{assessment_id}/evidence/{evidence_id}/verify", responses=problems(EvidenceNotFound, *JUDGING))
async def verify_evidence(assessment_id: UUID, evidence_id: UUID, caller: Judge, session: WriteSession) -> EvidenceView:
    """Confirm that a file is what it claims to be."""
    record = await judging.verify_evidence(session, caller.office, assessment_id, evidence_id, caller.person)
    return EvidenceView.model_validate(record)


@router.post("/{assessment_id}/submit", responses=problems(AssessmentNotFound, NotPossibleNow))
async def submit_assessment(
    assessment_id: UUID, caller: AssessmentWriter, session: WriteSession, tag: ETag
) -> AssessmentView:
    """Close the answers for review."""
    row = await writing.submit_assessment(session, caller.office, assessment_id, caller.person)
    return tag(whole(row, caller))


@router.post("/{assessment_id}/review", responses=problems(*JUDGING))
async def review_assessment(assessment_id: UUID, caller: Judge, session: WriteSession, tag: ETag) -> AssessmentView:
    """Confirm that you, without a part or an interest in it, went through the answers."""
    row = await judging.review_assessment(session, caller.office, assessment_id, caller.person)
    return tag(whole(row, caller))


@router.post("/{assessment_id}/publish", responses=problems(ConditionsNeeded, CharterNotInForce, *JUDGING))
async def publish_assessment(
    assessment_id: UUID, publication: PublishAssessment, caller: Buyer, session: WriteSession, tag: ETag
) -> AssessmentView:
    """Publish the next revision as of today; the supplier stands as its label says from then on."""
    conditions = publication.conditions
    given = publishing.Publication(
        until=conditions.until if conditions else None,
        commitments=tuple(conditions.commitments) if conditions else (),
        answer=publication.answer,
    )
    row = await publishing.publish_assessment(session, caller.office, assessment_id, caller.person, given)
    return tag(whole(row, caller))


@router.post("/{assessment_id}/contest", status_code=201, responses=problems(AssessmentNotFound, NotPossibleNow))
async def contest_assessment(
    assessment_id: UUID, contest: ContestAssessment, caller: Member, session: WriteSession
) -> ContestView:
    """Say why you hold a published outcome to be wrong; the answer comes as a new revision."""
    made = await judging.contest_assessment(session, caller.office, assessment_id, caller.member, contest.reason)
    return ContestView.model_validate(made)


@router.get("/{assessment_id}/contests", responses=problems(AssessmentNotFound))
async def list_contests(
    assessment_id: UUID, caller: Insider, paging: Paging, session: ReadSession
) -> Page[ContestView]:
    """The contests of an assessment with their answers, the oldest first."""
    rows, following = await queries.list_contests(
        session, caller.office, assessment_id, paging, unpublished=judges(caller)
    )
    return Page(items=[ContestView.model_validate(row) for row in rows], next=following)


@router.get("/{assessment_id}/score", responses=problems(AssessmentNotFound))
async def read_score(
    assessment_id: UUID,
    caller: Insider,
    session: ReadSession,
    as_of: Annotated[
        Day | None, Query(description="only evidence verified by then and valid on this day counts; today by default")
    ] = None,
    working: Annotated[
        bool, Query(description="of the answers as they are being written; for those who judge")
    ] = False,
) -> ScoreView:
    """The score as of a date: of the last published revision, or of the work in progress; with its explanation."""
    if working:
        require_judge(caller)
    row, evidence, day = await queries.what_to_score(
        session, caller.office, assessment_id, as_of, unpublished=judges(caller)
    )
    return score_of(row, evidence, day, working=working)
