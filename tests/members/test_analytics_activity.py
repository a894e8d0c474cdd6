"""Activity in bands and the state of profiles: each member counted once, amounts nowhere; one statement for all."""

from collections import Counter
from collections.abc import AsyncIterator, Mapping
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any
from uuid import UUID

import pytest

from members.conftest import quiet_house
from members.counting import TO_ALL, make_snapshots, members, people, rows_of, somebody, told
from partage_contracts.members import ActivityBand
from partage_kit.tables import table_of
from partage_kit.types import day_of, new_id
from partage_members.activity.models import ActivityEntry, DriftProposal
from partage_members.analytics.commands import prepare_snapshot
from partage_members.analytics.counting import counted
from partage_members.analytics.queries import due_id, months_due
from support.databases import Databases
from support.house import BRUSSELS, House, member_number
from support.statements import statements

_NOW = datetime.now(UTC)
LAST_MONTH = day_of(_NOW).replace(day=1) - timedelta(days=1)


@pytest.fixture
async def house(fresh_databases: Databases, home: Path) -> AsyncIterator[House]:
    """An office that nobody else asks for anything."""
    async with quiet_house(fresh_databases, home) as house:
        yield house


def a_piece(number: int, band: str, trade: str = "baker", **changes: object) -> dict[str, Any]:
    """The row of a piece of the n-th member's activity in the last month."""
    month = LAST_MONTH.replace(day=1)
    return {
        "id": new_id(),
        "office": BRUSSELS,
        "member_id": member_number(number),
        "kind": "invoice",
        "source": "payroll",
        "reference": str(new_id()),
        "revision": 1,
        "first_month": month,
        "last_month": month,
        "trade": trade,
        "sector": "10",
        "client_kind": None,
        "band": band,
        "cancelled": False,
        "recorded_at": _NOW,
    } | changes


async def test_each_active_member_is_counted_once_by_her_highest_band(house: House) -> None:
    await members(house, people({"photographer": 80}))
    pieces = [a_piece(number, "from_2000") for number in range(40)]
    pieces += [a_piece(number, "below_500", "photographer") for number in range(72)]
    pieces += [a_piece(number, "from_50000", cancelled=True) for number in range(72)]
    pieces += [a_piece(number, "from_50000", kind="registration") for number in range(72)]
    long_ago: dict[str, Any] = {"first_month": date(2019, 1, 1), "last_month": date(2019, 2, 1)}
    pieces += [a_piece(number, "from_50000", **long_ago) for number in range(72)]
    async with house.service.database.writer.begin() as connection:
        await connection.execute(table_of(ActivityEntry).insert(), pieces)
    async with house.service.database.reading() as session:
        rows = await counted(session, BRUSSELS, LAST_MONTH)
    found = {(row.name, row.one, row.other): row.persons for row in rows if row.name.startswith("active")}
    assert found == {
        ("active_trade_by_band", "baker", "from_2000"): 40,
        ("active_trade_by_band", "photographer", "below_500"): 32,
        ("active_sector_by_band", "10", "from_2000"): 40,
        ("active_sector_by_band", "10", "below_500"): 32,
    }


async def test_the_state_of_profiles_is_counted(house: House) -> None:
    await members(house, people({"photographer": 20}, email="a@members.example"))
    await members(house, people({"photographer": 15}, 100, skills=["x"], updated_at=_NOW))
    await make_snapshots(house)
    filled = await told(house, "completeness")
    assert (filled["email", "filled"], filled["email", "missing"], filled["skills", "filled"]) == (20, 15, 15)
    assert (filled["trades", "filled"], filled["trades", "missing"]) == (None, None)
    fresh = await rows_of(house, "freshness")
    assert fresh["all"] == 35
    assert (await rows_of(house, "drift"))["proposed"] is None


