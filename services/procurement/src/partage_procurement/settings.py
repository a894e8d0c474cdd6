"""Settings of the procurement service (`PARTAGE_PROCUREMENT_...`)."""

from typing import ClassVar

from pydantic import Field

from partage_kit.settings import Port, ServiceSettings


class ProcurementSettings(ServiceSettings):
    """As every service, and how often it looks for orders whose lock has passed."""

    room: ClassVar[str] = "PROCUREMENT_"
    port: Port = 8002
    decide_every_seconds: float = Field(1.0, gt=0, description="between two looks for pooled orders to decide")
    forget_every_seconds: float = Field(2.0, gt=0, description="between two looks for members who are to be forgotten")
