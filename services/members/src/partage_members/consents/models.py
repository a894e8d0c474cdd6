"""The consent record and its events: written once, never changed; the database refuses it too."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import Index, UniqueConstraint, text
from sqlmodel import Field

from partage_kit.errors import Busy, NotPossibleNow
from partage_kit.tables import Utc, enum_text
from partage_kit.types import Language
from partage_members.consents.schemas import EventKind, Method
from partage_members.tables import MembersRecord

_ENDING = text("kind <> 'given'")


@dataclass(frozen=True, slots=True)
class Said:
    """How somebody's word came to the office: by herself through a form, or recorded by `by` from a proof."""

    method: Method = Method.FORM
    at: datetime | None = None
    by: str | None = None
    evidence_reference: str | None = None


class ConsentRecord(MembersRecord, table=True):
    """That a member agreed to a notice (ISO/IEC TS 27560); her latest record for a purpose has the highest number.

    The member is only named by her id, without a foreign key: the proof outlives her profile for a while.
    """

    __tablename__ = "consent_records"
    __table_args__ = (
        UniqueConstraint("member_id", "purpose", "office", "number", info={"refusal": Busy}),
        Index("ix_consent_records_office", "office", "given_at", "id"),
        Index("ix_consent_records_purpose", "office", "purpose", "given_at", "id"),
        Index("ix_consent_records_expires_at", "expires_at"),
        Index("ix_consent_records_notice", "notice_id"),
    )

    member_id: UUID
    purpose: str = Field(max_length=40)
    number: int
    notice_id: UUID = Field(foreign_key="consent_notices.id")
    notice_number: int
    language: Language = Field(sa_type=enum_text(Language))
    sha256: str = Field(max_length=64)
    method: Method = Field(sa_type=enum_text(Method))
    recorded_by: str | None = Field(default=None, max_length=255)
    evidence_reference: str | None = Field(default=None, max_length=80)
    given_at: datetime = Field(sa_type=Utc)
    recorded_at: datetime = Field(sa_type=Utc)
    expires_at: datetime | None = Field(default=None, sa_type=Utc)


class ConsentEvent(MembersRecord, table=True):
    """Something that happened to a consent; `recorded_by` is null when the member or the clock did it."""

    __tablename__ = "consent_events"
    __table_args__ = (
        Index(
            "uq_consent_events_ending",
            "consent_id",
            unique=True,
            sqlite_where=_ENDING,
            postgresql_where=_ENDING,
            info={"refusal": NotPossibleNow},
        ),
        Index("ix_consent_events_consent", "consent_id"),
        Index("ix_consent_events_member", "member_id", "at", "id"),
    )

    consent_id: UUID = Field(foreign_key="consent_records.id", ondelete="CASCADE")
    member_id: UUID
    kind: EventKind = Field(sa_type=enum_text(EventKind))
    at: datetime = Field(sa_type=Utc)
    recorded_at: datetime = Field(sa_type=Utc)
    method: Method | None = Field(default=None, sa_type=enum_text(Method))
    recorded_by: str | None = Field(default=None, max_length=255)
    evidence_reference: str | None = Field(default=None, max_length=80)
