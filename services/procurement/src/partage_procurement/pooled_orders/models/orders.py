"""The pooled order: its terms, its dates and the facts that were decided about it."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, Index
from sqlmodel import Field

from partage_contracts.procurement import PartyKind, PooledOrderKind, PriceBasis
from partage_kit.errors import NotPossibleNow
from partage_kit.tables import Json, Utc, enum_text
from partage_procurement.pooled_orders.errors import ExtensionOver, OrderNotOpen
from partage_procurement.pooled_orders.kernels.decision import Outcome
from partage_procurement.pooled_orders.kernels.money import Basis
from partage_procurement.pooled_orders.kernels.terms import (
    AllocationMode,
    LogisticsSchedule,
    LogisticsStep,
    OrderMinimum,
    OrderTerms,
    SharingMode,
)
from partage_procurement.pooled_orders.models.articles import OrderArticle, kernel_article
from partage_procurement.pooled_orders.models.lifecycle import JOINABLE, UNDECIDED, extendable_until, state_at
from partage_procurement.pooled_orders.schemas.states import Decided, State
from partage_procurement.tables import ProcurementAggregate


class PooledOrder(ProcurementAggregate, table=True):
    """Members and the structure buy together from a supplier (R14, R15). The office hosts it.

    Only decided facts are stored; open, top-up and locked follow from the dates. `last_seq` numbers the commitment
    events; the counts are of live commitments, kept at each join.
    """

    __tablename__ = "pooled_orders"
    __table_args__ = (
        Index("ix_pooled_orders_locks_at", "locks_at", "id"),
        Index("ix_pooled_orders_created_at", "created_at", "id"),
        # what opens or tops up needs none: it is among the few that are opened and not locked
        Index("ix_pooled_orders_decided", "decided", "locks_at", "id"),
        Index("ix_pooled_orders_decided_created_at", "decided", "created_at", "id"),
        Index("ix_pooled_orders_supplier", "supplier_id"),
    )

    title: dict[str, str] = Field(sa_type=Json)
    description: dict[str, str] | None = Field(default=None, sa_type=Json)
    kind: PooledOrderKind = Field(sa_type=enum_text(PooledOrderKind))
    supplier_id: UUID = Field(foreign_key="suppliers.id")
    offer_id: UUID | None = Field(default=None, foreign_key="offers.id")
    currency: str = Field(max_length=3)
    basis: PriceBasis = Field(sa_type=enum_text(PriceBasis))
    sharing: SharingMode = Field(sa_type=enum_text(SharingMode))
    allocation: AllocationMode = Field(sa_type=enum_text(AllocationMode))
    logistics: dict[str, Any] = Field(sa_type=Json)
    minimum: dict[str, Any] | None = Field(default=None, sa_type=Json)
    opens_at: datetime | None = Field(default=None, sa_type=Utc)
    top_up_at: datetime | None = Field(default=None, sa_type=Utc)
    locks_at: datetime = Field(sa_type=Utc)
    extension_days: int
    partner_offices: list[str] = Field(default_factory=list, sa_type=Json)
    filieres: list[str] = Field(default_factory=list, sa_type=Json)
    nuts: list[str] = Field(default_factory=list, sa_type=Json)
    categories: list[str] = Field(default_factory=list, sa_type=Json)
    decided: Decided = Field(default=Decided.DRAFTED, sa_type=enum_text(Decided))
    opened_at: datetime | None = Field(default=None, sa_type=Utc)
    decided_at: datetime | None = Field(default=None, sa_type=Utc)
    extended_at: datetime | None = Field(default=None, sa_type=Utc)
    cancelled_at: datetime | None = Field(default=None, sa_type=Utc)
    cancellation_reason: str | None = Field(default=None, max_length=5_000)
    ordered_at: datetime | None = Field(default=None, sa_type=Utc)
    expected_on: date | None = None
    supplier_reference: str | None = Field(default=None, max_length=200)
    received_at: datetime | None = Field(default=None, sa_type=Utc)
    settled_at: datetime | None = Field(default=None, sa_type=Utc)
    closed_at: datetime | None = Field(default=None, sa_type=Utc)
    revision_number: int = 0
    last_seq: int = Field(default=0, sa_type=BigInteger)
    members_count: int = 0
    structures_count: int = 0
    lines_count: int = 0
    created_at: datetime = Field(sa_type=Utc)
    updated_at: datetime = Field(sa_type=Utc)

    def terms(self, articles: Sequence[OrderArticle]) -> OrderTerms:
        """The terms as the kernels compute with them."""
        return terms_of(self, articles)

    def state_at(self, now: datetime) -> State:
        """Where the order stands."""
        return state_at(self, now)

    def is_due(self, now: datetime) -> bool:
        """Whether its lock has passed and nobody has decided it yet."""
        return self.decided is Decided.OPENED and now >= self.locks_at

    def next_seq(self) -> int:
        """The number of the next commitment event."""
        self.last_seq += 1
        return self.last_seq

    def count(self, kind: PartyKind, parties: int, lines: int) -> None:
        """Keep the counts of live commitments in step."""
        if kind is PartyKind.MEMBER:
            self.members_count += parties
        else:
            self.structures_count += parties
        self.lines_count += lines

    def require_draft(self) -> None:
        """Refuse to change terms that members may rely on already.

        Raises:
            NotPossibleNow
        """
        if self.decided is not Decided.DRAFTED:
            raise NotPossibleNow("the terms of an order are fixed when it opens")

    def open(self, now: datetime) -> datetime:
        """Let members join from `opens_at` on, which is now unless it lies ahead; give that instant.

        Raises:
            NotPossibleNow
        """
        if self.decided is not Decided.DRAFTED:
            raise NotPossibleNow(f"an order that is {self.state_at(now)} has been opened before")
        opens_at = max(now, self.opens_at or now)
        if opens_at >= (self.top_up_at or self.locks_at):
            raise NotPossibleNow("the order would end before it begins: change its dates first")
        self._become(Decided.OPENED, now)
        self.opened_at, self.opens_at = now, opens_at
        return opens_at

    def require_joinable(self, now: datetime) -> None:
        """Refuse a change of commitments outside the time for it.

        Raises:
            OrderNotOpen
        """
        state = self.state_at(now)
        if state not in JOINABLE:
            raise OrderNotOpen(f"the order is {state}", state=state)

    def decide(self, outcome: Outcome, now: datetime) -> None:
        """Take the outcome of the lock."""
        self._become(Decided(outcome), now)
        self.decided_at = now

    def cancel(self, reason: str, now: datetime) -> None:
        """Call the order off before it is decided.

        Raises:
            NotPossibleNow
        """
        self._require(now, *UNDECIDED)
        self._become(Decided.CANCELLED, now)
        self.cancelled_at, self.cancellation_reason = now, reason

    def extend(self, top_up_at: datetime | None, locks_at: datetime, now: datetime) -> None:
        """Open an order once more that missed its minimum; commitments are kept.

        Raises:
            NotPossibleNow, ExtensionOver
        """
        self._require(now, State.FAILED_MINIMUM)
        until = extendable_until(self)
        if until is None or now > until:
            raise ExtensionOver()
        if now >= (top_up_at or locks_at):
            raise NotPossibleNow("the new dates are past")
        self._become(Decided.OPENED, now)
        self.extended_at, self.top_up_at, self.locks_at = now, top_up_at, locks_at

    def place(self, reference: str | None, expected_on: date | None, now: datetime) -> None:
        """Note that the order was placed with the supplier.

        Raises:
            NotPossibleNow
        """
        self._require(now, State.CONFIRMED)
        self._become(Decided.ORDERED, now)
        self.ordered_at, self.supplier_reference, self.expected_on = now, reference, expected_on

    def receive(self, now: datetime, *, complete: bool) -> None:
        """Note a delivery, the last one when `complete`.

        Raises:
            NotPossibleNow
        """
        self._require(now, State.ORDERED, State.PARTLY_RECEIVED)
        self._become(Decided.RECEIVED if complete else Decided.PARTLY_RECEIVED, now)
        self.received_at = now

    def settle(self, now: datetime) -> None:
        """Note that everybody's part is known.

        Raises:
            NotPossibleNow
        """
        self._require(now, State.RECEIVED)
        self._become(Decided.SETTLED, now)
        self.settled_at, self.revision_number = now, 1

    def correct(self, now: datetime) -> None:
        """Note that the settlement was replaced.

        Raises:
            NotPossibleNow
        """
        self._require(now, State.SETTLED)
        self._become(Decided.SETTLED, now)
        self.settled_at, self.revision_number = now, self.revision_number + 1

    def close(self, now: datetime) -> None:
        """Note that nothing is left to do.

        Raises:
            NotPossibleNow
        """
        self._require(now, State.SETTLED)
        self._become(Decided.CLOSED, now)
        self.closed_at = now

    def _become(self, decided: Decided, now: datetime) -> None:
        self.decided, self.updated_at = decided, now

    def _require(self, now: datetime, *states: State) -> None:
        state = self.state_at(now)
        if state not in states:
            raise NotPossibleNow(f"the order is {state}, not {' or '.join(states)}")


def terms_of(order: Any, articles: Sequence[Any]) -> OrderTerms:
    """The terms of a stored order, or of a row of it, as the kernels compute with them."""
    basis, logistics, minimum = Basis(order.basis), order.logistics, order.minimum
    steps = tuple(LogisticsStep(step["bound"], step["amount"] + logistics["work"]) for step in logistics["steps"])
    return OrderTerms(
        articles=tuple(kernel_article(article, order.basis) for article in articles),
        basis=basis,
        logistics=LogisticsSchedule(steps, basis, logistics["vat_rate"]),
        sharing=order.sharing,
        allocation=order.allocation,
        minimum=minimum and OrderMinimum(minimum["amount"], Basis(minimum["basis"]), minimum["with_deposits"]),
    )
