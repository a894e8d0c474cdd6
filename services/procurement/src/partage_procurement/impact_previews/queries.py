"""What an impact preview is computed from: a page of assessed suppliers and the versions they were assessed against."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Row, select

from partage_kit.clock import clock
from partage_kit.db import Readable
from partage_kit.errors import NotPossibleNow
from partage_kit.http.pages import PageOf, page_of
from partage_kit.types import day_of
from partage_procurement.assessments.queries import LAST_PUBLISHED, assessments, revisions
from partage_procurement.charters.queries import charters_by_id, one_charter
from partage_procurement.charters.schemas import CharterState
from partage_procurement.suppliers.queries import ORDERS, assessed_on, suppliers

_BY_NAME = ORDERS["name"]
_UNDER_WAY = (CharterState.DRAFT, CharterState.CONSULTATION, CharterState.IN_ETHICS_REVIEW)


@dataclass(frozen=True, slots=True)
class Impact:
    """A draft, a page of assessed suppliers with their published answers, and the versions these were given to."""

    draft: Row[Any]
    day: date
    suppliers: Sequence[Row[Any]]
    versions: Mapping[UUID, Row[Any]]


async def impact_of(
    session: Readable, office: str, charter_id: UUID, paging: PageOf, *, drafts: bool
) -> tuple[Impact, str | None]:
    """What one page of the preview of a charter version is computed from, in as many statements for any page.

    Raises:
        CharterNotFound, NotPossibleNow: the version is adopted already.
    """
    draft = await one_charter(session, office, charter_id, drafts=drafts)
    if draft.state not in _UNDER_WAY:
        raise NotPossibleNow(f"a charter that is {draft.state} has its impact, and no preview of it")
    day = day_of(await clock(session))
    rows, following = await _assessed_suppliers(session, office, day, paging)
    versions = await charters_by_id(session, {row.charter_id for row in rows})
    return Impact(draft, day, rows, versions), following


async def _assessed_suppliers(
    session: Readable, office: str, day: date, paging: PageOf
) -> tuple[Sequence[Row[Any]], str | None]:
    statement = (
        select(
            *(column for column, _ in _BY_NAME.columns),
            suppliers.c.name,
            suppliers.c.assessment_id,
            assessments.c.charter_id,
            revisions.c.answers,
            revisions.c.evidence,
            revisions.c.effect,
            revisions.c.published_on,
        )
        .join(assessments, assessments.c.id == suppliers.c.assessment_id)
        .join(revisions, LAST_PUBLISHED)
        .where(suppliers.c.office == office, assessed_on(day))
    )
    return await page_of(session, statement, _BY_NAME, paging)
