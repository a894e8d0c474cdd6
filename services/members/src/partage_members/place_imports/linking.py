"""Which entry of GeoNames a place is: postal codes and names come in files that do not know each other.

Of the entries that have a name of the place, it is the one with one of its postal codes, else the one with most names;
an entry that has postal codes, and none of the place's, is a namesake.
"""

from typing import Any
from uuid import UUID

from sqlalchemy import and_, delete, func, insert, literal, or_, select, true
from sqlalchemy.ext.asyncio import AsyncSession

from partage_kit.imports.columns import elements, from_json
from partage_members.place_imports.checking import POSTAL
from partage_members.places.models import EditionKind, Publication, codes, editions, imported, names, other_names


async def link_names(session: AsyncSession, country: str) -> int:
    """Give the places of the current edition of a country the names of its current file of names; how many."""
    e = editions.c
    current = select(e.kind, e.id).where(e.extent == country, e.state == Publication.CURRENT)
    found = {row.kind: row.id for row in await session.execute(current)}
    places, known = found.get(EditionKind.POSTAL_CODES), found.get(EditionKind.NAMES)
    if places is None or known is None:
        return 0
    await session.execute(delete(names).where(names.c.edition_id == places, names.c.rank > 0))
    connection = await session.connection()
    dialect = connection.dialect.name
    chosen, o = _chosen(places, known), other_names.c
    begun = elements(o.begins, "of", dialect)
    begins = [from_json(begun.c.value, [name], names.c[name], dialect) for name in ("nth", "inside", "begins")]
    entry = and_(o.edition_id == known, o.entry == chosen.c.entry, o.language != POSTAL)
    rows = (
        select(literal(places, names.c.edition_id.type), chosen.c.place, o.language, o.rank, o.name, *begins)
        .select_from(chosen.join(other_names, entry).join(begun, true()))
        .where(chosen.c.nth == 1)
        .order_by(chosen.c.place, o.rank, o.number)
    )
    columns = ["edition_id", "place", "language", "rank", "name", "nth", "inside", "begins"]
    await connection.execute(insert(names).from_select(columns, rows))
    linked = select(func.count()).where(names.c.edition_id == places, names.c.rank > 0, names.c.nth == 0)
    return int((await session.execute(linked)).scalar_one())


def _chosen(places: UUID, known: UUID) -> Any:
    """For each place the entries that it may be, best first."""
    o, p = other_names.c, imported.c
    is_name, is_code = (
        and_(o.edition_id == known, o.language != POSTAL),
        and_(o.edition_id == known, o.language == POSTAL),
    )
    alike = and_(is_name, o.plain == p.plain)
    namesakes = (
        select(p.number.label("place"), o.entry)
        .select_from(imported.join(other_names, alike))
        .where(p.edition_id == places)
        .distinct()
        .subquery()
    )
    sizes = select(o.entry, func.count().label("size")).where(is_name).group_by(o.entry).subquery()
    with_codes = select(o.entry).where(is_code).distinct().subquery()
    same_code = and_(codes.c.edition_id == places, codes.c.postal_code == o.name)
    agreed = select(o.entry, codes.c.place).select_from(other_names.join(codes, same_code)).where(is_code)
    shared = agreed.distinct().subquery()
    here = and_(shared.c.entry == namesakes.c.entry, shared.c.place == namesakes.c.place)
    best = shared.c.entry.is_(None), sizes.c.size.desc(), namesakes.c.entry
    nth = func.row_number().over(partition_by=namesakes.c.place, order_by=best)
    joined = (
        namesakes.join(sizes, sizes.c.entry == namesakes.c.entry)
        .outerjoin(with_codes, with_codes.c.entry == namesakes.c.entry)
        .outerjoin(shared, here)
    )
    ranked = select(namesakes.c.place, namesakes.c.entry, nth.label("nth")).select_from(joined)
    return ranked.where(or_(with_codes.c.entry.is_(None), shared.c.entry.is_not(None))).subquery()
