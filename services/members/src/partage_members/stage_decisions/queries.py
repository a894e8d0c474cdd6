"""Named reads of stage decisions: rows, not objects."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Row, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from partage_kit.clock import clock
from partage_kit.db import Readable
from partage_kit.http.pages import Order, PageOf, page_of
from partage_kit.tables import table_of
from partage_members.filieres.models import Filiere
from partage_members.filieres.queries import filieres, one_filiere
from partage_members.filieres.stages import ATTENDED, UNATTENDED
from partage_members.stage_decisions.models import StageDecision

decisions = table_of(StageDecision)

_NEWEST_FIRST = Order("-decided_at", (decisions.c.decided_at, False), (decisions.c.id, True))


async def decisions_of(
    session: Readable, office: str, filiere_id: UUID, paging: PageOf
) -> tuple[Sequence[Row[Any]], str | None]:
    """One page of the decisions about a filière, newest first.

    Raises:
        FiliereNotFound
    """
    await one_filiere(session, office, filiere_id)
    c = decisions.c
    columns = (c.decided_at, c.id, c.filiere_id, c.previous, c.stage, c.reason, c.evidence, c.consultation_id)
    statement = select(*columns, c.decided_by).where(c.filiere_id == filiere_id)
    return await page_of(session, statement, _NEWEST_FIRST, paging)


async def unattended(session: Readable) -> Sequence[UUID]:
    """The filières, of all offices, that have had no facilitator for so long that they become dormant."""
    c = filieres.c
    longest = await clock(session) - UNATTENDED
    statement = select(c.id).where(c.unattended_since <= longest, c.stage.in_(sorted(ATTENDED)))
    return (await session.execute(statement.order_by(c.id))).scalars().all()


async def unattended_for_update(session: AsyncSession, filiere_id: UUID) -> Filiere | None:
    """A filière, locked until the transaction ends."""
    statement = select(Filiere).where(col(Filiere.id) == filiere_id)
    return (await session.execute(statement.with_for_update())).scalar_one_or_none()
