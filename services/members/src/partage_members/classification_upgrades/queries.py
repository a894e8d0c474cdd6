"""Named reads of upgrades: which codes that are in use have left a scheme, and who has them."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, func, literal, select, union_all
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from partage_kit.db import Readable
from partage_kit.http.pages import Order, PageOf, page_of
from partage_kit.tables import table_of
from partage_members.classification_upgrades.errors import CodeProposalNotFound
from partage_members.classification_upgrades.models import CodeProposal
from partage_members.classification_upgrades.schemas import GoneCode
from partage_members.classifications.codes import of_scheme
from partage_members.classifications.upgrading import Succeeding, current_version, successors_of
from partage_members.opportunities.models import opportunity_facets
from partage_members.opportunities.queries import opportunities
from partage_members.opportunities.schemas import OpportunityState
from partage_members.profiles.models import profile_facets
from partage_members.profiles.queries import profiles

proposals = table_of(CodeProposal)
p, _NEWEST = proposals.c, Order("-proposed_at", (proposals.c.proposed_at, False), (proposals.c.id, True))
_KINDS = ("trade", "sector")
_pf, _of = profile_facets.c, opportunity_facets.c


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


async def profiles_with(
    session: Readable, office: str, codes: Collection[str], after: UUID | None, most: int
) -> Sequence[UUID]:
    """The next profiles of an office that have one of these codes, by id."""
    here = select(_pf.profile_id).distinct().join(profiles, profiles.c.id == _pf.profile_id)
    mine = here.where(profiles.c.office == office, _pf.kind.in_(_KINDS), _pf.code.in_(codes))
    return (await session.execute(_behind(mine, _pf.profile_id, after, most))).scalars().all()


async def opportunities_with(
    session: Readable, office: str, codes: Collection[str], after: UUID | None, most: int
) -> Sequence[UUID]:
    """The next opportunities of an office that are not decided and want one of these codes, by id."""
    here = select(_of.opportunity_id).distinct().join(opportunities, opportunities.c.id == _of.opportunity_id)
    mine = here.where(_of.code.in_(codes), *_undecided(office))
    return (await session.execute(_behind(mine, _of.opportunity_id, after, most))).scalars().all()


async def proposals_to(
    session: Readable, office: str, member_id: UUID, paging: PageOf
) -> tuple[Sequence[Row[Any]], str | None]:
    """One page of what was proposed to a member, newest first."""
    others = [column for column in p if column.key not in ("proposed_at", "id")]
    statement = select(p.proposed_at, p.id, *others).where(p.office == office, p.member_id == member_id)
    return await page_of(session, statement, _NEWEST, paging)


async def proposal_for_update(session: AsyncSession, office: str, member_id: UUID, proposal_id: UUID) -> CodeProposal:
    """A proposal to this member, locked until the transaction ends.

    Raises:
        CodeProposalNotFound
    """
    mine = col(CodeProposal.office) == office, col(CodeProposal.member_id) == member_id
    statement = select(CodeProposal).where(col(CodeProposal.id) == proposal_id, *mine).with_for_update()
    found = (await session.execute(statement)).scalar_one_or_none()
    if found is None:
        raise CodeProposalNotFound()
    return found


def _uses(office: str, own: str) -> Any:
    """How often each code of a scheme is used, noun by noun, in one statement."""
    in_profiles = (
        select(literal("profiles").label("noun"), _pf.code, func.count(_pf.profile_id.distinct()).label("uses"))
        .join(profiles, profiles.c.id == _pf.profile_id)
        .where(profiles.c.office == office, _pf.kind.in_(_KINDS), _pf.code.startswith(own, autoescape=True))
        .group_by(_pf.code)
    )
    in_opportunities = (
        select(literal("opportunities"), _of.code, func.count(_of.opportunity_id.distinct()))
        .join(opportunities, opportunities.c.id == _of.opportunity_id)
        .where(_of.code.startswith(own, autoescape=True), *_undecided(office))
        .group_by(_of.code)
    )
    return union_all(in_profiles, in_opportunities)


def _undecided(office: str) -> tuple[ColumnElement[bool], ...]:
    return opportunities.c.office == office, opportunities.c.state == OpportunityState.OPEN


def _behind(statement: Any, column: ColumnElement[UUID], after: UUID | None, most: int) -> Any:
    following = statement if after is None else statement.where(column > after)
    return following.order_by(column).limit(most)


def _gone(code: str, counts: Mapping[str, int], then: Succeeding) -> GoneCode:
    return GoneCode(
        code=code,
        profiles=counts.get("profiles", 0),
        opportunities=counts.get("opportunities", 0),
        replaced_by=then.exact.get(code),
        proposed=list(then.proposed.get(code, ())),
    )
