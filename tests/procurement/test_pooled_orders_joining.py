"""Joining an order: caps, top-up, eligibility, live figures, and who sees what."""

from collections import Counter
from datetime import timedelta
from typing import Any

import pytest

from partage_kit.types import new_id
from support.house import BRUSSELS, House, at_once, member_number
from support.pooling import (
    ORDERS,
    article,
    claiming,
    commit,
    decided,
    euros,
    in_hours,
    joined,
    opened,
    read,
    verb,
    wanted,
)
from support.purchasing import NOWHERE, announced, buyer, made


async def test_fifty_members_never_oversell_the_cap(house: House) -> None:
    order = await opened(house, article(cap="40"))
    answers = await at_once(50, lambda number: commit(house.as_member(number), order, "1"))
    assert Counter(answer.status_code for answer in answers) == {200: 40, 409: 10}
    refused = [answer.json() for answer in answers if answer.status_code == 409]
    of_article = order["articles"][0]["id"]
    assert all(one["type"] == "/problems/cap-reached" for one in refused)
    assert all(one["may_still_add"] == {of_article: "0"} for one in refused)
    (figures,) = (await read(house, order, "figures"))["articles"]
    assert (figures["firm"], figures["may_still_add"]) == ("40", "0")
    assert (await read(house, order))["members_count"] == 40
    facts = [one for one in await announced(house) if one["type"].endswith("pooled_order.committed.v1")]
    assert len(facts) == 40, "every join that was accepted is announced, once"


async def test_one_member_fifty_times_is_one_commitment(house: House) -> None:
    order = await opened(house, article(cap="40"))
    answers = await at_once(50, lambda number: commit(house.as_member(1), order, str(1 + number % 5)))
    assert {answer.status_code for answer in answers} == {200}
    (one,) = (await read(house, order, "commitments"))["items"]
    (figures,) = (await read(house, order, "figures"))["articles"]
    assert one["lines"][0]["firm"] == figures["firm"]
    assert (await read(house, order))["lines_count"] == 1


async def test_a_join_over_the_cap_is_refused_whole_and_says_what_is_left(house: House) -> None:
    order = await opened(house, article(cap="40"), article(quantum="0.5"))
    await joined(house, 1, order, "30", "2.5")
    refused = await commit(house.as_member(2), order, "12", "1.0")
    assert refused.status_code == 409
    assert refused.json()["may_still_add"] == {order["articles"][0]["id"]: "10"}
    assert (await house.as_member(2).get(f"{ORDERS}/{order['id']}/commitments/mine")).status_code == 404
    await joined(house, 2, order, ("10", "99"), "1.0")
    assert (await commit(house.as_member(1), order, "31")).status_code == 409
    await joined(house, 1, order, "20")
    more = await joined(house, 2, order, "20")
    assert [line["firm"] for line in more["lines"]] == ["20"], "what was left out is taken back"
    assert [one["firm"] for one in (await read(house, order, "figures"))["articles"]] == ["40", "0.0"]


@pytest.mark.parametrize(
    ("line", "status", "words"),
    [
        ({"firm": "€ 50,00"}, 422, "/body/lines/0/firm"),
        ({"firm": "fünf"}, 422, "/body/lines/0/firm"),
        ({"firm": 5}, 422, "/body/lines/0/firm"),
        ({"firm": "-1"}, 422, "/body/lines/0/firm"),
        ({"firm": "0"}, 422, "above zero"),
        ({"firm": "0.7"}, 422, "0.7 ream is not a multiple of 0.5 ream"),
        ({"tolerance": "0.25", "firm": "1"}, 422, "/body/lines/0/tolerance"),
        ({"firm": "200000000"}, 422, "at most 100000000"),
        ({"firm": "1", "ceiling": {"amount": "€ 50,00", "currency": "EUR"}}, 422, "/body/lines/0/ceiling"),
        ({"firm": "1", "ceiling": {"amount": "5", "currency": "JPY"}}, 422, "in EUR"),
        ({"firm": "1", "ceiling": euros("-1.00")}, 422, "zero or more"),
        ({"firm": "1", "article_id": NOWHERE}, 422, "not in this order"),
        ({"firm": "1", "seq": 1}, 422, "not permitted"),
    ],
)
async def test_a_quantity_that_makes_no_sense_is_refused(
    house: House, line: dict[str, Any], status: int, words: str
) -> None:
    order = await opened(house, article(quantum="0.5"))
    body = {"lines": [{"article_id": order["articles"][0]["id"]} | line]}
    answer = await house.as_member(1).put(f"{ORDERS}/{order['id']}/commitments/mine", json=body)
    assert answer.status_code == status
    assert words in answer.text
    assert (await read(house, order))["lines_count"] == 0


