"""The index is made anew from the profiles: by itself after a migration, and by command; meanwhile it answers."""

import asyncio
import hashlib
from contextlib import aclosing
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import insert
from sqlalchemy.ext.asyncio import create_async_engine

from members.conftest import MIGRATIONS
from members.search.asking import WRITER
from members.test_directory import found, names, registered
from partage_kit.migrations import Migrations
from partage_members.app import create_app
from partage_members.audiences.policy import MEMBERS
from partage_members.profiles.reindexing import reindex
from partage_members.search.beginnings import beginnings_of
from partage_members.search.documents import Document, Facet, FacetKind, Part
from partage_members.search.index import put
from partage_members.search.renewal import stale_count
from partage_members.search.tokens import any_token, facet_token, prose_token, terms_of, word_token, written_token
from partage_members.search.typos import pieces_of
from partage_members.settings import MembersSettings
from partage_members.tables import tables
from support.command_line import run
from support.databases import Databases
from support.house import BRUSSELS, House, house_of, member_number


async def look(house: House) -> None:
    """Let the worker look once."""
    (worker,) = (worker for worker in house.service.workers if worker.name == "reindex")
    await worker.do_what_is_due(house.service.database)


def of_before(number: int) -> dict[str, object]:
    """A profile from before there was an index; the higher the number, the later it came."""
    at = datetime(2020, 1, number, tzinfo=UTC)
    moments = {"joined_on": at.date(), "created_at": at, "updated_at": at}
    lists = {"languages": [], "trades": [], "sectors": [], "skills": ["soudure"]}
    row = {"id": member_number(number), "office": BRUSSELS, "version": 1, "stage": "starting", "sort_name": f"{number}"}
    return {**row, **moments, **lists, "given_name": "Jo", "family_name": f"Ek{number}"}


async def test_profiles_from_before_the_index_are_found_after_the_migration(
    fresh_databases: Databases, home: Path
) -> None:
    url = fresh_databases.empty_url()
    migrations = Migrations(MIGRATIONS, tables.metadata)
    await migrations.upgrade(url, "0006")
    engine = create_async_engine(url)
    async with engine.begin() as connection:
        await connection.execute(insert(tables.metadata.tables["profiles"]), [of_before(n) for n in (2, 3, 1)])
    await engine.dispose()
    await migrations.upgrade(url)
    settings = MembersSettings(home=home, database_url=url, migrate_on_start=False)
    async with house_of(create_app, settings) as house:
        await look(house)
        await registered(house, 4, skills=["soudure"])
        assert names(await found(house.as_member(4), query="soudure")) == ["Ek4", "Ek3", "Ek2", "Ek1"]


async def mistaken(house: House, *numbers: int) -> None:
    """Have documents in the index that say something else than the profiles, or have none."""
    documents = [Document(member_number(n), BRUSSELS, [Part(frozenset({MEMBERS}), ("mistaken",))]) for n in numbers]
    async with house.service.database.writing(WRITER) as session:
        await put(session, documents)


@pytest.mark.parametrize("chunk", [1, 2, 100])
async def test_all_are_made_anew_a_chunk_at_a_time_and_those_without_a_profile_go(
    house: House, monkeypatch: pytest.MonkeyPatch, chunk: int
) -> None:
    monkeypatch.setattr("partage_members.search.renewal.CHUNK", chunk)
    for number in range(1, 6):
        await registered(house, number, skills=["soudure"])
    await mistaken(house, 2, 4, 77)
    who = house.as_member(1)
    assert names(await found(who, query="mistaken")) == ["Ek4", "Ek2"]
    steps = [left async for left, total in reindex(house.service.database) if total == 6]
    assert steps == [*range(6, 0, -chunk), 0]
    assert names(await found(who, query="mistaken")) == []
    page = await found(who, query="soudure")
    assert (names(page), page["total"]["count"]) == (["Ek5", "Ek4", "Ek3", "Ek2", "Ek1"], 5)


async def test_what_was_broken_off_goes_on(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("partage_members.search.renewal.CHUNK", 2)
    for number in range(1, 6):
        await registered(house, number)
    async with aclosing(reindex(house.service.database)) as steps:
        assert [await anext(steps) for _ in range(2)] == [(5, 5), (3, 5)]
    await look(house)
    async with house.service.database.reading() as session:
        assert await stale_count(session) == 0


async def test_operators_have_a_command(house: House) -> None:
    await registered(house, 1)
    await mistaken(house, 1)
    ended = await asyncio.to_thread(
        run,
        "members",
        "reindex",
        MEMBERS_DATABASE_URL=house.service.settings.database(),
        HOME=str(house.settings.home),
    )
    assert (ended.returncode, ended.stderr) == (0, "")
    assert "1 profiles" in ended.stdout
    assert names(await found(house.as_member(1), query="mistaken")) == []


def test_a_change_of_how_documents_are_made_is_noticed() -> None:
    """Who changes the tokens of documents marks all documents stale in a migration, then writes the new sum here."""
    texts = ("Œuvre d’Élodie", "mixeur/mixeuse (h/f/x)", "directeur·rice", "Saint-Josse", "боулинг")
    terms = [term for term, _ in terms_of(texts)]
    tokens = [word_token(1, term) for term in terms]
    tokens += [written_token(1, written) for _, written in terms_of(texts) if written]
    tokens += [facet_token(1, Facet(kind, "B-1")) for kind in FacetKind] + [any_token(1)]
    tokens += [piece for term in terms for piece in (*pieces_of(term), *beginnings_of(term))]
    tokens += [prose_token(1, "a"), facet_token(1, Facet(FacetKind.SKILL, "crafts:quilt"))]
    assert hashlib.sha256(" ".join(tokens).encode()).hexdigest()[:16] == "c7eecbd9160e340d"
