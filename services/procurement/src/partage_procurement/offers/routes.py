"""The HTTP door of offers."""

from typing import Annotated
from uuid import UUID

from fastapi import Query

from partage_kit.auth import Buyer, Member
from partage_kit.db import ReadSession, WriteSession
from partage_kit.errors import NotPossibleNow, PreconditionRequired, Stale
from partage_kit.http.pages import Page, Paging
from partage_kit.http.problems import problems
from partage_kit.http.routes import Router
from partage_kit.http.tags import ETag, IfMatch
from partage_procurement.callers import Insider
from partage_procurement.categories.errors import UnknownCategory
from partage_procurement.known.queries import Belonging
from partage_procurement.offers import commands, queries
from partage_procurement.offers.errors import NotEligible, OfferNotFound, OfferNotOpen
from partage_procurement.offers.schemas import (
    ChangeOffer,
    DraftOffer,
    OfferFilter,
    OfferSummary,
    OfferView,
    RedemptionView,
    WithdrawOffer,
)
from partage_procurement.offers.views import columns, summary, whole
from partage_procurement.suppliers.errors import SupplierBlocked, SupplierNotFound
from partage_procurement.suppliers.views import works_for_office

router = Router(prefix="/offers", tags=["offers"])


@router.get("")
async def list_offers(
    caller: Insider, wanted: Annotated[OfferFilter, Query()], paging: Paging, session: ReadSession
) -> Page[OfferSummary]:
    """The offers of your office, filtered by category, region, filière, supplier, state or day."""
    drafts = works_for_office(caller)
    rows, following = await queries.list_offers(session, caller.office, wanted, paging, drafts=drafts)
    return Page(items=[summary(row) for row in rows], next=following)


@router.post("", status_code=201, responses=problems(SupplierNotFound, UnknownCategory))
async def draft_offer(offer: DraftOffer, caller: Buyer, session: WriteSession, tag: ETag) -> OfferView:
    """Write the draft of a supplier's offer."""
    return tag(whole(await commands.draft_offer(session, caller.office, columns(offer)), caller))


@router.get("/{offer_id}", responses=problems(OfferNotFound))
async def read_offer(offer_id: UUID, caller: Insider, session: ReadSession, tag: ETag) -> OfferView:
    """An offer, what it is worth, and how to obtain it."""
    drafts = works_for_office(caller)
    return tag(whole(await queries.one_offer(session, caller.office, offer_id, drafts=drafts), caller))


@router.put(
    "/{offer_id}", responses=problems(OfferNotFound, Stale, PreconditionRequired, NotPossibleNow, UnknownCategory)
)
async def change_offer(
    offer_id: UUID, offer: ChangeOffer, caller: Buyer, expected: IfMatch, session: WriteSession, tag: ETag
) -> OfferView:
    """Write a draft anew, as a whole; its supplier stays."""
    row = await commands.change_offer(session, caller.office, offer_id, expected, columns(offer))
    return tag(whole(row, caller))


@router.post("/{offer_id}/publish", responses=problems(OfferNotFound, NotPossibleNow, SupplierBlocked))
async def publish_offer(offer_id: UUID, caller: Buyer, session: WriteSession, tag: ETag) -> OfferView:
    """Open an offer to members; the standing of its supplier may forbid it."""
    return tag(whole(await commands.publish_offer(session, caller.office, offer_id), caller))


@router.post("/{offer_id}/withdraw", responses=problems(OfferNotFound, NotPossibleNow))
async def withdraw_offer(
    offer_id: UUID, withdrawal: WithdrawOffer, caller: Buyer, session: WriteSession, tag: ETag
) -> OfferView:
    """Close an offer before its last day."""
    return tag(whole(await commands.withdraw_offer(session, caller.office, offer_id, withdrawal.reason), caller))


@router.post(
    "/{offer_id}/redeem",
    status_code=201,
    responses=problems(OfferNotFound, OfferNotOpen, NotEligible, SupplierBlocked),
)
async def redeem_offer(offer_id: UUID, caller: Member, session: WriteSession) -> RedemptionView:
    """Use an offer; the answer tells the code where the procedure has one."""
    claimed = Belonging(caller.filieres, caller.territory)
    redemption, code = await commands.redeem_offer(session, caller.office, offer_id, caller.member, claimed)
    return RedemptionView(id=redemption.id, offer_id=redemption.offer_id, used_on=redemption.used_on, code=code)
