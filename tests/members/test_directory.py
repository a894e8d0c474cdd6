"""The directory through its door: words, codes, languages, pages."""

from typing import Any

import httpx
import pytest

from members.audiences import COMPANION, OWNER, companions, onlookers, owner
from partage_kit.auth import Role
from support.house import GHENT, House, member_number

DIRECTORY = "/members/v1/directory"
OPEN = dict.fromkeys(("name", "headline", "trades", "territory", "languages", "stage", "sectors"), "public")


async def registered(house: House, number: int, office: str = "brussels", **profile: object) -> None:
    """Let a member have a profile."""
    body: dict[str, Any] = {"given_name": "Jo", "family_name": f"Ek{number}", **profile}
    made = await house.as_member(number, office=office).post("/members/v1/profiles/mine", json=body)
    assert made.status_code == 201, made.text


async def found(who: httpx.AsyncClient, **query: object) -> dict[str, Any]:
    """What the directory answers."""
    answer = await who.get(DIRECTORY, params=query)  # type: ignore[arg-type]
    assert answer.status_code == 200, answer.text
    body: dict[str, Any] = answer.json()
    return body


def counted(page: dict[str, Any], kind: str) -> list[tuple[str, int]]:
    """The codes of a kind with their counts, in their order."""
    return [(one["code"], one["count"]) for one in page["facets"][kind]]


def names(page: dict[str, Any]) -> list[str]:
    """Who is on a page."""
    return [item["family_name"] for item in page["items"]]


async def test_a_query_in_one_language_finds_who_wrote_in_another(house: House) -> None:
    await registered(house, 1, trades=["graphic-designer"], headline={"nl": "Ik teken affiches"})
    await registered(house, 2, trades=["baker"], headline={"fr": "Pain au levain"})
    who = house.as_member(3)
    for words in ("graphiste", "grafisch ontwerper", "graphic designer", "Graphiste (h/f/x)", "affiches"):
        assert names(await found(who, query=words)) == ["Ek1"], words
    assert names(await found(who, query="bakker")) == ["Ek2"]


async def test_codes_narrow_what_is_found_and_are_counted(house: House) -> None:
    ixelles = {"country": "BE", "nuts": "BE100", "municipality": "Ixelles"}
    ghent = {"country": "BE", "nuts": "BE234", "municipality": "Gent"}
    await registered(house, 1, trades=["baker"], territory=ixelles, languages=["fr"], stage="starting")
    await registered(
        house, 2, trades=["baker"], territory=ghent, languages=["nl", "fr"], availability={"state": "available"}
    )
    await registered(house, 3, trades=["graphic-designer"], territory=ghent, languages=["nl"])
    who = house.as_member(4)
    page = await found(who, territory="BE2", facets=["trade", "territory", "language"])
    assert (names(page), page["total"]) == (["Ek3", "Ek2"], {"count": 2, "exact": True})
    assert counted(page, "trade") == [("baker", 1), ("graphic-designer", 1)]
    assert ("BE1", 1) in counted(page, "territory")
    assert counted(page, "language") == [("nl", 2), ("fr", 1)]
    assert names(await found(who, trade="baker", language=["nl", "en"])) == ["Ek2"]
    assert names(await found(who, available="available", stage=["developing", "established"])) == []
    assert names(await found(who, query="Gent")) == ["Ek3", "Ek2"]


@pytest.mark.parametrize(
    ("asked", "where"),
    [
        ({"trade": "boulanger"}, "/members/v1/classifications/occupations/concepts?query=boulanger"),
        ({"trade": ["baker", "74"]}, "/members/v1/classifications/occupations/concepts?query=74"),
        ({"sector": "baker"}, "/members/v1/classifications/nace/concepts?query=baker"),
        ({"trade": "esco:nothing"}, "/members/v1/classifications/esco/concepts?query=nothing"),
        ({"skill": "risographie"}, "query=risographie"),
    ],
)
async def test_a_word_in_the_place_of_a_code_is_told_with_where_to_look_it_up(
    house: House, asked: dict[str, Any], where: str
) -> None:
    (name,) = asked
    people, query = (house.client(), house.as_member(3)), {"office": "brussels", **asked}
    told = []
    for _ in range(2):
        told.append([await who.get(DIRECTORY, params=query, headers={"X-Request-Id": "the-same"}) for who in people])
        await registered(house, len(told), skills=["risographie"], trades=["baker"], audiences=OPEN)
    assert [one.content for one in told[0]] == [one.content for one in told[1]], "who is a member changes nothing"
    for answer in told[0]:
        problem = answer.json()
        assert (answer.status_code, problem["type"]) == (422, "/problems/unknown-code")
        assert [one["pointer"] for one in problem["errors"]] == [f"/query/{name}"] and where in problem["detail"]


