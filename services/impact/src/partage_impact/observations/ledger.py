"""What has been released of an office's facts about persons: kept, so that later releases are compared with it."""

import hashlib
from collections.abc import Iterable
from typing import Any

from sqlalchemy import Row, select
from sqlalchemy.ext.asyncio import AsyncSession

from partage_impact.observations.audiences import Released
from partage_impact.observations.joint import Cell
from partage_impact.observations.models import release_keys, released_cells
from partage_impact.observations.traces import new_key, packed, unpacked
from partage_kit.statements import into_if_new
from partage_kit.types import new_id


async def lock_releases(session: AsyncSession, office: str) -> bytes:
    """Let nobody else decide on releases of this office until the transaction ends; the key of its traces."""
    connection = await session.connection()
    await connection.execute(into_if_new(release_keys, connection.dialect.name), {"office": office, "key": new_key()})
    statement = select(release_keys.c.key).where(release_keys.c.office == office).with_for_update()
    key: bytes = (await session.execute(statement)).scalar_one()
    return key


async def note_released(session: AsyncSession, office: str, cells: Iterable[Released]) -> None:
    """Keep what readers know from now on; what they knew already is passed over."""
    rows = [_row(office, one) for one in cells]
    if rows:
        connection = await session.connection()
        await connection.execute(into_if_new(released_cells, connection.dialect.name), rows)


def as_released(row: Row[Any]) -> Released:
    """A cell as it was kept."""
    cell = Cell(row.fact_type, row.first_day, row.last_day, unpacked(row.traces), row.counts)
    return Released(cell, row.for_public)


def _row(office: str, one: Released) -> dict[str, Any]:
    traces = packed(one.cell.traces)
    return {
        "id": new_id(),
        "office": office,
        "fact_type": one.cell.fact_type,
        "digest": hashlib.sha256(traces).hexdigest(),
        "first_day": one.cell.first,
        "last_day": one.cell.last,
        "traces": traces,
        "counts": one.cell.counts,
        "for_public": one.for_public,
    }
