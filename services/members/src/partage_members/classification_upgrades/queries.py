"""Named reads of upgrades: which codes that are in use have left a scheme, who has them, and who may choose others."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, Table, exists, func, literal, or_, select, true, union_all
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from partage_contracts.members import PosterKind
from partage_kit.auth import Caller, Role
from partage_kit.db import Readable
from partage_kit.http.pages import Order, PageOf, page_of
from partage_kit.tables import table_of
from partage_members.activity.schemas import ProposalState
from partage_members.callers import is_staff
from partage_members.classification_upgrades.errors import CodeProposalNotFound
from partage_members.classification_upgrades.models import CodeProposal
from partage_members.classification_upgrades.schemas import GoneCode, RecodedNoun
from partage_members.classifications.codes import of_scheme
from partage_members.classifications.upgrading import Succeeding, current_version, successors_of
from partage_members.filieres.models import filiere_facets
from partage_members.filieres.queries import filieres
from partage_members.filieres.stages import FINAL
from partage_members.initiatives.models import GOING_ON, initiative_facets
from partage_members.initiatives.queries import initiatives
from partage_members.initiatives.schemas import InitiativeState
from partage_members.opportunities.models import opportunity_facets
from partage_members.opportunities.queries import opportunities
from partage_members.opportunities.schemas import OpportunityState
from partage_members.profiles.models import profile_facets
from partage_members.profiles.queries import profiles

proposals = table_of(CodeProposal)
p, _NEWEST = proposals.c, Order("-proposed_at", (proposals.c.proposed_at, False), (proposals.c.id, True))
_NEWEST_FIRST = select(p.proposed_at, p.id, *(column for column in p if column.key not in ("proposed_at", "id")))


@dataclass(frozen=True)
class Noun:
    """Records that have codes: their table, the table of their codes, and which of them are still to be changed."""

    records: Table
    facets: Table
    owner: ColumnElement[UUID]
    kinds: tuple[str, ...]
    lasting: ColumnElement[bool]


_pf, _ff, _if, _of = profile_facets.c, filiere_facets.c, initiative_facets.c, opportunity_facets.c
NOUNS: Mapping[RecodedNoun, Noun] = {
    RecodedNoun.PROFILE: Noun(profiles, profile_facets, _pf.profile_id, ("trade", "sector", "skill"), true()),
    RecodedNoun.FILIERE: Noun(
        filieres, filiere_facets, _ff.filiere_id, ("occupation", "sector"), filieres.c.stage.not_in(FINAL)
    ),
    RecodedNoun.INITIATIVE: Noun(
        initiatives,
        initiative_facets,
        _if.initiative_id,
        ("trade", "sector"),
        initiatives.c.state.in_({InitiativeState.SUBMITTED, *GOING_ON}),
    ),
    RecodedNoun.OPPORTUNITY: Noun(
        opportunities,
        opportunity_facets,
        _of.opportunity_id,
        ("trade", "sector"),
        opportunities.c.state == OpportunityState.OPEN,
    ),
}
"""In the order in which an upgrade goes through them."""


async def gone_codes(session: Readable, office: str, scheme: str) -> list[GoneCode]:
    """The codes of a scheme that an office uses and the current version does not have, and what may take their place.

    Raises:
        SchemeNotFound
    """
    _, lookup = await current_version(session, office, scheme)
    own = of_scheme(scheme, "")
    used: dict[str, dict[str, int]] = {}
    for row in await session.execute(_uses(office, own)):
        if row.code.removeprefix(own) not in lookup.concepts:
            used.setdefault(row.code, {})[row.noun] = row.uses
    then = await successors_of(session, office, scheme, sorted(used))
    return [_gone(code, counts, then) for code, counts in sorted(used.items())]


async def records_with(
    session: Readable, noun: RecodedNoun, office: str, codes: Collection[str], after: UUID | None, most: int
) -> Sequence[UUID]:
    """The next records of an office that have one of these codes, by id."""
    of = NOUNS[noun]
    here = select(of.owner).distinct().join(of.records, of.records.c.id == of.owner)
    mine = of.records.c.office == office, of.lasting, of.facets.c.kind.in_(of.kinds), of.facets.c.code.in_(codes)
    following = here.where(*mine) if after is None else here.where(*mine, of.owner > after)
    return (await session.execute(following.order_by(of.owner).limit(most))).scalars().all()


async def is_lasting(session: Readable, noun: RecodedNoun, record_id: UUID) -> bool:
    """Whether a record is still to be changed."""
    of = NOUNS[noun]
    found = await session.execute(select(of.records.c.id).where(of.records.c.id == record_id, of.lasting))
    return found.first() is not None


async def proposals_for(
    session: Readable, caller: Caller, state: ProposalState | None, paging: PageOf
) -> tuple[Sequence[Row[Any]], str | None]:
    """One page of what the caller may answer, newest first."""
    statement = _NEWEST_FIRST.where(p.office == caller.office, _answered_by(caller))
    return await page_of(session, statement if state is None else statement.where(p.state == state), _NEWEST, paging)


async def proposals_to(
    session: Readable, office: str, member_id: UUID, paging: PageOf
) -> tuple[Sequence[Row[Any]], str | None]:
    """One page of what was proposed to a member, newest first."""
    statement = _NEWEST_FIRST.where(p.office == office, p.member_id == member_id)
    return await page_of(session, statement, _NEWEST, paging)


async def proposal_for_update(session: AsyncSession, caller: Caller, proposal_id: UUID) -> CodeProposal:
    """A proposal that the caller may answer, locked until the transaction ends.

    Raises:
        CodeProposalNotFound
    """
    mine = col(CodeProposal.office) == caller.office, _answered_by(caller)
    statement = select(CodeProposal).where(col(CodeProposal.id) == proposal_id, *mine).with_for_update()
    found = (await session.execute(statement)).scalar_one_or_none()
    if found is None:
        raise CodeProposalNotFound()
    return found


def _answered_by(caller: Caller) -> ColumnElement[bool]:
    """What the caller is responsible for: her profile, filières that she facilitates, what she submitted or posted.

    Staff is responsible for all filières of the office, and for what staff submitted or the structure posted.
    """
    i, o = initiatives.c, opportunities.c
    submitted: list[ColumnElement[bool]] = [i.submitted_by == caller.subject]
    offered: list[ColumnElement[bool]] = [o.posted_by == caller.subject]
    mine: list[ColumnElement[bool]] = []
    if caller.has(Role.FACILITATOR):
        mine.append(p.filiere_id.in_(sorted(caller.filieres)))
    if caller.member_id is not None:
        mine.append(p.member_id == caller.member_id)
        submitted.append(i.submitted_by_member == caller.member_id)
        offered.append(o.posted_by_member == caller.member_id)
    if is_staff(caller):
        mine.append(p.filiere_id.is_not(None))
        submitted.append(i.recorded_by_staff)
        offered.append(o.poster == PosterKind.STRUCTURE)
    return or_(
        exists().where(i.id == p.initiative_id, i.office == caller.office, or_(*submitted)),
        exists().where(o.id == p.opportunity_id, o.office == caller.office, or_(*offered)),
        *mine,
    )


def _uses(office: str, own: str) -> Any:
    """How often each code of a scheme is used, noun by noun, in one statement."""
    of_each = [
        select(literal(name.value).label("noun"), of.facets.c.code, func.count(of.owner.distinct()).label("uses"))
        .join(of.records, of.records.c.id == of.owner)
        .where(of.records.c.office == office, of.lasting)
        .where(of.facets.c.kind.in_(of.kinds), of.facets.c.code.startswith(own, autoescape=True))
        .group_by(of.facets.c.code)
        for name, of in NOUNS.items()
    ]
    return union_all(*of_each)


def _gone(code: str, counts: Mapping[str, int], then: Succeeding) -> GoneCode:
    return GoneCode(
        code=code,
        profiles=counts.get(RecodedNoun.PROFILE, 0),
        filieres=counts.get(RecodedNoun.FILIERE, 0),
        initiatives=counts.get(RecodedNoun.INITIATIVE, 0),
        opportunities=counts.get(RecodedNoun.OPPORTUNITY, 0),
        replaced_by=then.exact.get(code),
        proposed=list(then.proposed.get(code, ())),
    )
