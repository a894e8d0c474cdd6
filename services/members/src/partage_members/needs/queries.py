"""Named reads of needs: rows, in one statement each."""

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, Select, and_, exists, or_, select, true
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from partage_kit.auth import Caller
from partage_kit.db import Readable
from partage_kit.http.pages import Order, PageOf, page_of
from partage_kit.tables import table_of
from partage_members.callers import is_staff
from partage_members.filters import require_codes
from partage_members.needs.callers import tended
from partage_members.needs.errors import NeedNotFound
from partage_members.needs.models import EVERYWHERE, Need, need_facets
from partage_members.needs.schemas import NeedFilter, NeedState

needs = table_of(Need)
n = needs.c

ORDERS = {
    "-starts_on": Order("-starts_on", (n.starts_on, False), (n.rank, True), (n.id, True)),
    "rank": Order("rank", (n.rank, True), (n.starts_on, False), (n.id, True)),
}


async def list_needs(
    session: Readable, caller: Caller, wanted: NeedFilter, paging: PageOf
) -> tuple[Sequence[Row[Any]], str | None]:
    """One page of the needs that the caller sees.

    Raises:
        UnknownCode
    """
    return await page_of(session, await matching_needs(session, caller, wanted), ORDERS[wanted.sort], paging)


async def matching_needs(session: Readable, caller: Caller, wanted: NeedFilter) -> Select[Any]:
    """The needs that the caller sees and a filter lets through; the columns of its order first.

    Raises:
        UnknownCode
    """
    await require_codes(session, caller.office, wanted)
    order = [column for column, _ in ORDERS[wanted.sort].columns]
    rows = select(*order, *(column for column in n if column not in set(order)))
    return rows.where(n.office == caller.office, *_matching(wanted), _seen_by(caller))


async def one_need(session: Readable, caller: Caller, need_id: UUID) -> Row[Any]:
    """A need that the caller sees.

    Raises:
        NeedNotFound
    """
    statement = select(needs).where(n.id == need_id, n.office == caller.office, _seen_by(caller))
    row = (await session.execute(statement)).first()
    if row is None:
        raise NeedNotFound()
    return row


async def needs_for_update(session: AsyncSession, caller: Caller, ids: Iterable[UUID]) -> Sequence[Need]:
    """Some needs that the caller sees, each once, locked until the transaction ends.

    Raises:
        NeedNotFound: one of them is not there for the caller.
    """
    wanted = set(ids)
    statement = select(Need).where(n.id.in_(wanted), n.office == caller.office, _seen_by(caller))
    found = (await session.execute(statement.order_by(col(Need.id)).with_for_update())).scalars().all()
    if len(found) != len(wanted):
        raise NeedNotFound()
    return found


def _seen_by(caller: Caller) -> ColumnElement[bool]:
    """Staff sees all, facilitators what concerns their filières, everybody what is published."""
    if is_staff(caller):
        return true()
    published = n.state == NeedState.PUBLISHED
    if not (own := tended(caller)):
        return published
    return or_(published, _has("filiere", need_facets.c.code.in_([str(one) for one in own])))


def _matching(wanted: NeedFilter) -> list[ColumnElement[bool]]:
    same = {"state": n.state, "source": n.source, "survey": n.survey_id, "code": n.code}
    asked: list[ColumnElement[bool]] = [
        column == value for name, column in same.items() if (value := getattr(wanted, name)) is not None
    ]
    asked += [
        _has(kind, need_facets.c.code == str(code))
        for kind in ("trade", "sector", "filiere")
        if (code := getattr(wanted, kind)) is not None
    ]
    if wanted.nuts:
        asked.append(_has("nuts", _concerns(wanted.nuts)))
    if wanted.since:
        asked.append(n.ends_on >= wanted.since)
    if wanted.until:
        asked.append(n.starts_on <= wanted.until)
    return asked


def _has(kind: str, code: ColumnElement[bool]) -> Any:
    facets = need_facets.c
    return exists().where(facets.need_id == n.id, facets.kind == kind, code)


def _concerns(region: str) -> ColumnElement[bool]:
    """The region itself, those around it (a NUTS code begins with the code above it) and those below it."""
    code = need_facets.c.code
    around = [EVERYWHERE, *(region[:length] for length in range(2, len(region) + 1))]
    return or_(code.in_(around), and_(code >= region, code < region + "a"))
