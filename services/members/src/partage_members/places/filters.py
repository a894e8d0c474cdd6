"""Regions by which a list is narrowed: one that never was any is told, as it would find nobody."""

from collections.abc import Iterable

from sqlalchemy import select

from partage_kit.db import Readable
from partage_members.places import gazetteer
from partage_members.places.models import regions
from partage_members.places.naming import country_of


async def never_regions(session: Readable, codes: Iterable[str]) -> list[str]:
    """Those of some codes that are no regions and never were, of countries whose regions ship with what they were.

    Of others nobody could tell: what somebody wrote before their regions were imported may be one of an older NUTS.
    Nobody is asked about regions that ship, and of the others whether any edition has them.
    """
    strange = [code for code in codes if _is_strange(code)]
    if not strange:
        return []
    known = await session.execute(select(regions.c.nuts).where(regions.c.nuts.in_(strange)))
    imported = frozenset(known.scalars())
    return [code for code in strange if code not in imported]


def _is_strange(code: str) -> bool:
    shipped = gazetteer.regions()
    return (
        code not in shipped and code not in gazetteer.BEFORE and (country_of(code), len(code)) in gazetteer.branches()
    )
