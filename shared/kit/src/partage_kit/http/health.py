"""How an operator sees whether a service lives, can work, and what it does: /livez, /readyz, /metrics, /version."""

from importlib.metadata import version
from typing import Any

from fastapi import APIRouter, Request, Response
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from partage_kit.errors import Refusal

router = APIRouter(tags=["health"], include_in_schema=False)


@router.get("/")
async def welcome(request: Request) -> dict[str, str]:
    """Where to go on from the bare address of a service."""
    name = request.app.state.service.name
    return {
        "service": name,
        "version": version(f"partage-{name}"),
        "openapi": f"/{name}/v1/openapi.json",
        "ready": "/readyz",
    }


@router.get("/livez")
async def livez() -> dict[str, str]:
    """The process answers."""
    return {"status": "ok"}


@router.get("/readyz")
async def readyz(request: Request, response: Response) -> dict[str, Any]:
    """Database, migrations and bus, one by one. A missing bus does not make a service unready: its events wait."""
    service = request.app.state.service
    checks: dict[str, Any] = {}
    try:
        async with service.database.reading() as session:
            await session.execute(text("SELECT 1"))
            checks["migrations"] = "ok" if await service.migrations.is_current(session) else "pending: run `migrate`"
            checks["database"] = service.database.trouble.now() or "ok"
    except (Refusal, SQLAlchemyError, OSError):
        checks["database"] = service.database.trouble.now() or "unreachable"
    checks["bus"] = service.bus_state()
    ready = checks.get("database") == "ok" and checks.get("migrations") == "ok"
    response.status_code = 200 if ready else 503
    return {"status": "ok" if ready else "unready", "checks": checks}


@router.get("/metrics")
async def metrics() -> Response:
    """Prometheus text format."""
    return Response(generate_latest(), media_type=CONTENT_TYPE_LATEST)


@router.get("/version")
async def version_of(request: Request) -> dict[str, str]:
    """Which service, which version."""
    name = request.app.state.service.name
    return {"service": name, "version": version(f"partage-{name}")}
