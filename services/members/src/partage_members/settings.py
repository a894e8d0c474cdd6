"""Settings of the members service (`PARTAGE_MEMBERS_...`)."""

from typing import ClassVar

from pydantic import Field

from partage_kit.settings import Port, ServiceSettings


class MembersSettings(ServiceSettings):
    """As every service, and how often it looks for filières that have been without a facilitator for too long."""

    room: ClassVar[str] = "MEMBERS_"
    port: Port = 8001
    rest_every_seconds: float = Field(600.0, gt=0, description="between two looks for filières that become dormant")
    expire_every_seconds: float = Field(600.0, gt=0, description="between two looks for consents whose time is over")
