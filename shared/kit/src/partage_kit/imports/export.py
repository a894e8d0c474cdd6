"""Rows going out as CSV or NDJSON, streamed page by page.

What a spreadsheet would take for a formula (`=`, `+`, `-`, `@`, tab, return... where a cell begins, or would begin if
lines were cut at `;`) has an apostrophe before it; bringing the file in again takes it away.
"""

from collections.abc import AsyncIterator, Callable, Sequence
from typing import Annotated, Any

from fastapi import Depends, Query, Request
from fastapi.responses import StreamingResponse
from sqlalchemy import Row, Select

from partage_kit.db import Database
from partage_kit.http.pages import Order
from partage_kit.imports.rows import MEDIA_TYPES, Format, csv_line, json_line

PAGE = 1_000
"""Rows that are read at a time; no connection is held while they are on their way."""

DOWNLOAD: dict[int | str, dict[str, Any]] = {200: {"content": {name: {} for name in MEDIA_TYPES.values()}}}
"""The `responses=` of a route that answers rows."""

Cells = Sequence[Any]


async def _wanted_format(
    request: Request,
    written: Annotated[
        Format | None, Query(alias="format", description="CSV or NDJSON; it wins over the Accept header")
    ] = None,
) -> Format:
    if written is not None:
        return written
    accepted = request.headers.get("accept", "")
    return Format.NDJSON if "ndjson" in accepted else Format.CSV


WantedFormat = Annotated[Format, Depends(_wanted_format)]


def rows_response(
    pages: AsyncIterator[Sequence[Cells]], names: Sequence[str], written: Format, *, filename: str
) -> StreamingResponse:
    """Pages of rows as a file that a browser saves."""
    headers = {
        "Content-Disposition": f'attachment; filename="{filename}.{written.value}"',
        "Cache-Control": "no-store",
        "X-Content-Type-Options": "nosniff",
    }
    media_type = f"{MEDIA_TYPES[written]}; charset=utf-8" if written is Format.CSV else MEDIA_TYPES[written]
    return StreamingResponse(lines_of(pages, names, written), headers=headers, media_type=media_type)


async def lines_of(
    pages: AsyncIterator[Sequence[Cells]], names: Sequence[str], written: Format
) -> AsyncIterator[bytes]:
    """The lines of a file, a page at a time; a CSV begins with the names of its columns."""
    if written is Format.CSV:
        yield csv_line(names).encode()
    async for page in pages:
        lines = map(csv_line, page) if written is Format.CSV else (json_line(names, cells) for cells in page)
        yield "".join(lines).encode()


async def keyset_pages(
    database: Database, statement: Select[Any], order: Order, cells: Callable[[Row[Any]], Cells]
) -> AsyncIterator[list[Cells]]:
    """All rows of a statement in an order, a page at a time; the statement selects the order's columns first.

    Each page is read anew behind the last row of the one before, so a long file holds nothing up.
    """
    following = statement
    while True:
        async with database.reading_a_page() as session:
            rows = (await session.execute(following.order_by(*order.by()).limit(PAGE))).all()
        if rows:
            yield [cells(row) for row in rows]
        if len(rows) < PAGE:
            return
        following = statement.where(order.behind(list(rows[-1][: len(order.columns)])))
