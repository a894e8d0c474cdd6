"""Shapes of data exports, in and out."""

from enum import StrEnum
from typing import Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from partage_kit.types import Day, Language, Shape, UtcDateTime
from partage_members.consents.schemas import EvidenceReference

DAYS_KEPT = 7
"""How long an archive can be downloaded."""


class RequestWay(StrEnum):
    """How a request reached the office."""

    ONLINE = "online"
    PAPER = "paper"
    EMAIL = "email"
    PHONE = "phone"
    IN_PERSON = "in_person"


class ExportState(StrEnum):
    """Where an export stands: being put together, ready to download, or gone again."""

    REQUESTED = "requested"
    READY = "ready"
    EXPIRED = "expired"


class AskForMyData(Shape):
    """An export of all that is kept about you."""

    language: Language | None = Field(None, description="of the README; the first one of your profile by default")


class RecordDataRequest(AskForMyData):
    """A request that a member made otherwise than through this service."""

    member_id: UUID
    received_on: Day | None = Field(None, description="from when the legal month counts; today by default")
    way: Literal[RequestWay.PAPER, RequestWay.EMAIL, RequestWay.PHONE, RequestWay.IN_PERSON]
    evidence_reference: EvidenceReference


class HandOver(Shape):
    """How the archive was handed over."""

    evidence_reference: EvidenceReference


class RequestFilter(BaseModel):
    """Which requests a list shows."""

    model_config = ConfigDict(frozen=True)

    overdue: bool | None = Field(None, description="only those not answered within the legal month, or only the others")
    answered: bool | None = None
    member_id: UUID | None = None


class DataExportView(Shape):
    """A request for one's data, and the archive that answers it."""

    id: UUID
    member_id: UUID
    way: RequestWay
    received_on: Day
    due_on: Day = Field(description="the last day of the legal month (GDPR, article 12(3))")
    overdue: bool = Field(description="not answered, and the last day is over")
    state: ExportState
    requested_at: UtcDateTime
    ready_at: UtcDateTime | None
    expires_at: UtcDateTime | None = Field(description="until when the archive can be downloaded")
    answered_at: UtcDateTime | None = Field(
        description="when the member could download it, or when it was handed over to her"
    )
    size: int | None = Field(description="of the archive, in bytes")
    sha256: str | None = Field(description="of the archive")
    evidence_reference: str | None
    handover_reference: str | None
    version: int
