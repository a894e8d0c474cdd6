"""From the rows of a file to needs as they will be."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from pydantic import ValidationError
from sqlalchemy import Row, select
from sqlalchemy.ext.asyncio import AsyncSession

from partage_kit.clock import clock
from partage_kit.imports import CheckedRow, Fault, GivenRow, Ready, faults_in
from partage_kit.imports.announcing import noted
from partage_kit.imports.columns import stored
from partage_kit.jobs import Job
from partage_kit.types import day_of, new_id
from partage_members.classifications.known import Accepted, accepted_codes
from partage_members.classifications.models import Kind
from partage_members.filieres.queries import known_filieres
from partage_members.horizon import BEGINNING, END, too_far
from partage_members.needs.imports.rows import TITLES, NeedRow
from partage_members.needs.models import facets_of
from partage_members.needs.queries import needs
from partage_members.needs.schemas import NeedSource, NeedState, RecordNeed
from partage_members.needs_surveys.catalogue import needs as known_needs
from partage_members.places.checking import wrong_regions

_NAMES = tuple(needs.c.keys())
_TOLD = ("code", "title", "trades", "sectors", "nuts", "filieres", "rank", "starts_on", "ends_on")
"""What a row tells of a need."""


@dataclass(frozen=True)
class _Writing:
    """In which transaction rows become needs, when, by whom, and with which codes and filières."""

    session: AsyncSession
    dialect: str
    job: Job
    at: datetime
    accepted: Accepted
    filieres: frozenset[UUID]
    wrong_regions: Mapping[str, str]


async def check_needs(session: AsyncSession, job: Job, rows: Sequence[GivenRow[NeedRow]]) -> list[CheckedRow]:
    """Match rows with the needs there are, and prepare what is to be written; `publish_needs` does so."""
    references = {given.row.reference for given in rows}
    dialect = (await session.connection()).dialect.name
    wanted = select(needs).where(needs.c.office == job.office, needs.c.reference.in_(references))
    known = {row.reference: row for row in await session.execute(wanted)}
    accepted = await accepted_codes(session, job.office, (c for g in rows for c in (*g.row.trades, *g.row.sectors)))
    concerned = {one for given in rows for one in given.row.filieres}
    filieres = await known_filieres(session, job.office, concerned)
    regions = await wrong_regions(session, {code for given in rows for code in given.row.nuts})
    writing = _Writing(session, dialect, job, await clock(session), accepted, filieres, regions)
    return [_checked(writing, given.row, known.get(given.row.reference)) for given in rows]


def _checked(writing: _Writing, row: NeedRow, before: Row[Any] | None) -> CheckedRow:
    told = {name: getattr(row, name) for name in _TOLD}
    faults = [*_misshapen(told), *_wrong(writing, row, () if before is None else before.nuts)]
    if before is not None and before.state == NeedState.WITHDRAWN:
        faults.append(Fault("reference", "this need was withdrawn"))
    if faults:
        return faults
    told["filieres"] = [str(one) for one in row.filieres]
    if before is not None and all(getattr(before, name) == told[name] for name in _TOLD):
        return Ready(row.reference, {"action": "unchanged"})
    return Ready(row.reference, _ready(writing, row.reference, told, before))


def _misshapen(told: dict[str, Any]) -> list[Fault]:
    try:
        RecordNeed.model_validate(told)
    except ValidationError as error:
        return faults_in(error, _column_of)
    return []


def _column_of(location: Sequence[int | str]) -> str | None:
    """The column behind a place in the shape of a single need."""
    if not location:
        return None
    return TITLES["fr"] if location[0] == "title" else str(location[0])


def _wrong(writing: _Writing, row: NeedRow, regions_before: Collection[str]) -> list[Fault]:
    given = ("trades", Kind.OCCUPATIONS, row.trades), ("sectors", Kind.SECTORS, row.sectors)
    faults = [
        Fault(name, f"not in the classification: {code}")
        for name, kind, codes in given
        for code in writing.accepted.unknown(kind, codes)
    ]
    faults += [
        Fault("filieres", f"no filière of the office: {one}") for one in row.filieres if one not in writing.filieres
    ]
    regions = (code for code in row.nuts if code not in regions_before)
    faults += [Fault("nuts", why) for code in regions if (why := writing.wrong_regions.get(code))]
    ahead = {"starts_on": BEGINNING, "ends_on": END}
    today = day_of(writing.at)
    faults += [Fault(name, why) for name, most in ahead.items() if (why := too_far(getattr(row, name), today, most))]
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
            for kind, code in sorted(facets_of(told["trades"], told["sectors"], told["nuts"], told["filieres"]))
        ],
        **noted(needs, before=old, after=new),
    }
