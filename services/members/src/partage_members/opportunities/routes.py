"""The HTTP door of opportunities; what is public is open to everybody."""

from typing import Annotated
from uuid import UUID

from fastapi import Depends, Query

from partage_kit.auth import Caller, Visitor
from partage_kit.db import ReadSession, WriteSession
from partage_kit.errors import NotPossibleNow, PreconditionRequired, Stale
from partage_kit.http.pages import Page, Paging
from partage_kit.http.problems import problems
from partage_kit.http.routes import Router
from partage_kit.http.tags import ETag, IfMatch
from partage_kit.readable import Readable
from partage_members.caching import for_this_caller
from partage_members.classifications.errors import UnknownCode
from partage_members.filieres.errors import FiliereNotFound
from partage_members.horizon import DayTooFarAhead
from partage_members.memberships.errors import ProfileNeeded
from partage_members.opportunities import commands, queries
from partage_members.opportunities.callers import Posting
from partage_members.opportunities.errors import OpportunityIncoherent, OpportunityNotFound
from partage_members.opportunities.schemas import (
    ChangeOpportunity,
    OpportunityFilter,
    OpportunityState,
    OpportunitySummary,
    OpportunityView,
    PostOpportunity,
)
from partage_members.opportunities.views import columns, summary, whole, with_named_places
from partage_members.places.errors import UnknownPlace

router = Router(prefix="/opportunities", tags=["opportunities"], dependencies=[Depends(for_this_caller)])

DESCRIBING = (DayTooFarAhead, UnknownCode, UnknownPlace, FiliereNotFound, OpportunityIncoherent)
MOVING = problems(OpportunityNotFound, NotPossibleNow)


@router.get("", responses=problems(UnknownCode))
async def list_opportunities(
    visitor: Visitor,
    wanted: Annotated[OpportunityFilter, Query()],
    paging: Paging,
    session: ReadSession,
) -> Page[OpportunitySummary]:
    """The opportunities that you may see, newest or soonest due first; nobody pays for a place (R3)."""
    rows, following = await queries.list_opportunities(session, visitor, wanted, paging)
    return Page(items=await with_named_places(session, [summary(row) for row in rows]), next=following)


@router.post("", status_code=201, responses=problems(*DESCRIBING, ProfileNeeded))
async def post_opportunity(new: PostOpportunity, caller: Posting, session: WriteSession, tag: ETag) -> OpportunityView:
    """Look for members to work with, as a member, the structure, a partner or a client; without a fee."""
    opportunity = await commands.post_opportunity(session, caller, columns(new))
    return tag(await _read(session, caller, opportunity.id))


@router.get("/{opportunity_id}", responses=problems(OpportunityNotFound))
async def read_opportunity(opportunity_id: UUID, visitor: Visitor, session: ReadSession, tag: ETag) -> OpportunityView:
    """An opportunity that you may see: without a token or from another office those for everybody."""
    return tag(await _read(session, visitor, opportunity_id))


@router.patch(
    "/{opportunity_id}",
    responses=problems(OpportunityNotFound, Stale, PreconditionRequired, NotPossibleNow, *DESCRIBING),
)
async def change_opportunity(
    opportunity_id: UUID,
    changes: ChangeOpportunity,
    caller: Posting,
    expected: IfMatch,
    session: WriteSession,
    tag: ETag,
) -> OpportunityView:
    """Change an opportunity of yours; what you leave out stays, and a later last day opens an expired one again."""
    fields = columns(changes, given_only=True)
    opportunity = await commands.change_opportunity(session, caller, opportunity_id, expected, fields)
    return tag(await _read(session, caller, opportunity.id))


@router.post("/{opportunity_id}/fill", responses=MOVING)
async def fill_opportunity(opportunity_id: UUID, caller: Posting, session: WriteSession, tag: ETag) -> OpportunityView:
    """State that you found whom you looked for; answers that wait lapse."""
    await commands.close_opportunity(session, caller, opportunity_id, OpportunityState.FILLED)
    return tag(await _read(session, caller, opportunity_id))


@router.post("/{opportunity_id}/withdraw", responses=MOVING)
async def withdraw_opportunity(
    opportunity_id: UUID, caller: Posting, session: WriteSession, tag: ETag
) -> OpportunityView:
    """Withdraw an opportunity of yours; answers that wait lapse."""
    await commands.close_opportunity(session, caller, opportunity_id, OpportunityState.WITHDRAWN)
    return tag(await _read(session, caller, opportunity_id))


async def _read(session: Readable, caller: Caller | None, opportunity_id: UUID) -> OpportunityView:
    row = await queries.visible_opportunity(session, caller, opportunity_id)
    (view,) = await with_named_places(session, [whole(row, caller)])
    return view
