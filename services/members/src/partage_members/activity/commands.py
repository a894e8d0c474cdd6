"""Write activity down, and answer what it suggests."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncSession

from partage_contracts.members import ActivityBand
from partage_kit.clock import clock
from partage_kit.statements import into, into_if_new
from partage_kit.types import day_of, new_id
from partage_kit.unit_of_work import emit, note_change
from partage_members.activity import events, queries
from partage_members.activity.bands import band_of
from partage_members.activity.errors import (
    ActivityDiffers,
    ActivityMemberUnknown,
    AmountNotInEuros,
    ProposalOutdated,
)
from partage_members.activity.evidence import Drift, applied
from partage_members.activity.models import DriftProposal
from partage_members.activity.queries import entries, reviews
from partage_members.activity.schemas import (
    ActivityFields,
    ActivityReceipt,
    Dimension,
    Outcome,
    ProposalState,
    RecordActivity,
)
from partage_members.classifications.known import require_known
from partage_members.horizon import require_near
from partage_members.profiles.commands import change_profile
from partage_members.profiles.models import Profile
from partage_members.profiles.queries import has_profile, profile_for_update

MOST_DECLARED = {Dimension.TRADE: 3, Dimension.SECTOR: 5}
"""How many trades and sectors a profile has room for."""

_DECLARED_IN = {Dimension.TRADE: "trades", Dimension.SECTOR: "sectors"}
_CONTENT = (*("member_id", "kind", "first_month", "last_month", "trade", "sector", "client_kind", "band", "cancelled"),)


async def record_activity(session: AsyncSession, office: str, told: RecordActivity) -> ActivityReceipt:
    """Keep a piece of activity, or correct it, and announce it; what is known already changes nothing.

    Raises:
        UnknownCode, ActivityMemberUnknown, AmountNotInEuros, ActivityDiffers, DayTooFarAhead
    """
    trades, sectors = [told.trade] if told.trade else (), [told.sector] if told.sector else ()
    await require_known(session, office, occupations=trades, sectors=sectors)
    content = content_of(told, told.member_id, _band(told))
    known = await queries.entry_for_update(session, office, told.source, told.reference)
    now = await clock(session)
    require_near({"starts_on": told.starts_on}, day_of(now))
    if known is not None and (outcome := compared(known, told.revision, content)) is not Outcome.CORRECTED:
        return _receipt(known, outcome)
    if not await has_profile(session, office, told.member_id):
        raise ActivityMemberUnknown()
    names = {"office": office, "source": told.source, "reference": told.reference}
    kept = {"id": known.id if known else new_id(), **names, "revision": told.revision, **content, "recorded_at": now}
    if known is None:
        await session.execute(into(entries), kept)
    else:
        await session.execute(update(entries).where(entries.c.id == known.id).values(**kept))
    await let_review(session, office, now)
    before = None if known is None else dict(known._mapping)
    note_change(session, entries, str(kept["id"]), before=before, after=kept)
    emit(session, events.recorded(kept))
    return _receipt(kept, Outcome.RECORDED if known is None else Outcome.CORRECTED)


async def let_review(session: AsyncSession, office: str, now: datetime) -> None:
    """Let the activity of an office be compared with what its members declare, from its first piece on every day."""
    connection = await session.connection()
    review = {"id": new_id(), "office": office, "due_at": now}
    await connection.execute(into_if_new(reviews, connection.dialect.name), review)


def _band(told: RecordActivity) -> ActivityBand:
    """From here on nobody knows the amount."""
    if told.amount is not None and told.amount.currency != "EUR":
        raise AmountNotInEuros(f"it is in {told.amount.currency}")
    return told.band or band_of(None if told.amount is None else told.amount.minor)


def content_of(told: ActivityFields, member_id: UUID, band: ActivityBand) -> dict[str, Any]:
    """What is kept of what was told: codes, months and the band."""
    return {
        "member_id": member_id,
        "kind": told.kind,
        "first_month": told.starts_on.replace(day=1),
        "last_month": (told.ends_on or told.starts_on).replace(day=1),
        "trade": told.trade,
        "sector": told.sector,
        "client_kind": told.client_kind,
        "band": band,
        "cancelled": told.cancelled,
    }


def compared(known: Any, revision: int, content: Mapping[str, Any]) -> Outcome:
    """What becomes of content that is told under a known reference.

    Raises:
        ActivityDiffers
    """
    if revision < known.revision:
        return Outcome.SUPERSEDED
    if all(getattr(known, name) == content[name] for name in _CONTENT):
        return Outcome.KNOWN
    if revision == known.revision:
        raise ActivityDiffers(f"revision {known.revision} is known with other content")
    return Outcome.CORRECTED


def _receipt(kept: Any, outcome: Outcome) -> ActivityReceipt:
    row = kept if isinstance(kept, Mapping) else kept._mapping
    return ActivityReceipt(id=row["id"], outcome=outcome, revision=row["revision"], band=row["band"])


async def accept_proposal(session: AsyncSession, office: str, member_id: UUID, proposal_id: UUID) -> DriftProposal:
    """Change the member's profile as was proposed to her, because she says so.

    Raises:
        ProfileNotFound, ProposalNotFound, NotPossibleNow, ProposalOutdated, UnknownCode
    """
    profile = await profile_for_update(session, office, member_id)
    proposal = await queries.proposal_for_update(session, office, member_id, proposal_id)
    _, shown = await queries.shown_by_activity(session, office, member_id)
    proposal.answer(ProposalState.ACCEPTED, await clock(session))
    changed = _changed(profile, proposal, shown[proposal.dimension])
    if changed is None:
        raise ProposalOutdated()
    field = _DECLARED_IN[proposal.dimension]
    await change_profile(session, office, member_id, profile.version, {field: changed})
    await session.flush()
    return proposal


async def decline_proposal(session: AsyncSession, office: str, member_id: UUID, proposal_id: UUID) -> DriftProposal:
    """Leave the member's profile as it is, because she says so; for 12 months she is not asked the same again.

    Raises:
        ProposalNotFound, NotPossibleNow
    """
    proposal = await queries.proposal_for_update(session, office, member_id, proposal_id)
    proposal.answer(ProposalState.DECLINED, await clock(session))
    await session.flush()
    return proposal


def _changed(profile: Profile, proposal: DriftProposal, shown: Mapping[str, int]) -> list[str] | None:
    declared: list[str] = getattr(profile, _DECLARED_IN[proposal.dimension])
    drift = Drift(proposal.kind, proposal.code, proposal.strength)
    return applied(drift, declared, shown, MOST_DECLARED[proposal.dimension])