async def test_a_mistyped_query_is_forgiven_and_another_is_proposed(house: House) -> None:
    await registered(house, 1, trades=["graphic-designer"])
    page = await found(house.as_member(2), query="grahpiste")
    assert (names(page), page["did_you_mean"]) == (["Ek1"], "graphiste")
    assert (await found(house.as_member(2), query="graphiste"))["did_you_mean"] is None


async def test_pages_follow_each_other_while_others_register(house: House) -> None:
    for number in range(1, 8):
        await registered(house, number)
    who = house.as_member(9)
    page = await found(who, limit=3)
    seen = names(page)
    await registered(house, 8)
    while page["next"]:
        page = await found(who, limit=3, cursor=page["next"])
        assert page["total"] is None
        seen += names(page)
    assert seen == [f"Ek{number}" for number in range(7, 0, -1)]
    for cursor in ("nonsense", "WyJyZWxldmFuY2UiLE5hTiwxXQ", "WyJyZWxldmFuY2UiLDAuMCw5OTk5OTk5OTk5OTk5OTk5OTk5OTldAA"):
        assert (await who.get(DIRECTORY, params={"cursor": cursor})).status_code == 422


async def test_without_a_token_an_office_is_named_and_only_what_is_public_is_found(house: House) -> None:
    await registered(house, 1, audiences=OPEN, trades=["baker"], skills=["levain"])
    await registered(house, 2, trades=["baker"])
    await registered(house, 1_001, office=GHENT, audiences=OPEN, trades=["baker"])
    stranger = house.client()
    page = await found(stranger, office="brussels", query="boulanger", facets="trade")
    assert (names(page), page["total"]["count"]) == (["Ek1"], 1)
    assert counted(page, "trade") == [("baker", 1)]
    assert page["items"][0]["skills"] == []
    assert names(await found(stranger, office="brussels", query="levain")) == []
    assert (await stranger.get(DIRECTORY)).status_code == 422
    assert names(await found(house.as_member(2), office=GHENT)) == ["Ek1001"]
    assert (await stranger.get(DIRECTORY, params={"office": "nowhere"})).json()["type"] == "/problems/office-not-found"


async def test_words_are_completed_from_what_the_caller_sees(house: House) -> None:
    await registered(house, 1, audiences=OPEN, headline={"fr": "Graveuse"}, skills=["gravitation"])

    async def words(who: httpx.AsyncClient, query: str) -> list[str]:
        answer = await who.get(f"{DIRECTORY}/completions", params={"office": "brussels", "query": query})
        listed: list[str] = answer.json()["words"]
        return listed

    assert await words(house.client(), "belle grav") == ["graveuse"]
    assert await words(house.as_member(2), "GRAV") == ["graveuse", "gravitation"]
    assert await words(house.client(), "") == []


async def test_companions_find_what_is_shown_to_their_filiere(house: House) -> None:
    await owner(house, {"skills": "filiere", "presentation": "nobody"})
    filiere = await companions(house)
    people = onlookers(house)
    assert names(await found(people["companion"], query="risographie")) == ["Vandermolenvert"]
    assert names(await found(people["member"], query="risographie")) == []
    assert names(await found(people["companion"], query="livres")) == []
    both = await found(people["member"], filiere=str(filiere), facets="filiere")
    assert names(both) == ["Ek", "Vandermolenvert"]
    assert counted(both, "filiere") == [(str(filiere), 2)]


async def test_what_changes_is_found_at_once(house: House) -> None:
    await owner(house, {})
    me, who = house.as_member(OWNER), house.as_member(COMPANION)
    for change, words in (({"skills": ["linogravure"]}, "linogravure"), ({"family_name": "Zonnebloem"}, "zonnebloem")):
        tag = (await me.get("/members/v1/profiles/mine")).headers["etag"]
        await me.patch("/members/v1/profiles/mine", json=change, headers={"If-Match": tag})
        assert len((await found(who, query=words))["items"]) == 1
    assert names(await found(who, query="risographie")) == []


