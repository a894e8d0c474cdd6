"""Keyset pages: stable under writes, and as fast on the last page as on the first.

A list is ordered by one or two columns and at last by id, so that ties are decided. The cursor holds the values of the
last row of a page; the next page begins behind them.
"""

import base64
import binascii
import json
from collections.abc import Sequence
from datetime import date, datetime
from math import isfinite
from typing import Annotated, Any, Generic, TypeVar
from uuid import UUID

from fastapi import Depends, Query, Request, Response
from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError
from sqlalchemy import ColumnElement, Select, and_, or_
from sqlalchemy.types import TypeDecorator

from partage_kit.db import Readable
from partage_kit.errors import Invalid
from partage_kit.types import Day, UtcDateTime

_LARGEST = 2**31 - 1

T = TypeVar("T")


class Page(BaseModel, Generic[T]):
    """One page of a list; `next` is the cursor of the following page, null on the last."""

    model_config = ConfigDict(frozen=True)

    items: list[T]
    next: str | None = Field(None, description="give it as `cursor` to get the following page")


class PageOf:
    """The paging part of a request: `limit` and `cursor`; it also writes the `Link: rel=next` header."""

    def __init__(self, request: Request, response: Response, limit: int, cursor: str | None) -> None:
        self.limit, self.cursor = limit, cursor
        self._request, self._response = request, response

    def announce(self, following: str | None) -> None:
        """Name the following page in the Link header (RFC 8288)."""
        if following:
            url = self._request.url.include_query_params(cursor=following)
            self._response.headers["Link"] = f'<{url.path}?{url.query}>; rel="next"'


async def _paging(
    request: Request,
    response: Response,
    limit: Annotated[int, Query(ge=1, le=200, description="rows on a page")] = 50,
    cursor: Annotated[str | None, Query(max_length=600, description="`next` of the page before")] = None,
) -> PageOf:
    return PageOf(request, response, limit, cursor)


Paging = Annotated[PageOf, Depends(_paging)]


class Order:
    """The order of a list: named columns, each rising or falling, the last one unique."""

    def __init__(self, name: str, *columns: tuple[ColumnElement[Any], bool]) -> None:
        self.name = name
        self.columns = columns

    def by(self) -> list[ColumnElement[Any]]:
        """The ORDER BY."""
        return [column.asc() if rising else column.desc() for column, rising in self.columns]

    def behind(self, values: Sequence[Any]) -> ColumnElement[bool]:
        """Rows that come after these values; spelt out, since row comparison cannot mix directions."""
        branches = []
        for i, (column, rising) in enumerate(self.columns):
            equal = [c == v for (c, _), v in zip(self.columns[:i], values[:i], strict=True)]
            branches.append(and_(*equal, column > values[i] if rising else column < values[i]))
        return or_(*branches)


async def page_of(
    session: Readable, statement: Select[Any], order: Order, paging: PageOf
) -> tuple[Sequence[Any], str | None]:
    """The rows of one page and the cursor of the next; the statement selects the order's columns first.

    Raises:
        Invalid: the cursor is not one of this list in this order.
    """
    if paging.cursor:
        statement = statement.where(order.behind(place_of(order, paging.cursor)))
    rows = (await session.execute(statement.order_by(*order.by()).limit(paging.limit + 1))).all()
    page = rows[: paging.limit]
    following = cursor_at(order, page[-1]) if len(rows) > paging.limit else None
    paging.announce(following)
    return page, following


def cursor_at(order: Order, row: Sequence[Any]) -> str:
    """The cursor of what comes behind a row, which begins with the values of the order's columns."""
    values = [_plain(value) for value in row[: len(order.columns)]]
    return (
        base64.urlsafe_b64encode(json.dumps([order.name, *values], separators=(",", ":")).encode()).decode().rstrip("=")
    )


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else str(value) if isinstance(value, UUID) else value


def place_of(order: Order, cursor: str) -> list[Any]:
    """The values that a cursor holds.

    Raises:
        Invalid: the cursor is not one of this list in this order.
    """
    try:
        name, *values = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        if name != order.name or len(values) != len(order.columns):
            raise ValueError("a cursor of another list")
        return [_typed(column, value) for (column, _), value in zip(order.columns, values, strict=True)]
    except (ValueError, TypeError, binascii.Error, ValidationError, RecursionError) as error:
        place = {"pointer": "/query/cursor", "detail": "not a cursor of this list in this order"}
        raise Invalid("the cursor does not belong to this list in this order", errors=[place]) from error


def _typed(column: ColumnElement[Any], value: Any) -> Any:
    """A value that the column can be compared with; what no row can hold is a ValueError."""
    kind = column.type
    # a decorated type does not tell what it is in Python; what it decorates does
    python_type = (kind.impl_instance if isinstance(kind, TypeDecorator) else kind).python_type
    if python_type is str:
        if not isinstance(value, str) or "\x00" in value:
            raise ValueError("not a text that a database holds")
        value.encode()  # half a surrogate pair is a UnicodeEncodeError, which is a ValueError
        return value
    if python_type is datetime:
        return TypeAdapter(UtcDateTime).validate_python(value)
    if python_type is date:
        return TypeAdapter(Day).validate_python(value)
    typed = TypeAdapter(python_type).validate_python(value, strict=python_type is int)
    if (python_type is int and abs(typed) > _LARGEST) or (python_type is float and not isfinite(typed)):
        raise ValueError("not a number that a database holds")
    return typed
