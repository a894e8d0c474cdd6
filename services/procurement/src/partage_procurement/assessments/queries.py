"""Named reads of assessments: rows, not objects, in one statement each; states as they count today."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, Select, and_, bindparam, case, literal, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from partage_kit.clock import clock
from partage_kit.db import Readable
from partage_kit.http.pages import Order, PageOf, page_of
from partage_kit.tables import table_of
from partage_kit.types import day_of
from partage_procurement.assessments.errors import AssessmentNotFound, EvidenceNotFound
from partage_procurement.assessments.models import Assessment, Contest, EvidenceRecord, Revision
from partage_procurement.assessments.schemas import AssessmentFilter, AssessmentState
from partage_procurement.charters.queries import charters
from partage_procurement.suppliers.queries import suppliers

S = AssessmentState

assessments = table_of(Assessment)
evidence = table_of(EvidenceRecord)
revisions = table_of(Revision)
contests = table_of(Contest)

_NEWEST_FIRST = Order("-created_at", (assessments.c.created_at, False), (assessments.c.id, True))
_EVIDENCE_ORDER = Order("id", (evidence.c.id, True))
_CONTEST_ORDER = Order("id", (contests.c.id, True))
_UNPUBLISHED = (S.OPEN, S.SUBMITTED, S.REVIEWED)


_LAST_DAY = case(
    (charters.c.grace_until < assessments.c.expires_on, charters.c.grace_until), else_=assessments.c.expires_on
)
"""The last day of an assessment: its own, or that of the grace of its charter version, whichever comes first."""


def state_on(day: Any) -> ColumnElement[AssessmentState]:
    """The state that counts on a day, as SQL."""
    over = and_(assessments.c.state == S.PUBLISHED, day > _LAST_DAY)
    return case((over, literal(S.EXPIRED, assessments.c.state.type)), else_=assessments.c.state)


def _lines(day: Any) -> Select[Any]:
    first = [column for column, _ in _NEWEST_FIRST.columns]
    elsewhere = {
        "state",
        "expires_on",
        "answers",
        "contributors",
        "contributor_members",
        *(column.key for column in first),
    }
    return (
        select(
            *first,
            *(column for column in assessments.c if column.key not in elsewhere),
            state_on(day).label("state"),
            _LAST_DAY.label("expires_on"),
            suppliers.c.name.label("supplier_name"),
        )
        .join(suppliers, suppliers.c.id == assessments.c.supplier_id)
        .join(charters, charters.c.id == assessments.c.charter_id)
    )


LAST_PUBLISHED = and_(
    revisions.c.assessment_id == assessments.c.id, revisions.c.number == assessments.c.revision_number
)
_ONE = (
    _lines(bindparam("day", type_=assessments.c.expires_on.type))
    .add_columns(
        assessments.c.answers,
        revisions.c.answers.label("published_answers"),
        revisions.c.evidence.label("published_evidence"),
        revisions.c.effect.label("published_effect"),
    )
    .outerjoin(revisions, LAST_PUBLISHED)
    .where(assessments.c.id == bindparam("id"), assessments.c.office == bindparam("office"))
)
_WITH_CHARTER = _ONE.add_columns(charters.c.themes, charters.c.criteria, charters.c.bands)


async def one_assessment(
    session: Readable, office: str, assessment_id: UUID, *, unpublished: bool, with_charter: bool = False
) -> Row[Any]:
    """An assessment of this office with its last published revision; unpublished ones only for those who judge.

    Raises:
        AssessmentNotFound
    """
    day = day_of(await clock(session))
    parameters = {"id": assessment_id, "office": office, "day": day}
    row: Row[Any] | None = (await session.execute(_WITH_CHARTER if with_charter else _ONE, parameters)).first()
    if row is None or (row.state in _UNPUBLISHED and not unpublished):
        raise AssessmentNotFound()
    return row


async def what_to_score(
    session: Readable, office: str, assessment_id: UUID, as_of: date | None, *, unpublished: bool
) -> tuple[Row[Any], list[dict[str, Any]], date]:
    """An assessment with its charter, all its evidence, and the day to score it on: today, unless another is wanted.

    Raises:
        AssessmentNotFound
    """
    row = await one_assessment(session, office, assessment_id, unpublished=unpublished, with_charter=True)
    return row, await evidence_of(session, assessment_id), as_of or day_of(await clock(session))


async def assessment_for_update(
    session: AsyncSession, office: str, assessment_id: UUID, *, unpublished: bool = True
) -> Assessment:
    """The assessment, locked until the transaction ends.

    Raises:
        AssessmentNotFound
    """
    statement = select(Assessment).where(col(Assessment.id) == assessment_id, col(Assessment.office) == office)
    assessment = (await session.execute(statement.with_for_update())).scalar_one_or_none()
    if assessment is None or (assessment.state in _UNPUBLISHED and not unpublished):
        raise AssessmentNotFound()
    return assessment


async def others_in_force(session: AsyncSession, assessment: Assessment) -> Sequence[Assessment]:
    """The other published or contested assessments of the same supplier, locked; its supplier is locked already."""
    statement = (
        select(Assessment)
        .where(
            col(Assessment.supplier_id) == assessment.supplier_id,
            col(Assessment.id) != assessment.id,
            col(Assessment.state).in_((S.PUBLISHED, S.CONTESTED)),
        )
        .order_by(col(Assessment.id))
        .with_for_update()
    )
    return (await session.execute(statement)).scalars().all()


async def list_assessments(
    session: Readable, office: str, wanted: AssessmentFilter, paging: PageOf, *, unpublished: bool
) -> tuple[Sequence[Row[Any]], str | None]:
    """One page of the assessments of an office, the newest first."""
    day = day_of(await clock(session))
    statement = _lines(day).where(assessments.c.office == office)
    if not unpublished:
        statement = statement.where(assessments.c.state.not_in(_UNPUBLISHED))
    for name in ("supplier_id", "charter_id", "label"):
        if value := getattr(wanted, name):
            statement = statement.where(assessments.c[name] == value)
    if wanted.state:
        statement = statement.where(state_on(day) == wanted.state)
    return await page_of(session, statement, _NEWEST_FIRST, paging)


async def evidence_for_update(session: AsyncSession, assessment_id: UUID, evidence_id: UUID) -> EvidenceRecord:
    """One piece of evidence, locked until the transaction ends.

    Raises:
        EvidenceNotFound
    """
    statement = select(EvidenceRecord).where(
        col(EvidenceRecord.id) == evidence_id, col(EvidenceRecord.assessment_id) == assessment_id
    )
    found = (await session.execute(statement.with_for_update())).scalar_one_or_none()
    if found is None:
        raise EvidenceNotFound()
    return found


async def evidence_of(session: Readable, assessment_id: UUID) -> list[dict[str, Any]]:
    """All evidence of an assessment as the scoring kernel's dossier takes it."""
    columns = (evidence.c.id, evidence.c.type, evidence.c.issued_on, evidence.c.valid_until, evidence.c.verified_at)
    statement = select(*columns).where(evidence.c.assessment_id == assessment_id).order_by(evidence.c.id)
    return [
        {
            "id": str(row.id),
            "type": row.type,
            "issued_on": row.issued_on.isoformat(),
            "valid_until": _iso(row.valid_until),
            "verified_on": _iso(row.verified_at and day_of(row.verified_at)),
        }
        for row in (await session.execute(statement)).all()
    ]


