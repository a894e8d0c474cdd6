"""Completions say what they may be: a trade, sector, skill, place or name that members show; nothing that they hide."""

from typing import Any

import httpx

from members.concepts import brought_in, published, renamed
from members.given import filiere_at, path_of
from members.test_concepts_in_use import BAKES
from partage_kit.auth import Role
from partage_members.classifications.editions import Edition
from partage_members.classifications.lookup import Concept
from partage_members.classifications.models import Kind
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


async def told(who: httpx.AsyncClient, query: str) -> list[Any]:
    """All words by which somebody is helped who types this."""
    asked = {"office": BRUSSELS, "query": query}
    page = (await who.get("/members/v1/directory", params=asked)).json()
    return [(await who.get(PATH, params=asked)).json()["words"], page["did_you_mean"], await suggested(who, query)]


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


def scheme(code: str, kind: Kind, *concepts: tuple[str, dict[str, str]]) -> Edition:
    """A scheme of a few concepts."""
    return Edition(code, "1", kind, "", [Concept(own, labels, {"nl": ("sleutelwoord",)}) for own, labels in concepts])


async def test_concepts_of_every_scheme_are_suggested_by_all_their_names(house: House) -> None:
    await brought_in(house)
    await published(house, scheme("acts", Kind.SECTORS, ("dairy", {"fr": "Laiterie", "nl": "Zuivel"})))
    await published(house, scheme("crafts", Kind.SKILLS, ("qui-lt", {"fr": "Matelassage"})))
    codes = {"trades": [BAKES], "sectors": ["acts:dairy"], "skills": ["crafts:qui-lt", "matelot"]}
    await registered(house, 1, "members", **codes)
    member, visitor = house.as_member(9), house.client()
    assert await suggested(member, "broodb") == [("trade", BAKES)]
    assert await suggested(member, "maître boul") == [("trade", BAKES)]
    assert await suggested(member, "zuiv") == [("sector", "acts:dairy")]
    assert await suggested(member, "matel") == [("skill", "crafts:qui-lt"), ("skill", "matelot")]
    assert await suggested(member, "sleutelw") == [("sector", "acts:dairy"), ("skill", "crafts:qui-lt")]
    assert await suggested(member, "crafts") == [], "nobody types codes"
    for query in ("broodb", "zuiv", "matel", "sleutelw", "mixeu"):
        assert await suggested(visitor, query) == []
    assert await suggested(member, "geluidsm") == [], "nobody shows it"
    found = await member.get("/members/v1/directory", params={"skill": "crafts:qui-lt", "facets": "skill"})
    assert found.json()["total"]["count"] == 1
    assert found.json()["facets"]["skill"][0]["labels"] == {"fr": "Matelassage"}
    later = Edition("crafts", "2", Kind.SKILLS, "", [Concept("qui-lt", {"fr": "Piquage"}, {})])
    await published(house, later)
    await renamed(house)
    assert await suggested(member, "piqu") == [("skill", "crafts:qui-lt")] and await suggested(member, "matela") == []


async def test_what_is_called_so_in_the_readers_language_comes_first(house: House) -> None:
    both = scheme("both", Kind.OCCUPATIONS, ("a", {"fr": "Verrier", "nl": "Glazenier"}), ("b", {"nl": "Verriemaker"}))
    other = ("c", {"fr": "Maître verrier", "nl": "X"}), ("d", {"fr": "Verrie", "nl": "Y"})
    await published(house, both)
    await published(house, scheme("other", Kind.OCCUPATIONS, *other))
    await registered(house, 1, "public", trades=["both:b", "other:c", "both:a"])
    await registered(house, 2, "public", trades=["other:d"])
    for lang, codes in (
        ("fr", ["other:d", "both:a", "other:c", "both:b"]),
        ("nl", ["both:b", "other:d", "both:a", "other:c"]),
        ("en", ["other:d", "both:a", "both:b", "other:c"]),
    ):
        assert await suggested(house.client(), "verrie", lang=lang) == [("trade", code) for code in codes], lang


async def test_filieres_that_somebody_shows_are_suggested_by_their_names(house: House) -> None:
    names = {"fr": "Métiers du pain", "nl": "Broodambachten"}
    filiere = await filiere_at(house, "active", names=names)
    await filiere_at(house, "active", names={"fr": "Métiers du bois"})
    audiences = {"name": "public", "filieres": "members"}
    await registered(house, 1, "public", audiences=audiences)
    me, member, visitor = house.as_member(1), house.as_member(9), house.client()
    assert await suggested(member, "métier") == []
    assert (await me.post(path_of(filiere, "/join"))).status_code == 201
    mine = [("filiere", str(filiere))]
    assert await suggested(member, "métier") == await suggested(member, "pain") == mine
    assert await suggested(visitor, "métier") == []
    answer = await member.get(PATH, params={"query": "broodamb", "lang": "nl"})
    assert answer.json()["suggestions"][0]["labels"] == {"nl": "Broodambachten"}
    counted = await member.get("/members/v1/directory", params={"facets": "filiere"})
    assert counted.json()["facets"]["filiere"] == [{"code": str(filiere), "count": 1, "exact": True, "labels": names}]
    staff = house.as_role(Role.STAFF)
    tag = (await staff.get(path_of(filiere))).headers["etag"]
    new = {"names": {"fr": "Filière du levain"}}
    assert (await staff.patch(path_of(filiere), json=new, headers={"If-Match": tag})).status_code == 200
    assert await suggested(member, "levai") == mine and await suggested(member, "pain") == []
    tag = (await me.get("/members/v1/profiles/mine")).headers["etag"]
    hidden = {"audiences": {"filieres": "nobody"}}
    assert (await me.patch("/members/v1/profiles/mine", json=hidden, headers={"If-Match": tag})).status_code == 200
    assert await suggested(member, "levai") == []


async def test_words_are_told_as_those_write_them_whom_the_caller_sees(house: House) -> None:
    await registered(house, 1, "public", given_name="Zelie", skills=["velours"])
    await registered(house, 2, "members", given_name="Zelie", skills=["véloürs"])
    visitor, member = house.client(), house.as_member(9)
    for who, word in ((visitor, "velours"), (member, "véloürs")):
        assert await told(who, "vel") == [[word], None, [("skill", word)]]
        assert await told(who, "velourss") == [[], word, []]
    await registered(house, 3, "public", given_name="Zélie")
    assert (await told(visitor, "zel"))[::2] == [["zélie"], [("person", "zélie")]]
    tag = (await house.as_member(3).get("/members/v1/profiles/mine")).headers["etag"]
    changed = {"given_name": "Zelie"}
    answer = await house.as_member(3).patch("/members/v1/profiles/mine", json=changed, headers={"If-Match": tag})
    assert answer.is_success and (await told(visitor, "zel"))[::2] == [["zelie"], [("person", "zelie")]]


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
