"""Named reads of users and groups, as a member without filières sees them: what is shown to members, and no more."""

from collections.abc import Mapping, Sequence
from typing import Any, TypeVar
from uuid import UUID

from scim2_models import Group, ScimFilter, User
from sqlalchemy import ColumnElement, Select, and_, func, select

from partage_kit.db import Readable
from partage_kit.folding import fold
from partage_members.audiences.circles import circle_members, circles_of_many
from partage_members.audiences.policy import Audience, looking_as
from partage_members.filieres.queries import filieres
from partage_members.filieres.stages import JOINABLE
from partage_members.profiles.fields import ProfileField
from partage_members.profiles.naming import with_place_names
from partage_members.profiles.queries import profiles, shows
from partage_members.profiles.schemas import VisibleProfile
from partage_members.profiles.views import seen
from partage_members.scim.asked import Client
from partage_members.scim.errors import ScimResourceNotFound, TooManyForScimFilter
from partage_members.scim.filters import Narrowing, as_id, narrowed
from partage_members.scim.resources import group_of, user_of

TRIED = 2_000
"""Resources that a filter is tried on, one by one, at most."""

R = TypeVar("R")

READER = looking_as(Audience.MEMBERS, ())

_USER_BY: Mapping[str, Narrowing] = {
    "id": lambda value: profiles.c.id == as_id(value),
    "username": lambda value: profiles.c.id == as_id(value),
    "emails": lambda value: _has_email(value),
    "emails.value": lambda value: _has_email(value),
    "name.familyname": lambda value: profiles.c.sort_name.startswith(fold(value), autoescape=True),
}
_USER_BEGUN = ("name.familyname",)
_GROUP_BY: Mapping[str, Narrowing] = {"id": lambda value: filieres.c.id == as_id(value)}


async def users(
    session: Readable, office: str, client: Client, asked: ScimFilter[User[Any]] | None, start: int, count: int
) -> tuple[int, list[User[Any]]]:
    """How many users there are, and some of them from the start-th on, by id.

    Raises:
        TooManyForScimFilter
    """
    statement = select(profiles).where(profiles.c.office == office, shows(READER))
    if asked is None:
        total = await _number(session, statement)
        rows = (await session.execute(statement.order_by(profiles.c.id).offset(start - 1).limit(count))).all()
        return total, await _users(session, rows, client)
    rows = await _to_try(session, statement.where(*narrowed(asked.ast, _USER_BY, _USER_BEGUN)).order_by(profiles.c.id))
    found = _that_match(asked, await _users(session, rows, client))
    return len(found), found[start - 1 : start - 1 + count]


async def one_user(session: Readable, office: str, client: Client, user_id: UUID) -> User[Any]:
    """A user.

    Raises:
        ScimResourceNotFound
    """
    # in the statement, so that who hides is not told by what is looked up next
    statement = select(profiles).where(profiles.c.office == office, profiles.c.id == user_id, shows(READER))
    found = await _users(session, (await session.execute(statement)).all(), client)
    if not found:
        raise ScimResourceNotFound()
    return found[0]


async def groups(
    session: Readable, office: str, client: Client, asked: ScimFilter[Group] | None, start: int, count: int
) -> tuple[int, list[Group]]:
    """How many groups there are, and some of them from the start-th on, by id, without their members.

    Raises:
        TooManyForScimFilter
    """
    statement = _existing(office)
    if asked is None:
        total = await _number(session, statement)
        rows = (await session.execute(statement.order_by(filieres.c.id).offset(start - 1).limit(count))).all()
        return total, [group_of(row.id, row.names, None, client.base) for row in rows]
    rows = await _to_try(session, statement.where(*narrowed(asked.ast, _GROUP_BY)).order_by(filieres.c.id))
    found = _that_match(asked, [group_of(row.id, row.names, None, client.base) for row in rows])
    return len(found), found[start - 1 : start - 1 + count]


async def one_group(session: Readable, office: str, client: Client, group_id: UUID, *, with_members: bool) -> Group:
    """A group, with those who show that they belong to it.

    Raises:
        ScimResourceNotFound
    """
    row = (await session.execute(_existing(office).where(filieres.c.id == group_id))).first()
    if row is None:
        raise ScimResourceNotFound()
    return group_of(row.id, row.names, await _people(session, group_id) if with_members else None, client.base)


async def _people(session: Readable, group_id: UUID) -> list[VisibleProfile]:
    belonging = select(circle_members.c.member_id).where(circle_members.c.circle_id == group_id)
    statement = select(profiles).where(profiles.c.id.in_(belonging), shows(READER, ProfileField.FILIERES))
    rows = (await session.execute(statement.order_by(profiles.c.id))).all()
    return [view for row in rows if (view := seen(row, (), READER)) is not None]


def _has_email(value: str) -> ColumnElement[bool]:
    """Those who show this address: one that hides it is not even a candidate, which would be told by what follows."""
    return and_(func.lower(profiles.c.email) == value.lower(), shows(READER, ProfileField.EMAIL))


def _existing(office: str) -> Select[Any]:
    return select(filieres.c.id, filieres.c.names).where(filieres.c.office == office, filieres.c.stage.in_(JOINABLE))


async def _users(session: Readable, rows: Sequence[Any], client: Client) -> list[User[Any]]:
    circles = await circles_of_many(session, [row.id for row in rows])
    views = [view for row in rows if (view := seen(row, circles[row.id], READER)) is not None]
    wanted = {filiere for view in views for filiere in view.filieres}
    named = await session.execute(select(filieres.c.id, filieres.c.names).where(filieres.c.id.in_(wanted)))
    names = {row.id: row.names for row in named}
    placed = await with_place_names(session, views)
    return [user_of(view, names, client.base, client.languages) for view in placed]


async def _number(session: Readable, statement: Select[Any]) -> int:
    found: int = (await session.execute(select(func.count()).select_from(statement.subquery()))).scalar_one()
    return found


async def _to_try(session: Readable, statement: Select[Any]) -> Sequence[Any]:
    rows = (await session.execute(statement.limit(TRIED + 1))).all()
    if len(rows) > TRIED:
        raise TooManyForScimFilter(
            f"more than {TRIED:,} would have to be tried: add `and` with an attribute that finds fewer"
        )
    return rows


def _that_match(asked: ScimFilter[Any], candidates: list[R]) -> list[R]:
    return [one for one in candidates if asked.match(one)]
