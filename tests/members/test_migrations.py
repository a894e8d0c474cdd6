"""Migrations of a populated members database: what was there stays, and begins anew what dates count from."""

import asyncio
from datetime import UTC, datetime, timedelta

from alembic import command
from sqlalchemy import column, insert, select, table
from sqlalchemy.ext.asyncio import create_async_engine

from members.conftest import MIGRATIONS
from members.counting import somebody
from members.search.asking import AMONG_MEMBERS, AS_MEMBER, ask, document, have
from partage_kit.db import open_database
from partage_kit.migrations import Migrations
from partage_kit.types import new_id
from partage_members.search.documents import FacetKind
from partage_members.tables import tables
from support.databases import Databases
from support.house import BRUSSELS

LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)


async def test_filieres_of_before_facilitators_have_sixty_days_from_now(fresh_databases: Databases) -> None:
    url = fresh_databases.empty_url()
    migrations = Migrations(MIGRATIONS, tables.metadata)
    await migrations.upgrade(url, "0003")
    filieres, facets = (tables.metadata.tables[name] for name in ("filieres", "filiere_facets"))
    filiere = new_id()
    row = {
        "id": filiere,
        "office": BRUSSELS,
        "version": 3,
        "kind": "trade",
        "names": {"en": "Bakers"},
        "sort_name": "bakers",
        "purpose": {"en": "Bake together"},
        "occupations": ["baker"],
        "sectors": [],
        "nuts": [],
        "languages": ["en"],
        "openness": "open",
        "stage": "active",
        "stage_since": LONG_AGO,
        "proposed_by": "member:1",
        "created_at": LONG_AGO,
        "updated_at": LONG_AGO,
    }
    engine = create_async_engine(url)
    try:
        async with engine.begin() as connection:
            await connection.execute(insert(filieres).values(row))
            await connection.execute(insert(facets).values(filiere_id=filiere, kind="occupation", code="baker"))
        await migrations.upgrade(url)
        async with engine.connect() as connection:
            migrated = (await connection.execute(select(filieres))).one()
            assert (await connection.execute(select(facets.c.code))).scalars().all() == ["baker"]
    finally:
        await engine.dispose()
    assert abs(migrated.unattended_since - datetime.now(UTC)) < timedelta(minutes=5)
    assert {name: getattr(migrated, name) for name in row} == row


async def test_needs_of_before_filieres_concern_those_that_their_survey_asked(fresh_databases: Databases) -> None:
    url = fresh_databases.empty_url()
    migrations = Migrations(MIGRATIONS, tables.metadata)
    await migrations.upgrade(url, "0032")
    surveys, needs, facets = (tables.metadata.tables[name] for name in ("needs_surveys", "needs", "need_facets"))
    survey, of_survey, typed, filiere = (new_id() for _ in range(4))
    lists: dict[str, object] = {"trades": [], "sectors": [], "nuts": []}
    asked = {
        **lists,
        "id": survey,
        "office": BRUSSELS,
        "version": 1,
        "title": {"en": "Needs"},
        "state": "answered",
        "filieres": [str(filiere)],
        "topics": [],
        "languages": ["en"],
        "opens_on": LONG_AGO.date(),
        "closes_on": LONG_AGO.date(),
        "requested_by": "staff:1",
        "requested_at": LONG_AGO,
    }
    known = {
        **lists,
        "office": BRUSSELS,
        "version": 1,
        "code": "peers",
        "rank": 1,
        "starts_on": LONG_AGO.date(),
        "ends_on": LONG_AGO.date(),
        "state": "recorded",
        "recorded_at": LONG_AGO,
    }
    before = table("needs", *(column(one.name, one.type) for one in needs.c if one.name != "filieres"))
    engine = create_async_engine(url)
    try:
        async with engine.begin() as connection:
            await connection.execute(insert(surveys).values(asked))
            for own in ({"id": of_survey, "source": "survey", "survey_id": survey}, {"id": typed, "source": "typed"}):
                await connection.execute(insert(before).values(known | own))
        await migrations.upgrade(url)
        async with engine.connect() as connection:
            migrated = {row.id: row.filieres for row in await connection.execute(select(needs))}
            found = [tuple(row) for row in await connection.execute(select(facets))]
    finally:
        await engine.dispose()
    assert migrated == {of_survey: [str(filiere)], typed: []}
    assert found == [(of_survey, "filiere", str(filiere))]


async def test_codes_are_counted_as_before_they_were_in_one_row(fresh_databases: Databases) -> None:
    url = fresh_databases.fresh_url(tables, migrations=MIGRATIONS)
    database = open_database(url, tables, source="test")
    try:
        await have(
            database,
            document(1, "ana", trade="esco:8ad3-q", territory="BE100", language="fr"),
            document(2, "ben", scopes=AMONG_MEMBERS, trade="baker", territory="BE100"),
        )
        counts = (await ask(database, scopes=AS_MEMBER)).counts
        assert counts.codes[FacetKind.TERRITORY] == {"BE100": 2} and len(counts.codes[FacetKind.TRADE]) == 2
        migrations = Migrations(MIGRATIONS, tables.metadata)
        await asyncio.to_thread(migrations._run, url, lambda config: command.downgrade(config, "0038"))
        await migrations.upgrade(url)
        assert (await ask(database, scopes=AS_MEMBER)).counts == counts
    finally:
        await database.close()


async def test_places_and_skills_of_before_are_found_by_region_and_by_code(fresh_databases: Databases) -> None:
    url = fresh_databases.empty_url()
    migrations = Migrations(MIGRATIONS, tables.metadata)
    await migrations.upgrade(url, "0039")
    profiles, facets = (tables.metadata.tables[name] for name in ("profiles", "profile_facets"))
    before = table("profiles", *(column(one.name, one.type) for one in profiles.c if one.name != "region"))
    row = somebody(1, skills=["crafts:sewing", "Sewing: by hand", "crafts:sewing"], nuts="BE332")
    engine = create_async_engine(url)
    try:
        async with engine.begin() as connection:
            await connection.execute(insert(before).values({key: row[key] for key in row if key != "region"}))
        await migrations.upgrade(url)
        async with engine.connect() as connection:
            assert (await connection.execute(select(profiles.c.region))).scalars().all() == ["BE332"]
            found = [tuple(one) for one in await connection.execute(select(facets.c.kind, facets.c.code))]
    finally:
        await engine.dispose()
    assert sorted(found) == [("name", "000001"), ("name", "nas"), ("skill", "crafts:sewing")]
