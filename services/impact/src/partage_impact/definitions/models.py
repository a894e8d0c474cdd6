"""The indicator, its versions and the votes on them."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Column, ForeignKey, Index, String, Table, UniqueConstraint, Uuid, text
from sqlmodel import Field

from partage_contracts.impact import IndicatorLevel
from partage_impact.definitions.appraisal import Check, Verdict
from partage_impact.definitions.errors import DraftExists, IndicatorCodeTaken, VersionIsFinal
from partage_impact.definitions.schemas import Direction, Measure, Source, TerritoryLevel, VersionState
from partage_impact.indicators.arithmetic import Nature
from partage_impact.indicators.periods import PeriodKind
from partage_impact.indicators.progress import Continuity
from partage_impact.tables import ImpactAggregate, tables
from partage_kit.errors import OwnSubmission
from partage_kit.tables import Json, Utc, enum_text, sort_text
from partage_kit.types import Person


class Indicator(ImpactAggregate, table=True):
    """What an office observes for one of its criteria; how, its versions say."""

    __tablename__ = "indicators"
    __table_args__ = (
        UniqueConstraint("office", "code", info={"refusal": IndicatorCodeTaken}),
        Index("ix_indicators_criterion", "criterion_id", "level"),
    )

    criterion_id: UUID = Field(foreign_key="criteria.id")
    code: str = Field(sa_type=sort_text(60))
    level: IndicatorLevel = Field(sa_type=enum_text(IndicatorLevel))
    output_id: UUID | None = Field(default=None, foreign_key="indicators.id")
    outcome_id: UUID | None = Field(default=None, foreign_key="indicators.id")


_DRAFT, _ADOPTED = text("state = 'draft'"), text("state = 'adopted'")


class IndicatorVersion(ImpactAggregate, table=True):
    """One definition of an indicator. Once adopted it never changes, so that no history is rewritten."""

    __tablename__ = "indicator_versions"
    __table_args__ = (
        UniqueConstraint("indicator_id", "number"),
        Index(
            "uq_indicator_versions_draft",
            "indicator_id",
            "state",  # SQLite names only the columns of what was broken: the two must differ in them
            unique=True,
            sqlite_where=_DRAFT,
            postgresql_where=_DRAFT,
            info={"refusal": DraftExists},
        ),
        Index(
            "uq_indicator_versions_adopted",
            "indicator_id",
            unique=True,
            sqlite_where=_ADOPTED,
            postgresql_where=_ADOPTED,
        ),
    )

    indicator_id: UUID = Field(foreign_key="indicators.id")
    number: int
    state: VersionState = Field(default=VersionState.DRAFT, sa_type=enum_text(VersionState))
    name: dict[str, str] = Field(sa_type=Json)
    definition: dict[str, str] = Field(sa_type=Json)
    measure: Measure = Field(sa_type=enum_text(Measure))
    direction: Direction = Field(sa_type=enum_text(Direction))
    unit: str = Field(max_length=60)
    population: dict[str, str] | None = Field(default=None, sa_type=Json)
    decimals: int
    period: PeriodKind = Field(sa_type=enum_text(PeriodKind))
    territory_level: TerritoryLevel = Field(sa_type=enum_text(TerritoryLevel))
    source: Source = Field(sa_type=enum_text(Source))
    formula: dict[str, Any] | None = Field(default=None, sa_type=Json)
    nature: Nature | None = Field(default=None, sa_type=enum_text(Nature))
    monetary: bool = False
    currency: str | None = Field(default=None, max_length=3)
    questionnaire: str | None = Field(default=None, max_length=60)
    question: str | None = Field(default=None, max_length=40)
    collection: dict[str, str] | None = Field(default=None, sa_type=Json)
    baseline: dict[str, Any] | None = Field(default=None, sa_type=Json)
    target: dict[str, Any] | None = Field(default=None, sa_type=Json)
    continuity: Continuity | None = Field(default=None, sa_type=enum_text(Continuity))
    continuity_reason: str | None = Field(default=None, max_length=5_000)
    drafted_by: str = Field(max_length=255)
    drafted_by_member: UUID | None = None
    drafted_at: datetime = Field(sa_type=Utc)
    adopted_by: str | None = Field(default=None, max_length=255)
    adopted_at: datetime | None = Field(default=None, sa_type=Utc)
    ended_at: datetime | None = Field(default=None, sa_type=Utc)

    def require_draft(self) -> None:
        """Refuse changes of what is no draft any more.

        Raises:
            VersionIsFinal
        """
        if self.state is not VersionState.DRAFT:
            raise VersionIsFinal(f"version {self.number} is {self.state}")

    def adopt(self, by: Person, at: datetime) -> None:
        """Put the version in force.

        Raises:
            VersionIsFinal, OwnSubmission
        """
        self.require_draft()
        if by.is_among([self.drafted_by], [self.drafted_by_member]):
            raise OwnSubmission("you drafted this version; somebody else of the evaluation team adopts it")
        self.state, self.adopted_by, self.adopted_at = VersionState.ADOPTED, by.subject, at

    def end(self, state: VersionState, at: datetime) -> None:
        """Take the version out of force: superseded by another, or retired."""
        self.state, self.ended_at = state, at


appraisal_votes = Table(
    "appraisal_votes",
    tables.metadata,
    Column("version_id", Uuid, ForeignKey("indicator_versions.id"), primary_key=True),
    Column("check", enum_text(Check), primary_key=True),
    Column("voter", String(255), primary_key=True),
    Column("verdict", enum_text(Verdict), nullable=False),
)
"""Who thinks what of each of the seven checks of a version; the last word of a voter counts."""
