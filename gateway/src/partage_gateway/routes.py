"""The one table of what stands behind the gateway; dispatch, readiness, OpenAPI and nginx are all read from it."""

from dataclasses import dataclass

from partage_gateway.settings import GatewaySettings


@dataclass(frozen=True, slots=True)
class Upstream:
    """A service behind the gateway: everything under `/<name>/` is its own."""

    name: str
    address: str

    @property
    def prefix(self) -> str:
        """The paths it serves begin with this."""
        return f"/{self.name}/"


def upstreams(settings: GatewaySettings) -> tuple[Upstream, ...]:
    """The services of this house."""
    return (
        Upstream("members", settings.members_url),
        Upstream("procurement", settings.procurement_url),
        Upstream("impact", settings.impact_url),
    )
