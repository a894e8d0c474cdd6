"""Activity through the HTTP door: idempotent, corrected by revision, and nowhere an amount."""

from collections.abc import Mapping
from typing import Any

import pytest
from sqlalchemy import String, cast, func, select

from members.given import announced, profile
from members.working import RECORDS, an_invoice, month, tell
from partage_kit.auth import Role
from partage_members.activity.bands import band_of
from support.house import GHENT, House, at_once


async def mine(house: House, number: int = 1, **query: str) -> list[dict[str, Any]]:
    page = await house.as_member(number).get(f"{RECORDS}/mine", params=query)
    items: list[dict[str, Any]] = page.json()["items"]
    return items


async def test_sent_again_it_changes_nothing(house: House) -> None:
    await profile(house, 1)
    invoice = an_invoice(house)
    outcomes = [(await tell(house, invoice)).json()["outcome"] for _ in range(3)]
    assert outcomes == ["recorded", "known", "known"]
    (kept,) = await mine(house)
    assert (kept["band"], kept["first_month"], kept["last_month"]) == ("from_500", month(house, 1), month(house, 1))
    (fact,) = await announced(house, "activity.recorded")
    assert (fact["data"]["band"], fact["data"]["trade"], fact["data"]["cancelled"]) == (
        "from_500",
        "photographer",
        False,
    )


async def test_a_correction_has_a_higher_revision(house: House) -> None:
    await profile(house, 1)
    invoice = an_invoice(house)
    await tell(house, invoice)
    other = invoice | {"amount": {"amount": "2500.00", "currency": "EUR"}}
    refused = await tell(house, other)
    assert (refused.status_code, refused.json()["type"]) == (409, "/problems/activity-differs")
    corrected = await tell(house, other | {"revision": 2})
    assert (corrected.json()["outcome"], corrected.json()["band"]) == ("corrected", "from_2000")
    assert (await tell(house, invoice)).json()["outcome"] == "superseded"
    assert (await tell(house, other | {"revision": 3, "cancelled": True})).json()["outcome"] == "corrected"
    (kept,) = await mine(house)
    assert (kept["band"], kept["revision"], kept["cancelled"]) == ("from_2000", 3, True)
    assert [fact["sequence"] for fact in await announced(house, "activity.recorded")] == [
        f"{n:010d}" for n in (1, 2, 3)
    ]


async def test_the_amount_is_kept_nowhere(house: House) -> None:
    await profile(house, 1)
    invoice = an_invoice(house, amount={"amount": "98765.43", "currency": "EUR"})
    await tell(house, invoice)
    await house.as_role(Role.STAFF).post(RECORDS, json=invoice, headers={"Idempotency-Key": "again"})
    async with house.service.database.reading() as session:
        for table in house.service.database.tables.metadata.tables.values():
            for column in table.columns:
                text = func.lower(cast(column, String))
                for written in ("98765", "9876543"):
                    found = await session.execute(select(func.count()).where(text.contains(written)))
                    assert found.scalar_one() == 0, f"{table.name}.{column.name}"


async def test_of_ten_at_once_one_is_recorded(house: House) -> None:
    await profile(house, 1)
    invoice = an_invoice(house)
    answers = await at_once(10, lambda _: tell(house, invoice))
    outcomes = sorted(answer.json().get("outcome", "busy") for answer in answers)
    assert {answer.status_code for answer in answers} <= {200, 409}
    assert (outcomes.count("recorded"), len(await mine(house))) == (1, 1)


@pytest.mark.parametrize(
    ("changes", "status", "problem"),
    [
        ({"trade": "astronaut-baker"}, 422, "unknown-code"),
        ({"trade": None, "sector": None}, 422, "invalid"),
        ({"ends_on": "1999-01-01"}, 422, "invalid"),
        ({"starts_on": "2020-01-15", "ends_on": "2022-01-01"}, 422, "invalid"),
        ({"starts_on": "2198-01-15", "ends_on": "2198-02-01"}, 422, "day-too-far-ahead"),
        ({"amount": {"amount": "-5.00", "currency": "EUR"}}, 422, "invalid"),
        ({"band": "from_500"}, 422, "invalid"),
        ({"amount": {"amount": "5.00", "currency": "USD"}}, 422, "amount-not-in-euros"),
        ({"revision": 0}, 422, "invalid"),
        ({"source": "Pay Roll"}, 422, "invalid"),
        ({"member_id": "0192f0c4-0000-7000-8000-000000000000"}, 422, "activity-member-unknown"),
    ],
    ids=str,
)
async def test_refusals_change_nothing(house: House, changes: Mapping[str, Any], status: int, problem: str) -> None:
    await profile(house, 1)
    refused = await tell(house, an_invoice(house, **changes))
    assert (refused.status_code, refused.json()["type"]) == (status, f"/problems/{problem}")
    assert (await mine(house), await announced(house, "activity.recorded")) == ([], [])


async def test_it_is_shown_to_the_member_alone(house: House) -> None:
    await profile(house, 1)
    await profile(house, 2)
    invoice = an_invoice(house)
    await tell(house, invoice)
    assert (await mine(house, 2), len(await mine(house, kind="invoice")), await mine(house, kind="assignment")) == (
        [],
        1,
        [],
    )
    assert (await tell(house, invoice, office=GHENT)).json()["type"] == "/problems/activity-member-unknown"
    assert (await house.as_role(Role.STAFF).get(f"{RECORDS}/mine")).status_code == 403
    assert (await house.as_member(1).post(RECORDS, json=invoice)).status_code == 403


@pytest.mark.parametrize(
    ("cents", "band"),
    [
        (None, "unknown"),
        (0, "below_500"),
        (499_99, "below_500"),
        (500_00, "from_500"),
        (1_999_99, "from_500"),
        (2_000_00, "from_2000"),
        (9_999_99, "from_2000"),
        (10_000_00, "from_10000"),
        (49_999_99, "from_10000"),
        (50_000_00, "from_50000"),
    ],
)
def test_bands_begin_at_the_amount_in_their_name(cents: int | None, band: str) -> None:
    assert band_of(cents) == band
