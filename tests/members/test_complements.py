"""The complementarity finder: what an opportunity lacks, and who fills it, as its poster sees members."""

from typing import Any

import httpx

from partage_kit.auth import Role
from support.connecting import ANSWERS, OPPORTUNITIES, answered, posted
from support.house import House

POSTER = 20


async def somebody(house: House, number: int, *trades: str, nuts: str | None = None, **audiences: str) -> None:
    """A member with these trades."""
    body = {"given_name": "Jo", "family_name": f"Number {number:02}", "trades": trades, "audiences": audiences}
    body |= {"territory": {"country": "BE", "nuts": nuts}} if nuts else {}
    made = await house.as_member(number).post("/members/v1/profiles/mine", json=body)
    assert made.status_code == 201, made.text


async def lacking(who: httpx.AsyncClient, opportunity: dict[str, Any]) -> dict[str, Any]:
    """What each wanted trade has: its cover, and the names and trades of the candidates."""
    found = await who.get(f"{OPPORTUNITIES}/{opportunity['id']}/complements")
    assert found.status_code == 200, found.text
    return {
        one["trade"]: (
            one["covered"],
            [(c["member"]["family_name"], c["trade"], c["match"]) for c in one["candidates"]],
        )
        for one in found.json()["trades"]
    }


async def test_the_very_trade_comes_first_then_a_close_one(house: House) -> None:
    await somebody(house, POSTER, "graphic-designer")
    await somebody(house, 1, "illustrator")
    await somebody(house, 2, "graphic-designer", "illustrator")
    await somebody(house, 3, "carpenter")
    offered = await posted(house, house.as_member(POSTER))
    found = await lacking(house.as_member(POSTER), offered)
    assert list(found) == ["graphic-designer", "carpenter"]
    cover, candidates = found["graphic-designer"]
    assert (cover, candidates[0]) == (None, ("Number 02", "graphic-designer", "exact"))
    assert all(name != f"Number {POSTER}" for name, _, _ in candidates), "the poster is no candidate"
    assert found["carpenter"] == (None, [("Number 03", "carpenter", "exact")])


async def test_who_answered_covers_a_trade_and_is_no_candidate(house: House) -> None:
    await somebody(house, POSTER)
    for number in (1, 2):
        await somebody(house, number, "carpenter")
    offered, poster = await posted(house, house.as_member(POSTER)), house.as_member(POSTER)
    answer = await answered(house, 1, offered)
    assert (await lacking(poster, offered))["carpenter"] == ("answered", [])
    await poster.post(f"{ANSWERS}/{answer['id']}/accept")
    assert (await lacking(poster, offered))["carpenter"] == ("accepted", [])
    await house.as_member(1).post(f"{ANSWERS}/{answer['id']}/withdraw")
    covered, again = (await lacking(poster, offered))["carpenter"]
    assert (covered, sorted(again)) == (None, [(f"Number {number:02}", "carpenter", "exact") for number in (1, 2)])


async def test_a_hidden_trade_or_name_changes_nothing(house: House) -> None:
    await somebody(house, POSTER)
    await somebody(house, 1, "carpenter", trades="nobody")
    await somebody(house, 2, "carpenter", name="filiere")
    offered, poster = await posted(house, house.as_member(POSTER)), house.as_member(POSTER)
    assert (await lacking(poster, offered))["carpenter"] == (None, [])
    for number in (1, 2):
        await answered(house, number, offered)
    assert (await lacking(poster, offered))["carpenter"] == (None, [])


async def test_at_most_ten_are_named_for_its_poster_only(house: House) -> None:
    await somebody(house, POSTER)
    for number in range(1, 13):
        await somebody(house, number, "carpenter")
    offered = await posted(house, house.as_member(POSTER))
    names = [name for name, _, _ in (await lacking(house.as_member(POSTER), offered))["carpenter"][1]]
    assert len(set(names)) == len(names) == 10
    for other in (house.as_member(1), house.as_role(Role.STAFF)):
        assert (await other.get(f"{OPPORTUNITIES}/{offered['id']}/complements")).status_code == 404


async def test_who_shows_to_work_near_comes_first_and_each_opportunity_names_others(house: House) -> None:
    await somebody(house, POSTER)
    for number in range(1, 15):
        await somebody(house, number, "carpenter")
    await somebody(house, 15, "carpenter", nuts="BE213")
    await somebody(house, 16, "carpenter", nuts="BE211")
    await somebody(house, 17, "carpenter", nuts="BE211", territory="nobody")
    poster, place = house.as_member(POSTER), {"country": "BE", "nuts": "BE211"}
    near = await posted(house, poster, place=place)
    firsts = [name for name, _, _ in (await lacking(poster, near))["carpenter"][1]]
    assert firsts[:2] == ["Number 16", "Number 15"]
    several = [await posted(house, poster, place=place) for _ in range(8)]
    named = [[name for name, _, _ in (await lacking(poster, one))["carpenter"][1]] for one in several]
    assert all(names[:2] == firsts[:2] for names in named)
    assert len({*map(tuple, named)}) > 1 and len({name for names in named for name in names}) > 10
    again = [[name for name, _, _ in (await lacking(poster, one))["carpenter"][1]] for one in several]
    assert again == named
