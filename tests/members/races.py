"""The races for places in filières, run against one service in this process and against two server processes.

Each race has members of its own, by their numbers from `first` on, so that several can follow each other.
"""

from collections import Counter
from collections.abc import Awaitable, Callable, Collection
from typing import Any
from uuid import UUID

import httpx
from sqlalchemy import func, select

from members.given import announced, filiere_at, profile
from partage_members.memberships.queries import memberships
from partage_members.memberships.schemas import State
from support.house import House, at_once, member_number

Join = Callable[[int, int, UUID], Awaitable[httpx.Response]]
"""(actor, member's number, filière) -> the answer to the member who joins."""

ACTORS = 50
LIMIT = 3


def outcomes(answers: list[httpx.Response]) -> Counter[tuple[int, str]]:
    """How many got which status for which reason."""
    return Counter((a.status_code, a.json().get("type", "").removeprefix("/problems/")) for a in answers)


async def active(house: House, numbers: Collection[int]) -> list[int]:
    """How many active memberships each of these members has who has any."""
    m = memberships.c
    mine = m.member_id.in_([member_number(number) for number in numbers])
    statement = select(func.count()).where(mine, m.state == State.ACTIVE).group_by(m.member_id)
    async with house.service.database.reading() as session:
        return sorted((await session.execute(statement)).scalars())


async def facts(house: House, verb: str, numbers: Collection[int]) -> list[dict[str, Any]]:
    """What was announced of these members' memberships."""
    ids = {str(member_number(number)) for number in numbers}
    return [f["data"] for f in await announced(house, f"membership.{verb}") if f["data"]["member_id"] in ids]


async def one_member_fifty_times_at_once(house: House, join: Join, first: int) -> None:
    """Fifty calls of one member, each for one of ten filières: three get in, and nothing else happens."""
    await profile(house, first)
    filieres = [await filiere_at(house, "launching") for _ in range(10)]
    answers = await at_once(ACTORS, lambda actor: join(actor, first, filieres[actor % 10]))
    seen = outcomes(answers)
    assert (seen[201, ""], sum(seen.values())) == (LIMIT, ACTORS), seen
    assert set(seen) <= {(201, ""), (409, "filiere-limit-reached"), (409, "already-in-filiere")}
    assert await active(house, [first]) == [LIMIT]
    assert len(await facts(house, "joined", [first])) == LIMIT


async def ten_members_for_five_filieres_each(house: House, join: Join, first: int) -> None:
    """Ten members who each want five filières at the same moment get three each; nobody stands in another's way."""
    numbers = range(first, first + 10)
    for number in numbers:
        await profile(house, number)
    filieres = [await filiere_at(house, "launching") for _ in range(5)]
    answers = await at_once(ACTORS, lambda actor: join(actor, numbers[actor // 5], filieres[actor % 5]))
    assert outcomes(answers) == {(201, ""): 30, (409, "filiere-limit-reached"): 20}
    assert await active(house, numbers) == [LIMIT] * 10
    joined = await facts(house, "joined", numbers)
    assert len({(fact["member_id"], fact["filiere_id"]) for fact in joined}) == len(joined) == 30


async def members_who_leave_while_others_join(house: House, join: Join, first: int) -> None:
    """A member leaves three filières while she joins three others, again and again: never more than three."""
    await profile(house, first)
    filieres = [await filiere_at(house, "launching") for _ in range(6)]
    mine = [(await join(0, first, filiere)).json()["id"] for filiere in filieres[:LIMIT]]

    async def act(actor: int) -> httpx.Response:
        if actor % 2:
            return await join(actor, first, filieres[LIMIT + actor % LIMIT])
        return await house.as_member(first).post(f"/members/v1/memberships/{mine[actor % LIMIT]}/leave")

    seen = outcomes(await at_once(ACTORS, act))
    assert seen[200, ""] == LIMIT, seen
    assert {status for status, _ in seen} <= {200, 201, 409}, seen
    joined, left = await facts(house, "joined", [first]), await facts(house, "left", [first])
    assert (len(joined), len(left)) == (LIMIT + seen[201, ""], LIMIT)
    assert sum(await active(house, [first])) == seen[201, ""] <= LIMIT


async def fifty_members_for_one_filiere(house: House, join: Join, first: int) -> None:
    """There is room for everybody in a filière; fifty who come at once all get in."""
    numbers = range(first, first + ACTORS)
    for number in numbers:
        await profile(house, number)
    filiere = await filiere_at(house, "launching")
    assert outcomes(await at_once(ACTORS, lambda actor: join(actor, numbers[actor], filiere))) == {(201, ""): ACTORS}
    assert await active(house, numbers) == [1] * ACTORS


RACES = (
    one_member_fifty_times_at_once,
    ten_members_for_five_filieres_each,
    members_who_leave_while_others_join,
    fifty_members_for_one_filiere,
)
