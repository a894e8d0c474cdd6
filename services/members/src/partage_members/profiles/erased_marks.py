"""By what the files of an office would name members who were erased: keyed hashes, so that no list brings them back.

The key (HMAC-SHA-256, RFC 2104) is kept outside of the database: without it nobody can try out who was erased.
"""

import hmac
from collections.abc import Callable, Mapping
from datetime import datetime
from uuid import UUID

from sqlalchemy import Column, Index, Table, Uuid, delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from partage_kit.db import Readable
from partage_kit.errors import Invalid
from partage_kit.statements import into_if_new
from partage_kit.tables import Utc, sort_text
from partage_members.tables import tables

Secret = Callable[[], bytes]
"""Gives the key; it is read when it is needed, and kept by nobody."""

Named = tuple[str, str]
"""A column of files by which members are found, `reference` or `email`, and what stands in it."""

erased_marks = Table(
    "erased_marks",
    tables.metadata,
    Column("office", sort_text(31), primary_key=True),
    Column("mark", sort_text(64), primary_key=True),
    Column("member_id", Uuid, primary_key=True),
    Column("erased_at", Utc, nullable=False),
    Index("ix_erased_marks_member_id", "member_id"),
)
"""A keyed hash of each name that an erased member had in files of her office; the id is that of her tombstone."""


def mark_of(key: bytes, office: str, named: Named) -> str:
    """The mark of a name in an office; capitals of addresses make no difference."""
    column, value = named
    written = value.casefold() if column == "email" else value
    return hmac.digest(key, "\0".join((office, column, written)).encode(), "sha256").hex()


async def keep_marks(
    session: AsyncSession, secret: Secret, office: str, member_id: UUID, names: Mapping[str, str], at: datetime
) -> None:
    """Keep by what files would name a member who is erased now."""
    if names:
        key = secret()
        marks = [mark_of(key, office, named) for named in names.items()]
        rows = [{"office": office, "mark": mark, "member_id": member_id, "erased_at": at} for mark in marks]
        connection = await session.connection()
        await connection.execute(into_if_new(erased_marks, connection.dialect.name), rows)


async def marked_among(session: Readable, secret: Secret, office: str, names: frozenset[Named]) -> frozenset[Named]:
    """Those of some names that members had who were erased, in one statement."""
    if not names:
        return frozenset()
    key, m = secret(), erased_marks.c
    marks = {mark_of(key, office, named): named for named in names}
    found = await session.execute(select(m.mark).where(m.office == office, m.mark.in_(marks)))
    return frozenset(marks[mark] for mark in found.scalars())


async def lift_marks(session: AsyncSession, secret: Secret, office: str, names: Mapping[str, str]) -> frozenset[str]:
    """Forget that one erased member had these names, all of those that anybody had; their columns, none of nobody's.

    Who shares an address with her, and was erased too, stays so.

    Raises:
        Invalid: several had this address, and nothing else is named.
    """
    key, m = secret(), erased_marks.c
    marks = {mark_of(key, office, (column, value)): column for column, value in names.items()}
    found = await session.execute(select(m.mark, m.member_id).where(m.office == office, m.mark.in_(marks)))
    had: dict[UUID, set[str]] = {}
    for mark, member_id in found:
        had.setdefault(member_id, set()).add(mark)
    asked = set[str]().union(*had.values())
    hers = [member_id for member_id, of_member in had.items() if of_member == asked]
    if len(hers) > 1 and "reference" not in names:
        which = {"pointer": "/reference", "detail": "needed, as several who were erased had this address"}
        raise Invalid("name her by her reference, too", errors=[which])
    mine = m.office == office, m.mark.in_(marks), m.member_id.in_(hers)
    gone = await session.execute(delete(erased_marks).where(*mine).returning(m.mark))
    return frozenset(marks[mark] for mark in gone.scalars())
