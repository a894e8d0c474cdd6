"""What the gateway is told: where the services are, who may call from a browser, how much, and for how long."""

from ipaddress import IPv4Network, IPv6Network
from pathlib import Path
from typing import Annotated, ClassVar

from limits import parse
from pydantic import AfterValidator, BeforeValidator, Field
from pydantic_settings import NoDecode

from partage_kit.settings import Environment, Settings
from partage_kit.types.patterns import Pattern

Network = IPv4Network | IPv6Network


def _listed(value: object) -> object:
    """`a, b` -> ["a", "b"]: lists are written with commas in the environment."""
    return [part.strip() for part in value.split(",") if part.strip()] if isinstance(value, str) else value


def _a_limit(value: str) -> str:
    try:
        parse(value)
    except ValueError as error:
        raise ValueError(f"{value!r} is no limit; write it like '5000/10 second' or '100/minute'") from error
    return value


Address = Annotated[
    str,
    Pattern(
        r"^https?://[A-Za-z0-9.\-]+(:[0-9]{1,5})?$|^https?://\[[0-9a-f:.]+\](:[0-9]{1,5})?$",
        "an origin without a path, such as http://members:8000",
    ),
]
"""An origin without a path: http://members:8000."""

BusAddress = Annotated[
    str,
    Pattern(
        r"^(nats|tls|wss?)://[A-Za-z0-9.\-]+(:[0-9]{1,5})?$",
        "an address of the bus without user and password, such as nats://127.0.0.1:4222",
    ),
]
"""An address of the bus that everybody may read: no user and no password in it."""

Limit = Annotated[str, AfterValidator(_a_limit)]
"""So many requests in a window: 5000/10 second."""


class GatewaySettings(Settings):
    """Settings of the gateway: PARTAGE_GATEWAY_<NAME>, or PARTAGE_<NAME> for the whole house."""

    room: ClassVar[str] = "GATEWAY_"

    members_url: Address = "http://127.0.0.1:8001"
    procurement_url: Address = "http://127.0.0.1:8002"
    impact_url: Address = "http://127.0.0.1:8003"

    cors_origins: Annotated[tuple[str, ...], NoDecode, BeforeValidator(_listed)] = Field(
        (), description="origins of web applications that may call: https://app.example.org, with commas between"
    )
    subject_limit: Limit = Field("5000/10 second", description="requests of one token's subject")
    address_limit: Limit = Field("2000/10 second", description="requests from one address without a known token")
    trusted_proxies: Annotated[tuple[Network, ...], NoDecode, BeforeValidator(_listed)] = Field(
        (), description="networks of proxies before this gateway, whose X-Forwarded-For is believed"
    )
    connect_seconds: float = Field(2.0, gt=0, le=60, description="to reach a service")
    silence_seconds: float = Field(60.0, gt=0, le=3600, description="without a byte, before an answer and within it")
    upload_seconds: float = Field(3600.0, gt=0, description="for a whole exchange with a streamed request body")
    max_in_flight: int = Field(1000, ge=1, description="requests under way to one service; more are refused")
    events_url: BusAddress = Field(
        "nats://127.0.0.1:4222", description="where integrators reach the bus; the portal says it"
    )
    documents: Path | None = Field(None, description="folder of your own asyncapi.json, problems.json, roles.json")

    @property
    def cors_origin_pattern(self) -> str | None:
        """On a desk every port of this machine may call; for real, only `cors_origins` may."""
        return r"https?://(localhost|127\.0\.0\.1)(:[0-9]{1,5})?" if self.env is Environment.LOCAL else None
