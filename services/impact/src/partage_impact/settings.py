"""Settings of the impact service (`PARTAGE_IMPACT_...`)."""

from typing import ClassVar

from pydantic import Field

from partage_kit.settings import Port, ServiceSettings


class ImpactSettings(ServiceSettings):
    """As every service; only the port differs."""

    room: ClassVar[str] = "IMPACT_"
    port: Port = 8003
    forget_every_seconds: float = Field(2.0, gt=0, description="between two looks for members who are to be forgotten")
