"""Named reads of external spaces: rows, not objects, in one statement each."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, Select, and_, or_, select, true
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from partage_kit.auth import Caller, Role
from partage_kit.db import Readable
from partage_kit.http.pages import Order, PageOf, page_of
from partage_kit.tables import table_of
from partage_members.audiences.policy import ANYBODY, Audience, Viewer
from partage_members.audiences.viewers import viewer_of
from partage_members.directory.people import name_columns
from partage_members.directory.queries import office_of
from partage_members.external_spaces.errors import ExternalSpaceNotFound
from partage_members.external_spaces.models import ExternalSpace
from partage_members.external_spaces.schemas import SpaceFilter
from partage_members.filieres.callers import is_staff
from partage_members.profiles.queries import profiles

spaces = table_of(ExternalSpace)
s = spaces.c

_BY_NAME = Order("name", (s.sort_name, True), (s.id, True))


async def visible_space(session: Readable, caller: Caller | None, space_id: UUID) -> Row[Any]:
    """An external space of any office that the caller may see.

    Raises:
        ExternalSpaceNotFound
    """
    if caller is not None:
        inside = await _shown(session, caller, caller.office)
        if (row := (await session.execute(inside.where(s.id == space_id))).first()) is not None:
            return row
    # one that is for others, of another office or not there is missed with the same statements
    row = (await session.execute(_rows(ANYBODY).where(s.id == space_id, s.audience == Audience.PUBLIC))).first()
    if row is None:
        raise ExternalSpaceNotFound()
    return row


async def list_spaces(
    session: Readable, caller: Caller | None, wanted: SpaceFilter, paging: PageOf
) -> tuple[Sequence[Row[Any]], str | None]:
    """One page of the external spaces of an office that the caller may see, by name.

    Raises:
        Invalid: no office is named and the caller has none.
    """
    office = office_of(caller, wanted.office)
    statement = await _shown(session, caller, office)
    if wanted.filiere_id is not None:
        statement = statement.where(s.filiere_id == wanted.filiere_id)
    if wanted.kind is not None:
        statement = statement.where(s.kind == wanted.kind)
    return await page_of(session, statement, _BY_NAME, paging)


async def space_for_update(session: AsyncSession, caller: Caller, space_id: UUID) -> ExternalSpace:
    """An external space of the caller's office that they may see, locked until the transaction ends.

    Raises:
        ExternalSpaceNotFound
    """
    row = await visible_space(session, caller, space_id)
    statement = select(ExternalSpace).where(col(ExternalSpace.id) == row.id, s.office == caller.office)
    space = (await session.execute(statement.with_for_update())).scalar_one_or_none()
    if space is None:
        raise ExternalSpaceNotFound()
    return space


async def _shown(session: Readable, caller: Caller | None, office: str) -> Select[Any]:
    viewer = await viewer_of(session, caller, office)
    return _rows(viewer).where(s.office == office, _seen_by(caller, office, viewer))


def _rows(viewer: Viewer) -> Select[Any]:
    others = (column for column in s if column.key not in ("sort_name", "id"))
    by_name = select(s.sort_name, s.id, *others, *name_columns(viewer))
    return by_name.outerjoin(profiles, profiles.c.id == s.maintainer_id)


def _seen_by(caller: Caller | None, office: str, viewer: Viewer) -> ColumnElement[bool]:
    """Its audience; those who tend its filière always."""
    circles = viewer.circles
    if caller is not None and caller.office == office:
        if is_staff(caller):
            return true()
        circles |= caller.filieres if caller.has(Role.FACILITATOR) else frozenset()
    of_filiere = and_(s.audience == Audience.FILIERE, s.filiere_id.in_(circles))
    return or_(s.audience.in_(viewer.audiences), of_filiere)
