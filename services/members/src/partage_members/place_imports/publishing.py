"""Files of places become editions: each table by one statement, all in one transaction; the one before is kept."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Table, Uuid, and_, func, insert, literal, select, text, true, update
from sqlalchemy.ext.asyncio import AsyncSession

from partage_kit.clock import clock
from partage_kit.imports import ImportKind
from partage_kit.imports.columns import columns_from, elements, from_json
from partage_kit.imports.staging import ready_rows
from partage_kit.jobs import Job
from partage_kit.statements import into
from partage_kit.types import new_id
from partage_kit.unit_of_work import note_change
from partage_members.place_imports.checking import check_names, check_postal_codes, check_postal_regions, check_regions
from partage_members.place_imports.linking import link_names
from partage_members.place_imports.rows import NameRow, PostalRegionRow, PostalRow, RegionRow
from partage_members.places.errors import EditionKnown
from partage_members.places.models import (
    EVERYWHERE,
    EditionKind,
    Publication,
    codes,
    editions,
    imported,
    names,
    other_names,
    postal_regions,
    regions,
)
from partage_members.search.documents import FacetKind
from partage_members.search.renewal import make_coded_stale, make_stale
from partage_members.tables import tables

_LOADED = (imported, codes, names, other_names)
_BEGINS = ("nth", "inside", "begins")


async def publish_postal_codes(session: AsyncSession, job: Job) -> Mapping[str, int]:
    """Bring places in with their codes; rows of one name and district are one place, which lies amid them.

    Raises:
        EditionKnown
    """
    edition = await _begin(session, job, EditionKind.POSTAL_CODES, job.parameters["country"])
    if edition is None:
        return {"places": 0}
    dialect = (await session.connection()).dialect.name
    staged, mine = ready_rows(tables.metadata, job.id)
    told = ("country", "plain", "name", "latitude", "longitude")
    district = from_json(staged.c.ready, ["district"], imported.c.plain, dialect)
    values = (
        column.label(name)
        for name, column in zip(told, columns_from(staged.c.ready, imported, told, dialect), strict=True)
    )
    code = from_json(staged.c.ready, ["postal_code"], codes.c.postal_code, dialect).label("postal_code")
    first = func.min(staged.c.number).over(partition_by=district).label("place")
    rows = select(staged.c.number, district.label("district"), first, code, *values).where(mine).subquery()
    amid = (func.avg(rows.c[name]).over(partition_by=rows.c.district).label(name) for name in ("latitude", "longitude"))
    known = select(rows.c.number, rows.c.place, rows.c.country, rows.c.plain, rows.c.name, *amid).subquery()
    places = select(edition, known.c.number, *(known.c[name] for name in told)).where(known.c.number == known.c.place)
    connection = await session.connection()
    count = (await connection.execute(insert(imported).from_select(["edition_id", "number", *told], places))).rowcount
    where = (func.avg(rows.c[name]) for name in ("latitude", "longitude"))
    by_code = select(edition, rows.c.place, rows.c.postal_code, *where).group_by(rows.c.place, rows.c.postal_code)
    await connection.execute(
        insert(codes).from_select(["edition_id", "place", "postal_code", "latitude", "longitude"], by_code)
    )
    begun = elements(staged.c.ready, "begins", dialect)
    begins = (from_json(begun.c.value, [name], names.c[name], dialect) for name in _BEGINS)
    written = from_json(staged.c.ready, ["name"], names.c.name, dialect)
    named = (
        select(edition, staged.c.number, literal(""), literal(0), written, *begins)
        .select_from(staged.join(rows, rows.c.number == staged.c.number).join(begun, true()))
        .where(mine, rows.c.number == rows.c.place)
    )
    columns = ["edition_id", "place", "language", "rank", "name", *_BEGINS]
    await connection.execute(insert(names).from_select(columns, named))
    linked = await _linked(session, job.parameters["country"])
    return {"places": count, "names": linked}


async def _linked(session: AsyncSession, country: str) -> int:
    """Link names with places, and have what is derived from both made anew; how many names were linked."""
    connection = await session.connection()
    if connection.dialect.name == "postgresql":
        # look-ups begin at once, and without figures of the new rows their plans read whole editions
        await connection.execute(text(f"ANALYZE {', '.join(table.name for table in _LOADED)}"))
    linked = await link_names(session, country)
    if connection.dialect.name == "postgresql":
        await connection.execute(text(f"ANALYZE {names.name}"))
    await make_coded_stale(session, FacetKind.TERRITORY, country)
    return linked


async def publish_names(session: AsyncSession, job: Job) -> Mapping[str, int]:
    """Bring names of GeoNames in, and link them with the places of the country.

    Raises:
        EditionKnown
    """
    edition = await _begin(session, job, EditionKind.NAMES, job.parameters["country"])
    if edition is None:
        return {"names": 0}
    told = ("number", "entry", "language", "rank", "name", "plain", "begins")
    dialect = (await session.connection()).dialect.name
    staged, mine = ready_rows(tables.metadata, job.id)
    kept = from_json(staged.c.ready, ["kept"], other_names.c.rank, dialect) == 1
    await _copy(session, other_names, edition, told, and_(mine, kept))
    return {"names": await _linked(session, job.parameters["country"])}


async def publish_postal_regions(session: AsyncSession, job: Job) -> Mapping[str, int]:
    """Bring the regions of the postal codes of a country in; who wrote one of its places is in them shortly afterwards.

    Raises:
        EditionKnown
    """
    edition = await _begin(session, job, EditionKind.POSTAL_REGIONS, job.parameters["country"])
    if edition is None:
        return {"postal_regions": 0}
    _, mine = ready_rows(tables.metadata, job.id)
    count = await _copy(session, postal_regions, edition, ("postal_code", "nuts"), mine)
    await make_coded_stale(session, FacetKind.TERRITORY, job.parameters["country"])
    return {"postal_regions": count}


async def publish_regions(session: AsyncSession, job: Job) -> Mapping[str, int]:
    """Bring regions in; they take the place of all that were imported before.

    Raises:
        EditionKnown
    """
    edition = await _begin(session, job, EditionKind.REGIONS, EVERYWHERE)
    if edition is None:
        return {"regions": 0}
    _, mine = ready_rows(tables.metadata, job.id)
    count = await _copy(session, regions, edition, ("nuts", "country", "level", "labels", "words"), mine)
    await make_stale(session)
    return {"regions": count}


async def _begin(session: AsyncSession, job: Job, kind: EditionKind, extent: str) -> ColumnElement[UUID] | None:
    """The id of a new current edition; None when this very file was published before.

    Raises:
        EditionKnown: another file was, under this version.
    """
    dialect = (await session.connection()).dialect.name
    staged, mine = ready_rows(tables.metadata, job.id)
    summed = func.sum(from_json(staged.c.ready, ["sum"], editions.c.checksum, dialect))
    count, checksum = (await session.execute(select(func.count(), summed).where(mine))).one()
    e, version = editions.c, job.parameters["version"]
    before = select(e.rows, e.checksum).where(e.kind == kind, e.extent == extent, e.version == version)
    if (known := (await session.execute(before)).first()) is not None:
        if (known.rows, known.checksum) != (count, int(checksum)):
            raise EditionKnown(f"{kind} {extent} {version}")
        return None
    current = e.kind == kind, e.extent == extent, e.state == Publication.CURRENT
    await session.execute(update(editions).where(*current).values(state=Publication.SUPERSEDED))
    row: dict[str, Any] = {
        "id": new_id(),
        "kind": kind,
        "extent": extent,
        "version": version,
        "attribution": job.parameters["attribution"],
        "state": Publication.CURRENT,
        "rows": count,
        "checksum": int(checksum),
        "published_at": await clock(session),
    }
    await (await session.connection()).execute(into(editions), row)
    note_change(session, editions, str(row["id"]), before=None, after=row)
    return literal(row["id"], Uuid)


async def _copy(
    session: AsyncSession, table: Table, edition: ColumnElement[UUID], told: tuple[str, ...], which: ColumnElement[bool]
) -> int:
    """Bring the columns of some staged rows into a table as they are; how many rows."""
    connection = await session.connection()
    staged = tables.metadata.tables["staged_rows"]
    values = select(edition, *columns_from(staged.c.ready, table, told, connection.dialect.name)).where(which)
    return (await connection.execute(insert(table).from_select(["edition_id", *told], values))).rowcount


POSTAL_CODES = ImportKind("postal_codes", PostalRow, check_postal_codes, publish_postal_codes)
NAMES = ImportKind("place_names", NameRow, check_names, publish_names)
REGIONS = ImportKind("regions", RegionRow, check_regions, publish_regions)

POSTAL_REGIONS = ImportKind("postal_regions", PostalRegionRow, check_postal_regions, publish_postal_regions)

KINDS = (POSTAL_CODES, NAMES, REGIONS, POSTAL_REGIONS)

LEAST = {POSTAL_CODES.noun: 11, NAMES.noun: 8}
"""How many columns a line has at least, of those that may be left out at its end."""
