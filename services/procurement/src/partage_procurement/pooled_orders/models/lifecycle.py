"""Where an order stands and which verbs may follow; the same for a stored order and for a row that was read."""

from datetime import datetime, timedelta
from typing import Protocol

from partage_procurement.pooled_orders.schemas.states import Decided, State

UNDECIDED = (State.DRAFT, State.OPEN, State.TOP_UP, State.LOCKED)
"""Before its lock has decided, an order can be called off."""

JOINABLE = (State.OPEN, State.TOP_UP)


class Dated(Protocol):
    """What a state is derived from."""

    @property
    def decided(self) -> Decided: ...
    @property
    def opens_at(self) -> datetime | None: ...
    @property
    def top_up_at(self) -> datetime | None: ...
    @property
    def locks_at(self) -> datetime: ...
    @property
    def decided_at(self) -> datetime | None: ...
    @property
    def extended_at(self) -> datetime | None: ...
    @property
    def extension_days(self) -> int: ...


def state_at(order: Dated, now: datetime) -> State:
    """The state at an instant: the last decided fact and, for an opened order, its dates."""
    if order.decided is Decided.DRAFTED:
        return State.DRAFT
    if order.decided is not Decided.OPENED:
        return State(order.decided)
    if now >= order.locks_at:
        return State.LOCKED
    if order.opens_at is None or now < order.opens_at:
        return State.DRAFT
    return State.TOP_UP if order.top_up_at is not None and now >= order.top_up_at else State.OPEN


def extendable_until(order: Dated) -> datetime | None:
    """Until when an order that missed its minimum can be extended; None when it cannot be."""
    if order.decided is not Decided.FAILED_MINIMUM or order.extended_at is not None or order.decided_at is None:
        return None
    return order.decided_at + timedelta(days=order.extension_days)


def releases_commitments(order: Dated, now: datetime) -> bool:
    """Whether parties are free of what they committed to: the order will not be bought."""
    if order.decided in (Decided.CANCELLED, Decided.FAILED_LOGISTICS):
        return True
    until = extendable_until(order)
    return order.decided is Decided.FAILED_MINIMUM and (until is None or now > until)
