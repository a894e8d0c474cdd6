"""Suppliers through the HTTP door: suggest, change, list, keep a log."""

from datetime import timedelta
from typing import Any

import pytest

from partage_kit.auth import Role
from support.house import GHENT, House, at_once
from support.purchasing import (
    A_SUPPLIER,
    NOWHERE,
    SUPPLIERS,
    buyer,
    made,
    office_day,
    referenced,
    second_buyer,
    suggested,
)


async def test_any_member_suggests_and_reads_without_contact_persons(house: House) -> None:
    supplier = await suggested(house)
    assert supplier["standing"] == "suggested"
    assert supplier["vat_number"] == "BE0000010193"
    assert supplier["enterprise_number"] == "0000010193"
    assert supplier["contacts"] is None
    assert supplier["assessed"] is False
    read = await buyer(house).get(f"{SUPPLIERS}/{supplier['id']}")
    assert read.json()["contacts"][0]["name"] == "Imaginary Person"
    assert read.headers["etag"] == '"1"'


@pytest.mark.parametrize(
    ("changes", "field", "words"),
    [
        ({"vat_number": "BE0000010194"}, "vat_number", "check digits do not match (rule be.vat)"),
        ({"vat_number": "BE00000101"}, "vat_number", "too long or too short (rule be.vat)"),
        ({"vat_number": "BE0000O10193"}, "vat_number", "characters where none belong (rule be.vat)"),
        ({"country": "FR", "vat_number": "BE0000010193"}, "vat_number", "(rule fr.tva)"),
        ({"vat_number": None, "enterprise_number": None}, "vat_number", "a VAT number or an enterprise number"),
        ({"enterprise_number": "0428759497"}, "enterprise_number", "not the enterprise number"),
        ({"country": "NL", "vat_number": None, "enterprise_number": "12345678"}, "enterprise_number", "no rule"),
    ],
)
async def test_a_wrong_number_names_its_rule(house: House, changes: dict[str, Any], field: str, words: str) -> None:
    answer = await house.as_member(1).post(SUPPLIERS, json=A_SUPPLIER | changes)
    assert answer.status_code == 422
    assert answer.json()["type"] == "/problems/wrong-registration-number"
    assert answer.json()["errors"][0]["pointer"] == f"/body/{field}"
    assert words in answer.json()["detail"]
    assert (await buyer(house).get(SUPPLIERS)).json()["items"] == []


async def test_a_legal_entity_is_one_supplier_whichever_number_is_given(house: House) -> None:
    await suggested(house)
    again = await house.as_member(2).post(
        SUPPLIERS, json=A_SUPPLIER | {"vat_number": None, "enterprise_number": "0000.010.193"}
    )
    assert again.status_code == 409
    assert again.json()["type"] == "/problems/supplier-exists"
    elsewhere = await house.as_member(3, office=GHENT).post(SUPPLIERS, json=A_SUPPLIER)
    assert elsewhere.status_code == 201


async def test_of_fifty_suggestions_at_once_one_is_kept(house: House) -> None:
    answers = await at_once(50, lambda n: house.as_member(n).post(SUPPLIERS, json=A_SUPPLIER))
    assert sorted(answer.status_code for answer in answers) == [201] + [409] * 49


async def test_the_buyer_changes_a_supplier_and_its_numbers_stay_in_step(house: House) -> None:
    supplier = await suggested(house)
    path = f"{SUPPLIERS}/{supplier['id']}"
    changes = {"vat_number": "BE0000010292", "name": "De Tweede Pixel", "territories": ["BE33"]}
    changed = await buyer(house).patch(path, json=changes, headers={"If-Match": '"1"'})
    assert changed.status_code == 200, changed.text
    assert changed.json()["enterprise_number"] == "0000010292"
    assert changed.json()["categories"] == A_SUPPLIER["categories"]
    stale = await buyer(house).patch(path, json={"name": "Else"}, headers={"If-Match": '"1"'})
    assert stale.status_code == 412
    assert (await buyer(house).patch(path, json={"name": "Else"})).status_code == 428
    null = await buyer(house).patch(path, json={"name": None}, headers={"If-Match": '"2"'})
    assert null.status_code == 422
    wrong = await buyer(house).patch(path, json={"vat_number": "BE1"}, headers={"If-Match": '"2"'})
    assert wrong.status_code == 422
    assert (await buyer(house).get(path)).json()["name"] == "De Tweede Pixel"


async def test_a_change_that_changes_nothing_is_not_written(house: House) -> None:
    supplier = await suggested(house)
    path = f"{SUPPLIERS}/{supplier['id']}"
    before = (await buyer(house).get(path)).json()
    same = {name: A_SUPPLIER[name] for name in ("name", "vat_number", "territories", "contacts", "summary", "kind")}
    for changes in ({}, same):
        unchanged = await buyer(house).patch(path, json=changes, headers={"If-Match": '"1"'})
        assert (unchanged.status_code, unchanged.json(), unchanged.headers["etag"]) == (200, before, '"1"')
    assert (await buyer(house).patch(path, json={}, headers={"If-Match": '"2"'})).status_code == 412


