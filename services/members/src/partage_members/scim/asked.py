"""What SCIM clients ask for, by the names of RFC 7644."""

from dataclasses import dataclass
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

MEDIA_TYPE = "application/scim+json"

Attributes = Annotated[str, StringConstraints(max_length=500)]


@dataclass(frozen=True, slots=True)
class Client:
    """Where a client reaches these routes, and which languages its people read, best first."""

    base: str
    languages: tuple[str, ...] = ()


class Shown(BaseModel):
    """Which attributes are returned; one of the two lists at most."""

    model_config = ConfigDict(frozen=True)

    attributes: Attributes | None = Field(None, description="attributes to return, separated by commas")
    excluded: Attributes | None = Field(None, alias="excludedAttributes", description="attributes to leave out")


class Asked(Shown):
    """Which resources are returned."""

    filter: Annotated[str, StringConstraints(min_length=1, max_length=1_000)] | None = None
    start: int = Field(1, alias="startIndex", ge=1, le=1_000_000, description="the first one is 1")
    count: int = Field(50, ge=0, le=200, description="resources on a page")
