"""Shapes of office settings, in and out."""

from typing import Annotated

from pydantic import Field

from partage_kit.changes import Changes
from partage_kit.types import HttpsUrl, Language, Line, Shape

DEFAULT_MEMBERSHIP_LIMIT = 3
HIGHEST_MEMBERSHIP_LIMIT = 5

MembershipLimit = Annotated[int, Field(strict=True, ge=1, le=HIGHEST_MEMBERSHIP_LIMIT)]
OfficeNames = Annotated[dict[Language, Line], Field(min_length=1)]


class ChangeOffice(Changes):
    """The settings to change; fields left out stay as they are, null clears names and website."""

    never_null = frozenset({"membership_limit"})

    membership_limit: MembershipLimit | None = Field(
        None, description="how many filières a member may belong to at once, circles aside; lowering it removes nobody"
    )
    names: OfficeNames | None = Field(
        None,
        description="what pages, feeds, cards and charts call the office, by language; its code without one",
    )
    website: HttpsUrl | None = Field(None, description="where the office presents itself; its name leads there")


class OfficeView(Shape):
    """The settings of an office; version 0 means that all are the defaults."""

    office: str
    membership_limit: int
    names: dict[str, str] | None
    website: str | None
    version: int
