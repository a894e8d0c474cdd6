"""Shapes of suppliers, in and out."""

from enum import StrEnum
from typing import Annotated, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, field_validator

from partage_contracts.procurement import SupplierKind, SupplierStanding
from partage_kit.changes import Changes
from partage_kit.types import CountryCode, Day, Email, Line, NutsCode, Phone, Shape, Text, Translations, UtcDateTime
from partage_procurement.values import CategoryCode, Code, WebAddress

Number = Annotated[str, StringConstraints(min_length=2, max_length=40, strip_whitespace=True)]


class LogKind(StrEnum):
    """What a line of the log tells of; the service itself writes the decisions."""

    CALL = "call"
    MESSAGE = "message"
    MEETING = "meeting"
    VISIT = "visit"
    NOTE = "note"
    DECISION = "decision"


class Contact(Shape):
    """A person at the supplier; shown to the people who work for the office only."""

    name: Line
    position: Line | None = None
    email: Email | None = None
    phone: Phone | None = None


class _SupplierFields(Shape):
    vat_number: Number | None = Field(None, description="with or without its country prefix", examples=["BE0428759497"])
    enterprise_number: Number | None = Field(None, description="number in the register of enterprises of the country")
    website: WebAddress | None = None
    summary: Translations | None = None
    territories: Annotated[list[NutsCode], Field(max_length=50)] = Field([], description="NUTS regions it serves")
    categories: Annotated[list[CategoryCode], Field(max_length=50)] = Field([], description="what it provides (CPV)")
    contacts: Annotated[list[Contact], Field(max_length=10)] = []

    @field_validator("territories", "categories")
    @classmethod
    def _each_once(cls, values: list[str]) -> list[str]:
        if len(set(values)) != len(values):
            raise ValueError("each code once")
        return values


class SuggestSupplier(_SupplierFields):
    """A supplier that somebody wants the office to reference; it has a VAT number, an enterprise number, or both."""

    name: Line
    kind: SupplierKind = SupplierKind.VENDOR
    country: CountryCode


class ChangeSupplier(_SupplierFields, Changes):
    """What to change; fields left out stay as they are, null clears what may be empty."""

    never_null = frozenset({"name", "kind", "country", "territories", "categories", "contacts"})

    name: Line | None = None
    kind: SupplierKind | None = None
    country: CountryCode | None = None


class Decide(Shape):
    """Why the office decides so; shown to everybody who sees the supplier."""

    reason: Text


class DecideUntil(Decide):
    """A decision that ends by itself."""

    until: Day = Field(description="its last day")


class Conditions(DecideUntil):
    """What the supplier commits to, and by when."""

    commitments: Annotated[list[Text], Field(min_length=1, max_length=20)]


class SupplierFilter(BaseModel):
    """Which suppliers a list shows; what is left out does not restrict."""

    model_config = ConfigDict(frozen=True)

    standing: SupplierStanding | None = Field(None, description="as it counts today")
    kind: SupplierKind | None = None
    category: CategoryCode | None = Field(None, description="this category and all below it")
    nuts: NutsCode | None = Field(None, description="serves this region, a part of it, or a region around it")
    label: Code | None = Field(None, description="the label of its last published assessment")
    sort: Literal["name", "-updated_at"] = "name"


class SupplierSummary(Shape):
    """A supplier as a line of a list. `assessed` is false when no published assessment holds today."""

    id: UUID
    name: str
    kind: SupplierKind
    country: str
    territories: list[str]
    categories: list[str]
    standing: SupplierStanding
    assessed: bool
    label: str | None


class SupplierView(SupplierSummary):
    """A supplier. `reason`, `until` and `commitments` explain its standing; `overdue` means its conditions ran out.

    The day after `proven_until` evidence, or the grace of a superseded charter, has run out, and a supplier that its
    assessment referenced is conditional.

    Contacts are shown to buyers, staff and administrators of the office, else null.
    """

    vat_number: str | None
    enterprise_number: str | None
    website: str | None
    summary: dict[str, str] | None
    reason: str | None
    until: Day | None
    commitments: list[str]
    overdue: bool
    assessment_id: UUID | None
    assessment_expires_on: Day | None
    proven_until: Day | None
    contacts: list[Contact] | None
    created_at: UtcDateTime
    updated_at: UtcDateTime
    version: int


class WriteLogEntry(Shape):
    """A line of the relation log."""

    kind: Literal[LogKind.CALL, LogKind.MESSAGE, LogKind.MEETING, LogKind.VISIT, LogKind.NOTE]
    happened_on: Day | None = Field(None, description="today by default")
    text: Text


class LogEntryView(Shape):
    """A line of the relation log; a decision names the standing it led to."""

    id: UUID
    kind: LogKind
    happened_on: Day
    text: str
    standing: SupplierStanding | None
    written_by: str
    written_at: UtcDateTime


class DeclareInterest(Shape):
    """What ties the caller to the supplier."""

    nature: Text


class InterestView(Shape):
    """A declared interest."""

    id: UUID
    holder: str
    nature: str
    declared_at: UtcDateTime
