"""The documents and files behind the pages: OpenAPI, AsyncAPI, event schemas, the stylesheet and swagger-ui."""

from importlib.util import find_spec
from pathlib import Path
from typing import Annotated, Any

from fastapi import APIRouter, Request, Response
from fastapi import Path as FromPath
from fastapi.responses import FileResponse, JSONResponse

from partage_gateway.portal.documents import Documents
from partage_gateway.portal.reading import HOME, guarded
from partage_kit.errors import NotFound

router = APIRouter()

_OWN_ASSETS = HOME / "assets"
_MEDIA_TYPES = {".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8", ".svg": "image/svg+xml"}


def _assets() -> dict[str, Path]:
    """Every file that may be served, by name: a name that is not here does not exist."""
    package = find_spec("fastapi_offline")
    if package is None or package.origin is None:
        raise FileNotFoundError("the package fastapi-offline, which ships swagger-ui, is not installed")
    shipped = Path(package.origin).parent / "static"
    return {file.name: file for file in _OWN_ASSETS.iterdir()} | {
        name: shipped / name for name in ("swagger-ui-bundle.js", "swagger-ui.css")
    }


ASSETS = _assets()


@router.get("/assets/{name}")
async def asset(name: Annotated[str, FromPath(max_length=60)]) -> Response:
    """A stylesheet, script or picture of the portal."""
    file = ASSETS.get(name)
    if file is None:
        raise NotFound()
    return guarded(FileResponse(file, media_type=_MEDIA_TYPES[file.suffix], headers={"Cache-Control": "max-age=3600"}))


@router.get("/openapi.json")
async def openapi(request: Request) -> Response:
    """The OpenAPI 3.1 document of the whole house."""
    merged = await request.app.state.openapi.merged()
    headers = {"ETag": merged.etag, "Cache-Control": "no-cache"}
    if request.headers.get("if-none-match") == merged.etag:
        return Response(status_code=304, headers=headers)
    return guarded(Response(merged.body, media_type="application/json", headers=headers))


@router.get("/asyncapi.json")
async def asyncapi(request: Request) -> Response:
    """The AsyncAPI 3 document of the events."""
    documents: Documents = request.app.state.documents
    return guarded(JSONResponse(documents.asyncapi))


@router.get("/schemas/{name}.json")
async def schema(name: Annotated[str, FromPath(max_length=200)], request: Request) -> Response:
    """The JSON Schema of one event type's data; `dataschema` of every event points here."""
    documents: Documents = request.app.state.documents
    found: dict[str, Any] = {event.name: event.schema for event in documents.events}
    if name not in found:
        raise NotFound()
    return guarded(JSONResponse(found[name], media_type="application/schema+json"))
