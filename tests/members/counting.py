"""What the tests of analytics start from: an office with members of known kinds, written straight into its database."""

from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime
from typing import Any

import httpx

from partage_kit.auth import Role
from partage_kit.tables import table_of
from partage_members.profiles.fields import DEFAULTS
from partage_members.profiles.models import Profile
from support.house import BRUSSELS, House, member_number

ANALYTICS = "/members/v1/analytics"
TO_ALL: dict[str, str] = {str(field): "public" for field in DEFAULTS}
LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)


def somebody(number: int, **changes: object) -> dict[str, Any]:
    """The row of the n-th member, who shows everything to everybody."""
    row = {
        "id": member_number(number),
        "office": BRUSSELS,
        "version": 1,
        "given_name": "Ana",
        "family_name": f"Nas {number}",
        "sort_name": f"nas {number:06}",
        "country": "BE",
        "nuts": "BE100",
        "trades": ["photographer"],
        "sectors": ["74"],
        "languages": ["fr"],
        "skills": [],
        "workplaces": [],
        "links": [],
        "audiences": TO_ALL,
        "stage": "starting",
        "joined_on": date(2021, 3, 1),
        "created_at": LONG_AGO,
        "updated_at": LONG_AGO,
    } | changes
    return {"region": row["nuts"]} | row


async def members(house: House, rows: Iterable[Mapping[str, Any]]) -> None:
    """Let an office have these members."""
    found = list(rows)
    async with house.service.database.writer.begin() as connection:
        for start in range(0, len(found), 500):
            await connection.execute(table_of(Profile).insert(), found[start : start + 500])


def people(kinds: Mapping[str, int], start: int = 0, **changes: object) -> list[dict[str, Any]]:
    """So many members of each trade, counted on from a number."""
    trades = [trade for trade, count in kinds.items() for _ in range(count)]
    return [somebody(start + number, trades=[trade], **changes) for number, trade in enumerate(trades)]


async def snapshot(house: House, office: str = BRUSSELS) -> None:
    """Let staff ask for a snapshot of today, and the workers make it."""
    asked = await house.as_role(Role.STAFF, office=office).post(f"{ANALYTICS}/snapshots")
    assert asked.status_code == 202, asked.text
    await make_snapshots(house)


async def make_snapshots(house: House) -> None:
    """Do what is due of snapshots, as the workers do again and again."""
    for worker in house.service.workers:
        if "snapshots" in worker.name:
            await worker.do_what_is_due(house.service.database)


async def ask(house: House, path: str, audience: str = "members", **query: object) -> httpx.Response:
    """Read something of analytics as a member of the office, or without a token what everybody is told."""
    reader = house.as_member(1) if audience == "members" else house.client()
    params: dict[str, Any] = {"office": BRUSSELS, "audience": audience, **query}
    return await reader.get(f"{ANALYTICS}{path}", params=params)


async def told(
    house: House, table: str, audience: str = "members", **query: object
) -> dict[tuple[str, str], int | None]:
    """The counts of a table by row and column."""
    answer = await ask(house, f"/tables/{table}", audience, **query)
    assert answer.status_code == 200, answer.text
    for cell in answer.json()["cells"]:
        assert (cell["status"] == "suppressed") == (cell["count"] is None)
    return {(cell["row"], cell["column"]): cell["count"] for cell in answer.json()["cells"]}


async def rows_of(house: House, table: str, audience: str = "members", **query: object) -> dict[str, int | None]:
    """The counts of a table of one dimension by row."""
    return {row: count for (row, _), count in (await told(house, table, audience, **query)).items()}
