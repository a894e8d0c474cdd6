"""In which region work is done: as written, or as follows from the municipality; again once places were imported."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import select, union, update
from sqlalchemy.ext.asyncio import AsyncSession

from partage_kit.db import Readable
from partage_kit.tables import table_of
from partage_members.opportunities.models import Opportunity
from partage_members.places import gazetteer
from partage_members.places.checking import require_places
from partage_members.places.known import Written
from partage_members.places.models import Publication, editions
from partage_members.places.queries import known_places, newest_places

_opportunities = table_of(Opportunity)
_o, _e = _opportunities.c, editions.c

_AT_ONCE = 1_000

_BY_OLDER_SHIPPED = select(_o.id).where(_o.country.is_not(None), _o.located_at < gazetteer.SHIPPED_AT)
_BY_OLDER_IMPORTED = (
    select(_o.id)
    .select_from(editions.join(_opportunities, (_o.country == _e.extent) & (_o.located_at < _e.published_at)))
    .where(_e.state == Publication.CURRENT)
)


def written_place(row: Any) -> Written | None:
    """The place of a row as it was written; None when the work is anywhere."""
    return Written(row.country, row.nuts, row.municipality, row.postal_code) if row.country else None


async def require_place(session: Readable, row: Any, before: Written | None = None) -> None:
    """Refuse a place that is none; one that was written before is kept.

    Raises:
        UnknownPlace: it names the place.
    """
    place = written_place(row)
    if place is not None and place != before:
        await require_places(session, {"/body/place": place})


async def located(session: Readable, row: Any) -> dict[str, Any]:
    """The columns that tell the region of an opportunity, and by which places it was found."""
    written = written_place(row)
    if written is None:
        return {"region": None, "located_at": gazetteer.SHIPPED_AT}
    # asked first: places that are published meanwhile are newer, and it is looked for again
    newest = await newest_places(session, written.country)
    return {"region": (await known_places(session, [written])).nuts(written), "located_at": newest}


async def to_be_located(session: Readable) -> Sequence[UUID]:
    """Opportunities whose region was found by older places than there are."""
    found = union(_BY_OLDER_SHIPPED, _BY_OLDER_IMPORTED).limit(_AT_ONCE)
    return (await session.execute(found)).scalars().all()


async def locate(session: AsyncSession, opportunity_id: UUID) -> None:
    """Find the region of an opportunity anew; it is no change of its poster's."""
    mine = _o.id == opportunity_id
    row = (await session.execute(select(_opportunities).where(mine).with_for_update())).first()
    if row is not None:
        await session.execute(update(_opportunities).where(mine).values(**await located(session, row)))
