"""The articles of an order, with the totals that are kept at each join."""

from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, UniqueConstraint
from sqlmodel import Field

from partage_contracts.procurement import PriceBasis
from partage_kit.tables import Json
from partage_procurement.pooled_orders.kernels.boxes import BoxRule
from partage_procurement.pooled_orders.kernels.money import Basis
from partage_procurement.pooled_orders.kernels.quanta import Quantum
from partage_procurement.pooled_orders.kernels.terms import Article
from partage_procurement.pooled_orders.kernels.tiers import Tier, TierTable
from partage_procurement.tables import ProcurementRecord


class OrderArticle(ProcurementRecord, table=True):
    """One article; quantities are whole quanta, prices minor units a unit, VAT rates basis points.

    `most` is what an order can hold of it, `cap` what its buyer allows.
    """

    __tablename__ = "pooled_articles"
    __table_args__ = (UniqueConstraint("order_id", "position"),)

    order_id: UUID = Field(foreign_key="pooled_orders.id")
    position: int
    name: dict[str, str] = Field(sa_type=Json)
    category: str = Field(max_length=8)
    unit: str = Field(max_length=30)
    quantum: str = Field(max_length=14)
    box_size: int = Field(sa_type=BigInteger)
    minimum: int = Field(sa_type=BigInteger)
    tiers: list[dict[str, int]] = Field(sa_type=Json)
    reference: int = Field(sa_type=BigInteger)
    reference_on: date
    reference_evidence: str = Field(max_length=5_000)
    reference_link: str | None = Field(default=None, max_length=500)
    vat_rate: int
    weight: int | None = None
    deposit: int | None = Field(default=None, sa_type=BigInteger)
    deposit_vat_rate: int | None = None
    most: int = Field(sa_type=BigInteger)
    cap: int | None = Field(default=None, sa_type=BigInteger)
    anchor: int | None = Field(default=None, sa_type=BigInteger)
    firm: int = Field(default=0, sa_type=BigInteger)
    tolerance: int = Field(default=0, sa_type=BigInteger)

    def kernel(self, basis: PriceBasis) -> Article:
        """The article as the kernels compute with it."""
        return kernel_article(self, basis)

    def quantity(self, quanta: int) -> str:
        """Quanta as a quantity of units."""
        return quantity_text(self, quanta)

    @property
    def highest(self) -> int:
        """The firm quanta that all parties together may commit to."""
        return highest_of(self)


def quantum_of(article: Any) -> Quantum:
    """The quantum of a stored article, or of a row of it."""
    return Quantum(Decimal(article.quantum), article.unit)


def highest_of(article: Any) -> int:
    """The firm quanta of a stored article, or of a row of it, that all parties together may commit to."""
    highest: int = article.most if article.cap is None else article.cap
    return highest


def quantity_text(article: Any, quanta: int) -> str:
    """Quanta of a stored article, or of a row of it, as a quantity of units: 25 x 0.1 kg -> 2.5."""
    return f"{quantum_of(article).quantity(quanta):f}"


def kernel_article(article: Any, basis: PriceBasis) -> Article:
    """A stored article, or a row of it, as the kernels compute with it."""
    return Article(
        id=str(article.id),
        quantum=quantum_of(article),
        box=BoxRule(article.box_size, article.minimum),
        tiers=TierTable(tuple(Tier(tier["bound"], tier["price"]) for tier in article.tiers)),
        reference=article.reference,
        basis=Basis(basis),
        vat_rate=article.vat_rate,
        weight=article.weight or 0,
        deposit=article.deposit or 0,
        deposit_vat_rate=article.deposit_vat_rate or 0,
    )
