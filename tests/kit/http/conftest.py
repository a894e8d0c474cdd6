"""The notes service on a fresh database."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from partage_kit.settings import ServiceSettings
from support import notes
from support.databases import Databases
from support.house import House, running


class NotesSettings(ServiceSettings):
    """As every service."""

    room = "NOTES_"


@pytest.fixture
async def house(fresh_databases: Databases, home: Path) -> AsyncIterator[House]:
    """The notes service, alone; its outbox stays where it is."""
    settings = NotesSettings(
        home=home, database_url=fresh_databases.fresh_url(notes.tables), migrate_on_start=False, work_in_serve=False
    )
    async with running(notes.create_app(settings), settings) as house:
        yield house
