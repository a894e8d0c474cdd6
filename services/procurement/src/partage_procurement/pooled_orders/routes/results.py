"""What was decided at the lock, and what each party gets and why."""

from uuid import UUID

from partage_kit.auth import Buyer, Member
from partage_kit.db import ReadSession
from partage_kit.http.languages import ReaderLanguages
from partage_kit.http.pages import Page, Paging
from partage_kit.http.problems import problems
from partage_kit.http.routes import Router
from partage_procurement.callers import Insider
from partage_procurement.pooled_orders.errors import CommitmentNotFound, PooledOrderNotFound
from partage_procurement.pooled_orders.queries import orders, results, settlements
from partage_procurement.pooled_orders.routes.callers import party_of
from partage_procurement.pooled_orders.schemas.results import AllotmentView, DecisionView, MyAllotments
from partage_procurement.pooled_orders.views.results import allotment, decision, own_allotments
from partage_procurement.suppliers.views import works_for_office

router = Router(prefix="/pooled-orders", tags=["pooled orders"])


@router.get("/{order_id}/decisions", responses=problems(PooledOrderNotFound))
async def list_decisions(
    order_id: UUID, caller: Insider, languages: ReaderLanguages, paging: Paging, session: ReadSession
) -> Page[DecisionView]:
    """What was decided at each lock (an extended order has two), with the figures that explain it."""
    order = await orders.one_order(session, caller.office, order_id, works=works_for_office(caller))
    articles = await results.decided_articles_of(session, order_id)
    rows, following = await results.list_decisions(session, order_id, paging)
    return Page(items=[decision(row, articles, order.currency, languages) for row in rows], next=following)


@router.get("/{order_id}/allotments", responses=problems(PooledOrderNotFound))
async def list_allotments(
    order_id: UUID, caller: Buyer, languages: ReaderLanguages, paging: Paging, session: ReadSession
) -> Page[AllotmentView]:
    """What every line gets and why, in the order of joining; a partner office sees its own parties."""
    order = await orders.one_order(session, caller.office, order_id, works=True)
    office = None if order.office == caller.office else caller.office
    rows, following = await results.list_allotments(session, order_id, office, paging)
    return Page(items=[allotment(row, order.currency, languages) for row in rows], next=following)


@router.get("/{order_id}/allotments/mine", responses=problems(PooledOrderNotFound, CommitmentNotFound))
async def read_my_allotments(
    order_id: UUID, caller: Member, languages: ReaderLanguages, session: ReadSession
) -> MyAllotments:
    """What you get of the order and why, what you bear of the logistics, and what is due once it is settled."""
    party = party_of(caller).key
    order = await orders.one_order(session, caller.office, order_id, works=False)
    decided = await results.last_decision(session, order_id)
    rows = await results.allotments_of(session, order_id, party)
    if decided is None or not rows:
        raise CommitmentNotFound("the order has not been decided, or you were not in it")
    share = await results.share_of(session, decided.id, party)
    due = await settlements.due_from(session, order_id, party) if order.settled_at else None
    return own_allotments(decided, rows, share, due, order.currency, languages)
