"""Shapes of commitments, and of the live figures that members decide by."""

from decimal import Decimal
from typing import Annotated, Self
from uuid import UUID

from pydantic import Field, field_validator, model_validator

from partage_contracts.procurement import PartyKind
from partage_kit.types import Money, Shape, UtcDateTime
from partage_procurement.pooled_orders.schemas.orders import Estimate
from partage_procurement.pooled_orders.schemas.states import State
from partage_procurement.pooled_orders.schemas.values import UnitPrice
from partage_procurement.values import Quantity


class WantedLine(Shape):
    """What a party wants of an article.

    `firm` is bought if the order is; `tolerance` is what may be added to complete a box; both in whole quanta. The
    `ceiling` is the most a unit may cost with its share of logistics, net or gross as the order says; left out, an
    earlier one stays.
    """

    article_id: UUID
    firm: Quantity = "0"
    tolerance: Quantity = "0"
    ceiling: UnitPrice | None = None

    @model_validator(mode="after")
    def _wants_something(self) -> Self:
        if Decimal(self.firm) + Decimal(self.tolerance) == 0:
            raise ValueError("a firm or tolerated quantity above zero; leave an article out to want none of it")
        return self


class CommitToOrder(Shape):
    """All that a party wants; articles left out are taken back."""

    lines: Annotated[list[WantedLine], Field(min_length=1, max_length=50)]

    @field_validator("lines")
    @classmethod
    def _each_article_once(cls, lines: list[WantedLine]) -> list[WantedLine]:
        if len({line.article_id for line in lines}) != len(lines):
            raise ValueError("each article once")
        return lines


class PartyView(Shape):
    """Who takes part: a member, or the structure of an office."""

    kind: PartyKind
    office: str
    member_id: UUID | None


class CommittedLineView(Shape):
    """What a party wants of an article now. The lower `seq` came earlier; it decides ties."""

    article_id: UUID
    unit: str
    firm: Quantity
    tolerance: Quantity
    ceiling: Money | None
    seq: int


class CommitmentView(Shape):
    """A party's commitment."""

    order_id: UUID
    party: PartyView
    lines: list[CommittedLineView]
    joined_at: UtcDateTime
    changed_at: UtcDateTime


class MyCommitmentView(CommitmentView):
    """The caller's commitment, with logistics against gains as the order stands (ceilings left aside)."""

    estimate: Estimate


class TierNow(Shape):
    """The tier that the volume meets: 1 is the first."""

    number: int
    from_quantity: Quantity
    unit_price: Money


class StepAheadView(Shape):
    """A larger purchase within reach: firm units missing to it, its volume and price, and what it would save.

    `saving` is on all firm units now, `my_saving` on the caller's.
    """

    missing: Quantity
    volume: Quantity
    unit_price: Money
    saving_per_unit: Money
    saving: Money
    my_saving: Money | None


class TierCliffView(Shape):
    """A larger volume costs less in all than the volume now."""

    volume: Quantity
    cost: Money
    cost_now: Money


class ArticleFigures(Shape):
    """Where an article stands: `volume` is in the full boxes that would be bought now; `tier` is null below the first.

    `may_still_add` is what the cap leaves for further firm units.
    """

    article_id: UUID
    unit: str
    firm: Quantity
    tolerance: Quantity
    boxes: int
    volume: Quantity
    tier: TierNow | None
    next_tier: StepAheadView | None
    next_box: StepAheadView
    cliff: TierCliffView | None
    may_still_add: Quantity


class FiguresView(Shape):
    """An order as it stands this instant, computed when it is read; ceilings only count at the lock."""

    order_id: UUID
    state: State
    members_count: int
    structures_count: int
    lines_count: int
    articles: list[ArticleFigures]
    estimate: Estimate
