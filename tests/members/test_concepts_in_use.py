"""Concepts of imported schemes where codes are written: accepted everywhere, called by their labels, found by them."""

from pathlib import Path
from typing import Any

import httpx
import pytest

from members.concepts import BAKER, HEADER, brought_in, renamed
from members.conftest import quiet_house
from members.given import a_filiere
from members.working import RECORDS, an_invoice
from partage_kit.auth import Role
from partage_kit.db import Database
from support.connecting import OPPORTUNITIES, an_opportunity, posted
from support.databases import Databases
from support.house import House
from support.intake import imported as sent_and_done
from support.intake import reported
from support.statements import statements

PROFILES, MINE = "/members/v1/profiles", "/members/v1/profiles/mine"
BAKES, MIXES = "esco:aaaa-1", "esco:bbbb-2"


@pytest.fixture
async def house_with_esco(house: House) -> House:
    """A house that has imported two concepts of ESCO."""
    await brought_in(house)
    return house


def somebody(*trades: str, **more: object) -> dict[str, Any]:
    """A profile with these trades, which everybody sees."""
    seen = dict.fromkeys(("name", "trades", "skills"), "public")
    return {"given_name": "Jo", "family_name": "Ek", "trades": trades, "audiences": seen} | more


async def found(who: httpx.AsyncClient, **query: Any) -> list[str]:
    """The family names of those found in the directory."""
    answer = await who.get("/members/v1/directory", params=query)
    assert answer.status_code == 200, answer.text
    return [item["family_name"] for item in answer.json()["items"]]


async def test_a_code_or_an_address_is_accepted_wherever_trades_are_written(house_with_esco: House) -> None:
    house, staff = house_with_esco, house_with_esco.as_role(Role.STAFF)
    made = await house.as_member(1).post(MINE, json=somebody(BAKER, "photographer"))
    assert (made.status_code, made.json()["trades"]) == (201, [BAKES, "photographer"])
    changed = await house.as_member(1).patch(MINE, json={"trades": [MIXES]}, headers={"If-Match": '"1"'})
    assert (changed.status_code, changed.json()["trades"]) == (200, [MIXES])
    ways = [
        (house.as_member(1), "/members/v1/filieres", a_filiere(occupations=[BAKES])),
        (house.as_member(1), OPPORTUNITIES, await an_opportunity(house, trades=[BAKER])),
        (house.as_role(Role.INTEGRATOR), RECORDS, an_invoice(house, trade=BAKES)),
    ]
    for who, path, body in ways:
        answer = await who.post(path, json=body)
        assert answer.status_code in (200, 201), (path, answer.text)
    told = "reference;given_name;family_name;trades\nA1;Ada;Un;esco:aaaa-1|baker\nA2;Bea;Deux;esco:cccc-3\n"
    job = await sent_and_done(house, staff, f"{PROFILES}/imports", told)
    assert await reported(staff, job) == [(2, "trades", "not in the classification: esco:cccc-3")]
    assert (await sent_and_done(house, staff, f"{PROFILES}/imports", told[: told.index("A2")]))["state"] == "done"


async def test_what_no_scheme_has_is_refused_by_name_and_changes_nothing(house_with_esco: House) -> None:
    for codes in (["esco:zzzz"], ["esco:aaaa-1", "isco:7512"], ["occupations:baker"], ["local-x:1"]):
        refused = await house_with_esco.as_member(1).post(MINE, json=somebody(*codes))
        assert (refused.status_code, refused.json()["type"]) == (422, "/problems/unknown-code")
        assert refused.json()["detail"] == f"not in the classification: {codes[-1]}"
    as_sector = await house_with_esco.as_member(1).post(MINE, json=somebody(sectors=[BAKES]))
    assert as_sector.json()["type"] == "/problems/unknown-code", "an occupation is no sector"
    assert (await house_with_esco.as_member(1).get(MINE)).status_code == 404


async def test_who_uses_a_concept_is_found_in_any_language_and_shown_by_its_labels(house_with_esco: House) -> None:
    house = house_with_esco
    made = await house.as_member(1).post(MINE, json=somebody(BAKES))
    for words in ("broodbakker", "boulangère", "maître boul", "bakker (m/v/x)"):
        assert await found(house.as_member(2), query=words) == ["Ek"], words
    assert await found(house.as_member(2), trade=BAKES) == ["Ek"]
    path = f"/members/v1/directory/members/{made.json()['id']}/card"
    card = await house.client().get(path, params={"format": "json_ld"})
    assert card.status_code == 200, card.text
    assert card.json()["hasOccupation"][0]["@id"] == BAKER and "bakker" in card.text, card.text


async def test_a_new_version_brings_its_words_and_who_keeps_an_old_code_keeps_its_label(house_with_esco: House) -> None:
    house = house_with_esco
    for number, code in ((1, BAKES), (2, MIXES)):
        await house.as_member(number).post(MINE, json=somebody(code, family_name=code))
    later = {"fr": HEADER + f"Occupation,{BAKER},7512,panificateur,\n"}
    await brought_in(house, later, version="1.3.0")
    await renamed(house)
    assert await found(house.as_member(3), query="panificateur") == [BAKES]
    assert await found(house.as_member(3), query="boulanger") == []
    assert await found(house.as_member(3), query="mixeuse") == [MIXES], "the code has left the scheme, her word has not"
    again = await house.as_member(4).post(MINE, json=somebody(MIXES))
    assert again.status_code == 422
    kept = await house.as_member(2).patch(MINE, json={"trades": ["baker", MIXES]}, headers={"If-Match": '"1"'})
    assert kept.status_code == 200, "who has it keeps it, whatever else she changes"


async def test_complements_know_the_same_group_of_other_schemes(house_with_esco: House) -> None:
    house = house_with_esco
    for number, code in ((1, "baker"), (2, BAKES), (3, "carpenter"), (4, BAKES)):
        await house.as_member(number).post(MINE, json=somebody(code, family_name=code))
    offered = await posted(house, house.as_member(4), trades=[BAKES])
    told = (await house.as_member(4).get(f"{OPPORTUNITIES}/{offered['id']}/complements")).json()["trades"][0]
    assert [(one["trade"], one["match"]) for one in told["candidates"]] == [(BAKES, "exact"), ("baker", "close")]


async def test_all_codes_of_a_request_take_one_statement(fresh_databases: Databases, home: Path) -> None:
    async with quiet_house(fresh_databases, home) as house:
        await brought_in(house)
        offers = [await an_opportunity(house, trades=codes) for codes in ([BAKES], [BAKES, MIXES])]
        await house.as_member(1).post(MINE, json=somebody())
        counts = [await _sent(house.service.database, house.as_member(1), offer) for offer in (offers[0], *offers)]
        assert counts[1] == counts[2]


async def _sent(database: Database, who: httpx.AsyncClient, offer: dict[str, Any]) -> int:
    """How many statements an opportunity takes."""
    with statements(database.writer.sync_engine) as sent:
        answer = await who.post(OPPORTUNITIES, json=offer)
    assert answer.status_code == 201, answer.text
    return len(sent)
