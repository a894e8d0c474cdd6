"""Upgrade what an office uses to the current version of a scheme, and let people answer what is proposed to them."""

from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from partage_kit.auth import Caller
from partage_kit.clock import clock
from partage_kit.errors import NotPossibleNow
from partage_kit.jobs import Job, JobKind, JobState, Step, start_job
from partage_kit.statements import upsert
from partage_kit.types import new_id
from partage_members.activity.schemas import ProposalState
from partage_members.classification_upgrades import queries
from partage_members.classification_upgrades.errors import CodeNotProposed
from partage_members.classification_upgrades.models import COLUMNS, CodeProposal, record_of
from partage_members.classification_upgrades.queries import proposals
from partage_members.classification_upgrades.schemas import RecodedNoun
from partage_members.classifications.known import require_known
from partage_members.classifications.upgrading import current_version
from partage_members.filieres.commands import recode_filieres
from partage_members.initiatives.commands import recode_initiatives
from partage_members.opportunities.commands import recode_opportunities
from partage_members.profiles.commands import recode_profiles

_CHUNK = 100


_Recode = Callable[[AsyncSession, str, Collection[UUID], Mapping[str, str]], Awaitable[tuple[Sequence[Any], int]]]
_RECODE: Mapping[RecodedNoun, tuple[str, _Recode, tuple[str, ...]]] = {
    RecodedNoun.PROFILE: ("profiles", recode_profiles, ("trades", "sectors", "skills")),
    RecodedNoun.FILIERE: ("filieres", recode_filieres, ("occupations", "sectors")),
    RecodedNoun.INITIATIVE: ("initiatives", recode_initiatives, ("trades", "sectors")),
    RecodedNoun.OPPORTUNITY: ("opportunities", recode_opportunities, ("trades", "sectors")),
}
"""In the order in which an upgrade goes on: what its figures call them, what changes them, and where their codes
stand: occupations, sectors, and skills where they have any."""


@dataclass(frozen=True)
class _Place:
    """How far an upgrade is: what it is at, behind which id, and what it came to so far."""

    at: str = "profiles"
    after: str | None = None
    profiles: int = 0
    filieres: int = 0
    initiatives: int = 0
    opportunities: int = 0
    proposed: int = 0

    @property
    def figures(self) -> dict[str, int]:
        """How many of each were changed, and how many proposals were made."""
        return {name: value for name, value in asdict(self).items() if name not in ("at", "after")}

    @property
    def noun(self) -> RecodedNoun:
        """What it is at."""
        return next(noun for noun, (name, *_) in _RECODE.items() if name == self.at)


async def start_upgrade(session: AsyncSession, caller: Caller, scheme: str) -> UUID:
    """Queue the upgrade of what an office uses of a scheme.

    Raises:
        SchemeNotFound
    """
    await current_version(session, caller.office, scheme)
    return await start_job(session, UPGRADE, caller.office, caller.person, {"scheme": scheme})


async def upgrade_some(session: AsyncSession, job: Job) -> Step:
    """Upgrade the next records: profiles, then filières, initiatives and opportunities."""
    place = _Place(**job.place) if job.place else _Place()
    gone = await queries.gone_codes(session, job.office, job.parameters["scheme"])
    exact = {one.code: one.replaced_by for one in gone if one.replaced_by is not None}
    offered = {one.code: one.proposed for one in gone if one.proposed}
    after, noun = None if place.after is None else UUID(place.after), place.noun
    ids = await queries.records_with(session, noun, job.office, [*exact, *offered], after, _CHUNK)
    if not ids:
        return _behind(place)
    name, recode, _ = _RECODE[noun]
    found, changed = await recode(session, job.office, ids, exact)
    proposed = place.proposed + await _propose(session, noun, found, offered)
    figures: dict[str, Any] = {name: place.figures[name] + changed, "proposed": proposed}
    return _going_on(replace(place, after=str(ids[-1]), **figures))


def _behind(place: _Place) -> Step:
    """What follows when all records of a noun are done."""
    names = [name for name, *_ in _RECODE.values()]
    following = names[names.index(place.at) + 1 :]
    if following:
        return _going_on(replace(place, at=following[0], after=None))
    return Step(sum(place.figures.values()), ended=JobState.DONE, result=place.figures)


UPGRADE = JobKind("upgrade_scheme", upgrade_some)


async def choose_code(session: AsyncSession, caller: Caller, proposal_id: UUID, code: str) -> CodeProposal:
    """Let a code take the place of one that has left its scheme, because who is responsible says so.

    Raises:
        CodeProposalNotFound, NotPossibleNow, CodeNotProposed, UnknownCode
    """
    proposal = await queries.proposal_for_update(session, caller, proposal_id)
    proposal.answer(ProposalState.ACCEPTED, await clock(session))
    if code not in proposal.options:
        raise CodeNotProposed()
    noun, record_id = record_of(proposal)
    _, recode, names = _RECODE[noun]
    if not await queries.is_lasting(session, noun, record_id):
        raise NotPossibleNow(f"the {noun} has come to its end")
    (record,), _ = await recode(session, caller.office, [record_id], {proposal.code: code})
    chosen = [[one for one in getattr(record, name) if one == code] for name in names]
    if not any(chosen):
        raise CodeNotProposed(f"the {noun} does not have the code any more")
    given = dict(zip(("occupations", "sectors", "skills"), chosen, strict=False))
    await require_known(session, caller.office, **given)
    await session.flush()
    return proposal


async def decline_codes(session: AsyncSession, caller: Caller, proposal_id: UUID) -> CodeProposal:
    """Leave the code as it is, because who is responsible says so; nobody is asked about it again.

    Raises:
        CodeProposalNotFound, NotPossibleNow
    """
    proposal = await queries.proposal_for_update(session, caller, proposal_id)
    proposal.answer(ProposalState.DECLINED, await clock(session))
    await session.flush()
    return proposal


async def _propose(
    session: AsyncSession, noun: RecodedNoun, found: Sequence[Any], offered: Mapping[str, Sequence[str]]
) -> int:
    """Propose what may take the place of codes of some records; what was proposed is not again. How many are new."""
    names = _RECODE[noun][2]
    at = await clock(session)
    rows: list[dict[str, Any]] = [
        {
            **{"id": new_id(), "office": one.office, "version": 1, COLUMNS[noun]: one.id, "code": code},
            **{"options": list(offered[code]), "state": ProposalState.OPEN, "proposed_at": at},
        }
        for one in found
        for code in dict.fromkeys(code for name in names for code in getattr(one, name))
        if code in offered
    ]
    if not rows:
        return 0
    connection = await session.connection()
    adding = upsert(proposals, connection.dialect.name).values(rows).on_conflict_do_nothing()
    return len((await connection.execute(adding.returning(proposals.c.id))).all())


def _going_on(place: _Place) -> Step:
    return Step(sum(place.figures.values()), place=asdict(place))
