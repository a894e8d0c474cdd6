"""Slots: the kernel against an oracle written from members.md, and the database's own word."""

from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import text

from members.given import filiere_at, path_of, profile
from partage_kit.errors import Refusal
from partage_kit.unit_of_work import Actor
from partage_members.memberships.slots import free_slot
from support.house import House


@given(st.frozensets(st.integers(1, 5)), st.integers(1, 5))
def test_a_slot_is_free_while_fewer_than_the_limit_are_taken(taken: frozenset[int], limit: int) -> None:
    given_out = free_slot(taken, limit)
    if len(taken) >= limit:
        assert given_out is None
    else:
        assert given_out in set(range(1, limit + 1)) - taken
        assert not set(range(1, given_out)) - taken


async def test_the_database_refuses_two_memberships_in_one_slot(house: House) -> None:
    await profile(house, 1)
    for _ in range(2):
        joined = await house.as_member(1).post(path_of(await filiere_at(house, "launching"), "/join"))
        assert joined.status_code == 201
    with pytest.raises(Refusal) as refused:
        async with house.service.database.writing(Actor("test", "brussels", "test")) as session:
            await session.execute(text("UPDATE memberships SET slot = 3"))
    assert refused.value.code() == "filiere-limit-reached"


async def test_the_database_refuses_two_open_memberships_in_one_filiere(house: House) -> None:
    await profile(house, 1)
    joined = [await house.as_member(1).post(path_of(await filiere_at(house, "launching"), "/join")) for _ in range(2)]
    first = UUID(joined[0].json()["filiere_id"])
    with pytest.raises(Refusal) as refused:
        async with house.service.database.writing(Actor("test", "brussels", "test")) as session:
            value = first.hex if house.service.database.dialect == "sqlite" else str(first)
            await session.execute(text(f"UPDATE memberships SET filiere_id = '{value}'"))  # noqa: S608 - our own id
    assert refused.value.code() == "already-in-filiere"
