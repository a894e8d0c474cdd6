"""Fifty actors at once against two server processes on one database."""

from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

import httpx
import pytest

from members.given import path_of
from members.races import RACES
from partage_kit.auth import Role
from partage_kit.auth.local_issuer import issue
from partage_members.settings import MembersSettings
from support.house import BRUSSELS, House, member_number
from support.plain_http import NO_CERTIFICATES
from support.service_process import ServiceProcess, serving


@pytest.fixture
def two(house: House, tmp_path: Path) -> Iterator[list[ServiceProcess]]:
    """Two processes on the database of the house in this test's process, which prepares and looks."""
    assert isinstance(house.settings, MembersSettings)
    settings = {
        "HOME": str(house.settings.home),
        "MEMBERS_DATABASE_URL": house.settings.database(),
        "MEMBERS_MIGRATE_ON_START": "false",
    }
    with serving("members", tmp_path, settings, processes=2) as processes:
        yield processes


async def test_fifty_actors_over_http(house: House, two: list[ServiceProcess]) -> None:
    async with httpx.AsyncClient(timeout=60, verify=NO_CERTIFICATES) as client:

        async def join(actor: int, number: int, filiere: UUID) -> httpx.Response:
            token = issue(house.settings, (Role.MEMBER,), BRUSSELS, member_number(number))
            url = two[actor % 2].url + path_of(filiere, "/join")
            return await client.post(url, headers={"Authorization": f"Bearer {token}"})

        for place, race in enumerate(RACES):
            await race(house, join, first=100 * place)
    for process in two:
        process.stop()
        assert process.log.read_text() == "", "a process reported trouble"
