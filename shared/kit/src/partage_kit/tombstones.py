"""Members who were erased: their ids stay, and nothing else, so that no late write or event brings them back."""

from collections.abc import Sequence
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import Select, Table, bindparam, select
from sqlalchemy.engine import Connection
from sqlalchemy.ext.asyncio import AsyncSession

from partage_kit.errors import MemberErased
from partage_kit.types import Fact


def require_known(connection: Connection, erased: Table, member_id: UUID) -> None:
    """Refuse a change in the name of a member who was erased; her token may be valid for some time yet.

    Raises:
        MemberErased
    """
    if connection.execute(_one(erased), {"member": member_id}).first() is not None:
        raise MemberErased()


async def require_not_erased(session: AsyncSession, member_id: UUID) -> None:
    """Refuse to take in, in whosever name, a member who was erased.

    Raises:
        MemberErased
    """
    erased = session.info["metadata"].tables["erased_members"]
    await (await session.connection()).run_sync(require_known, erased, member_id)


async def erased_among(session: AsyncSession, facts: Sequence[Fact]) -> frozenset[UUID]:
    """Those members of whom facts tell that were erased, in one statement."""
    persons = frozenset[UUID]().union(*(fact.persons() for fact in facts))
    erased = session.info["metadata"].tables["erased_members"]
    found = await session.execute(_some(erased), {"members": sorted(persons)})
    return frozenset(found.scalars())


@cache
def _one(erased: Table) -> Select[Any]:
    return select(erased.c.member_id).where(erased.c.member_id == bindparam("member"))


@cache
def _some(erased: Table) -> Select[Any]:
    return select(erased.c.member_id).where(erased.c.member_id.in_(bindparam("members", expanding=True)))
