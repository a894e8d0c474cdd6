"""How an operator sees the gateway and the house: /livez, /readyz, /metrics, /version."""

from importlib.metadata import version
from typing import Any

from fastapi import APIRouter, Request, Response
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest

router = APIRouter()


@router.get("/livez")
async def livez() -> dict[str, str]:
    """The gateway answers."""
    return {"status": "ok"}


@router.get("/readyz")
async def readyz(request: Request, response: Response) -> dict[str, Any]:
    """The house is ready when every service is; each is listed with its reason."""
    services = await request.app.state.house.readiness()
    ready = all(service.ready for service in services.values())
    if not ready:
        response.status_code = 503
        response.headers["Retry-After"] = "1"
    return {
        "status": "ok" if ready else "unready",
        "services": {
            name: {"status": "ok" if service.ready else "unready", "reason": service.reason, "checks": service.checks}
            for name, service in services.items()
        },
    }


@router.get("/metrics")
async def metrics() -> Response:
    """Prometheus text format."""
    return Response(generate_latest(), media_type=CONTENT_TYPE_LATEST)


@router.get("/version")
async def version_of() -> dict[str, str]:
    """Which version of the gateway."""
    return {"service": "gateway", "version": version("partage-gateway")}
