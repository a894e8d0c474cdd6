"""Tying the gateway together."""

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from importlib.metadata import version

from fastapi import FastAPI
from starlette.middleware.gzip import GZipMiddleware
from starlette.types import ASGIApp

from partage_gateway import health
from partage_gateway.admission import Admission
from partage_gateway.cors import Browsers
from partage_gateway.door import Door
from partage_gateway.house import House
from partage_gateway.limits import RateLimits
from partage_gateway.openapi.collection import OpenApiCollection
from partage_gateway.portal import pages, reference
from partage_gateway.portal.documents import Documents
from partage_gateway.proxy.clients import Clients
from partage_gateway.proxy.exchange import Exchanges
from partage_gateway.routes import upstreams
from partage_gateway.settings import GatewaySettings
from partage_kit.auth import TokenVerifier
from partage_kit.http.context import RequestContext
from partage_kit.http.problems import answer_with_problems


def create_app(settings: GatewaySettings) -> ASGIApp:
    """The gateway as an ASGI application.

    Raises:
        WrongSettings: no keys can be found for tokens, or the documents of the portal cannot be read.
    """
    services = upstreams(settings)
    exchanges, clients = Exchanges(settings), Clients(settings.trusted_proxies)
    portal = FastAPI(
        title="Partage", docs_url=None, redoc_url=None, openapi_url=None, lifespan=_closing(exchanges),
        version=version("partage-gateway"), redirect_slashes=False,
    )  # fmt: skip
    portal.state.house = House(services, exchanges.calls)
    portal.state.openapi = OpenApiCollection(services, exchanges.calls)
    portal.state.clients, portal.state.events_url = clients, settings.events_url
    portal.state.documents = Documents.load(settings.documents)
    for router in (health.router, reference.router, pages.router):
        portal.include_router(router)
    answer_with_problems(portal)
    portal.add_middleware(GZipMiddleware, minimum_size=1024)  # of services' answers too it would cost the hot path
    portal.add_middleware(RequestContext)
    door = Door(
        services,
        Admission(TokenVerifier.from_settings(settings), RateLimits(settings)),
        clients,
        exchanges,
        portal,
    )
    return Browsers(door, settings)


def _closing(exchanges: Exchanges) -> Callable[[FastAPI], AbstractAsyncContextManager[None]]:
    @asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
        yield
        await exchanges.close()

    return lifespan
