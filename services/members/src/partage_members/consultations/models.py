"""The consultation and the opinions given in it."""

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlmodel import Field

from partage_kit.errors import Busy
from partage_kit.tables import Json, Utc, enum_text
from partage_members.consultations.errors import ConsultationNotOpen, WindowInvalid
from partage_members.consultations.schemas import About, ConsultationState, Stance
from partage_members.tables import MembersRecord


def state_at(opens_at: datetime, closes_at: datetime, at: datetime) -> ConsultationState:
    """Where an instant lies relative to the window [opens_at, closes_at)."""
    if at < opens_at:
        return ConsultationState.PLANNED
    return ConsultationState.OPEN if at < closes_at else ConsultationState.CLOSED


class Consultation(MembersRecord, table=True):
    """Members are asked about the launching or the closing of a filière; nothing of it changes once it is opened."""

    __tablename__ = "consultations"
    __table_args__ = (
        CheckConstraint("opens_at < closes_at", name="window", info={"refusal": WindowInvalid}),
        Index("ix_consultations_filiere", "filiere_id", "opens_at", "id"),
    )

    filiere_id: UUID = Field(foreign_key="filieres.id")
    about: About = Field(sa_type=enum_text(About))
    question: dict[str, str] = Field(sa_type=Json)
    opens_at: datetime = Field(sa_type=Utc)
    closes_at: datetime = Field(sa_type=Utc)
    created_at: datetime = Field(sa_type=Utc)

    def require_open(self, at: datetime) -> None:
        """Refuse opinions outside the window.

        Raises:
            ConsultationNotOpen
        """
        state = state_at(self.opens_at, self.closes_at, at)
        if state is not ConsultationState.OPEN:
            raise ConsultationNotOpen(f"it is {state}")


class Opinion(MembersRecord, table=True):
    """One member's opinion; its id is random (UUIDv4), so that the order of comments tells nothing of their authors."""

    __tablename__ = "opinions"
    __table_args__ = (UniqueConstraint("consultation_id", "member_id", info={"refusal": Busy}),)

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    consultation_id: UUID = Field(foreign_key="consultations.id")
    member_id: UUID
    stance: Stance = Field(sa_type=enum_text(Stance))
    comment: str | None = Field(default=None, max_length=2_000)
    given_at: datetime = Field(sa_type=Utc)
