"""Every verb in every state: it does what the design says, or it is refused and nothing changes."""

from collections.abc import Awaitable, Callable, Mapping
from datetime import timedelta
from typing import Any

import httpx
import pytest

from support.house import House
from support.pooling import ORDERS, commit, drafted, euros, in_hours, joined, order, read, verb, wanted
from support.purchasing import buyer, referenced

Order = dict[str, Any]
INVOICE = {"number": "F-1", "dated_on": "2026-04-20", "total": euros("50.82")}
COSTS: dict[str, Any] = {"invoice": INVOICE, "logistics": {"amount": euros("2.00")}}


def delivered(of: Order, quantity: str) -> list[dict[str, str]]:
    """So many units of the one article."""
    return [{"article_id": of["articles"][0]["id"], "quantity": quantity}]


def post(name: str, body: Callable[[Order], Mapping[str, Any]]) -> Callable[[House, Order], Awaitable[httpx.Response]]:
    """A verb of the buyer."""

    async def act(house: House, of: Order) -> httpx.Response:
        return await buyer(house).post(f"{ORDERS}/{of['id']}/{name}", json=body(of))

    return act


async def change(house: House, of: Order) -> httpx.Response:
    """Write the draft anew."""
    path = f"{ORDERS}/{of['id']}"
    tag = (await buyer(house).get(path)).headers["ETag"]
    return await buyer(house).put(path, json=order(of["supplier"]), headers={"If-Match": tag})


async def commit_again(house: House, of: Order) -> httpx.Response:
    """A member commits to what she has, or would have, committed to."""
    return await commit(house.as_member(1), of, "10")


async def leave(house: House, of: Order) -> httpx.Response:
    """A member takes everything back."""
    return await house.as_member(1).delete(f"{ORDERS}/{of['id']}/commitments/mine")


async def commit_structure(house: House, of: Order) -> httpx.Response:
    """The structure commits."""
    return await buyer(house).put(f"{ORDERS}/{of['id']}/commitments/structure", json=wanted(of, "1"))


VERBS: Mapping[str, Callable[[House, Order], Awaitable[httpx.Response]]] = {
    "change": change,
    "open": post("open", lambda _: {}),
    "consent": post("consent", lambda _: {}),
    "commit": commit_again,
    "leave": leave,
    "commit_structure": commit_structure,
    "cancel": post("cancel", lambda _: {"reason": "The shop has closed"}),
    "extend": post("extend", lambda _: {"locks_at": in_hours(24 * 60)}),
    "order": post("order", lambda _: {}),
    "receive": post("receive", lambda of: {"delivered": delivered(of, "10"), "complete": True, **COSTS}),
    "settle": post("settle", lambda _: {}),
    "correct": post("correct", lambda of: {"reason": "Miscounted", "delivered": delivered(of, "10"), **COSTS}),
    "close": post("close", lambda _: {}),
}

ALLOWED: Mapping[str, Mapping[str, str]] = {
    "draft": {"change": "draft", "open": "open", "cancel": "cancelled"},
    "scheduled": {"cancel": "cancelled"},
    "open": {"commit": "open", "leave": "open", "commit_structure": "open", "cancel": "cancelled"},
    "top_up": {"commit": "top_up", "commit_structure": "top_up", "cancel": "cancelled"},
    # who asks for an order to be placed meets it undecided, and decides it first
    "locked": {"cancel": "cancelled", "order": "ordered"},
    "confirmed": {"order": "ordered"},
    "failed_minimum": {"extend": "open"},
    "failed_logistics": {},
    "cancelled": {},
    "ordered": {"receive": "received"},
    "partly_received": {"receive": "received"},
    "received": {"settle": "settled"},
    "settled": {"correct": "settled", "close": "closed"},
    "closed": {},
}
"""By state, the verbs it allows and the state that each leads to; all others are refused."""

HIDDEN = {"draft": {"commit", "leave"}, "scheduled": {"commit", "leave"}}
"""What members do not see yet is 404 to them."""


async def brought_to(house: House, supplier: Order, state: str) -> Order:
    """An order of ten reams at 4.20 in a state, by the shortest way."""
    changes: dict[str, Any] = {"locks_at": in_hours(48)}
    if state == "scheduled":
        changes |= {"opens_at": in_hours(24)}
    if state == "top_up":
        changes |= {"top_up_at": in_hours(24)}
    if state == "failed_minimum":
        changes |= {"minimum": {"amount": euros("500.00"), "basis": "net"}}
    if state == "failed_logistics":
        changes |= {"logistics": {"steps": [{"amount": euros("9.00")}], "vat_rate": "21.00"}}
    made = await drafted(house, supplier=supplier, **changes)
    if state == "draft":
        return made
    await verb(house, made, "open")
    if state == "scheduled":
        return made
    await joined(house, 1, made, "10")
    if state == "cancelled":
        await verb(house, made, "cancel", reason="No more need")
    if state in ("open", "cancelled"):
        return made
    clock = house.service.database.clock
    clock.advance(timedelta(hours=30 if state == "top_up" else 50))
    if state in ("top_up", "locked"):
        return made
    for worker in house.service.workers:
        await worker.do_what_is_due(house.service.database)
    if state in ("confirmed", "failed_minimum", "failed_logistics"):
        return made
    await verb(house, made, "order")
    if state == "partly_received":
        await verb(house, made, "receive", delivered=delivered(made, "0"), complete=False)
    if state in ("received", "settled", "closed"):
        await verb(house, made, "receive", delivered=delivered(made, "10"), complete=True, **COSTS)
    for step in {"settled": ["settle"], "closed": ["settle", "close"]}.get(state, []):
        await verb(house, made, step)
    return made


@pytest.mark.parametrize("state", ALLOWED)
async def test_every_verb_does_what_the_state_allows(house: House, state: str) -> None:
    supplier = await referenced(house)
    shown = "draft" if state == "scheduled" else state
    of = await brought_to(house, supplier, state)
    for name in VERBS.keys() - ALLOWED[state].keys():
        answer = await VERBS[name](house, of)
        expected = 404 if name in HIDDEN.get(state, ()) else 409
        assert answer.status_code == expected, (name, answer.text)
        assert (await read(house, of))["state"] == shown, name
    house.service.database.clock.offset = timedelta(0)
    for name, after in ALLOWED[state].items():
        of = await brought_to(house, supplier, state)
        answer = await VERBS[name](house, of)
        assert answer.is_success, (name, answer.text)
        assert (await read(house, of))["state"] == after, name
        house.service.database.clock.offset = timedelta(0)
