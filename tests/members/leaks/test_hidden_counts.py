"""Attacks on analytics: two offices that differ in what one member hides from members are counted alike, everywhere."""

import re
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from members.conftest import quiet_house
from members.counting import ANALYTICS, TO_ALL, members, people, snapshot, somebody
from members.leaks.knocking import Told, knock
from partage_members.analytics.catalogue import Table
from support.databases import Databases
from support.house import BRUSSELS, House

FIELDS = ("trades", "sectors", "territory", "stage", "joined_on")
"""What members are counted by."""

HIDDEN: Mapping[str, Any] = {
    "trades": ["baker"],
    "sectors": ["10"],
    "country": "FR",
    "nuts": "FRE11",
    "stage": "established",
    "joined_on": date(2024, 1, 1),
}
"""Other values of the same fields, which many others have, too."""

OF_ITS_OWN = re.compile(rb"[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f-]{17}|\d{4}-\d\d-\d\dT[\d:.]+Z?")
"""Ids and instants, which are others in each house."""

HIDING = (dict.fromkeys(TO_ALL, "nobody"), TO_ALL | dict.fromkeys(FIELDS, "filiere"))
"""One who hides herself, and one who shows to her filières alone what she is counted by."""


async def test_a_hidden_value_changes_no_count(fresh_databases: Databases, home: Path) -> None:
    seen = []
    for changes in ({}, HIDDEN):
        async with quiet_house(fresh_databases, home) as house:
            hiding = [somebody(900 + n, audiences=audiences, **changes) for n, audiences in enumerate(HIDING)]
            await members(house, [*_others(), *hiding])
            await snapshot(house)
            seen.append({where: await _told(house, *where) for where in _doors()})
    for where, told in seen[0].items():
        assert told.status == 200, (where, told.content)
        assert told == seen[1][where], where


def _others() -> list[dict[str, Any]]:
    """Groups that are told, and of which one more or less would be seen."""
    some = people({"photographer": 44, "baker": 36})
    return some + people({"baker": 40, "photographer": 32}, 200, stage="established", nuts="FRE11", country="FR")


def _doors() -> Iterator[tuple[str, str]]:
    """Who asks, and what: every table in every form."""
    for audience, who in (("members", "member"), ("public", "anybody")):
        query = f"?office={BRUSSELS}&audience={audience}"
        yield who, f"/snapshots{query}"
        for table in Table:
            path = f"/tables/{table}"
            yield from ((who, f"{path}{form}{query}") for form in ("", "/chart"))
            cell = "&row=email&column=filled" if table is Table.COMPLETENESS else ""
            yield from ((who, f"{path}/series{form}{query}&every=snapshot{cell}") for form in ("", "/chart"))
        yield from ((who, f"/tables/{Table.TRADE_BY_STAGE}/picture{query}&type={kind}") for kind in ("svg", "png"))
        yield who, f"/tables/{Table.TRADE}/series/picture{query}&every=snapshot"


async def _told(house: House, who: str, path: str) -> Told:
    reader = house.as_member(1) if who == "member" else house.client()
    answer = await knock(house, reader, "GET", f"{ANALYTICS}{path}")
    return answer._replace(content=OF_ITS_OWN.sub(b"...", answer.content))
