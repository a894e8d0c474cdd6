"""Shapes of consents, in and out."""

from enum import StrEnum
from typing import Annotated, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from partage_kit.types import Language, Shape, UtcDateTime
from partage_kit.types.patterns import Pattern
from partage_members.notices.schemas import PurposeCode

EvidenceReference = Annotated[
    str,
    Pattern(r"^[A-Za-z0-9][A-Za-z0-9._/-]{0,79}$", "letters, digits, ., _, / and -, such as 2026/forms/0042"),
    Field(examples=["2026/forms/0042"]),
]
"""Where the proof is filed: a code of the office's own archive, never a name."""


class Method(StrEnum):
    """How somebody said it."""

    FORM = "form"
    PAPER = "paper"
    PHONE = "phone"
    IMPORT = "import"


class EventKind(StrEnum):
    """What can happen to a consent: it is given, and once it ends in one of three ways."""

    GIVEN = "given"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"
    RENEWED = "renewed"


class ConsentState(StrEnum):
    """Where a consent stands now."""

    GIVEN = "given"
    RENEWAL_DUE = "renewal_due"
    EXPIRED = "expired"
    WITHDRAWN = "withdrawn"
    RENEWED = "renewed"


class GiveConsent(Shape):
    """Your consent to the notice that you have read."""

    notice_id: UUID
    language: Language = Field(description="in which you read it")


class RecordConsent(GiveConsent):
    """A consent that a member gave otherwise than through this service."""

    member_id: UUID
    method: Literal[Method.PAPER, Method.PHONE, Method.IMPORT]
    given_at: UtcDateTime | None = Field(None, description="when she gave it; now by default")
    evidence_reference: EvidenceReference


class RecordWithdrawal(Shape):
    """A withdrawal that reached the office otherwise than through this service; no reason is asked."""

    method: Literal[Method.PAPER, Method.PHONE, Method.IMPORT] = Method.PHONE
    evidence_reference: EvidenceReference | None = None


class ConsentFilter(BaseModel):
    """Which consents a list shows."""

    model_config = ConfigDict(frozen=True)

    member_id: UUID | None = None
    purpose: PurposeCode | None = None


class ConsentView(Shape):
    """A consent: the very text that was agreed to, by its hash, and how it was said."""

    id: UUID
    member_id: UUID
    purpose: str
    notice_id: UUID
    notice_number: int
    language: Language
    sha256: str = Field(description="of the notice in that language")
    method: Method
    recorded_by_staff: bool
    evidence_reference: str | None
    given_at: UtcDateTime
    recorded_at: UtcDateTime
    expires_at: UtcDateTime | None
    ended_at: UtcDateTime | None
    state: ConsentState
    version: int = Field(description="rises when the state changes; nothing else of it does")


class MyConsent(Shape):
    """How you stand to a purpose: `none` when you never agreed; `notice_id` is the notice to agree to now."""

    purpose: str
    name: dict[str, str]
    state: ConsentState | Literal["none"]
    consent_id: UUID | None
    given_at: UtcDateTime | None
    expires_at: UtcDateTime | None
    notice_id: UUID | None


class ConsentEventView(Shape):
    """Something that happened to one of your consents."""

    id: UUID
    consent_id: UUID
    purpose: str
    kind: EventKind
    at: UtcDateTime
    recorded_at: UtcDateTime
    method: Method | None
    recorded_by_staff: bool
    notice_id: UUID
    language: Language
