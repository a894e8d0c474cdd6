"""Named reads of places: those that ship with the service, and the current editions of those that were imported."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, Select, bindparam, false, func, select, true, union_all

from partage_kit.db import Readable
from partage_members.places import gazetteer
from partage_members.places.known import Known, Written, is_shipped, unknown_regions
from partage_members.places.models import (
    EditionKind,
    Publication,
    codes,
    editions,
    imported,
    names,
    postal_regions,
    regions,
)
from partage_members.places.naming import Place, PlaceName, Region, plain, shared_region

Key = tuple[UUID, int]
"""Edition and number of an imported place."""

_CURRENT = editions.c.state == Publication.CURRENT
_EDITIONS = select(editions).where(_CURRENT).order_by(editions.c.kind, editions.c.extent)
_NO_PLACES = Known()


def _of_places(columns: Any, *told: Any) -> Select[Any]:
    """Rows of places by two lists: SQLite has no index for a list of pairs, and who asks passes over other pairs."""
    wanted = {"editions": columns.edition_id, "places": columns.place}
    among = (column.in_(bindparam(name, expanding=True)) for name, column in wanted.items())
    return select(columns.edition_id, columns.place, *told).where(*among)


_NAMES_OF = (
    _of_places(names.c, names.c.language, names.c.name).where(names.c.nth == 0).order_by(names.c.rank, names.c.id)
)
_of_regions = editions.alias("of_regions")
_told = (
    codes.join(editions, editions.c.id == codes.c.edition_id)
    .outerjoin(
        _of_regions,
        (_of_regions.c.kind == EditionKind.POSTAL_REGIONS)
        & (_of_regions.c.extent == editions.c.extent)
        & (_of_regions.c.state == Publication.CURRENT),
    )
    .outerjoin(
        postal_regions,
        (postal_regions.c.edition_id == _of_regions.c.id) & (postal_regions.c.postal_code == codes.c.postal_code),
    )
)
_CODES_OF = (
    _of_places(codes.c, codes.c.postal_code, postal_regions.c.nuts).select_from(_told).order_by(codes.c.postal_code)
)


async def current_editions(session: Readable) -> Sequence[Row[Any]]:
    """The editions by which places are found today."""
    return (await session.execute(_EDITIONS.limit(1_000))).all()


async def newest_places(session: Readable, country: str) -> datetime:
    """Since when the places of a country are as they are."""
    newest = select(func.max(editions.c.published_at)).where(_CURRENT, editions.c.extent == country)
    imported_at: datetime | None = (await session.execute(newest)).scalar_one()
    return max(gazetteer.SHIPPED_AT, imported_at or gazetteer.SHIPPED_AT)


async def known_places(session: Readable, written: Iterable[Written]) -> Known:
    """What is known of some places: without a statement where none but shipped ones can be meant."""
    given = set(written)
    asked = [one for one in given if not is_shipped(one)]
    known = Known(*await _imported_as_written(session, asked)) if asked else _NO_PLACES
    levels = unknown_regions(known, given)
    return replace(known, imported_regions=await known_regions(session, levels)) if levels else known


async def known_regions(session: Readable, wanted: Iterable[str]) -> Mapping[str, Region]:
    """Imported regions of some codes."""
    listed = sorted(wanted)
    if not listed:
        return {}
    joined = regions.join(editions, editions.c.id == regions.c.edition_id)
    statement = select(regions.c.nuts, regions.c.labels).select_from(joined).where(_CURRENT)
    rows = await session.execute(statement.where(regions.c.nuts.in_(listed)))
    return {row.nuts: Region(row.nuts, row.labels) for row in rows}


_Found = Mapping[tuple[str, str], Sequence[Place]]


async def _imported_as_written(session: Readable, written: Sequence[Written]) -> tuple[_Found, _Found]:
    """Places by their names, and by their postal codes, in three statements."""
    towns = sorted({plain(one.municipality) for one in written if one.municipality})
    post = sorted({one.postal_code for one in written if one.postal_code})
    of_edition = editions.join(imported, imported.c.edition_id == editions.c.id)
    countries = editions.c.extent.in_(sorted({one.country for one in written}))
    current = (_CURRENT, editions.c.kind == EditionKind.POSTAL_CODES, countries)
    here = imported.c.edition_id == names.c.edition_id, imported.c.number == names.c.place
    by_name = (
        select(*imported.c, names.c.begins.label("key"), false().label("is_code"))
        .select_from(of_edition.join(names, here[0] & here[1]))
        .where(*current, names.c.inside == false(), names.c.begins.in_(towns))
        .distinct()
    )
    there = (imported.c.edition_id == codes.c.edition_id) & (imported.c.number == codes.c.place)
    by_code = (
        select(*imported.c, codes.c.postal_code.label("key"), true().label("is_code"))
        .select_from(of_edition.join(codes, there))
        .where(*current, codes.c.postal_code.in_(post))
    )
    rows = (await session.execute(union_all(by_name, by_code))).all()
    whole = await whole_places(session, {(row.edition_id, row.number): row for row in rows})
    found: tuple[dict[tuple[str, str], list[Place]], ...] = ({}, {})
    for row in sorted(rows, key=lambda row: row.number):
        place = whole[row.edition_id, row.number]
        found[bool(row.is_code)].setdefault((row.country, row.key), []).append(place)
    return found[0], found[1]


async def whole_places(session: Readable, rows: Mapping[Key, Any]) -> Mapping[Key, Place]:
    """Imported places with all their names and postal codes, from their own rows, in two statements."""
    if not rows:
        return {}
    asked = {
        name: sorted(set(values)) for name, values in zip(("editions", "places"), zip(*rows, strict=True), strict=True)
    }
    told: dict[Key, list[PlaceName]] = {}
    for row in await session.execute(_NAMES_OF, asked):
        told.setdefault((row.edition_id, row.place), []).append(PlaceName(row.language, row.name))
    post: dict[Key, list[str]] = {}
    within: dict[Key, list[tuple[str, str]]] = {}
    for row in await session.execute(_CODES_OF, asked):
        post.setdefault((row.edition_id, row.place), []).append(row.postal_code)
        if row.nuts:
            within.setdefault((row.edition_id, row.place), []).append((row.postal_code, row.nuts))
    return {
        key: Place(
            country=row.country,
            names=tuple(told[key]),
            postal_codes=tuple(post[key]),
            latitude=round(row.latitude, 4),
            longitude=round(row.longitude, 4),
            origins=frozenset({(str(row.edition_id), row.number)}),
            nuts=shared_region(nuts for _, nuts in within.get(key, ())),
            nuts_of_codes=tuple(within.get(key, ())),
        )
        for key, row in rows.items()
    }
