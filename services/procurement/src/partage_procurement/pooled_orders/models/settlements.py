"""What was received, and who pays what; only ever added to."""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, Column, ForeignKey, Index, Integer, String, Table, UniqueConstraint, Uuid
from sqlmodel import Field

from partage_kit.tables import Json, Utc, enum_text
from partage_procurement.pooled_orders.schemas.settlements import EntryKind
from partage_procurement.tables import ProcurementRecord, tables


class ReceiptKind(StrEnum):
    """A delivery that others follow, the last one, or a later correction of all that was received."""

    PARTIAL = "partial"
    COMPLETE = "complete"
    CORRECTION = "correction"


class Receipt(ProcurementRecord, table=True):
    """What was delivered by article id, in quanta: of this delivery, or of all of them in a correction.

    A complete receipt and a correction carry the supplier's invoice and the real logistics.
    """

    __tablename__ = "pooled_receipts"
    __table_args__ = (UniqueConstraint("order_id", "number"),)

    order_id: UUID = Field(foreign_key="pooled_orders.id")
    number: int
    kind: ReceiptKind = Field(sa_type=enum_text(ReceiptKind))
    delivered: dict[str, int] = Field(sa_type=Json)
    invoice: dict[str, Any] | None = Field(default=None, sa_type=Json)
    logistics: dict[str, Any] | None = Field(default=None, sa_type=Json)
    recorded_at: datetime = Field(sa_type=Utc)
    recorded_by: str = Field(max_length=255)


received_lines = Table(
    "pooled_received_lines",
    tables.metadata,
    Column("receipt_id", Uuid, ForeignKey("pooled_receipts.id"), primary_key=True),
    Column("seq", BigInteger, primary_key=True, autoincrement=False),
    Column("article_id", Uuid, ForeignKey("pooled_articles.id"), nullable=False),
    Column("party", String(60), nullable=False),
    Column("units", BigInteger, nullable=False),
    Column("reason", String(40), nullable=False),
    UniqueConstraint("receipt_id", "party", "article_id"),
)
"""What each line gets of all that was delivered, in quanta, and why."""


class SettlementEntry(ProcurementRecord, table=True):
    """One booking: a settlement, or the reversal that negates each line of the one before.

    Its lines never change, so their number and what they come to (minor units, with VAT) stand here.
    """

    __tablename__ = "pooled_settlement_entries"
    __table_args__ = (UniqueConstraint("order_id", "number"),)

    order_id: UUID = Field(foreign_key="pooled_orders.id")
    receipt_id: UUID = Field(foreign_key="pooled_receipts.id")
    number: int
    kind: EntryKind = Field(sa_type=enum_text(EntryKind))
    reason: str | None = Field(default=None, max_length=5_000)
    made_at: datetime = Field(sa_type=Utc)
    made_by: str = Field(max_length=255)
    lines_count: int
    supplier_total: int = Field(sa_type=BigInteger)
    logistics_total: int = Field(sa_type=BigInteger)
    office_total: int = Field(sa_type=BigInteger)
    total: int = Field(sa_type=BigInteger)


settled_lines = Table(
    "pooled_settled_lines",
    tables.metadata,
    Column("order_id", Uuid, ForeignKey("pooled_orders.id"), primary_key=True),
    Column("line", Integer, primary_key=True, autoincrement=False),
    Column("entry_id", Uuid, ForeignKey("pooled_settlement_entries.id"), nullable=False),
    Column("party", String(60), nullable=False),
    Column("article_id", Uuid, ForeignKey("pooled_articles.id")),
    Column("seq", BigInteger, nullable=False),
    Column("invoice", String(20), nullable=False),
    Column("kind", String(20), nullable=False),
    Column("reason", String(40), nullable=False),
    Column("vat_rate", Integer, nullable=False),
    Column("net", BigInteger, nullable=False),
    Column("vat", BigInteger, nullable=False),
    Column("quanta", BigInteger, nullable=False),
    Index("ix_pooled_settled_lines_party", "order_id", "party", "line"),
    Index("ix_pooled_settled_lines_entry", "entry_id"),
)
"""What a party, or the office, pays of an invoice; lines are numbered through an order."""
