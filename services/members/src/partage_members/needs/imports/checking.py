"""From the rows of a file to needs as they will be."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from pydantic import ValidationError
from sqlalchemy import Row, select
from sqlalchemy.ext.asyncio import AsyncSession

from partage_kit.clock import clock
from partage_kit.imports import CheckedRow, Fault, GivenRow, Ready
from partage_kit.imports.announcing import noted
from partage_kit.imports.columns import stored
from partage_kit.jobs import Job
from partage_kit.types import new_id
from partage_members.classifications.known import Accepted, accepted_codes
from partage_members.classifications.models import Kind
from partage_members.needs.imports.rows import TITLES, NeedRow
from partage_members.needs.models import facets_of
from partage_members.needs.queries import needs
from partage_members.needs.schemas import NeedSource, NeedState, RecordNeed
from partage_members.needs_surveys.catalogue import needs as known_needs

_NAMES = tuple(needs.c.keys())
_TOLD = ("code", "title", "trades", "sectors", "nuts", "rank", "starts_on", "ends_on")
"""What a row tells of a need."""


@dataclass(frozen=True)
class _Writing:
    """In which transaction rows become needs, when, by whom, and with which codes."""

    session: AsyncSession
    dialect: str
    job: Job
    at: datetime
    accepted: Accepted


async def check_needs(session: AsyncSession, job: Job, rows: Sequence[GivenRow[NeedRow]]) -> list[CheckedRow]:
    """Match rows with the needs there are, and prepare what is to be written; `publish_needs` does so."""
    references = {given.row.reference for given in rows}
    wanted = select(needs).where(needs.c.office == job.office, needs.c.reference.in_(references))
    known = {row.reference: row for row in await session.execute(wanted)}
    accepted = await accepted_codes(session, job.office, (c for g in rows for c in (*g.row.trades, *g.row.sectors)))
    writing = _Writing(session, (await session.connection()).dialect.name, job, await clock(session), accepted)
    return [_checked(writing, given.row, known.get(given.row.reference)) for given in rows]


def _checked(writing: _Writing, row: NeedRow, before: Row[Any] | None) -> CheckedRow:
    told = {name: getattr(row, name) for name in _TOLD if name != "title"} | {"title": row.title()}
    try:
        RecordNeed.model_validate(told)
    except ValidationError as error:
        return [Fault(_column_of(one["loc"]), one["msg"].removeprefix("Value error, ")) for one in error.errors()]
    if unknown := _unknown_codes(writing.accepted, row):
        return unknown
    if before is not None and before.state == NeedState.WITHDRAWN:
        return [Fault("reference", "this need was withdrawn")]
    if before is not None and all(getattr(before, name) == told[name] for name in _TOLD):
        return Ready(row.reference, {"action": "unchanged"})
    return Ready(row.reference, _ready(writing, row.reference, told, before))


def _column_of(location: Sequence[int | str]) -> str | None:
    """The column behind a place in the shape of a single need."""
    if not location:
        return None
    return TITLES["fr"] if location[0] == "title" else str(location[0])


def _unknown_codes(accepted: Accepted, row: NeedRow) -> list[Fault]:
    given = ("trades", Kind.OCCUPATIONS, row.trades), ("sectors", Kind.SECTORS, row.sectors)
    faults = [
        Fault(name, f"not in the classification: {code}")
        for name, kind, codes in given
        for code in accepted.unknown(kind, codes)
    ]
    if row.code is not None and row.code not in known_needs():
        faults.append(Fault("code", f"no need of the classification: {row.code}"))
    return faults


def _ready(writing: _Writing, reference: str, told: dict[str, Any], before: Row[Any] | None) -> dict[str, Any]:
    by = writing.job.asked_by
    old = None if before is None else dict(before._mapping)
    new = dict.fromkeys(_NAMES) | {
        **told,
        "id": new_id() if before is None else before.id,
        "office": writing.job.office,
        "version": 1 if before is None else before.version + 1,
        "source": NeedSource.IMPORT,
        "reference": reference,
        "state": NeedState.RECORDED,
        "recorded_by": by.subject,
        "recorded_by_member": by.member_id,
        "recorded_at": writing.at,
    }
    return {
        "action": "created" if before is None else "updated",
        "columns": stored(new, writing.dialect),
        "facets": [
            {"kind": kind, "code": code}
            for kind, code in sorted(facets_of(told["trades"], told["sectors"], told["nuts"]))
        ],
        **noted(needs, before=old, after=new),
    }
