"""Post opportunities, change them and close them."""

from collections.abc import Collection, Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from partage_contracts.members import PosterKind
from partage_kit.auth import Caller
from partage_kit.changes import write_changes
from partage_kit.clock import clock
from partage_kit.errors import Stale
from partage_kit.statements import into
from partage_kit.unit_of_work import emit
from partage_members.classifications.codes import recoded_with
from partage_members.classifications.known import newly, require_known
from partage_members.filieres.queries import require_filieres
from partage_members.memberships.errors import ProfileNeeded
from partage_members.opportunities import events, queries
from partage_members.opportunities.callers import poster_kind
from partage_members.opportunities.errors import OpportunityNotFound
from partage_members.opportunities.locating import located, require_place, written_place
from partage_members.opportunities.models import Opportunity, opportunity_circles, opportunity_facets
from partage_members.opportunities.schemas import OpportunityState
from partage_members.profiles.queries import has_profile


async def post_opportunity(session: AsyncSession, caller: Caller, fields: Mapping[str, Any]) -> Opportunity:
    """Let everybody whom it addresses see an opportunity, and announce it in codes.

    Raises:
        UnknownCode, UnknownPlace, FiliereNotFound, ProfileNeeded, OpportunityIncoherent
    """
    await require_known(session, caller.office, occupations=fields["trades"], sectors=fields["sectors"])
    kind = poster_kind(caller)
    if kind is PosterKind.MEMBER and not await has_profile(session, caller.office, caller.member):
        raise ProfileNeeded("who posts an opportunity as a member has a profile")
    await require_filieres(session, caller.office, [UUID(one) for one in fields["filieres"]])
    now = await clock(session)
    opportunity = Opportunity(
        office=caller.office,
        poster=kind,
        posted_by=caller.subject,
        posted_by_member=caller.member_id,
        posted_at=now,
        updated_at=now,
        **fields,
    )
    opportunity.describe(now)
    await require_place(session, opportunity)
    write_changes(opportunity, await located(session, opportunity))
    session.add(opportunity)
    await session.flush()
    await _write_derived(session, opportunity)
    emit(session, events.posted(opportunity))
    return opportunity


async def change_opportunity(
    session: AsyncSession, caller: Caller, opportunity_id: UUID, expected: int, changes: Mapping[str, Any]
) -> Opportunity:
    """Change what describes an opportunity; a later last day opens an expired one again.

    Raises:
        OpportunityNotFound, Stale, UnknownCode, UnknownPlace, FiliereNotFound, NotPossibleNow, OpportunityIncoherent
    """
    opportunity = await _own(session, caller, opportunity_id)
    trades = newly(changes.get("trades"), opportunity.trades)
    sectors = newly(changes.get("sectors"), opportunity.sectors)
    await require_known(session, caller.office, occupations=trades, sectors=sectors)
    now = await clock(session)
    current = opportunity.version + int(opportunity.has_expired(now))
    if current != expected:
        raise Stale(f"the current version is {current}, the change was made from {expected}")
    opportunity.require_undecided()
    await require_filieres(session, caller.office, [UUID(one) for one in changes.get("filieres", ())])
    place = written_place(opportunity)
    if write_changes(opportunity, changes):
        opportunity.describe(now)
        await require_place(session, opportunity, place)
        write_changes(opportunity, await located(session, opportunity))
        await session.flush()
        await _write_derived(session, opportunity)
    return opportunity


async def recode_opportunities(
    session: AsyncSession, office: str, ids: Collection[UUID], codes: Mapping[str, str]
) -> tuple[list[Opportunity], int]:
    """Put codes in place of others in some opportunities: these, and how many were changed."""
    mine = col(Opportunity.office) == office, col(Opportunity.id).in_(ids)
    held = select(Opportunity).where(*mine).order_by(col(Opportunity.id)).with_for_update()
    found = list((await session.execute(held)).scalars())
    now, changed = await clock(session), []
    for opportunity in found:
        recoded = {name: recoded_with(codes, getattr(opportunity, name)) for name in ("trades", "sectors")}
        if write_changes(opportunity, recoded):
            opportunity.updated_at = now
            changed.append(opportunity)
    if changed:
        await session.flush()
        facets = [
            {"kind": kind, "code": code, "opportunity_id": one.id}
            for one in changed
            for kind, code in sorted(one.facets())
        ]
        connection, which = await session.connection(), [one.id for one in changed]
        await connection.execute(delete(opportunity_facets).where(opportunity_facets.c.opportunity_id.in_(which)))
        await connection.execute(into(opportunity_facets), facets)
    return found, len(changed)


async def close_opportunity(
    session: AsyncSession, caller: Caller, opportunity_id: UUID, state: OpportunityState
) -> Opportunity:
    """State that an opportunity is filled, or withdraw it; answers that wait lapse.

    Raises:
        OpportunityNotFound, NotPossibleNow
    """
    opportunity = await _own(session, caller, opportunity_id)
    opportunity.close(state, await clock(session))
    await session.flush()
    return opportunity


async def _own(session: AsyncSession, caller: Caller, opportunity_id: UUID) -> Opportunity:
    """The opportunity, locked; for others than its poster it is not there to be changed."""
    opportunity = await queries.opportunity_for_update(session, caller, opportunity_id)
    if not queries.tends(caller, opportunity):
        raise OpportunityNotFound()
    return opportunity


async def _write_derived(session: AsyncSession, opportunity: Opportunity) -> None:
    facets = [{"kind": kind, "code": code} for kind, code in sorted(opportunity.facets())]
    circles = [{"circle_id": UUID(filiere)} for filiere in opportunity.filieres]
    connection = await session.connection()
    for table, rows in ((opportunity_facets, facets), (opportunity_circles, circles)):
        await connection.execute(delete(table).where(table.c.opportunity_id == opportunity.id))
        if rows:
            await connection.execute(into(table), [row | {"opportunity_id": opportunity.id} for row in rows])
