"""Settings of the procurement service (`PARTAGE_PROCUREMENT_...`)."""

from typing import ClassVar

from partage_kit.settings import ServiceSettings


class ProcurementSettings(ServiceSettings):
    """As every service; only the port differs."""

    room: ClassVar[str] = "PROCUREMENT_"
    port: int = 8002
