"""Fifty actors at once in one process: the database decides who gets in."""

from uuid import UUID

import httpx

from members.given import closed_consultation, decide, filiere_at, path_of, profile
from members.races import LIMIT, RACES, active, outcomes
from partage_kit.auth import Role
from support.house import House, at_once

WHY = {"fr": "Un cercle de confiance."}


async def test_fifty_actors_at_once(house: House) -> None:
    async def join(_actor: int, number: int, filiere: UUID) -> httpx.Response:
        return await house.as_member(number).post(path_of(filiere, "/join"))

    for place, race in enumerate(RACES):
        await race(house, join, first=100 * place)


async def test_ten_approvals_at_once_let_a_member_in_three_times(house: House) -> None:
    await profile(house, 1)
    requests = []
    for _ in range(10):
        filiere = await filiere_at(house, "launching", openness="on_request", openness_reason=WHY)
        requests.append((await house.as_member(1).post(path_of(filiere, "/join"))).json()["id"])
    staff = house.as_role(Role.STAFF)
    answers = await at_once(10, lambda i: staff.post(f"/members/v1/memberships/{requests[i]}/approve"))
    assert outcomes(answers) == {(200, ""): LIMIT, (409, "filiere-limit-reached"): 7}
    assert await active(house, [1]) == [LIMIT]


async def test_closing_while_members_join_leaves_nobody_behind(house: House) -> None:
    for number in range(20):
        await profile(house, number)
    filiere = await filiere_at(house, "launching")
    consulted = str(await closed_consultation(house, filiere, "closing"))

    async def act(actor: int) -> httpx.Response:
        if actor == 10:
            return await decide(house, filiere, "close", consultation_id=consulted)
        return await house.as_member(actor).post(path_of(filiere, "/join"))

    answers = await at_once(20, act)
    assert set(outcomes(answers)) <= {(201, ""), (409, "filiere-not-joinable")}
    assert answers[10].status_code == 201
    assert await active(house, range(20)) == []
