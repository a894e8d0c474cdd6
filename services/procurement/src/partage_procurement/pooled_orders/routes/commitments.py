"""Join an order, change or take back a commitment, see who committed to what."""

from uuid import UUID

from fastapi import Response

from partage_kit.auth import Buyer, Member
from partage_kit.db import ReadSession, WriteSession
from partage_kit.http.pages import Page, Paging
from partage_kit.http.problems import problems
from partage_kit.http.routes import Router
from partage_procurement.pooled_orders.commands import joining
from partage_procurement.pooled_orders.errors import (
    CapReached,
    CommitmentNotFound,
    OrderForOtherMembers,
    OrderNotOpen,
    PooledOrderNotFound,
    TopUpRuleBroken,
    UnknownArticle,
)
from partage_procurement.pooled_orders.models.commitments import Party
from partage_procurement.pooled_orders.queries import commitments, orders
from partage_procurement.pooled_orders.routes.callers import claimed_by, party_of
from partage_procurement.pooled_orders.schemas.commitments import CommitmentView, CommitToOrder, MyCommitmentView
from partage_procurement.pooled_orders.views.commitments import commitment, own_commitment

router = Router(prefix="/pooled-orders", tags=["pooled orders"])

CHANGING = (PooledOrderNotFound, OrderNotOpen, TopUpRuleBroken)
JOINING = problems(*CHANGING, OrderForOtherMembers, UnknownArticle, CapReached)
LEAVING = problems(*CHANGING, CommitmentNotFound)
READING = problems(PooledOrderNotFound, CommitmentNotFound)


@router.get("/{order_id}/commitments", responses=problems(PooledOrderNotFound))
async def list_commitments(order_id: UUID, caller: Buyer, paging: Paging, session: ReadSession) -> Page[CommitmentView]:
    """Who committed to what; a partner office sees its own members and its own structure."""
    order = await orders.one_order(session, caller.office, order_id, works=True)
    office = None if order.office == caller.office else caller.office
    rows, following = await commitments.list_commitments(session, order_id, office, paging)
    articles = await orders.articles_of(session, order_id)
    lines = await commitments.lines_of(session, order_id, [row.party for row in rows])
    items = [commitment(row, lines.get(row.party, []), articles, order.currency) for row in rows]
    return Page(items=items, next=following)


@router.get("/{order_id}/commitments/mine", responses=READING)
async def read_my_commitment(order_id: UUID, caller: Member, session: ReadSession) -> MyCommitmentView:
    """What you committed to."""
    return await _read(session, order_id, party_of(caller), works=False)


@router.put("/{order_id}/commitments/mine", responses=JOINING)
async def commit(order_id: UUID, wanted: CommitToOrder, caller: Member, session: WriteSession) -> MyCommitmentView:
    """Join a pooled order, or change what you committed to; articles left out are taken back."""
    joined = await joining.commit_to(session, order_id, party_of(caller), claimed_by(caller), wanted.lines)
    return own_commitment(joined.order, joined.commitment, joined.lines, joined.articles)


@router.delete("/{order_id}/commitments/mine", status_code=204, responses=LEAVING)
async def leave(order_id: UUID, caller: Member, session: WriteSession) -> Response:
    """Take back all that you committed to, while the order allows it."""
    await joining.leave(session, order_id, party_of(caller))
    return Response(status_code=204)


@router.get("/{order_id}/commitments/structure", responses=READING)
async def read_structure_commitment(order_id: UUID, caller: Buyer, session: ReadSession) -> MyCommitmentView:
    """What the structure of your office committed to."""
    return await _read(session, order_id, Party.structure(caller.office), works=True)


@router.put("/{order_id}/commitments/structure", responses=JOINING)
async def commit_structure(
    order_id: UUID, wanted: CommitToOrder, caller: Buyer, session: WriteSession
) -> MyCommitmentView:
    """Let the structure of your office join an order, or change what it committed to (recommendation 10)."""
    joined = await joining.commit_to(session, order_id, Party.structure(caller.office), None, wanted.lines)
    return own_commitment(joined.order, joined.commitment, joined.lines, joined.articles)


@router.delete("/{order_id}/commitments/structure", status_code=204, responses=LEAVING)
async def leave_structure(order_id: UUID, caller: Buyer, session: WriteSession) -> Response:
    """Take back all that the structure of your office committed to, while the order allows it."""
    await joining.leave(session, order_id, Party.structure(caller.office))
    return Response(status_code=204)


async def _read(session: ReadSession, order_id: UUID, party: Party, *, works: bool) -> MyCommitmentView:
    order = await orders.one_order(session, party.office, order_id, works=works)
    row = await commitments.live_commitment(session, order_id, party.key)
    articles = await orders.articles_of(session, order_id)
    lines = await commitments.lines_of(session, order_id, [party.key])
    return own_commitment(order, row, lines[party.key], articles)
