"""Shapes of what was decided at a lock, and of what each party gets and why."""

from uuid import UUID

from pydantic import Field

from partage_kit.types import Money, Shape, UtcDateTime
from partage_procurement.pooled_orders.kernels.decision import Outcome
from partage_procurement.pooled_orders.schemas.commitments import PartyView
from partage_procurement.values import Quantity


class Reason(Shape):
    """Why: a stable code, and a sentence in the reader's language."""

    code: str
    text: str


class Dropped(Shape):
    """An article left the order with all its lines."""

    round: int
    reason: Reason


class DecidedArticle(Shape):
    """What is bought of an article and at which tier (1 is the first), or why it is not bought."""

    article_id: UUID
    unit: str
    firm: Quantity | None
    tolerance: Quantity | None
    boxes: int | None
    volume: Quantity | None
    tier: int | None
    unit_price: Money | None
    dropped: Dropped | None


class DecisionView(Shape):
    """What was decided at a lock, on the final commitments.

    `reached` and `required` are the amounts of a missed minimum; `rounds` counts the rounds in which lines left.
    """

    number: int
    decided_at: UtcDateTime
    outcome: Outcome
    failure: Reason | None
    reached: Money | None
    required: Money | None
    logistics: Money
    gains: Money
    rounds: int
    articles: list[DecidedArticle]


class AllotmentView(Shape):
    """What a line gets of an article and why; `allotted` at the lock, `received` of what was delivered.

    A line that left the order has no allotment; `unit_price` and `share` are then what drove it out, in `round`.
    """

    party: PartyView
    article_id: UUID
    unit: str
    seq: int
    firm: Quantity
    tolerance: Quantity
    ceiling: Money | None
    allotted: Quantity | None
    reason: Reason
    unit_price: Money | None
    share: Money | None
    round: int | None
    received: Quantity | None
    received_reason: Reason | None


class MyAllotments(Shape):
    """What the caller gets, and what it bears of the logistics: `share`, never more than its `gain`."""

    outcome: Outcome
    lines: list[AllotmentView]
    share: Money
    gain: Money
    due: Money | None = Field(description="what is to be paid, VAT included; known once the order is settled")