async def test_unknown_categories_are_refused_by_name(house: House) -> None:
    answer = await house.as_member(1).post(SUPPLIERS, json=A_SUPPLIER | {"categories": ["30192000", "99999999"]})
    assert answer.status_code == 422
    assert "99999999" in answer.json()["detail"]


async def test_who_may_do_what(house: House) -> None:
    supplier = await suggested(house)
    path = f"{SUPPLIERS}/{supplier['id']}"
    member, abroad = house.as_member(2), buyer(house, office=GHENT)
    assert (await member.post(f"{path}/reference", json={"reason": "I like it"})).status_code == 403
    assert (await member.patch(path, json={"name": "Mine"}, headers={"If-Match": '"1"'})).status_code == 403
    assert (await member.get(f"{path}/log-entries")).status_code == 403
    assert (await house.client().get(path)).status_code == 401
    assert (await abroad.get(path)).status_code == 404
    assert (await abroad.post(f"{path}/reference", json={"reason": "Ours"})).status_code == 404
    assert (await abroad.patch(path, json={"name": "x"}, headers={"If-Match": '"1"'})).status_code == 404
    assert (await abroad.get(f"{path}/log-entries")).status_code == 404
    assert (await abroad.get(SUPPLIERS)).json()["items"] == []
    assert (await buyer(house).get(f"{SUPPLIERS}/{NOWHERE}")).status_code == 404


async def test_filters_and_pages(house: House) -> None:
    first = await referenced(house)
    second = await suggested(
        house,
        name="Écobureau",
        vat_number="FR32010001030",
        country="FR",
        kind="sharing_partner",
        territories=["FRE11"],
        categories=["30000000"],
    )
    third = await suggested(house, name="alba", vat_number="BE0000010292", territories=["BE332"], categories=[])

    async def found(**filters: str) -> list[str]:
        answer = await house.as_member(1).get(SUPPLIERS, params=filters)
        assert answer.status_code == 200, answer.text
        return [item["id"] for item in answer.json()["items"]]

    one, two, three = first["id"], second["id"], third["id"]
    assert await found() == [three, two, one]
    assert await found(sort="-updated_at") == [three, two, one]
    assert await found(standing="referenced") == [one]
    assert await found(kind="sharing_partner") == [two]
    assert await found(category="30000000") == [two, one]
    assert await found(category="30192000") == [one]
    assert await found(nuts="BE100") == [one]
    assert await found(nuts="BE") == [three, one]
    assert await found(nuts="BE33") == [three]
    assert await found(nuts="FRE1", standing="suggested") == [two]
    assert await found(label="gold") == []
    seen, cursor = [], ""
    while True:
        page = (
            await house.as_member(1).get(SUPPLIERS, params={"limit": "1"} | ({"cursor": cursor} if cursor else {}))
        ).json()
        seen += [item["id"] for item in page["items"]]
        if (cursor := page["next"]) is None:
            break
    assert seen == [three, two, one]


async def test_the_log_only_grows_and_holds_the_decisions(house: House) -> None:
    supplier = await suggested(house)
    path = f"{SUPPLIERS}/{supplier['id']}/log-entries"
    await made(await buyer(house).post(path, json={"kind": "call", "text": "They answer"}))
    await made(await buyer(house).post(f"{SUPPLIERS}/{supplier['id']}/reference", json={"reason": "Good work"}), 200)
    forged = await buyer(house).post(path, json={"kind": "decision", "text": "Delisted, honest"})
    assert forged.status_code == 422
    entries = (await house.as_role(Role.STAFF).get(path)).json()["items"]
    assert [(entry["kind"], entry["standing"]) for entry in entries] == [("decision", "referenced"), ("call", None)]
    assert (await buyer(house).patch(f"{path}/{entries[0]['id']}", json={})).status_code == 404
    assert (await buyer(house).delete(f"{path}/{entries[0]['id']}")).status_code == 404


async def test_an_interest_is_declared_once(house: House) -> None:
    supplier = await suggested(house)
    path = f"{SUPPLIERS}/{supplier['id']}/interests"
    await made(await second_buyer(house).post(path, json={"nature": "My brother works there"}))
    assert (await second_buyer(house).post(path, json={"nature": "Again"})).status_code == 409
    listed = (await buyer(house).get(path)).json()["items"]
    assert [interest["nature"] for interest in listed] == ["My brother works there"]


async def test_a_suspension_ends_by_itself(house: House) -> None:
    supplier = await referenced(house)
    path = f"{SUPPLIERS}/{supplier['id']}"
    until = (house_day := str(office_day(supplier["updated_at"])))
    suspended = await made(
        await buyer(house).post(f"{path}/suspend", json={"reason": "Late deliveries", "until": until}), 200
    )
    assert (suspended["standing"], suspended["until"]) == ("suspended", house_day)
    assert (await buyer(house).get(SUPPLIERS, params={"standing": "suspended"})).json()["items"] != []
    house.service.database.clock.advance(timedelta(days=1))
    assert (await buyer(house).get(path)).json()["standing"] == "referenced"
    assert (await buyer(house).get(SUPPLIERS, params={"standing": "suspended"})).json()["items"] == []
    past = await buyer(house).post(f"{path}/suspend", json={"reason": "Late again", "until": until})
    assert past.status_code == 422
    assert past.json()["errors"][0]["pointer"] == "/body/until"