async def test_staff_finds_members_as_members_do(house: House) -> None:
    await owner(house, {"skills": "nobody"})
    assert names(await found(house.as_role(Role.STAFF), query="risographie")) == []
    assert (await house.as_role(Role.STAFF).get(f"/members/v1/profiles/{member_number(OWNER)}")).json()["skills"]


def at(municipality: str, postal_code: str | None = None, nuts: str | None = None) -> dict[str, Any]:
    """A territory in Belgium."""
    return {"country": "BE", "municipality": municipality, "postal_code": postal_code, "nuts": nuts}


async def test_places_are_found_by_their_names_in_every_language(house: House) -> None:
    await registered(house, 1, territory=at("Liège", nuts="BE332"))
    await registered(house, 2, workplaces=[at("Elsene") | {"label": "Atelier"}])
    who = house.as_member(3)
    for words, expected in {
        "luik": "Ek1",
        "Liège": "Ek1",
        "wallonië": "Ek1",
        "ixelles": "Ek2",
        "elsene": "Ek2",
    }.items():
        assert names(await found(who, query=words)) == [expected], words


BRUSSELS_CITY = "50.8466,4.3528"


async def test_who_is_near_is_found_the_nearest_first(house: House) -> None:
    await registered(house, 1, territory=at("Gent"))
    await registered(house, 2, territory=at("Ixelles"), workplaces=[at("Namur")])
    await registered(house, 3, territory=at("Luik"), workplaces=[at("Leuven"), at("Bruxelles")])
    await registered(house, 4)
    who = house.as_member(5)
    page = await found(who, near=BRUSSELS_CITY, within_km=60, sort="distance", limit=2)
    assert names(page) == ["Ek3", "Ek2"]
    assert [item["kilometres"] < 3 for item in page["items"]] == [True, True]
    assert (page["total"]["count"], page["items"][0]["kilometres"]) == (3, 0.5)
    rest = await found(who, near=BRUSSELS_CITY, within_km=60, sort="distance", limit=2, cursor=page["next"])
    assert (names(rest), rest["next"]) == (["Ek1"], None)
    assert names(await found(who, near=BRUSSELS_CITY, within_km=10)) == ["Ek3", "Ek2"]
    assert (await found(who))["items"][0]["kilometres"] is None


@pytest.mark.parametrize("near", ["1000", "Gent", "50.8,", "91,4", "50.8466, 4.3528", "50.8,4.3\n", "٥٠,4"])
async def test_what_is_no_point_is_told_as_one_is_written(house: House, near: str) -> None:
    answer = await house.as_member(1).get("/members/v1/directory", params={"near": near})
    assert answer.status_code == 422
    (error,) = answer.json()["errors"]
    assert error["pointer"] == "/query/near" and "such as 50.83,4.37" in error["detail"]


async def test_a_place_that_is_hidden_is_nowhere(house: House) -> None:
    open_but = OPEN | {"territory": "members"}
    await registered(house, 1, territory=at("Ixelles"), audiences=open_but)
    stranger = house.client()
    assert names(await found(stranger, office="brussels", near=BRUSSELS_CITY)) == []
    assert names(await found(house.as_member(2), near=BRUSSELS_CITY)) == ["Ek1"]


WRONG_POINTS: tuple[dict[str, str], ...] = (
    *({"near": "91,0"}, {"near": "here"}, {"near": "1,181"}, {"near": "nan,1"}),
    *({"sort": "distance"}, {"near": "1,1", "within_km": "0"}, {"near": "1,1", "within_km": "inf"}),
)


@pytest.mark.parametrize("query", WRONG_POINTS, ids=range(len(WRONG_POINTS)))
async def test_a_wrong_point_is_refused(house: House, query: dict[str, str]) -> None:
    assert (await house.as_member(1).get(DIRECTORY, params=query)).status_code == 422


async def test_what_is_shown_to_one_caller_is_kept_for_no_other(house: House) -> None:
    await registered(house, 1, audiences=OPEN)
    for who, kept in ((house.client(), "no-cache"), (house.as_member(1), "private, no-cache")):
        answer = await who.get(DIRECTORY, params={"office": "brussels"})
        assert (answer.headers["cache-control"], answer.headers["vary"]) == (kept, "Authorization")
