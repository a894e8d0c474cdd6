"""Upgrade what an office uses to the current version of a scheme, and let members answer what is proposed to them."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from partage_kit.auth import Caller
from partage_kit.clock import clock
from partage_kit.jobs import Job, JobKind, JobState, Step, start_job
from partage_kit.statements import upsert
from partage_kit.types import new_id
from partage_members.activity.schemas import ProposalState
from partage_members.classification_upgrades import queries
from partage_members.classification_upgrades.errors import CodeNotProposed
from partage_members.classification_upgrades.models import CodeProposal
from partage_members.classification_upgrades.queries import proposals
from partage_members.classifications.known import require_known
from partage_members.classifications.upgrading import current_version
from partage_members.opportunities.commands import recode_opportunities
from partage_members.profiles.commands import recode_profiles
from partage_members.profiles.models import Profile

_CHUNK = 100


@dataclass(frozen=True)
class _Place:
    """How far an upgrade is: what it is at, behind which id, and what it came to so far."""

    at: str = "profiles"
    after: str | None = None
    profiles: int = 0
    opportunities: int = 0
    proposed: int = 0


async def start_upgrade(session: AsyncSession, caller: Caller, scheme: str) -> UUID:
    """Queue the upgrade of what an office uses of a scheme.

    Raises:
        SchemeNotFound
    """
    await current_version(session, caller.office, scheme)
    return await start_job(session, UPGRADE, caller.office, caller.person, {"scheme": scheme})


async def upgrade_some(session: AsyncSession, job: Job) -> Step:
    """Upgrade the next profiles, then the next opportunities."""
    place = _Place(**job.place) if job.place else _Place()
    gone = await queries.gone_codes(session, job.office, job.parameters["scheme"])
    exact = {one.code: one.replaced_by for one in gone if one.replaced_by is not None}
    offered = {one.code: one.proposed for one in gone if one.proposed}
    after = None if place.after is None else UUID(place.after)
    if place.at == "profiles":
        ids = await queries.profiles_with(session, job.office, [*exact, *offered], after, _CHUNK)
        if not ids:
            return _going_on(replace(place, at="opportunities", after=None))
        found, changed = await recode_profiles(session, job.office, ids, exact)
        proposed = await _propose(session, found, offered)
        so_far = replace(place, profiles=place.profiles + changed, proposed=place.proposed + proposed)
        return _going_on(replace(so_far, after=str(ids[-1])))
    ids = await queries.opportunities_with(session, job.office, list(exact), after, _CHUNK)
    if not ids:
        figures = {"profiles": place.profiles, "opportunities": place.opportunities, "proposed": place.proposed}
        return Step(sum(figures.values()), ended=JobState.DONE, result=figures)
    count = await recode_opportunities(session, job.office, ids, exact)
    return _going_on(replace(place, after=str(ids[-1]), opportunities=place.opportunities + count))


UPGRADE = JobKind("upgrade_scheme", upgrade_some)


async def choose_code(
    session: AsyncSession, office: str, member_id: UUID, proposal_id: UUID, code: str
) -> CodeProposal:
    """Let a code take the place of one that has left its scheme, because the member says so.

    Raises:
        CodeProposalNotFound, NotPossibleNow, CodeNotProposed, UnknownCode
    """
    proposal = await queries.proposal_for_update(session, office, member_id, proposal_id)
    proposal.answer(ProposalState.ACCEPTED, await clock(session))
    if code not in proposal.options:
        raise CodeNotProposed()
    (profile,), _ = await recode_profiles(session, office, [member_id], {proposal.code: code})
    if code not in (*profile.trades, *profile.sectors):
        raise CodeNotProposed("the profile does not have the code any more")
    trades = [one for one in profile.trades if one == code]
    sectors = [one for one in profile.sectors if one == code]
    await require_known(session, office, occupations=trades, sectors=sectors)
    await session.flush()
    return proposal


async def decline_codes(session: AsyncSession, office: str, member_id: UUID, proposal_id: UUID) -> CodeProposal:
    """Leave the member's profile as it is, because she says so; she is not asked about this code again.

    Raises:
        CodeProposalNotFound, NotPossibleNow
    """
    proposal = await queries.proposal_for_update(session, office, member_id, proposal_id)
    proposal.answer(ProposalState.DECLINED, await clock(session))
    await session.flush()
    return proposal


async def _propose(session: AsyncSession, found: Sequence[Profile], offered: Mapping[str, Sequence[str]]) -> int:
    """Propose to members what may take the place of their codes; who was asked is not asked again. How many are new."""
    at = await clock(session)
    rows: list[dict[str, Any]] = [
        {
            **{"id": new_id(), "office": profile.office, "version": 1, "member_id": profile.id, "code": code},
            **{"options": list(offered[code]), "state": ProposalState.OPEN, "proposed_at": at},
        }
        for profile in found
        for code in dict.fromkeys((*profile.trades, *profile.sectors))
        if code in offered
    ]
    if not rows:
        return 0
    connection = await session.connection()
    adding = upsert(proposals, connection.dialect.name).values(rows).on_conflict_do_nothing()
    return len((await connection.execute(adding.returning(proposals.c.id))).all())


def _going_on(place: _Place) -> Step:
    return Step(place.profiles + place.opportunities + place.proposed, place=asdict(place))
