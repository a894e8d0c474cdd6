"""Settings of the members service (`PARTAGE_MEMBERS_...`)."""

from typing import Annotated, ClassVar

from pydantic import Field, StringConstraints

from partage_kit.settings import Port, ServiceSettings


class MembersSettings(ServiceSettings):
    """As every service, and how often it looks for what a date, or a new version of it, has made due."""

    room: ClassVar[str] = "MEMBERS_"
    port: Port = 8001
    rest_every_seconds: float = Field(600.0, gt=0, description="between two looks for filières that become dormant")
    reindex_every_seconds: float = Field(
        60.0, gt=0, description="between two looks for profiles whose index is of an earlier version"
    )
    expire_every_seconds: float = Field(600.0, gt=0, description="between two looks for consents whose time is over")
    public_url: Annotated[str, StringConstraints(pattern=r"^https?://[^\s/?#]+$")] | None = Field(
        None, description="where others reach this service, such as https://partage.example; named in feeds and cards"
    )
