"""The one table of what stands behind the gateway; dispatch, readiness, OpenAPI and nginx are all read from it."""

import re
from dataclasses import dataclass
from functools import cached_property

from partage_gateway.anonymous import anonymous_pattern
from partage_gateway.settings import GatewaySettings

METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")
"""What a caller may send. For HEAD a service is asked with GET, and the body stays here (RFC 9110, 9.3.2)."""


@dataclass(frozen=True)
class Upstream:
    """A service behind the gateway: everything under `/<name>/` is its own."""

    name: str
    address: str

    @property
    def prefix(self) -> str:
        """The paths it serves begin with this."""
        return f"/{self.name}/"

    @property
    def scheme(self) -> str:
        """http or https."""
        return self.address.partition("://")[0]

    @property
    def host(self) -> str:
        """Host and port."""
        return self.address.partition("://")[2]

    @cached_property
    def _anonymous(self) -> re.Pattern[str] | None:
        pattern = anonymous_pattern(self.prefix)
        return re.compile(pattern) if pattern else None

    def leaves_no_trace(self, path: str) -> bool:
        """Whether a decoded path is that of an anonymous route."""
        return self._anonymous is not None and self._anonymous.match(path) is not None


def upstreams(settings: GatewaySettings) -> tuple[Upstream, ...]:
    """The services of this house."""
    return (
        Upstream("members", settings.members_url),
        Upstream("procurement", settings.procurement_url),
        Upstream("impact", settings.impact_url),
    )
