"""Members named beside what they wrote, and members as cards: only to those to whom they show themselves."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, select

from partage_kit.db import Readable
from partage_kit.types import Shape
from partage_members.audiences.circles import circles_of_many
from partage_members.audiences.policy import Viewer
from partage_members.profiles.naming import with_place_names
from partage_members.profiles.queries import profiles, shows
from partage_members.profiles.schemas import VisibleProfile
from partage_members.profiles.views import seen


class MemberName(Shape):
    """A member by her name."""

    id: UUID
    given_name: str
    family_name: str


def name_columns(viewer: Viewer) -> tuple[ColumnElement[Any], ...]:
    """What `named` reads of a row; the statement joins profiles from outside, as who wrote it may be no member."""
    return (
        profiles.c.id.label("person_id"),
        profiles.c.given_name,
        profiles.c.family_name,
        # a column and no condition of the join, where the statement would not be correlated
        shows(viewer).label("shows_name"),
    )


def named(row: Any) -> MemberName | None:
    """The member of a row; None when it is none, or one who hides her name from the viewer."""
    if row.person_id is None or not row.shows_name:
        return None
    return MemberName(id=row.person_id, given_name=row.given_name, family_name=row.family_name)


async def visible_members(
    session: Readable, viewer: Viewer, office: str, member_ids: Collection[UUID]
) -> dict[UUID, VisibleProfile]:
    """Some members of an office as a viewer sees them, in a few statements; who hides is not among them."""
    if not member_ids:
        return {}
    statement = select(profiles).where(profiles.c.id.in_(member_ids), profiles.c.office == office)
    rows = (await session.execute(statement)).all()
    circles = await circles_of_many(session, [row.id for row in rows])
    views = [view for row in rows if (view := seen(row, circles[row.id], viewer)) is not None]
    return {view.id: view for view in await with_place_names(session, views)}
