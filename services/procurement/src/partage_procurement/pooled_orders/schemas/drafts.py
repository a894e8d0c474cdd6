"""The shape of an order as its buyer drafts it."""

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from typing import Annotated, Self
from uuid import UUID

from pydantic import Field, field_validator, model_validator

from partage_contracts.procurement import PooledOrderKind, PriceBasis
from partage_kit.types import CurrencyCode, Money, NutsCode, OfficeCode, Shape, Translations, UtcDateTime
from partage_procurement.pooled_orders.kernels.money import half_up
from partage_procurement.pooled_orders.kernels.terms import (
    AllocationMode,
    LogisticsSchedule,
    LogisticsStep,
    OrderMinimum,
    OrderTerms,
    SharingMode,
)
from partage_procurement.pooled_orders.schemas.articles import DraftArticle, basis_points
from partage_procurement.pooled_orders.schemas.values import Amount, Hours, UnitPrice, basis_of
from partage_procurement.values import Percentage, Quantity


class CostStep(Shape):
    """What transport and handling by others cost from a volume on; the first step starts at zero."""

    from_quantity: Quantity | None = Field(None, description="units; in an order of one article")
    from_value: Amount | None = Field(None, description="value at reference prices; in an order of several articles")
    amount: Amount


class Logistics(Shape):
    """The costs of pooling: those of others in steps, and the hours of handling and administration (R11)."""

    steps: Annotated[list[CostStep], Field(min_length=1, max_length=20)]
    vat_rate: Percentage
    handling_hours: Hours = "0"
    administration_hours: Hours = "0"
    hourly_cost: UnitPrice | None = Field(None, description="of an hour of work; needed where there are hours")

    @property
    def work(self) -> int:
        """What the hours cost, in minor units."""
        hours = Fraction(Decimal(self.handling_hours) + Decimal(self.administration_hours))
        return half_up(hours * self.hourly_cost.minor) if self.hourly_cost else 0

    def amounts(self) -> Iterator[Money]:
        """Every amount that is stated."""
        yield from (step.amount for step in self.steps)
        yield from (step.from_value for step in self.steps if step.from_value)
        if self.hourly_cost:
            yield self.hourly_cost

    @model_validator(mode="after")
    def _hours_have_a_cost(self) -> Self:
        if self.hourly_cost is None and Decimal(self.handling_hours) + Decimal(self.administration_hours) > 0:
            raise ValueError("hours need an hourly_cost")
        return self


class Minimum(Shape):
    """The least amount of goods the supplier delivers."""

    amount: Amount
    basis: PriceBasis
    with_deposits: bool = False


class DraftPooledOrder(Shape):
    """Everything that members are told when they join; it is fixed when the order opens."""

    title: Translations
    description: Translations | None = None
    kind: PooledOrderKind = PooledOrderKind.MEMBERS
    supplier_id: UUID
    offer_id: UUID | None = Field(None, description="the supplier's negotiated offer that the order uses")
    currency: CurrencyCode = "EUR"
    basis: PriceBasis = Field(description="whether all amounts exclude or include VAT, ceilings and gains too")
    articles: Annotated[list[DraftArticle], Field(min_length=1, max_length=50)]
    logistics: Logistics
    sharing: SharingMode = Field(SharingMode.VALUE, description="how logistics are shared, each share capped at a gain")
    allocation: AllocationMode = AllocationMode.FAIR
    minimum: Minimum | None = None
    opens_at: UtcDateTime | None = Field(None, description="when it is opened, by default")
    top_up_at: UtcDateTime | None = Field(None, description="from then on changes may only complete boxes")
    locks_at: UtcDateTime
    extension_days: Annotated[int, Field(strict=True, ge=0, le=60)] = Field(
        14, description="how long after a missed minimum the order can be extended; then commitments are released"
    )
    partner_offices: Annotated[list[OfficeCode], Field(max_length=30)] = Field(
        [], description="offices whose members may join too, once their own buyer consents"
    )
    filieres: Annotated[list[UUID], Field(max_length=50)] = Field([], description="for their members; empty: for all")
    nuts: Annotated[list[NutsCode], Field(max_length=50)] = Field(
        [], description="for members of these regions; empty: of all"
    )

    def terms(self) -> OrderTerms:
        """The terms as the kernels compute with them.

        Raises:
            ValueError: no order can be computed with them.
        """
        basis = basis_of(self.basis)
        minimum = self.minimum
        return OrderTerms(
            articles=tuple(article.kernel(str(place), self.basis) for place, article in enumerate(self.articles)),
            basis=basis,
            logistics=LogisticsSchedule(self._steps(), basis, basis_points(self.logistics.vat_rate)),
            sharing=self.sharing,
            allocation=self.allocation,
            minimum=None
            if minimum is None
            else OrderMinimum(minimum.amount.minor, basis_of(minimum.basis), minimum.with_deposits),
        )

    def _steps(self) -> tuple[LogisticsStep, ...]:
        """By quanta where there is one article, else by value."""
        work = self.logistics.work
        return tuple(LogisticsStep(self._bound(step), step.amount.minor + work) for step in self.logistics.steps)

    def _bound(self, step: CostStep) -> int:
        if len(self.articles) > 1:
            return step.from_value.minor if step.from_value else 0
        return self.articles[0].count(step.from_quantity) if step.from_quantity else 0

    @field_validator("partner_offices", "filieres", "nuts")
    @classmethod
    def _each_once(cls, values: list[object]) -> list[object]:
        if len(set(values)) != len(values):
            raise ValueError("each value once")
        return values

    @model_validator(mode="after")
    def _in_one_currency(self) -> Self:
        amounts = [price for article in self.articles for price in article.prices()]
        amounts += [*self.logistics.amounts(), *([self.minimum.amount] if self.minimum else [])]
        if any(amount.currency != self.currency for amount in amounts):
            raise ValueError(f"every amount is in {self.currency}, the currency of the order")
        return self

    @model_validator(mode="after")
    def _dates_follow_each_other(self) -> Self:
        dates = [at for at in (self.opens_at, self.top_up_at, self.locks_at) if at is not None]
        if any(early >= late for early, late in pairwise(dates)):
            raise ValueError("opens_at, top_up_at and locks_at follow each other")
        return self

    @model_validator(mode="after")
    def _anchored_by_the_structure(self) -> Self:
        anchored = any(article.anchor for article in self.articles)
        if anchored != (self.kind is PooledOrderKind.OPEN_CALL):
            raise ValueError("an open call has an anchor, the structure's own purchase; an order of members has none")
        return self

    @model_validator(mode="after")
    def _can_be_computed_with(self) -> Self:
        wrong = "from_value" if len(self.articles) == 1 else "from_quantity"
        if any(getattr(step, wrong) is not None for step in self.logistics.steps):
            raise ValueError("costs step by from_quantity in an order of one article, by from_value in one of several")
        self.terms()
        return self
