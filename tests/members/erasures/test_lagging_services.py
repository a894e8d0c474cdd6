"""Each other service says when it has forgotten a member; one that lags is flagged to her and to the staff."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import httpx
import pytest

from members.conftest import MIGRATIONS
from members.given import profile
from partage_contracts.impact import ErasureAcknowledged as ForgottenByImpact
from partage_contracts.procurement import ErasureAcknowledged as ForgottenByProcurement
from partage_kit.auth import Role
from partage_members.app import create_app
from partage_members.settings import MembersSettings
from partage_members.tables import tables
from support.databases import Databases
from support.erasing import erased
from support.house import BRUSSELS, House, running
from support.streams import Streams, listening
from support.waiting import eventually

Said = type[ForgottenByImpact] | type[ForgottenByProcurement]


@pytest.fixture
async def house(fresh_databases: Databases, home: Path) -> AsyncIterator[House]:
    """A members service that waits for two others."""
    url = fresh_databases.fresh_url(tables, migrations=MIGRATIONS)
    settings = MembersSettings(
        home=home, database_url=url, migrate_on_start=False, work_in_serve=False, erased_in="procurement,impact"
    )
    async with running(create_app(settings), settings) as house:
        yield house


class Erased:
    """A member who was erased, with her receipt and nothing else."""

    def __init__(self, house: House, receipt: dict[str, Any]) -> None:
        self.id, self._secret = receipt["id"], receipt["secret"]
        self._house = house

    async def reads(self) -> dict[str, Any]:
        """What she reads with her receipt."""
        path = f"/members/v1/erasures/{self.id}/receipt"
        answer = await self._house.client().get(path, headers={"Receipt": self._secret})
        assert answer.status_code == httpx.codes.OK, answer.text
        read: dict[str, Any] = answer.json()
        return read

    async def lagging(self) -> dict[str, bool]:
        """The services that have not acknowledged yet, and whether they are overdue."""
        acknowledged = (await self.reads())["acknowledgements"]
        return {one["service"]: one["is_overdue"] for one in acknowledged if one["acknowledged_at"] is None}

    async def heard(self, streams: Streams, said: Said, at: datetime | None = None) -> None:
        """A service says that it has forgotten her."""
        fact = said(office=BRUSSELS, subject=UUID(self.id), sequence=1, rows=3, under_way=False)
        await streams.announce(fact, at or datetime.now(UTC) + self._house.service.database.clock.offset)


async def _overdue(house: House) -> list[dict[str, Any]]:
    page = await house.as_role(Role.STAFF).get("/members/v1/erasures", params={"overdue": True})
    items: list[dict[str, Any]] = page.json()["items"]
    return items


async def _completed(house: House, so: bool) -> list[str]:
    page = await house.as_role(Role.STAFF).get("/members/v1/erasures", params={"completed": so})
    return [one["id"] for one in page.json()["items"]]


async def test_a_service_that_lags_is_flagged_until_it_has_forgotten(house: House) -> None:
    await profile(house, 1)
    she = Erased(house, await erased(house, 1))
    begun = await she.reads()
    assert begun["erased_at"] is not None and begun["completed_at"] is None
    assert await she.lagging() == {"impact": False, "procurement": False}
    async with listening(house, "procurement", "impact") as streams:
        await she.heard(streams, ForgottenByProcurement)
        await eventually(she.lagging, lambda lagging: lagging == {"impact": False})
        assert not (await she.reads())["is_overdue"] and await _overdue(house) == []

        house.service.database.clock.advance(timedelta(days=35))
        assert await she.lagging() == {"impact": True}
        seen, (item,) = await she.reads(), await _overdue(house)
        assert seen["is_overdue"] and item["is_overdue"] and item["id"] == she.id
        assert item["acknowledgements"] == seen["acknowledgements"]
        assert [await _completed(house, so) for so in (False, True)] == [[she.id], []]
        assert [one["is_overdue"] for one in seen["acknowledgements"]] == [True, False], "who was in time is not"

        await she.heard(streams, ForgottenByImpact)
        await eventually(she.lagging, lambda lagging: lagging == {})
    done = await she.reads()
    assert not done["is_overdue"] and await _overdue(house) == []
    assert [await _completed(house, so) for so in (False, True)] == [[], [she.id]]
    assert done["completed_at"][:10] > done["due_on"], "that it came late is still told"


async def test_what_is_said_again_or_by_others_changes_nothing(house: House) -> None:
    await profile(house, 1)
    await profile(house, 2)
    she, other = Erased(house, await erased(house, 1)), Erased(house, await erased(house, 2))
    async with listening(house, "procurement", "impact") as streams:
        for said in (ForgottenByProcurement, ForgottenByImpact):
            await she.heard(streams, said)
        done = await eventually(she.reads, lambda seen: seen["completed_at"] is not None)
        house.service.database.clock.advance(timedelta(days=3))
        await she.heard(streams, ForgottenByProcurement)
        await other.heard(streams, ForgottenByImpact)
        await eventually(other.lagging, lambda lagging: lagging == {"procurement": False})
        stranger = ForgottenByProcurement(office=BRUSSELS, subject=UUID(int=7), sequence=1, rows=0, under_way=False)
        await streams.announce(stranger, datetime.now(UTC))
        await other.heard(streams, ForgottenByProcurement)
        await eventually(other.lagging, lambda lagging: lagging == {})
    assert await she.reads() == done
