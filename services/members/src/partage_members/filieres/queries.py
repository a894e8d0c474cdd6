"""Named reads of filières: rows, not objects, in one statement each."""

from collections.abc import Collection, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, and_, bindparam, exists, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from partage_kit.db import Readable
from partage_kit.http.pages import Order, PageOf, page_of
from partage_kit.tables import table_of
from partage_members.filieres.errors import FiliereNotFound
from partage_members.filieres.models import EVERYWHERE, Filiere, filiere_facets
from partage_members.filieres.schemas import FiliereFilter
from partage_members.filters import require_codes

filieres = table_of(Filiere)

ORDERS = {
    "name": Order("name", (filieres.c.sort_name, True), (filieres.c.id, True)),
    "-created_at": Order("-created_at", (filieres.c.created_at, False), (filieres.c.id, True)),
}

_ONE = select(filieres).where(filieres.c.id == bindparam("id"), filieres.c.office == bindparam("office"))


async def one_filiere(session: Readable, office: str, filiere_id: UUID) -> Row[Any]:
    """A filière of this office.

    Raises:
        FiliereNotFound
    """
    row = (await session.execute(_ONE, {"id": filiere_id, "office": office})).first()
    if row is None:
        raise FiliereNotFound()
    return row


async def filiere_for_update(session: AsyncSession, office: str, filiere_id: UUID) -> Filiere:
    """The filière, locked against every other writer until the transaction ends.

    Raises:
        FiliereNotFound
    """
    statement = select(Filiere).where(col(Filiere.id) == filiere_id, col(Filiere.office) == office)
    filiere = (await session.execute(statement.with_for_update())).scalar_one_or_none()
    if filiere is None:
        raise FiliereNotFound()
    return filiere


async def filiere_as_it_stays(session: AsyncSession, office: str, filiere_id: UUID) -> Filiere:
    """The filière, which nobody changes until the transaction ends; many may read it so at once.

    Raises:
        FiliereNotFound
    """
    statement = select(Filiere).where(col(Filiere.id) == filiere_id, col(Filiere.office) == office)
    filiere = (await session.execute(statement.with_for_update(read=True))).scalar_one_or_none()
    if filiere is None:
        raise FiliereNotFound()
    return filiere


async def known_filieres(session: Readable, office: str, ids: Collection[UUID]) -> frozenset[UUID]:
    """Those of some ids that are filières of this office."""
    if not ids:
        return frozenset()
    known = select(filieres.c.id).where(filieres.c.office == office, filieres.c.id.in_(ids))
    return frozenset((await session.execute(known)).scalars())


async def require_filieres(session: Readable, office: str, ids: Collection[UUID]) -> None:
    """Refuse ids of which one is no filière of this office.

    Raises:
        FiliereNotFound
    """
    if await known_filieres(session, office, ids) != frozenset(ids):
        raise FiliereNotFound()


async def list_filieres(
    session: Readable, office: str, wanted: FiliereFilter, paging: PageOf
) -> tuple[Sequence[Row[Any]], str | None]:
    """One page of the filières of an office.

    Raises:
        UnknownCode
    """
    await require_codes(session, office, wanted)
    order = ORDERS[wanted.sort]
    statement = select(*[column for column, _ in order.columns], *_others(order)).where(filieres.c.office == office)
    for name in ("kind", "stage"):
        if value := getattr(wanted, name):
            statement = statement.where(filieres.c[name] == value)
    for kind in ("occupation", "sector"):
        if code := getattr(wanted, kind):
            statement = statement.where(_has(kind, filiere_facets.c.code == code))
    if wanted.nuts:
        statement = statement.where(_has("nuts", _concerns(wanted.nuts)))
    return await page_of(session, statement, order, paging)


def _others(order: Order) -> list[Any]:
    first = {column.key for column, _ in order.columns}
    return [column for column in filieres.c if column.key not in first]


def _has(kind: str, code: ColumnElement[bool]) -> Any:
    facets = filiere_facets.c
    return exists().where(facets.filiere_id == filieres.c.id, facets.kind == kind, code)


def _concerns(region: str) -> ColumnElement[bool]:
    """The region itself, those around it (a NUTS code begins with the code above it) and those below it."""
    code = filiere_facets.c.code
    around = [EVERYWHERE, *(region[:length] for length in range(2, len(region) + 1))]
    # a range instead of LIKE, so that the index serves on both databases
    return or_(code.in_(around), and_(code >= region, code < region + "a"))
