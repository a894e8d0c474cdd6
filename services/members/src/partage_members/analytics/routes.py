"""The HTTP door of analytics: open to everybody, who read what is told to everybody; members of an office read more."""

import hashlib
import json
from contextlib import AsyncExitStack
from typing import Annotated, Any

from fastapi import Depends, Query, Request, Response

from partage_kit.auth import Visitor
from partage_kit.db import ReadSession, WriteSession
from partage_kit.http.languages import reader_languages
from partage_kit.http.pages import Page, Paging
from partage_kit.http.problems import problems
from partage_kit.http.routes import Router
from partage_kit.types import Language
from partage_members.analytics import commands, queries
from partage_members.analytics.catalogue import Table
from partage_members.analytics.charts import Spec, series_chart, table_chart
from partage_members.analytics.errors import CellNotFound, SnapshotAskedFor, SnapshotNotFound
from partage_members.analytics.pictures import MEDIA_TYPES, PictureType, drawn
from partage_members.analytics.reading import read_series, read_table
from partage_members.analytics.schemas import (
    AnalyticsFilter,
    SeriesFilter,
    SeriesView,
    SnapshotRequestView,
    SnapshotView,
    TableFilter,
    TableView,
)
from partage_members.callers import OfficeStaff


async def _for_this_caller(request: Request, response: Response) -> None:
    """What members read is no answer for everybody else."""
    response.headers["Vary"] = "Authorization"
    response.headers["Cache-Control"] = _cache(request)


def _cache(request: Request) -> str:
    return "private, no-cache" if "authorization" in request.headers else "no-cache"


async def _languages(request: Request, lang: Language | None = None) -> tuple[str, ...]:
    """`lang` first, then what the reader's program prefers."""
    return reader_languages(request, lang) or ("fr",)


router = Router(prefix="/analytics", tags=["analytics"], dependencies=[Depends(_for_this_caller)])
Wanted = Annotated[tuple[str, ...], Depends(_languages)]
_SPEC: dict[int | str, dict[str, Any]] = {
    200: {"description": "a Vega-Lite specification with its data, title and description"}
}
_PICTURE: dict[int | str, dict[str, Any]] = {
    200: {"content": {media_type: {} for media_type in MEDIA_TYPES.values()}, "description": "the picture"},
    304: {"description": "the picture that you have is the current one"},
}


@router.get("/snapshots", responses=problems(SnapshotNotFound))
async def list_snapshots(
    visitor: Visitor, wanted: Annotated[AnalyticsFilter, Query()], paging: Paging, session: ReadSession
) -> Page[SnapshotView]:
    """The snapshots of an office for an audience, newest first: one of each month, and those that staff asked for."""
    rows, following = await queries.snapshots_of(session, queries.readable(visitor, wanted), paging)
    return Page(items=[SnapshotView.model_validate(row) for row in rows], next=following)


@router.post("/snapshots", status_code=202, responses=problems(SnapshotAskedFor))
async def ask_for_snapshot(caller: OfficeStaff, session: WriteSession) -> SnapshotRequestView:
    """Have your office counted today, for members and for everybody; what is told then never changes.

    A worker makes it within seconds. The snapshot of each month comes by itself when the month is over.
    """
    return SnapshotRequestView.model_validate(await commands.ask_for_snapshot(session, caller.office))


@router.get("/tables/{table}", responses=problems(SnapshotNotFound))
async def read_analytics_table(
    table: Table, visitor: Visitor, wanted: Annotated[TableFilter, Query()], session: ReadSession
) -> TableView:
    """Count the members of an office by trade, sector, territory, stage, time, activity or state of their profiles.

    Recommendation 1. A cell with null is hidden, not 0: it holds fewer persons than the audience is told of (members 5,
    everybody 10), or it protects others. Groups of fewer than 30 persons are not divided further and share a row,
    `other`, in tables of two dimensions. What a member shows to fewer than members counts as not told (`untold`).
    """
    return await read_table(session, visitor, table, wanted)


@router.get("/tables/{table}/series", responses=problems(SnapshotNotFound, CellNotFound))
async def read_analytics_series(
    table: Table, visitor: Visitor, wanted: Annotated[SeriesFilter, Query()], session: ReadSession
) -> SeriesView:
    """One cell of a table over time, as each snapshot told it, oldest first; by default the whole, month by month."""
    return await read_series(session, visitor, table, wanted)


@router.get("/tables/{table}/chart", responses={**problems(SnapshotNotFound), **_SPEC})
async def read_analytics_chart(
    table: Table, visitor: Visitor, wanted: Annotated[TableFilter, Query()], languages: Wanted, session: ReadSession
) -> dict[str, Any]:
    """A table as a Vega-Lite specification, to be drawn by a front end."""
    return table_chart(await read_table(session, visitor, table, wanted), languages)


@router.get("/tables/{table}/series/chart", responses={**problems(SnapshotNotFound, CellNotFound), **_SPEC})
async def read_analytics_series_chart(
    table: Table, visitor: Visitor, wanted: Annotated[SeriesFilter, Query()], languages: Wanted, session: ReadSession
) -> dict[str, Any]:
    """A cell over time as a Vega-Lite specification, to be drawn by a front end."""
    return series_chart(await read_series(session, visitor, table, wanted), languages)


Kind = Annotated[PictureType, Query(alias="type", description="SVG begins with its title and description")]


@router.get("/tables/{table}/picture", response_class=Response, responses={**problems(SnapshotNotFound), **_PICTURE})
async def draw_analytics_table(
    request: Request,
    table: Table,
    visitor: Visitor,
    wanted: Annotated[TableFilter, Query()],
    languages: Wanted,
    session: ReadSession,
    kind: Kind = PictureType.SVG,
) -> Response:
    """A table as a picture, for a page or a report; its ETag spares drawing and sending it again."""
    return await _picture(request, table_chart(await read_table(session, visitor, table, wanted), languages), kind)


@router.get(
    "/tables/{table}/series/picture",
    response_class=Response,
    responses={**problems(SnapshotNotFound, CellNotFound), **_PICTURE},
)
async def draw_analytics_series(
    request: Request,
    table: Table,
    visitor: Visitor,
    wanted: Annotated[SeriesFilter, Query()],
    languages: Wanted,
    session: ReadSession,
    kind: Kind = PictureType.SVG,
) -> Response:
    """A cell over time as a picture, for a page or a report."""
    return await _picture(request, series_chart(await read_series(session, visitor, table, wanted), languages), kind)


async def _picture(request: Request, spec: Spec, kind: PictureType) -> Response:
    """The picture of a chart, unless the reader has it."""
    tag = f'"{hashlib.sha256(f"{kind}{json.dumps(spec)}".encode()).hexdigest()[:32]}"'
    headers = {
        "ETag": tag,
        "Cache-Control": _cache(request),
        "Vary": "Authorization",
        "X-Content-Type-Options": "nosniff",
    }
    known = {one.strip().removeprefix("W/") for one in request.headers.get("if-none-match", "")[:2_000].split(",")}
    if tag in known:
        return Response(status_code=304, headers=headers)
    sessions: AsyncExitStack = request.state.sessions
    await sessions.aclose()  # whoever waits for a drawing must not keep others from the database
    return Response(await drawn(spec, kind, tag), media_type=MEDIA_TYPES[kind], headers=headers)
