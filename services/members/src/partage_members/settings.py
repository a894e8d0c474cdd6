"""Settings of the members service (`PARTAGE_MEMBERS_...`)."""

from typing import ClassVar

from partage_kit.settings import ServiceSettings


class MembersSettings(ServiceSettings):
    """As every service; only the port differs."""

    room: ClassVar[str] = "MEMBERS_"
    port: int = 8001
