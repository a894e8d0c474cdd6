"""Named reads of needs: rows, in one statement each."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, Select, and_, exists, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from partage_kit.db import Readable
from partage_kit.http.pages import Order, PageOf, page_of
from partage_kit.tables import table_of
from partage_members.needs.errors import NeedNotFound
from partage_members.needs.models import EVERYWHERE, Need, need_facets
from partage_members.needs.schemas import NeedFilter, NeedState

needs = table_of(Need)
n = needs.c

_LATEST = Order("-starts_on", (n.starts_on, False), (n.rank, True), (n.id, True))
_ORDER = tuple(column for column, _ in _LATEST.columns)
_ROWS = select(*_ORDER, *(column for column in n if column not in set(_ORDER)))


async def list_needs(
    session: Readable, office: str, wanted: NeedFilter, paging: PageOf, *, published_only: bool
) -> tuple[Sequence[Row[Any]], str | None]:
    """One page of the needs of an office, latest period and most urgent first."""
    statement = _matching(_ROWS.where(n.office == office), wanted)
    if published_only:
        statement = statement.where(n.state == NeedState.PUBLISHED)
    return await page_of(session, statement, _LATEST, paging)


async def one_need(session: Readable, office: str, need_id: UUID, *, published_only: bool) -> Row[Any]:
    """A need of this office.

    Raises:
        NeedNotFound
    """
    statement = _ROWS.where(n.id == need_id, n.office == office)
    if published_only:
        statement = statement.where(n.state == NeedState.PUBLISHED)
    row = (await session.execute(statement)).first()
    if row is None:
        raise NeedNotFound()
    return row


async def needs_for_update(session: AsyncSession, office: str, ids: Sequence[UUID]) -> Sequence[Need]:
    """Some needs, each once, locked until the transaction ends.

    Raises:
        NeedNotFound: one of them is none of this office.
    """
    wanted = set(ids)
    statement = select(Need).where(col(Need.id).in_(wanted), col(Need.office) == office)
    found = (await session.execute(statement.order_by(col(Need.id)).with_for_update())).scalars().all()
    if len(found) != len(wanted):
        raise NeedNotFound()
    return found


def _matching(statement: Select[Any], wanted: NeedFilter) -> Select[Any]:
    same = {"state": n.state, "source": n.source, "survey": n.survey_id, "code": n.code}
    for name, column in same.items():
        if (value := getattr(wanted, name)) is not None:
            statement = statement.where(column == value)
    for kind in ("trade", "sector"):
        if code := getattr(wanted, kind):
            statement = statement.where(_has(kind, need_facets.c.code == code))
    if wanted.nuts:
        statement = statement.where(_has("nuts", _concerns(wanted.nuts)))
    if wanted.since:
        statement = statement.where(n.ends_on >= wanted.since)
    if wanted.until:
        statement = statement.where(n.starts_on <= wanted.until)
    return statement


def _has(kind: str, code: ColumnElement[bool]) -> Any:
    facets = need_facets.c
    return exists().where(facets.need_id == n.id, facets.kind == kind, code)


def _concerns(region: str) -> ColumnElement[bool]:
    """The region itself, those around it (a NUTS code begins with the code above it) and those below it."""
    code = need_facets.c.code
    around = [EVERYWHERE, *(region[:length] for length in range(2, len(region) + 1))]
    return or_(code.in_(around), and_(code >= region, code < region + "a"))