def _iso(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


async def list_evidence(
    session: Readable, office: str, assessment_id: UUID, paging: PageOf, *, unpublished: bool
) -> tuple[Sequence[Row[Any]], str | None]:
    """One page of the evidence of an assessment, in the order it was attached.

    Raises:
        AssessmentNotFound
    """
    await one_assessment(session, office, assessment_id, unpublished=unpublished)
    columns = [evidence.c.id, *(column for column in evidence.c if column.key != "id")]
    statement = select(*columns).where(evidence.c.assessment_id == assessment_id)
    return await page_of(session, statement, _EVIDENCE_ORDER, paging)


async def open_contest(session: AsyncSession, assessment_id: UUID) -> Contest:
    """The contest of a contested assessment that waits for its answer."""
    statement = select(Contest).where(col(Contest.assessment_id) == assessment_id, col(Contest.answer).is_(None))
    return (await session.execute(statement)).scalar_one()


async def list_contests(
    session: Readable, office: str, assessment_id: UUID, paging: PageOf, *, unpublished: bool
) -> tuple[Sequence[Row[Any]], str | None]:
    """One page of the contests of an assessment, the oldest first.

    Raises:
        AssessmentNotFound
    """
    await one_assessment(session, office, assessment_id, unpublished=unpublished)
    columns = [contests.c.id, *(column for column in contests.c if column.key != "id")]
    statement = select(*columns).where(contests.c.assessment_id == assessment_id)
    return await page_of(session, statement, _CONTEST_ORDER, paging)


async def contests_by_supplier(session: Readable, assessment_id: UUID) -> Sequence[Row[Any]]:
    """The supplier's own contests of its assessment, the newest first; at most 100."""
    own = and_(contests.c.assessment_id == assessment_id, contests.c.by_supplier)
    return (await session.execute(select(contests).where(own).order_by(contests.c.id.desc()).limit(100))).all()
