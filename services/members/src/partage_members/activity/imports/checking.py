"""From the rows of a file to pieces of activity as they will be kept, with what they announce."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from partage_contracts.members import ActivityBand
from partage_kit.clock import clock
from partage_kit.imports import CheckedRow, Fault, GivenRow, Ready
from partage_kit.imports.announcing import prepared
from partage_kit.imports.columns import stored
from partage_kit.jobs import Job
from partage_kit.types import day_of, new_id
from partage_members.activity import events
from partage_members.activity.commands import compared, content_of
from partage_members.activity.errors import ActivityDiffers
from partage_members.activity.imports.matching import known_to
from partage_members.activity.imports.rows import ActivityRow
from partage_members.activity.queries import entries
from partage_members.activity.schemas import Outcome
from partage_members.classifications.known import Accepted, accepted_codes
from partage_members.classifications.models import Kind
from partage_members.horizon import too_far


@dataclass(frozen=True)
class _Writing:
    """In which transaction rows become activity, and when."""

    session: AsyncSession
    dialect: str
    office: str
    at: datetime


async def check_activity(session: AsyncSession, job: Job, rows: Sequence[GivenRow[ActivityRow]]) -> list[CheckedRow]:
    """Match rows with what is known, and prepare what is to be written; `publish_activity` does so."""
    known = await known_to(session, job.office, rows)
    accepted = await accepted_codes(session, job.office, _codes_of(rows))
    writing = _Writing(session, (await session.connection()).dialect.name, job.office, await clock(session))
    today = day_of(writing.at)
    checked: list[CheckedRow] = []
    for row in (given.row for given in rows):
        member = known.member_of(row)
        faults = [*([member] if isinstance(member, Fault) else ()), *_unknown_codes(accepted, row)]
        faults += [Fault("starts_on", why)] if (why := too_far(row.starts_on, today)) else []
        if faults or isinstance(member, Fault):
            checked.append(faults)
            continue
        content = content_of(row, member, row.band or row.amount or ActivityBand.UNKNOWN)
        checked.append(_checked(writing, row, content, known.entries.get((row.source, row.reference))))
    return checked


def _codes_of(rows: Sequence[GivenRow[ActivityRow]]) -> Iterator[str]:
    return (code for given in rows for code in (given.row.trade, given.row.sector) if code is not None)


def _unknown_codes(accepted: Accepted, row: ActivityRow) -> list[Fault]:
    given = ("trade", Kind.OCCUPATIONS, row.trade), ("sector", Kind.SECTORS, row.sector)
    return [
        Fault(name, f"not in the classification: {code}")
        for name, kind, code in given
        if code is not None and accepted.unknown(kind, [code])
    ]


def _checked(writing: _Writing, row: ActivityRow, content: dict[str, Any], before: Any) -> CheckedRow:
    key = f"{row.source} {row.reference}"
    try:
        outcome = Outcome.RECORDED if before is None else compared(before, row.revision, content)
    except ActivityDiffers as differs:
        return [Fault("revision", f"{differs.detail}; a correction has a higher one")]
    told_of = {"action": outcome, "member_id": content["member_id"], "member_reference": row.member_reference}
    about = stored(told_of, writing.dialect)
    if outcome not in (Outcome.RECORDED, Outcome.CORRECTED):
        # her id as it is written everywhere, by which an erasure finds the row
        return Ready(key, {**about, "named": str(content["member_id"])})
    kept = {
        **{"id": before.id if before else new_id(), "office": writing.office},
        **{"source": row.source, "reference": row.reference, "revision": row.revision},
        **content,
        "recorded_at": writing.at,
    }
    old = None if before is None else dict(before._mapping)
    return Ready(
        key,
        {
            **about,
            "before": None if before is None else before.revision,
            "columns": stored(kept, writing.dialect),
            **prepared(
                writing.session, writing.dialect, events.recorded(kept), entries, before=old, after=kept, at=writing.at
            ),
        },
    )
