"""A small service whose parts are brought in by file: a number, a name, a weight, and when they came."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Annotated, Any

from fastapi import FastAPI, Query, Request, Response
from pydantic import BeforeValidator
from sqlalchemy import Column, Date, Integer, PrimaryKeyConstraint, String, Table, Uuid, select
from sqlalchemy.ext.asyncio import AsyncSession

from partage_kit.auth import Staff
from partage_kit.db import WriteSession
from partage_kit.http.pages import Order
from partage_kit.http.routes import Router
from partage_kit.http.service import create_service
from partage_kit.imports import IMPORTING, CheckedRow, Fault, GivenRow, ImportKind, ImportOptions, Ready, receive_rows
from partage_kit.imports.columns import columns_from, stored
from partage_kit.imports.export import DOWNLOAD, WantedFormat, keyset_pages, rows_response
from partage_kit.imports.staging import ready_rows
from partage_kit.jobs import Accepted, Job, JobStarted
from partage_kit.settings import ServiceSettings
from partage_kit.statements import upsert
from partage_kit.tables import Json, service_registry
from partage_kit.types import Day, Line, Shape, new_id

tables = service_registry()

parts = Table(
    "parts",
    tables.metadata,
    Column("office", String(31)),
    Column("number", String(40)),
    Column("id", Uuid, nullable=False),
    Column("name", String(200), nullable=False),
    Column("weight", Integer),
    Column("came_on", Date),
    Column("tags", Json, nullable=False),
    PrimaryKeyConstraint("office", "number"),
)
COLUMNS = tuple(parts.c.keys())


def _number(value: Any) -> Any:
    return int(value) if isinstance(value, str) and value.isascii() and value.isdigit() else value


def _split(value: Any) -> Any:
    return value.split("|") if isinstance(value, str) else value or []


class PartRow(Shape):
    """A part as a row of a file."""

    number: Line
    name: Line
    weight: Annotated[int, BeforeValidator(_number)] | None = None
    came_on: Day | None = None
    tags: Annotated[list[Line], BeforeValidator(_split)] = []


async def check(session: AsyncSession, job: Job, rows: Sequence[GivenRow[PartRow]]) -> list[CheckedRow]:
    """Prepare parts; none is called taboo."""
    dialect = (await session.connection()).dialect.name
    return [_checked(given.row, job.office, dialect) for given in rows]


def _checked(row: PartRow, office: str, dialect: str) -> CheckedRow:
    if row.name == "taboo":
        return [Fault("name", "no part is called so")]
    return Ready(row.number, stored({**row.model_dump(), "id": new_id(), "office": office}, dialect))


async def publish(session: AsyncSession, job: Job) -> Mapping[str, int]:
    """Bring the parts in, by one statement."""
    connection = await session.connection()
    staged, ready = ready_rows(tables.metadata, job.id)
    rows = select(*columns_from(staged.c.ready, parts, COLUMNS, connection.dialect.name)).where(ready)
    adding = upsert(parts, connection.dialect.name).from_select(list(COLUMNS), rows)
    changing = {name: adding.excluded[name] for name in ("name", "weight", "came_on", "tags")}
    await connection.execute(adding.on_conflict_do_update(index_elements=["office", "number"], set_=changing))
    return {}


PARTS = ImportKind("parts", PartRow, check, publish)
BY_NUMBER = Order("number", (parts.c.number, True))
router = Router(prefix="/parts", tags=["parts"])


@router.post("/imports", **IMPORTING)
async def import_parts(
    options: Annotated[ImportOptions, Query()],
    caller: Staff,
    request: Request,
    session: WriteSession,
    accepted: Accepted,
) -> JobStarted:
    """Bring in parts."""
    return accepted(await receive_rows(request, session, PARTS, caller, options))


@router.get("/export", response_class=Response, responses=DOWNLOAD)
async def export_parts(caller: Staff, request: Request, written: WantedFormat) -> Response:
    """All parts."""
    names = tuple(PartRow.model_fields)
    statement = select(*(parts.c[name] for name in names)).where(parts.c.office == caller.office)
    pages = keyset_pages(request.app.state.service.database, statement, BY_NUMBER, list)
    return rows_response(pages, names, written, filename="parts")


class PartsSettings(ServiceSettings):
    """As every service."""

    room = "PARTS_"


def create_app(settings: ServiceSettings) -> FastAPI:
    """The service, under the kit's own name, as only installed packages have a version."""
    return create_service(
        "kit",
        settings,
        tables=tables,
        migrations=Path(__file__).parent,
        routers=[router],
        description="Parts.",
        imports=[PARTS],
    )
