"""Named reads of criteria."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Row, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from partage_impact.criteria.errors import CriterionNotFound
from partage_impact.criteria.models import Criterion
from partage_impact.criteria.schemas import CriterionFilter
from partage_impact.lists import rows_of
from partage_kit.db import Readable
from partage_kit.http.pages import Order, PageOf, page_of
from partage_kit.tables import table_of

criteria = table_of(Criterion)

_BY_STATING = Order("stated_at", (criteria.c.stated_at, True), (criteria.c.id, True))


async def one_criterion(session: Readable, office: str, criterion_id: UUID) -> Row[Any]:
    """A criterion of this office.

    Raises:
        CriterionNotFound
    """
    statement = select(criteria).where(criteria.c.id == criterion_id, criteria.c.office == office)
    row = (await session.execute(statement)).first()
    if row is None:
        raise CriterionNotFound()
    return row


async def criterion_for_update(session: AsyncSession, office: str, criterion_id: UUID) -> Criterion:
    """The criterion, locked until the transaction ends.

    Raises:
        CriterionNotFound
    """
    statement = select(Criterion).where(col(Criterion.id) == criterion_id, col(Criterion.office) == office)
    criterion = (await session.execute(statement.with_for_update())).scalar_one_or_none()
    if criterion is None:
        raise CriterionNotFound()
    return criterion


async def list_criteria(
    session: Readable, office: str, wanted: CriterionFilter, paging: PageOf
) -> tuple[Sequence[Row[Any]], str | None]:
    """One page of the criteria of an office."""
    statement = rows_of(criteria, _BY_STATING).where(criteria.c.office == office)
    for name in ("evaluation_id", "dimension"):
        if value := getattr(wanted, name):
            statement = statement.where(criteria.c[name] == value)
    return await page_of(session, statement, _BY_STATING, paging)