async def test_top_up_takes_only_what_completes_boxes(house: House) -> None:
    """Boxes of 5: 7 firm fill one; three more would fill the second."""
    order = await opened(house, article(box_size="5"), top_up_at=in_hours(24))
    await joined(house, 1, order, "4")
    await joined(house, 2, order, ("3", "1"))
    house.service.database.clock.advance(timedelta(hours=25))
    (figures,) = (await read(house, order, "figures"))["articles"]
    assert (figures["boxes"], figures["next_box"]["missing"]) == (1, "2")

    async def rules(number: int, firm: str, tolerance: str = "0", **more: Any) -> list[str]:
        answer = await commit(house.as_member(number), order, (firm, tolerance), **more)
        if answer.status_code == 200:
            return []
        assert (answer.status_code, answer.json()["type"]) == (409, "/problems/top-up-rule-broken")
        found: list[str] = answer.json()["rules"][order["articles"][0]["id"]]
        return found

    # fair: of 7 firm quanta 2 wait for the second box, one of each of the two members
    assert await rules(1, "2") == ["firm_may_not_fall", "total_may_not_fall"]
    assert await rules(2, "3", "0") == ["missing_may_not_rise"]
    assert await rules(1, "4", ceiling=euros("5.00")) == ["ceiling_may_not_fall"]
    assert await rules(3, "4") == ["missing_may_not_rise"]
    assert await rules(3, "2") == []
    leave = await house.as_member(3).delete(f"{ORDERS}/{order['id']}/commitments/mine")
    assert leave.status_code == 409
    (figures,) = (await read(house, order, "figures"))["articles"]
    assert (figures["firm"], figures["tolerance"], figures["boxes"]) == ("9", "1", 2)


async def test_in_top_up_firm_units_that_nobody_serves_may_be_taken_back(house: House) -> None:
    """Of 7 in boxes of 5, the last two wait for a second box; who came last may give them up, not who came first."""
    order = await opened(house, article(box_size="5"), top_up_at=in_hours(24), allocation="first_come")
    await joined(house, 1, order, "4")
    await joined(house, 2, order, "3")
    house.service.database.clock.advance(timedelta(hours=25))
    assert (await commit(house.as_member(1), order, "2")).status_code == 409
    await joined(house, 2, order, "1")
    (figures,) = (await read(house, order, "figures"))["articles"]
    assert (figures["firm"], figures["boxes"]) == ("5", 1)


async def test_an_order_of_a_filiere_and_a_region_takes_their_members_by_their_tokens(house: House) -> None:
    """The projection knows nothing here, so the claims of the token count."""
    filiere, other = new_id(), new_id()
    order = await opened(house, filieres=[str(filiere)], nuts=["BE1", "BE33"])
    path = f"{ORDERS}/{order['id']}/commitments/mine"

    async def status(number: int, territory: str | None, *filieres: Any) -> int:
        member = claiming(house, number, territory, *filieres)
        return (await member.put(path, json=wanted(order, "1"))).status_code

    assert await status(1, "BE100", filiere) == 200
    assert await status(2, "BE332", other, filiere) == 200
    assert await status(3, "BE332", other) == 403
    assert await status(4, "BE2", filiere) == 403
    assert await status(5, None, filiere) == 403
    refused = await house.as_member(6).put(path, json=wanted(order, "1"))
    assert refused.json()["type"] == "/problems/order-for-other-members"
    structure = f"{ORDERS}/{order['id']}/commitments/structure"
    assert (await buyer(house).put(structure, json=wanted(order, "1"))).status_code == 200


