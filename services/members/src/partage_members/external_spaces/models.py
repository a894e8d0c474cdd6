"""The external space."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Index, UniqueConstraint
from sqlmodel import Field

from partage_kit.folding import fold
from partage_kit.tables import Json, Utc, enum_text, sort_text
from partage_kit.types import translated
from partage_members.audiences.policy import Audience
from partage_members.external_spaces.errors import AudienceNeedsFiliere, ExternalSpaceExists
from partage_members.external_spaces.schemas import SpaceKind
from partage_members.tables import MembersAggregate


class ExternalSpace(MembersAggregate, table=True):
    """A tool that a group uses elsewhere; nothing follows its address from here."""

    __tablename__ = "external_spaces"
    __table_args__ = (
        UniqueConstraint("office", "url", info={"refusal": ExternalSpaceExists}),
        Index("ix_external_spaces_office", "office", "sort_name", "id"),
        Index("ix_external_spaces_filiere", "filiere_id", "sort_name", "id"),
    )

    filiere_id: UUID | None = Field(default=None, foreign_key="filieres.id")
    kind: SpaceKind = Field(sa_type=enum_text(SpaceKind))
    url: str = Field(max_length=500)
    names: dict[str, str] = Field(sa_type=Json)
    sort_name: str = Field(sa_type=sort_text(200))
    audience: Audience = Field(sa_type=enum_text(Audience))
    maintainer_id: UUID | None = None
    updated_at: datetime = Field(sa_type=Utc)

    def describe(self, at: datetime) -> None:
        """Refuse an audience that nobody belongs to, and keep what is derived in step.

        Raises:
            AudienceNeedsFiliere
        """
        if self.audience is Audience.FILIERE and self.filiere_id is None:
            raise AudienceNeedsFiliere()
        self.sort_name = fold(translated(self.names, ()))[:200]
        self.updated_at = at
