"""Settings of the impact service (`PARTAGE_IMPACT_...`)."""

from typing import ClassVar

from partage_kit.settings import Port, ServiceSettings


class ImpactSettings(ServiceSettings):
    """As every service; only the port differs."""

    room: ClassVar[str] = "IMPACT_"
    port: Port = 8003
