"""The pages of the portal."""

from collections.abc import Iterable
from itertools import groupby
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Path, Request, Response

from partage_gateway.portal.documents import Documents, RouteAccess
from partage_gateway.portal.reading import ReaderOf

router = APIRouter()

QUICK_STARTS = ("front-end", "offices", "integrators")


def _documents(request: Request) -> Documents:
    documents: Documents = request.app.state.documents
    return documents


DocumentsOf = Annotated[Documents, Depends(_documents)]


@router.get("/")
async def home(reader: ReaderOf, documents: DocumentsOf) -> Response:
    """What the system is, and where to begin."""
    counts = {"routes": len(documents.routes), "events": len(documents.events), "problems": len(documents.problems)}
    return reader.page("home", counts=counts)


@router.get("/quick-start/{audience}")
async def quick_start(audience: Annotated[str, Path(max_length=40)], reader: ReaderOf) -> Response:
    """The first steps of front-end teams, offices and integrators."""
    if audience not in QUICK_STARTS:
        return reader.page("missing", 404)
    return reader.page(f"quick-start-{audience}")


@router.get("/reference")
async def reference(reader: ReaderOf) -> Response:
    """The API reference of all services."""
    return reader.page("reference", scripts=True)


@router.get("/events")
async def events(reader: ReaderOf, documents: DocumentsOf) -> Response:
    """The event catalogue, with an example each."""
    return reader.page("events", by_service=_grouped(documents.events, "service"))


@router.get("/problems")
async def problems(reader: ReaderOf, documents: DocumentsOf) -> Response:
    """Every problem the house can answer with."""
    return reader.page("problems", problems=sorted(documents.problems.values(), key=lambda p: (p.status, p.code)))


@router.get("/problems/{code}")
async def problem(code: Annotated[str, Path(max_length=100)], reader: ReaderOf, documents: DocumentsOf) -> Response:
    """The page that a problem's `type` points to."""
    known = documents.problems.get(code)
    return reader.page("missing", 404) if known is None else reader.page("problem", problem=known)


@router.get("/roles")
async def roles(reader: ReaderOf, documents: DocumentsOf) -> Response:
    """Which roles may call which route."""
    routes: list[RouteAccess] = sorted(documents.routes, key=lambda route: (route.path, route.method))
    return reader.page("roles", by_service=_grouped(routes, "service"))


def _grouped(entries: Iterable[Any], attribute: str) -> dict[str, list[Any]]:
    """Entries by one of their attributes, groups in alphabetical order, each in the order given."""
    ordered = sorted(entries, key=lambda entry: str(getattr(entry, attribute)))
    return {name: list(group) for name, group in groupby(ordered, key=lambda entry: str(getattr(entry, attribute)))}
