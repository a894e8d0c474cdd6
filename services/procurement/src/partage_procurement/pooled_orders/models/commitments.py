"""Who takes part in an order, and the append-only events of what they commit to."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    Column,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    String,
    Table,
    UniqueConstraint,
    Uuid,
)
from sqlmodel import Field

from partage_contracts.procurement import PartyKind
from partage_kit.tables import BigId, Utc, enum_text
from partage_procurement.pooled_orders.models.articles import OrderArticle
from partage_procurement.tables import ProcurementRecord, tables


@dataclass(frozen=True, slots=True)
class Party:
    """Who takes part: a member of an office, or the structure of an office."""

    kind: PartyKind
    office: str
    member_id: UUID | None = None

    @classmethod
    def member(cls, member_id: UUID, office: str) -> "Party":
        """A member."""
        return cls(PartyKind.MEMBER, office, member_id)

    @classmethod
    def structure(cls, office: str) -> "Party":
        """The cooperative itself, as an office buys for it."""
        return cls(PartyKind.STRUCTURE, office)

    @property
    def key(self) -> str:
        """The one text that names the party in an order, and in the kernels."""
        return f"{self.kind}:{self.member_id or self.office}"


class Commitment(ProcurementRecord, table=True):
    """A party's part in an order, one each; its quantities are the sum of its events. The office is the party's.

    `told_missed_at` is when the party was told that the order missed its minimum: once, even if it does so again.
    """

    __tablename__ = "pooled_commitments"
    __table_args__ = (
        UniqueConstraint("order_id", "party"),
        Index("ix_pooled_commitments_order", "order_id", "id"),
        Index("ix_pooled_commitments_party", "party", "order_id"),
    )

    order_id: UUID = Field(foreign_key="pooled_orders.id")
    party: str = Field(max_length=60)
    party_kind: PartyKind = Field(sa_type=enum_text(PartyKind))
    member_id: UUID | None = None
    lines: int
    joined_at: datetime = Field(sa_type=Utc)
    changed_at: datetime = Field(sa_type=Utc)
    told_missed_at: datetime | None = Field(default=None, sa_type=Utc)


commitment_events = Table(
    "pooled_commitment_events",
    tables.metadata,
    Column("order_id", Uuid, ForeignKey("pooled_orders.id"), primary_key=True),
    Column("seq", BigId, primary_key=True, autoincrement=False),
    Column("article_id", Uuid, ForeignKey("pooled_articles.id"), nullable=False),
    Column("party", String(60), nullable=False),
    Column("firm", BigInteger, nullable=False),
    Column("tolerance", BigInteger, nullable=False),
    Column("ceiling", BigInteger),
    Column("at", Utc, nullable=False),
    # a party that is forgotten goes on under a pseudonym, together with its events
    ForeignKeyConstraint(
        ["order_id", "party"], ["pooled_commitments.order_id", "pooled_commitments.party"], onupdate="CASCADE"
    ),
    Index("ix_pooled_commitment_events_party", "order_id", "party"),
)
"""What a party committed to for an article from an event on: whole quanta, ceilings in minor units a unit. Only ever
added to."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a party wants of an article: firm and tolerated quanta, and the most it pays a unit (minor units)."""

    firm: int = 0
    tolerance: int = 0
    ceiling: int | None = None


NOTHING = Wanted()


@dataclass(frozen=True, slots=True)
class Change:
    """What a party had of an article, and what it wants from now on; no ceiling leaves the earlier one."""

    article: OrderArticle
    before: Wanted
    after: Wanted

    @property
    def is_one(self) -> bool:
        """Whether anything changes."""
        same = (self.after.firm, self.after.tolerance) == (self.before.firm, self.before.tolerance)
        return not same or self.after.ceiling not in (None, self.before.ceiling)

    @property
    def lines(self) -> int:
        """How many lines it adds: 1 for a new one, -1 for one taken back."""
        return int(bool(self.after.firm + self.after.tolerance)) - int(bool(self.before.firm + self.before.tolerance))

    @property
    def room(self) -> int:
        """By how many firm quanta the party may still rise."""
        return max(0, self.article.highest - self.article.firm)

    @property
    def is_over_cap(self) -> bool:
        """Whether the change raises the firm quanta of all above what is allowed."""
        return self.after.firm - self.before.firm > self.room

    @property
    def lowers_ceiling(self) -> bool:
        """Whether the party wants to pay less than before, which may take its line out."""
        wanted, had = self.after.ceiling, self.before.ceiling
        return self.before.firm > 0 and wanted is not None and (had is None or wanted < had)

    def count(self) -> None:
        """Keep the totals of the article in step."""
        self.article.firm += self.after.firm - self.before.firm
        self.article.tolerance += self.after.tolerance - self.before.tolerance
