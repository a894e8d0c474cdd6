"""Compare what contracts show with what members declare, a thousand members at a time, and propose what differs."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import groupby
from typing import Any
from uuid import UUID

from sqlalchemy import insert, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from partage_kit.clock import clock
from partage_kit.types import day_of, new_id
from partage_kit.unit_of_work import note_change
from partage_members.activity.evidence import Drift, DriftKind, Earlier, drifts, to_propose
from partage_members.activity.models import EvidenceReview
from partage_members.activity.queries import p, practised, proposals, weights_of
from partage_members.activity.schemas import Dimension, ProposalState
from partage_members.periods import instant_months_later
from partage_members.profiles.queries import profiles

MEMBERS_AT_ONCE = 1_000
OPEN_FOR = timedelta(days=90)
"""How long a proposal waits for an answer."""
QUIET_MONTHS = 12
"""For how long the same is not proposed again."""
EVERY = timedelta(days=1)


async def review_evidence(session: AsyncSession, review_id: UUID) -> None:
    """Go on with the review of an office: its next thousand members with activity, in a handful of statements."""
    review = await session.get_one(EvidenceReview, review_id, with_for_update=True)
    now = await clock(session)
    if review.due_at > now:
        return
    if review.after_member is None:
        await _expire(session, review.office, now)
    members = await _next_members(session, review, now)
    if members:
        await _propose(session, review.office, members, now)
    is_done = len(members) < MEMBERS_AT_ONCE
    review.after_member = None if is_done else members[-1].id
    review.done_at, review.due_at = (now, now + EVERY) if is_done else (review.done_at, now)
    await session.flush()


async def _expire(session: AsyncSession, office: str, now: datetime) -> None:
    is_over = (p.office == office, p.state == ProposalState.OPEN, p.expires_at <= now)
    await session.execute(update(proposals).where(*is_over).values(state=ProposalState.EXPIRED, version=p.version + 1))


async def _next_members(session: AsyncSession, review: EvidenceReview, now: datetime) -> Sequence[Any]:
    active = practised(review.office, day_of(now)).subquery()
    statement = (
        select(profiles.c.id, profiles.c.trades, profiles.c.sectors)
        .where(profiles.c.id.in_(select(active.c.member_id)))
        .order_by(profiles.c.id)
        .limit(MEMBERS_AT_ONCE)
    )
    if review.after_member is not None:
        statement = statement.where(profiles.c.id > review.after_member)
    return (await session.execute(statement)).all()


async def _propose(session: AsyncSession, office: str, members: Sequence[Any], now: datetime) -> None:
    found = await _found(session, office, members, now)
    earlier = await _earlier(session, office, members, now)
    rows = []
    outdated: list[UUID] = []
    for key, drifting in found.items():
        rows += [
            _row(office, *key, drift, now) for drift in to_propose(drifting, [one for _, one in earlier.get(key, ())])
        ]
        holds = {(drift.kind, drift.code) for drift in drifting}
        outdated += [i for i, one in earlier.get(key, ()) if one.is_open and (one.kind, one.code) not in holds]
    if outdated:
        await session.execute(
            update(proposals)
            .where(p.id.in_(outdated))
            .values(state=ProposalState.OUTDATED, decided_at=now, version=p.version + 1)
        )
    if rows:
        await session.execute(insert(proposals), rows)
    for row in rows:
        note_change(session, proposals, str(row["id"]), before=None, after=row)


_Key = tuple[UUID, Dimension]


async def _found(session: AsyncSession, office: str, members: Sequence[Any], now: datetime) -> dict[_Key, list[Drift]]:
    today = day_of(now)
    within = practised(office, today).subquery()
    span = within.c.member_id.between(members[0].id, members[-1].id)
    rows = (await session.execute(select(within).where(span).order_by(within.c.member_id))).all()
    shown = {
        member: weights_of(list(of_member), today) for member, of_member in groupby(rows, lambda row: row.member_id)
    }
    return {
        (member.id, dimension): drifts(declared, shown[member.id][dimension])
        for member in members
        for dimension, declared in ((Dimension.TRADE, member.trades), (Dimension.SECTOR, member.sectors))
        if member.id in shown
    }


async def _earlier(
    session: AsyncSession, office: str, members: Sequence[Any], now: datetime
) -> dict[_Key, list[tuple[UUID, Earlier]]]:
    since = instant_months_later(now, -QUIET_MONTHS)
    told_lately = or_(p.state == ProposalState.OPEN, p.decided_at >= since, p.expires_at >= since)
    statement = select(p.id, p.member_id, p.dimension, p.kind, p.code, p.strength, p.state).where(
        p.office == office, p.member_id.between(members[0].id, members[-1].id), told_lately
    )
    found: dict[_Key, list[tuple[UUID, Earlier]]] = {}
    for row in await session.execute(statement.where(p.state != ProposalState.OUTDATED)):
        one = Earlier(DriftKind(row.kind), row.code, row.strength, row.state == ProposalState.OPEN)
        found.setdefault((row.member_id, Dimension(row.dimension)), []).append((row.id, one))
    return found


def _row(office: str, member_id: UUID, dimension: Dimension, drift: Drift, now: datetime) -> dict[str, Any]:
    return {
        "id": new_id(),
        "office": office,
        "version": 1,
        "member_id": member_id,
        "dimension": dimension,
        "kind": drift.kind,
        "code": drift.code,
        "strength": drift.strength,
        "state": ProposalState.OPEN,
        "proposed_at": now,
        "expires_at": now + OPEN_FOR,
    }
