"""Shapes of the articles of an order."""

from decimal import Decimal
from typing import Annotated, Self
from uuid import UUID

from pydantic import Field, model_validator

from partage_contracts.procurement import PriceBasis
from partage_kit.types import Day, Money, Shape, Text, Translations
from partage_procurement.offers.schemas import Tier
from partage_procurement.pooled_orders.kernels.boxes import BoxRule
from partage_procurement.pooled_orders.kernels.quanta import Quantum
from partage_procurement.pooled_orders.kernels.terms import Article
from partage_procurement.pooled_orders.kernels.tiers import Tier as KernelTier
from partage_procurement.pooled_orders.kernels.tiers import TierTable
from partage_procurement.pooled_orders.schemas.values import (
    SomeQuantity,
    UnitPrice,
    basis_of,
    most_quanta,
)
from partage_procurement.values import CategoryCode, Percentage, Quantity, Unit, WebAddress


class Reference(Shape):
    """What a unit costs elsewhere, seen on a day, with the evidence; gains are counted against it (R11)."""

    unit_price: UnitPrice
    noted_on: Day
    evidence: Text = Field(description="where the price was seen: a shop, a quote, an invoice")
    link: WebAddress | None = None


class Deposit(Shape):
    """What is paid a unit on top and comes back with the packaging."""

    unit_price: UnitPrice
    vat_rate: Percentage


class DraftArticle(Shape):
    """An article as the supplier sells it: whole boxes, tiers for the whole volume; prices as the order says."""

    name: Translations
    category: CategoryCode
    unit: Unit = Field(examples=["piece", "kg"])
    quantum: SomeQuantity = Field("1", description="the smallest quantity of units one can commit to")
    box_size: SomeQuantity | None = Field(None, description="units in a box, whole quanta; one quantum by default")
    minimum: Quantity = Field("0", description="fewest units the supplier delivers of it")
    tiers: Annotated[list[Tier], Field(min_length=1, max_length=20)] = Field(
        description="bounds rise, prices fall; a bound is inclusive"
    )
    reference: Reference
    vat_rate: Percentage
    weight_grams: Annotated[int, Field(strict=True, gt=0, le=10_000_000)] | None = Field(
        None, description="of one unit; needed where logistics are shared by weight"
    )
    deposit: Deposit | None = None
    cap: SomeQuantity | None = Field(None, description="most units that all parties together may firmly commit to")
    anchor: SomeQuantity | None = Field(
        None, description="in an open call: the units the structure itself commits to when it opens"
    )

    def kernel(self, article_id: str, basis: PriceBasis) -> Article:
        """The article as the kernels compute with it.

        Raises:
            ValueError: a quantity is not whole quanta, or the tiers have no order.
        """
        return Article(
            id=article_id,
            quantum=self._quantum,
            box=BoxRule(self.count(self.box_size or self.quantum), self.count(self.minimum)),
            tiers=TierTable(tuple(KernelTier(self.count(t.from_quantity), t.unit_price.minor) for t in self.tiers)),
            reference=self.reference.unit_price.minor,
            basis=basis_of(basis),
            vat_rate=basis_points(self.vat_rate),
            weight=self.weight_grams or 0,
            deposit=self.deposit.unit_price.minor if self.deposit else 0,
            deposit_vat_rate=basis_points(self.deposit.vat_rate) if self.deposit else 0,
        )

    def count(self, quantity: str) -> int:
        """A quantity of units in quanta.

        Raises:
            ValueError: it is not whole quanta.
        """
        return self._quantum.count(Decimal(quantity))

    def prices(self) -> list[Money]:
        """Every amount of the article."""
        deposits = [self.deposit.unit_price] if self.deposit else []
        return [self.reference.unit_price, *(tier.unit_price for tier in self.tiers), *deposits]

    @property
    def most(self) -> int:
        """How many quanta an order can hold."""
        dearest = max(price.minor for price in self.prices())
        return most_quanta(self._quantum, dearest, self.reference.unit_price.currency)

    @property
    def _quantum(self) -> Quantum:
        return Quantum(Decimal(self.quantum), self.unit)

    @model_validator(mode="after")
    def _can_be_computed_with(self) -> Self:
        article, most = self.kernel("new", PriceBasis.NET), self.most
        cap = self.count(self.cap) if self.cap else most
        anchor = self.count(self.anchor) if self.anchor else 0
        if max(article.box.size, article.box.minimum, article.tiers.tiers[-1].bound, cap) > most:
            raise ValueError(f"an order holds at most {article.quantum.quantity(most):f} {self.unit} of an article")
        if anchor > cap:
            raise ValueError("the anchor is above the cap")
        return self


class ArticleView(Shape):
    """An article of an order."""

    id: UUID
    name: dict[str, str]
    category: str
    unit: str
    quantum: Quantity
    box_size: Quantity
    minimum: Quantity
    tiers: list[Tier]
    reference: Reference
    vat_rate: Percentage
    weight_grams: int | None
    deposit: Deposit | None
    cap: Quantity | None
    anchor: Quantity | None


def basis_points(percentage: Decimal) -> int:
    """A rate of 21.00 % as 2100 basis points."""
    return int(percentage * 100)


def percentage(points: int) -> Decimal:
    """2100 basis points as a rate of 21.00 %."""
    return Decimal(points).scaleb(-2)
