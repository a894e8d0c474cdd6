"""Completions say what they may be: a trade, sector, skill, place or name that members show; nothing that they hide."""

from typing import Any

import httpx

from support.house import BRUSSELS, House

PATH = "/members/v1/directory/completions"
BAKER: dict[str, Any] = {
    "given_name": "Bakari",
    "family_name": "Bakkerman",
    "trades": ["baker"],
    "sectors": ["10"],
    "skills": ["Bakstenen oven", "pâtisserie"],
    "territory": {"country": "BE", "municipality": "Bastogne", "postal_code": "6600"},
}
_FIELDS = ("name", "trades", "sectors", "skills", "territory")


async def suggested(who: httpx.AsyncClient, query: str, **more: str) -> list[tuple[str, str]]:
    """The kinds of what is suggested, with its words or codes."""
    answer = await who.get(PATH, params={"office": BRUSSELS, "query": query, **more})
    assert answer.status_code == 200, answer.text
    return [(one["kind"], one["word"] or one["code"]) for one in answer.json()["suggestions"]]


async def registered(house: House, number: int, audience: str, **more: Any) -> dict[str, Any]:
    """A member who shows all of this to an audience, and her name to everybody."""
    audiences = dict.fromkeys(_FIELDS, audience) | {"name": "public"}
    body = BAKER | {"audiences": audiences} | more
    answer = await house.as_member(number).post("/members/v1/profiles/mine", json=body)
    assert answer.status_code == 201, answer.text
    made: dict[str, Any] = answer.json()
    return made


async def test_suggestions_are_grouped_by_kind_in_a_fixed_order(house: House) -> None:
    await registered(house, 1, "public")
    await registered(house, 2, "public", given_name="Bakou", skills=["bakfiets"])
    visitor = house.client()
    assert await suggested(visitor, "fresh bak") == [
        *(("trade", "baker"), ("skill", "bakfiets"), ("skill", "bakstenen")),
        *(("person", "bakari"), ("person", "bakkerman"), ("person", "bakou")),
    ]
    assert await suggested(visitor, "BAST") == [("place", "bastogne"), ("place", "bastenaken")][::-1]
    assert await suggested(visitor, "boulang") == [("trade", "baker")]
    assert ("sector", "10") in await suggested(visitor, "alimentaires")
    answer = (await visitor.get(PATH, params={"office": BRUSSELS, "query": "bak", "lang": "nl"})).json()
    assert answer["suggestions"][0]["labels"] == {"nl": "bakker"} and "bakker" in answer["words"]
    assert (await visitor.get(PATH, params={"office": BRUSSELS, "query": " "})).json() == {
        "words": [],
        "suggestions": [],
    }


async def test_what_is_hidden_or_gone_is_not_suggested(house: House) -> None:
    await registered(house, 1, "members")
    visitor, member, me = house.client(), house.as_member(9), house.as_member(1)
    assert await suggested(visitor, "bak") == [("person", "bakari"), ("person", "bakkerman")]
    assert await suggested(visitor, "bast") == [] and len(await suggested(member, "bast")) == 2
    assert ("trade", "baker") in await suggested(member, "bak")
    await registered(house, 2, "members", given_name="Bakou", skills=[])
    changed: tuple[dict[str, Any], ...] = ({"trades": [], "skills": []}, {"given_name": "Zita", "family_name": "Zee"})
    for changes in changed:
        tag = (await me.get("/members/v1/profiles/mine")).headers["etag"]
        assert (await me.patch("/members/v1/profiles/mine", json=changes, headers={"If-Match": tag})).is_success
    assert await suggested(member, "bak") == [("trade", "baker"), ("person", "bakkerman"), ("person", "bakou")]
    assert await suggested(visitor, "zita") == [("person", "zita")]
