"""An nginx configuration from the gateway's own route table: a faster door for houses that outgrow one gateway.

Services verify tokens themselves, so nginx needs no keys. Portal pages and /readyz still come from the gateway.
"""

from importlib.resources import files

from jinja2 import Environment, StrictUndefined
from limits import parse

from partage_gateway.anonymous import anonymous_pattern
from partage_gateway.errors import UpstreamTimeout, UpstreamUnreachable
from partage_gateway.proxy.bodies import GATHERED
from partage_gateway.routes import METHODS, upstreams
from partage_gateway.settings import GatewaySettings
from partage_kit.errors import TooManyRequests

_PROBLEMS = (
    ("too_many_requests", TooManyRequests),
    ("upstream_unreachable", UpstreamUnreachable),
    ("upstream_timeout", UpstreamTimeout),
)


def nginx_configuration(settings: GatewaySettings, listen: str = "8080") -> str:
    """The text of the file, to be included within nginx's `http` block; `listen` is an address or a port."""
    template = (files("partage_gateway") / "nginx.conf.j2").read_text(encoding="utf-8")
    limit = parse(settings.address_limit)
    per_second = max(1, limit.amount // limit.get_expiry())
    environment = Environment(  # noqa: S701 - a configuration file is no HTML; the settings allow no nginx syntax
        undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True, keep_trailing_newline=True
    )
    return environment.from_string(template).render(
        services=upstreams(settings),
        anonymous=anonymous_pattern,
        port=settings.port,
        connect_seconds=max(1, round(settings.connect_seconds)),
        silence_seconds=max(1, round(settings.silence_seconds)),
        gathered_kilobytes=GATHERED // 1024,
        requests_per_second=per_second,
        burst=limit.amount,
        origins=settings.cors_origins,
        methods=METHODS,
        listen=listen,
        problems=_PROBLEMS,
    )
