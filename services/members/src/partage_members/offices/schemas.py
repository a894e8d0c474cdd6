"""Shapes of office settings, in and out."""

from typing import Annotated

from pydantic import Field

from partage_kit.types import Shape

DEFAULT_MEMBERSHIP_LIMIT = 3
HIGHEST_MEMBERSHIP_LIMIT = 5

MembershipLimit = Annotated[int, Field(strict=True, ge=1, le=HIGHEST_MEMBERSHIP_LIMIT)]


class ChangeOffice(Shape):
    """The settings to change."""

    membership_limit: MembershipLimit = Field(
        description="how many filières a member may belong to at once, circles aside; lowering it removes nobody"
    )


class OfficeView(Shape):
    """The settings of an office; version 0 means that all are the defaults."""

    office: str
    membership_limit: int
    version: int