async def test_figures_say_what_the_next_tier_and_box_would_save(house: House) -> None:
    order = await opened(house, article(box_size="10"))
    await joined(house, 1, order, ("24", "0"))
    await joined(house, 2, order, ("3", "2"))
    mine = await made(await house.as_member(1).get(f"{ORDERS}/{order['id']}/figures"), 200)
    (figures,) = mine["articles"]
    assert (figures["firm"], figures["tolerance"], figures["volume"], figures["boxes"]) == ("27", "2", "20", 2)
    assert figures["tier"] == {"number": 1, "from_quantity": "1", "unit_price": euros("4.20")}
    assert figures["next_box"] == {
        "missing": "1", "volume": "30", "unit_price": euros("4.20"), "saving_per_unit": euros("0.00"),
        "saving": euros("0.00"), "my_saving": euros("0.00"),
    }  # fmt: skip
    assert figures["next_tier"] == {
        "missing": "11", "volume": "40", "unit_price": euros("3.85"), "saving_per_unit": euros("0.35"),
        "saving": euros("9.45"), "my_saving": euros("8.40"),
    }  # fmt: skip
    assert figures["cliff"] is None
    await joined(house, 3, order, "10")
    (figures,) = (await read(house, order, "figures"))["articles"]
    assert figures["cliff"] is None, "30 at 4.20 are 126.00, 40 at 3.85 are 154.00"
    steep = [{"from_quantity": "1", "unit_price": euros("4.20")}, {"from_quantity": "40", "unit_price": euros("3.00")}]
    cliff = await opened(house, article(tiers=steep), supplier=order["supplier"])
    await joined(house, 1, cliff, "30")
    (figures,) = (await read(house, cliff, "figures"))["articles"]
    assert figures["cliff"] == {"volume": "40", "cost": euros("120.00"), "cost_now": euros("126.00")}


async def test_a_member_sees_her_own_commitment_and_totals_the_buyer_sees_all(house: House) -> None:
    order = await opened(house)
    first = await joined(house, 1, order, "3", ceiling=euros("4.50"))
    await joined(house, 2, order, "4")
    path = f"{ORDERS}/{order['id']}"
    assert (await house.as_member(1).get(f"{path}/commitments")).status_code == 403
    assert (await house.as_member(1).get(f"{path}/allotments")).status_code == 403
    assert (await house.as_member(1).get(f"{path}/settlement-lines")).status_code == 403
    mine = (await house.as_member(1).get(f"{path}/commitments/mine")).json()
    assert mine | {"estimate": None} == first | {"estimate": None}
    assert (first["estimate"]["admitted"], mine["estimate"]["admitted"]) == (False, True), "as the order stands now"
    assert mine["party"] == {"kind": "member", "office": BRUSSELS, "member_id": str(member_number(1))}
    seen = await read(house, order, "commitments?limit=1")
    assert [one["party"]["member_id"] for one in seen["items"]] == [str(member_number(1))]
    following = await read(house, order, f"commitments?limit=1&cursor={seen['next']}")
    assert ([one["lines"][0]["firm"] for one in following["items"]], following["next"]) == (["4"], None)
    again = await joined(house, 1, order, "3")
    assert again["lines"][0]["ceiling"] == euros("4.50"), "the latest ceiling given counts"
    assert (await read(house, order))["version"] == 4, "what changes nothing is written nowhere"


async def test_leaving_frees_what_was_taken(house: House) -> None:
    order = await opened(house, article(cap="5"))
    await joined(house, 1, order, "5")
    path = f"{ORDERS}/{order['id']}/commitments/mine"
    assert (await house.as_member(1).delete(path)).status_code == 204
    assert (await house.as_member(1).delete(path)).status_code == 404
    assert (await house.as_member(1).get(path)).status_code == 404
    await joined(house, 2, order, "5")
    seen = await read(house, order)
    assert (seen["members_count"], seen["lines_count"]) == (1, 1)
    last = [one["data"] for one in await announced(house) if one["type"].endswith("committed.v1")]
    assert [one["members_count"] for one in last] == [1, 0, 1]
    assert last[1]["lines"] == []


async def test_lines_are_cleared_at_the_lock_as_the_last_events_say(house: House) -> None:
    """Lowering takes the newest increments first, and raising again goes to the end of the queue (first come)."""
    order = await opened(house, article(box_size="10"), allocation="first_come")
    await joined(house, 1, order, "6")
    await joined(house, 2, order, "6")
    await joined(house, 1, order, "4")
    await joined(house, 1, order, "6")
    await decided(house, order, "confirmed")
    lines = (await read(house, order, "allotments"))["items"]
    assert [(one["seq"], one["firm"], one["allotted"], one["reason"]["code"]) for one in lines] == [
        (1, "6", "4", "supply_used_up_earlier"),
        (2, "6", "6", "firm_in_full"),
    ]
    assert (await verb(house, order, "order"))["state"] == "ordered"
