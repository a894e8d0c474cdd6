"""Which offices an order concerns and whom it is for, one row each, so that lists have indexes."""

from sqlalchemy import Column, ForeignKey, Index, String, Table, Uuid

from partage_kit.tables import Utc
from partage_procurement.tables import tables

order_offices = Table(
    "pooled_order_offices",
    tables.metadata,
    Column("order_id", Uuid, ForeignKey("pooled_orders.id", ondelete="CASCADE"), primary_key=True),
    Column("office", String(31), primary_key=True),
    Column("consented_at", Utc),
    Column("consented_by", String(255)),
    Index("ix_pooled_order_offices_office", "office", "order_id"),
)
"""The host office and the partner offices of an order; members of an office see it once the office has consented."""

order_facets = Table(
    "pooled_order_facets",
    tables.metadata,
    Column("order_id", Uuid, ForeignKey("pooled_orders.id", ondelete="CASCADE"), primary_key=True),
    Column("kind", String(10), primary_key=True),
    Column("code", String(36), primary_key=True),
    Index("ix_pooled_order_facets_code", "kind", "code", "order_id"),
)
"""Categories, regions and filières of an order, derived from it: (kind, code)."""
