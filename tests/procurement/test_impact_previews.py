"""What a charter version would do to every assessed supplier, over HTTP before it is adopted."""

from datetime import timedelta
from typing import Any

import pytest

from support.house import GHENT, House
from support.purchasing import (
    A_CHARTER,
    CHARTERS,
    announced,
    assessed,
    buyer,
    charter_in,
    committee,
    criterion,
    made,
    suggested,
)
from support.statements import statements

# wages weigh more and lodging is new, energy is gone, and travel applies to everybody
A_DRAFT = A_CHARTER | {
    "criteria": [
        criterion("no_dumping", "work", 3_000, "audit", minimum=2),
        criterion("wages", "work", 4_000, "payroll"),
        criterion("travel", "environment", 1_000, "invoice", minimum=1),
        criterion("lodging", "environment", 2_000, "invoice"),
    ],
}


async def drafted(house: House, **changes: Any) -> str:
    """The path of the previews of a draft."""
    charter = await made(await buyer(house).post(CHARTERS, json=A_DRAFT | changes))
    return f"{CHARTERS}/{charter['id']}/impact-previews"


async def test_every_assessed_supplier_is_scored_under_the_draft_with_the_reason_why(house: House) -> None:
    supplier = await suggested(house)
    assessment = await assessed(house, supplier)
    await suggested(house, name="Nobody assessed it", vat_number="BE0000010292")
    (found,) = (await made(await committee(house).get(await drafted(house)), 200))["items"]
    assert (found["supplier_id"], found["assessment_id"]) == (supplier["id"], assessment["id"])
    before, after = found["before"], found["after"]
    assert (before["charter_number"], before["label"], before["effect"], before["reasons"]) == (
        1,
        "good",
        "referenced",
        [],
    )
    assert (after["charter_number"], after["label"], after["effect"]) == (2, None, "conditional")
    assert after["reasons"] == [{"obstacle": "eliminatory_unknown", "key": "travel"}]
    assert (before["total"]["worst"]["value"], after["total"]["worst"]["value"]) == ("62.50", "50.00")
    assert found["unanswered"] == ["travel", "lodging"]
    assert found["left_behind"] == ["energy", "travel"]
    assert [
        (one["criterion"], *(one[side] and one[side]["value"] for side in ("before", "after")))
        for one in found["differences"]
    ] == [
        ("no_dumping", "50.00", "30.00"),
        ("wages", "12.50", "20.00"),
        ("energy", "0.00", None),
        ("lodging", None, "0.00"),
    ]


async def test_the_same_text_changes_nothing(house: House) -> None:
    await assessed(house)
    path = await drafted(house, criteria=A_CHARTER["criteria"])
    (found,) = (await made(await buyer(house).get(path), 200))["items"]
    assert (found["differences"], found["unanswered"], found["left_behind"]) == ([], [], [])
    same = ("total", "label", "effect", "reasons")
    assert {name: found["before"][name] for name in same} == {name: found["after"][name] for name in same}


def questions(sent: list[tuple[str, Any]]) -> list[str]:
    """The SELECTs of previews; the worker that looks for due orders asks on the same connections."""
    return [statement for statement, _ in sent if " \nFROM " in statement and "pooled_orders" not in statement]


async def test_pages_cost_the_same_statements_however_many_suppliers_they_hold(house: House) -> None:
    for number, vat in enumerate(("BE0000010193", "BE0000010292", "BE0000010391")):
        await assessed(house, await suggested(house, name=f"Supplier {number}", vat_number=vat))
    path = await drafted(house)
    reader = house.service.database.reader.sync_engine
    await made(await buyer(house).get(path), 200)  # a fresh connection asks questions of its own
    with statements(reader) as one:
        page = await made(await buyer(house).get(path, params={"limit": "1"}), 200)
    with statements(reader) as two:
        rest = await made(await buyer(house).get(path, params={"limit": "2", "cursor": page["next"]}), 200)
    assert len(questions(one)) == len(questions(two)) > 1
    assert [item["supplier_name"] for item in page["items"] + rest["items"]] == [f"Supplier {n}" for n in range(3)]
    assert rest["next"] is None


async def test_a_preview_is_of_what_holds_today_and_announces_nothing(house: House) -> None:
    await assessed(house)
    path = await drafted(house)
    facts = len(await announced(house))
    house.service.database.clock.advance(timedelta(days=735))
    found = (await made(await buyer(house).get(path), 200))["items"]
    assert found == [], "the assessment has expired"
    assert len(await announced(house)) == facts


@pytest.mark.parametrize(("state", "status"), [("draft", 404), ("consultation", 200), ("in_ethics_review", 200)])
async def test_members_see_it_from_consultation_on(house: House, state: str, status: int) -> None:
    charter = await charter_in(house, state)
    path = f"{CHARTERS}/{charter['id']}/impact-previews"
    assert (await house.as_member(1).get(path)).status_code == status
    assert (await buyer(house).get(path)).status_code == 200
    assert (await buyer(house, office=GHENT).get(path)).status_code == 404


@pytest.mark.parametrize("state", ["adopted", "superseded"])
async def test_an_adopted_version_has_no_preview(house: House, state: str) -> None:
    charter = await charter_in(house, state)
    done = await buyer(house).get(f"{CHARTERS}/{charter['id']}/impact-previews")
    assert (done.status_code, done.json()["type"]) == (409, "/problems/not-possible-now")
