"""Shapes of external spaces, in and out."""

from enum import StrEnum
from typing import Annotated, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from partage_kit.changes import Changes
from partage_kit.types import HttpsUrl, Language, Line, OfficeCode, Shape, UtcDateTime
from partage_members.audiences.policy import Audience
from partage_members.directory.people import MemberName

SpaceNames = Annotated[dict[Language, Line], Field(min_length=1)]
ShownTo = Literal[Audience.FILIERE, Audience.MEMBERS, Audience.PARTNERS, Audience.PUBLIC]


class SpaceKind(StrEnum):
    """Which tool it is."""

    NEXTCLOUD = "nextcloud"
    DISCOURSE = "discourse"
    FACEBOOK = "facebook"
    LINKEDIN = "linkedin"
    MATRIX = "matrix"
    MAILING_LIST = "mailing_list"
    OTHER = "other"


class ListExternalSpace(Shape):
    """A tool to be listed."""

    kind: SpaceKind
    url: HttpsUrl
    names: SpaceNames
    filiere_id: UUID | None = Field(None, description="whose it is; null: the office's, listed by its staff")
    audience: ShownTo = Audience.MEMBERS
    maintainer_id: UUID | None = Field(None, description="the member who looks after it")


class ChangeExternalSpace(Changes):
    """What to change; fields left out stay as they are."""

    never_null = frozenset({"kind", "url", "names", "audience"})

    kind: SpaceKind | None = None
    url: HttpsUrl | None = None
    names: SpaceNames | None = None
    audience: ShownTo | None = None
    maintainer_id: UUID | None = None


class SpaceFilter(BaseModel):
    """Which external spaces a list shows; what is left out does not restrict."""

    model_config = ConfigDict(frozen=True)

    office: OfficeCode | None = Field(None, description="your own by default; needed without a token")
    filiere_id: UUID | None = None
    kind: SpaceKind | None = None


class ExternalSpaceView(Shape):
    """A tool of a filière or of the office."""

    id: UUID
    office: str
    filiere_id: UUID | None
    kind: SpaceKind
    url: str
    names: dict[str, str]
    audience: Audience
    maintainer: MemberName | None = Field(description="null when nobody is named, or one who hides her name from you")
    updated_at: UtcDateTime
    version: int
