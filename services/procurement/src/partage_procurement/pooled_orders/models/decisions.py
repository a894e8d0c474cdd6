"""What was decided at a lock: kept as it was told, so that it can be explained years later."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, Column, ForeignKey, Integer, String, Table, UniqueConstraint, Uuid
from sqlmodel import Field

from partage_contracts.procurement import PooledOrderFailure
from partage_kit.tables import Utc, enum_text
from partage_procurement.pooled_orders.kernels.decision import Outcome
from partage_procurement.tables import ProcurementRecord, tables


class OrderDecision(ProcurementRecord, table=True):
    """The outcome of one lock (an extended order has two); amounts in minor units, net or gross as the order says."""

    __tablename__ = "pooled_decisions"
    __table_args__ = (UniqueConstraint("order_id", "number"),)

    order_id: UUID = Field(foreign_key="pooled_orders.id")
    number: int
    decided_at: datetime = Field(sa_type=Utc)
    outcome: Outcome = Field(sa_type=enum_text(Outcome))
    failure: PooledOrderFailure | None = Field(default=None, sa_type=enum_text(PooledOrderFailure))
    reached: int | None = Field(default=None, sa_type=BigInteger)
    required: int | None = Field(default=None, sa_type=BigInteger)
    logistics: int = Field(sa_type=BigInteger)
    gains: int = Field(sa_type=BigInteger)
    rounds: int


decided_articles = Table(
    "pooled_decided_articles",
    tables.metadata,
    Column("decision_id", Uuid, ForeignKey("pooled_decisions.id"), primary_key=True),
    Column("article_id", Uuid, ForeignKey("pooled_articles.id"), primary_key=True),
    Column("firm", BigInteger),
    Column("tolerance", BigInteger),
    Column("boxes", BigInteger),
    Column("volume", BigInteger),
    Column("tier", Integer),
    Column("price", BigInteger),
    Column("dropped_round", Integer),
    Column("dropped_reason", String(40)),
)
"""By article either what is bought (quanta, tier from 1, price a unit) or in which round it was dropped and why."""

decided_lines = Table(
    "pooled_decided_lines",
    tables.metadata,
    Column("decision_id", Uuid, ForeignKey("pooled_decisions.id"), primary_key=True),
    Column("seq", BigInteger, primary_key=True, autoincrement=False),
    Column("article_id", Uuid, ForeignKey("pooled_articles.id"), nullable=False),
    Column("party", String(60), nullable=False),
    Column("firm", BigInteger, nullable=False),
    Column("tolerance", BigInteger, nullable=False),
    Column("ceiling", BigInteger),
    Column("units", BigInteger),
    Column("reason", String(40), nullable=False),
    Column("round", Integer),
    Column("price", BigInteger),
    Column("share", BigInteger),
    UniqueConstraint("decision_id", "party", "article_id"),
)
"""By line what it is allotted (quanta) and why; for a line that left, `units` is null and `round`, `price` a unit and
`share` (rounded) say what drove it out."""

decided_shares = Table(
    "pooled_decided_shares",
    tables.metadata,
    Column("decision_id", Uuid, ForeignKey("pooled_decisions.id"), primary_key=True),
    Column("party", String(60), primary_key=True),
    Column("seq", BigInteger, nullable=False),
    Column("share", BigInteger, nullable=False),
    Column("gain", BigInteger, nullable=False),
)
"""What each party bears of the logistics, and the gain that caps it."""


@dataclass(frozen=True, slots=True)
class Bought:
    """An article that a confirmed order buys: quanta in full boxes, its tier (1 is the first) and price a unit."""

    article: Any
    volume: int
    tier: int
    price: int
