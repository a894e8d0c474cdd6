"""Which web applications may call. Requests that name no origin, from programs and servers, pass by at no cost."""

from starlette.middleware.cors import CORSMiddleware
from starlette.types import ASGIApp, Receive, Scope, Send

from partage_gateway.routes import METHODS
from partage_gateway.settings import GatewaySettings

_SHOWN_TO_BROWSERS = (
    "Content-Disposition",
    "ETag",
    "Idempotent-Replayed",
    "Link",
    "Location",
    "RateLimit",
    "RateLimit-Policy",
    "Retry-After",
    "X-Request-ID",
)


class Browsers:
    """Answers preflights and marks answers for the origins of the settings."""

    def __init__(self, app: ASGIApp, settings: GatewaySettings) -> None:
        self._app = app
        self._checked = CORSMiddleware(
            app,
            allow_origins=settings.cors_origins,
            allow_origin_regex=settings.cors_origin_pattern,
            allow_methods=METHODS,
            allow_headers=["*"],
            expose_headers=_SHOWN_TO_BROWSERS,
            max_age=600,
        )

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        from_a_page = scope["type"] == "http" and any(name == b"origin" for name, _ in scope["headers"])
        await (self._checked if from_a_page else self._app)(scope, receive, send)
