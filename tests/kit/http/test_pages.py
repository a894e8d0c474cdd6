"""Keyset pages: everybody once, in order, with any mix of directions; a cursor is of one list in one order."""

import base64
import json
from itertools import pairwise
from typing import Any

import httpx

from support.house import House

NOTES = "/kit/v1/notes"


async def write(house: House, title: str, **more: object) -> None:
    """Write a note."""
    made = await house.as_member(1).post(NOTES, json={"title": title, **more})
    assert made.status_code == 201, made.text


async def walk(house: House, query: str) -> list[dict[str, Any]]:
    """All items, page by page, following the Link header."""
    items: list[dict[str, Any]] = []
    url = f"{NOTES}?{query}"
    while url:
        page = await house.as_member(1).get(url)
        assert page.status_code == 200, page.text
        items += page.json()["items"]
        assert ("next" in page.links) == (page.json()["next"] is not None)
        url = page.links["next"]["url"] if "next" in page.links else ""
    return items


async def test_every_page_size_visits_everything_once_in_order(house: House) -> None:
    days = ["2026-03-01", "2026-03-01", "2026-01-15", "2026-05-30", "2026-03-01", "2026-01-15"]
    for number, day in enumerate(days):
        await write(house, f"n{number % 3}", count=number % 2, due=f"{day}T09:00:00.123456+02:00")
    for size in (1, 2, 3, 5, 6, 200):
        by_title = [(item["title"], item["id"]) for item in await walk(house, f"limit={size}")]
        assert by_title == sorted(by_title)
        assert len(set(by_title)) == len(days)
        by_due = await walk(house, f"sort=-due&limit={size}")
        assert len({item["id"] for item in by_due}) == len(days)
        assert all(
            earlier["due"] > later["due"]
            or (earlier["due"] == later["due"] and (earlier["count"], earlier["id"]) < (later["count"], later["id"]))
            for earlier, later in pairwise(by_due)
        )


async def test_names_of_all_kinds_are_paged_alike_on_both_databases(house: House) -> None:
    titles = ["a b", "a", "Z", "é", "a\u200db", "中", "😀", "a-b", "_", "~", "'", "\u00a0x"]
    for title in titles:
        await write(house, title)
    assert [item["title"] for item in await walk(house, "limit=1")] == sorted(t.strip() for t in titles)


async def test_rows_that_come_and_go_disturb_no_walk(house: House) -> None:
    for number in range(6):
        await write(house, f"n{number}")
    first = await house.as_member(1).get(f"{NOTES}?limit=3")
    await write(house, "a new one before the cursor")
    gone = f"{NOTES}/{first.json()['items'][2]['id']}"
    assert (await house.as_member(1).delete(gone, headers={"If-Match": '"1"'})).status_code == 204
    second = await house.as_member(1).get(first.links["next"]["url"])
    assert [item["title"] for item in second.json()["items"]] == ["n3", "n4", "n5"]


def cursor(*values: object) -> str:
    """A cursor as somebody might forge it."""
    return base64.urlsafe_b64encode(json.dumps(values).encode()).decode().rstrip("=")


ID = "0192f0c4-0000-7000-8000-000000000000"
FORGED = [
    "",
    "nonsense",
    "W10",
    "e30",
    "bnVsbA",
    cursor(),
    cursor("title"),
    cursor("title", "a"),
    cursor("title", "a", ID, "more"),
    cursor("-due", "a", ID),
    cursor("title", 5, ID),
    cursor("title", None, ID),
    cursor("title", ["a"], ID),
    cursor("title", "a\x00", ID),
    cursor("title", "\ud800", ID),
    cursor("title", "a", "no id"),
    cursor("title", "a", 7),
]
FORGED_DUE = [
    cursor("-due", "2026-03-01T09:00:00", 0, ID),
    cursor("-due", "0001-01-01T00:00:00+14:00", 0, ID),
    cursor("-due", 1772355600, 0, ID),
    cursor("-due", None, 0, ID),
    cursor("-due", "2026-03-01T09:00:00Z", "0", ID),
    cursor("-due", "2026-03-01T09:00:00Z", 2**31, ID),
    cursor("-due", "2026-03-01T09:00:00Z", 10**40, ID),
    cursor("-due", "2026-03-01T09:00:00Z", 0.5, ID),
    cursor("-due", "2026-03-01T09:00:00Z", True, ID),
]


async def test_a_forged_cursor_is_refused(house: House) -> None:
    await write(house, "a", due="2026-03-01T09:00:00Z")

    async def ask(query: str) -> httpx.Response:
        return await house.as_member(1).get(f"{NOTES}?{query}")

    for forged in FORGED[1:]:
        answer = await ask(f"cursor={forged}")
        assert (answer.status_code, answer.json()["type"]) == (422, "/problems/invalid"), forged
        assert answer.json()["errors"][0]["pointer"] == "/query/cursor"
    for forged in FORGED_DUE:
        assert (await ask(f"sort=-due&cursor={forged}")).status_code == 422, base64.urlsafe_b64decode(forged + "==")
    assert (await ask(f"sort=-due&cursor={cursor('-due', '2026-03-02T09:00:00Z', 0, ID)}")).status_code == 200
