"""States of orders as SQL that an index serves: those that are decided, and those that follow from the dates."""

from typing import Any

from sqlalchemy import ColumnElement, and_, or_

from partage_kit.tables import table_of
from partage_procurement.pooled_orders.models.orders import PooledOrder
from partage_procurement.pooled_orders.schemas.states import Decided, State

orders = table_of(PooledOrder)


def in_state(state: State, now: Any) -> ColumnElement[bool]:
    """Whether an order is in a state at an instant."""
    c = orders.c
    opened = c.decided == Decided.OPENED
    begun = joinable(now)
    match state:
        case State.DRAFT:
            return or_(c.decided == Decided.DRAFTED, and_(opened, c.opens_at > now, c.locks_at > now))
        case State.OPEN:
            return and_(begun, or_(c.top_up_at.is_(None), c.top_up_at > now))
        case State.TOP_UP:
            return and_(begun, c.top_up_at <= now)
        case State.LOCKED:
            return and_(opened, c.locks_at <= now)
        case _:
            return c.decided == Decided(state)


def joinable(now: Any) -> ColumnElement[bool]:
    """Whether commitments to an order may change at an instant, in top-up too."""
    return and_(orders.c.decided == Decided.OPENED, orders.c.opens_at <= now, orders.c.locks_at > now)