async def test_all_tables_are_counted_in_one_statement_however_many_members_there_are(house: House) -> None:
    await members(house, people({"photographer": 34_000, "baker": 1_000}))
    async with house.service.database.reading() as session:
        await counted(session, BRUSSELS, LAST_MONTH)
        with statements(house.service.database.reader.sync_engine) as sent:
            rows = await counted(session, BRUSSELS, LAST_MONTH)
        assert len(sent) == 1
        assert sum(row.persons for row in rows if row.name == "trade_by_stage") == 35_000
        assert len(rows) < 1_000
        with statements(house.service.database.reader.sync_engine) as sent:
            prepared = await prepare_snapshot(months_due, session, due_id(BRUSSELS, LAST_MONTH.isoformat()[:7]))
    assert prepared is not None
    assert len(sent) <= 5, "when it is, who is due, the counts, and what was told before"


async def test_active_tables_and_drift_are_what_counting_by_hand_finds(house: House) -> None:
    """An oracle from the rows: who was paid last month, by her highest band, and to whom something is proposed."""
    draw = Random(11)
    trades, sectors, bands = ("baker", "photographer", None), ("10", "74", None), [str(band) for band in ActivityBand]
    hidden = TO_ALL | {"name": "filiere"}
    rows = [somebody(n, audiences=hidden if draw.random() < 0.2 else TO_ALL) for n in range(60)]
    await members(house, rows)
    pieces = []
    for _ in range(200):
        first = LAST_MONTH.replace(day=1) - timedelta(days=31 * draw.randint(0, 2))
        last = max(first.replace(day=1), LAST_MONTH.replace(day=1) if draw.random() < 0.5 else first.replace(day=1))
        changes: dict[str, Any] = {
            "first_month": first.replace(day=1),
            "last_month": last,
            "sector": draw.choice(sectors),
        }
        kind = draw.choice(("invoice", "assignment", "registration"))
        piece = a_piece(draw.randrange(60), draw.choice(bands), **changes, kind=kind, cancelled=draw.random() < 0.2)
        pieces.append(piece | {"trade": draw.choice(trades) if changes["sector"] else "baker"})
    open_ = [_proposal(n, "open" if n % 3 else "declined") for n in range(0, 60, 2)]
    async with house.service.database.writer.begin() as connection:
        await connection.execute(table_of(ActivityEntry).insert(), pieces)
        await connection.execute(table_of(DriftProposal).insert(), open_)
    async with house.service.database.reading() as session:
        counts = await counted(session, BRUSSELS, LAST_MONTH)
    seen = {row["id"] for row in rows if row["audiences"] is TO_ALL}
    best: dict[UUID, dict[str, Any]] = {}
    for piece in pieces:
        month = LAST_MONTH.replace(day=1)
        paid = piece["kind"] != "registration" and not piece["cancelled"] and piece["member_id"] in seen
        if paid and piece["first_month"] <= month <= piece["last_month"]:
            best[piece["member_id"]] = min(best.get(piece["member_id"], piece), piece, key=_first)
    for table, column in (("active_trade_by_band", "trade"), ("active_sector_by_band", "sector")):
        found = {(row.one, row.other): row.persons for row in counts if row.name == table}
        assert found == Counter((piece[column], piece["band"]) for piece in best.values()), table
    proposed = len({one["member_id"] for one in open_ if one["state"] == "open"} & seen)
    drift = {row.one: row.persons for row in counts if row.name == "drift"}
    assert drift == {"proposed": proposed, "none": len(seen) - proposed}


def _first(piece: Mapping[str, Any]) -> tuple[Any, ...]:
    """The order in which pieces of one member count: the highest band, then by codes, told ones first."""
    size = [str(band) for band in ActivityBand].index(piece["band"])
    codes = ((piece[name] is None, piece[name] or "") for name in ("trade", "sector"))
    return (-size, *codes, piece["id"].hex)


def _proposal(number: int, state: str) -> dict[str, Any]:
    """The row of a proposal to the n-th member."""
    return {
        "id": new_id(),
        "office": BRUSSELS,
        "version": 1,
        "member_id": member_number(number),
        "dimension": "trade",
        "kind": "missing",
        "code": "baker",
        "strength": 1,
        "state": state,
        "proposed_at": _NOW,
        "expires_at": _NOW,
    }
