"""Readers read the municipality in their language: on cards, in facets, feeds and the page; the record keeps hers."""

from typing import Any

from members.test_imported_places import ALTERNATE, CODES, FRENCH, NAMES, brought, lines
from support.house import BRUSSELS, House, member_number

ME: dict[str, Any] = {
    "given_name": "Ana",
    "family_name": "Silva",
    "territory": {"country": "BE", "nuts": "BE332", "municipality": "luik", "postal_code": "4000"},
    "workplaces": [
        {"country": "FR", "municipality": "Colmar-sous-Vignes", "postal_code": "68000"},
        {"country": "BE", "municipality": "Sclessin", "postal_code": "4000", "label": "Atelier"},
    ],
    "trades": ["baker"],
    "audiences": dict.fromkeys(("name", "territory", "workplaces", "trades"), "public"),
}
DIRECTORY = "/members/v1/directory"
LIEGE = {"fr": "Liège", "nl": "Luik", "en": "Liège"}
COLMAR = {"fr": "Colmar-sous-Vignes", "nl": "Kolmar aan de Wijn", "en": "Colmar-sous-Vignes"}


async def test_names_follow_the_reader_and_the_record_keeps_what_she_wrote(house: House) -> None:
    for path, content in ((CODES, lines(FRENCH)), (NAMES, lines(ALTERNATE))):
        assert (await brought(house, path, content))["state"] == "done"
    kept = (await house.as_member(1).post("/members/v1/profiles/mine", json=ME)).json()
    assert kept["territory"] == ME["territory"] and "municipality_names" not in kept["workplaces"][0]
    visitor, query = house.client(), {"office": BRUSSELS, "query": "lüttich"}
    (found,) = (await visitor.get(DIRECTORY, params=query)).json()["items"]
    one = (await visitor.get(f"{DIRECTORY}/members/{member_number(1)}")).json()
    mirrored = (await house.as_member(1).get("/members/v1/profiles/mine/as/public")).json()
    for seen in (found, one, mirrored):
        assert (seen["territory"]["municipality"], seen["territory"]["municipality_names"]) == ("luik", LIEGE)
        assert [place["municipality_names"] for place in seen["workplaces"]] == [COLMAR, None]
    (dutch,) = (await visitor.get(DIRECTORY, params={**query, "lang": "nl"})).json()["items"]
    assert dutch["territory"]["municipality_names"] == {"nl": "Luik"}


async def test_cards_feeds_and_the_page_name_the_place_for_their_reader(house: House) -> None:
    await house.as_member(1).post("/members/v1/profiles/mine", json=ME)
    visitor, card = house.client(), f"{DIRECTORY}/members/{member_number(1)}/card"
    for language, name in (("fr", "Liège"), ("nl", "Luik"), ("en", "Liège")):
        vcard = (await visitor.get(card, params={"lang": language})).text
        assert f"ADR;TYPE=work:;;;{name};;4000;BE" in vcard
        person = (await visitor.get(card, params={"lang": language, "format": "json_ld"})).json()
        assert person["workLocation"]["address"]["addressLocality"] == name
        feed = f"/members/v1/feeds/{BRUSSELS}/members"
        (item,) = (await visitor.get(feed, params={"lang": language, "format": "json"})).json()["items"]
        assert item["_person"]["workLocation"]["address"]["addressLocality"] == name
        page = (await visitor.get(f"{DIRECTORY}/page", params={"office": BRUSSELS, "lang": language})).text
        assert f"<p>{name}</p>" in page


async def test_facets_say_what_their_codes_are_called(house: House) -> None:
    await house.as_member(1).post("/members/v1/profiles/mine", json=ME)
    asked = {"office": BRUSSELS, "facets": ["territory", "trade", "language"], "lang": "nl"}
    facets = (await house.client().get(DIRECTORY, params=asked)).json()["facets"]
    called = {one["code"]: one["labels"] for one in facets["territory"]}
    assert called == {
        **{"BE": {"nl": "België"}, "BE3": {"nl": "Wallonië"}, "BE33": {"nl": "Provincie Luik"}},
        "BE332": {"nl": "Arrondissement Luik"},
        "FR": {"nl": "Frankrijk"},
    }
    assert [one["labels"]["nl"][:5].casefold() for one in facets["trade"]] == ["bakke"] and facets["language"] == []
