"""Ask for a snapshot, work it out, and keep it for good."""

import asyncio
import hashlib
import json
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from partage_kit.clock import clock
from partage_kit.db import Readable
from partage_kit.statements import into, into_if_new
from partage_kit.types import day_of, new_id
from partage_kit.unit_of_work import note_change
from partage_members.analytics import queries
from partage_members.analytics.assembling import CountedRow, layout_of
from partage_members.analytics.catalogue import THRESHOLDS, AnalyticsAudience
from partage_members.analytics.counting import counted
from partage_members.analytics.models import AnalyticsRequest, analytics_cells
from partage_members.analytics.periods import last_day
from partage_members.analytics.releasing import Told, released
from partage_members.classifications.correspondence import shipped_codes

Due = Callable[[Readable], Awaitable[Sequence[tuple[str, str]]]]


@dataclass(frozen=True, slots=True)
class Prepared:
    """What a new snapshot of an office will tell each audience."""

    office: str
    period: str
    told: Mapping[AnalyticsAudience, Told]


async def ask_for_snapshot(session: AsyncSession, office: str) -> AnalyticsRequest:
    """Note that staff wants a snapshot of today; a worker makes it within seconds.

    Raises:
        SnapshotAskedFor: from the constraint.
    """
    now = await clock(session)
    request = AnalyticsRequest(office=office, period=day_of(now).isoformat(), requested_at=now)
    session.add(request)
    await session.flush()
    return request


async def due_ids(due: Due, session: Readable) -> Sequence[UUID]:
    """The ids of the snapshots that are due."""
    return [queries.due_id(office, period) for office, period in await due(session)]


async def prepare_snapshot(due: Due, session: Readable, due_id: UUID) -> Prepared | None:
    """Count an office and decide what may be told, in another thread; None when it is no longer due."""
    found = [one for one in await due(session) if queries.due_id(*one) == due_id]
    if not found:
        return None
    office, period = found[0]
    rows = await _in_shipped_codes(session, office, await counted(session, office, last_day(period)))
    before = await queries.told_before(session, office)
    told = await asyncio.to_thread(lambda: released(layout_of(rows, period[:7]), before))
    return Prepared(office, period, told)


async def _in_shipped_codes(session: Readable, office: str, rows: Sequence[CountedRow]) -> Sequence[CountedRow]:
    """The same rows, with codes of imported schemes as those of the lists that ship, where they correspond."""
    shipped = await shipped_codes(session, office, {code for row in rows for code in (row.one, row.other) if code})

    def instead(code: str | None) -> str | None:
        return None if code is None else shipped.get(code, code)

    return [replace(row, one=instead(row.one), other=instead(row.other)) for row in rows]


async def keep_snapshot(session: AsyncSession, _due_id: UUID, prepared: Prepared | None) -> None:
    """Keep a snapshot for each audience, unless another replica has kept it since."""
    if prepared is None:
        return
    now = await clock(session)
    dialect = (await session.connection()).dialect.name
    for audience, told in prepared.told.items():
        cells = _cells(told)
        row = {
            "id": new_id(),
            "office": prepared.office,
            "audience": audience,
            "period": prepared.period,
            "threshold": THRESHOLDS[audience],
            "made_at": now,
            "sha256": _digest(cells),
        }
        kept = into_if_new(queries.snapshots, dialect).returning(queries.s.id)
        if (await session.execute(kept, [row])).first() is None:
            return
        await session.execute(into(analytics_cells), [{"snapshot_id": row["id"], **cell} for cell in cells])
        note_change(session, queries.snapshots, str(row["id"]), before=None, after=row)


def _cells(told: Told) -> list[dict[str, Any]]:
    return [
        {
            "table_code": key.table,
            "row_code": key.row,
            "column_code": key.column,
            "number": number,
            "persons": count,
        }
        for number, (key, count) in enumerate(told.items())
    ]


def _digest(cells: Sequence[Mapping[str, Any]]) -> str:
    content = json.dumps([list(cell.values()) for cell in cells], separators=(",", ":"))
    return hashlib.sha256(content.encode()).hexdigest()
