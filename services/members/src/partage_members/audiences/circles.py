"""Circles: the groups whose members see more of each other. Nouns above, such as memberships, say who enters and who
leaves; nothing here knows what a circle is, so other groups than filières can be one.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import Column, ForeignKey, Index, String, Table, Uuid, bindparam, delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from partage_kit.db import Readable
from partage_kit.statements import into_if_new, upsert
from partage_kit.tables import Json, enum_text
from partage_members.tables import tables


class CircleKind(StrEnum):
    """What kind of group a circle is."""

    FILIERE = "filiere"


circle_members = Table(
    "circle_members",
    tables.metadata,
    Column("member_id", Uuid, ForeignKey("profiles.id", ondelete="CASCADE"), primary_key=True),
    Column("circle_id", Uuid, primary_key=True),
    Column("kind", enum_text(CircleKind), nullable=False),
    Column("office", String(31), nullable=False),
    Index("ix_circle_members_circle", "circle_id", "member_id"),
)
"""Who belongs to which circle, now."""

circle_names = Table(
    "circle_names",
    tables.metadata,
    Column("circle_id", Uuid, primary_key=True),
    Column("office", String(31), nullable=False),
    Column("names", Json, nullable=False),
)
"""What circles are called, by language; whoever has circles writes it down here."""

_OF_ONE = select(circle_members.c.circle_id).where(circle_members.c.member_id == bindparam("member"))
_LEAVING = delete(circle_members).where(
    circle_members.c.member_id == bindparam("member"), circle_members.c.circle_id == bindparam("circle")
)


async def circles_of(session: Readable, member_id: UUID) -> frozenset[UUID]:
    """The circles that a member belongs to."""
    return frozenset((await session.execute(_OF_ONE, {"member": member_id})).scalars())


async def circles_of_many(session: Readable, member_ids: Collection[UUID]) -> dict[UUID, frozenset[UUID]]:
    """The circles of some members, in one statement."""
    columns = circle_members.c
    rows = await session.execute(select(columns.member_id, columns.circle_id).where(columns.member_id.in_(member_ids)))
    return grouped(rows, member_ids)


async def name_circle(session: AsyncSession, circle_id: UUID, office: str, names: Mapping[str, str]) -> None:
    """Write down what a circle is called from now on."""
    connection = await session.connection()
    adding = upsert(circle_names, connection.dialect.name)
    again = adding.on_conflict_do_update(index_elements=["circle_id"], set_={"names": adding.excluded.names})
    await connection.execute(again, [{"circle_id": circle_id, "office": office, "names": dict(names)}])


async def names_of_circles(session: Readable, office: str, ids: Collection[UUID]) -> dict[UUID, Mapping[str, str]]:
    """What some circles of an office are called, in one statement, none for none."""
    if not ids:
        return {}
    columns = circle_names.c
    rows = await session.execute(select(circle_names).where(columns.circle_id.in_(ids), columns.office == office))
    return {row.circle_id: row.names for row in rows}


def grouped(rows: Iterable[Any], member_ids: Iterable[UUID]) -> dict[UUID, frozenset[UUID]]:
    """Pairs of member and circle as a set a member; who is in none has an empty one."""
    found: dict[UUID, set[UUID]] = {member_id: set() for member_id in member_ids}
    for member_id, circle_id in rows:
        found[member_id].add(circle_id)
    return {member_id: frozenset(circles) for member_id, circles in found.items()}


async def members_of(session: Readable, circle_id: UUID) -> Sequence[UUID]:
    """Who belongs to a circle."""
    columns = circle_members.c
    rows = await session.execute(select(columns.member_id).where(columns.circle_id == circle_id))
    return rows.scalars().all()


async def enter_circle(session: AsyncSession, office: str, member_id: UUID, circle_id: UUID, kind: CircleKind) -> None:
    """Let a member belong to a circle from now on."""
    connection = await session.connection()
    row = {"member_id": member_id, "circle_id": circle_id, "kind": kind, "office": office}
    await connection.execute(into_if_new(circle_members, connection.dialect.name), row)


async def leave_circle(session: AsyncSession, member_id: UUID, circle_id: UUID) -> None:
    """Let a member no longer belong to a circle."""
    await (await session.connection()).execute(_LEAVING, {"member": member_id, "circle": circle_id})


async def dissolve_circle(session: AsyncSession, circle_id: UUID) -> None:
    """Let nobody belong to a circle any longer."""
    await (await session.connection()).execute(delete(circle_members).where(circle_members.c.circle_id == circle_id))
