"""What is derived from profiles: the index of the directory, and who shows themselves to everybody since when.

Feeds are ordered by that instant. A profile's own `updated_at` would tell when something hidden was changed.
"""

import hashlib
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Column, ForeignKey, Index, String, Table, Uuid, bindparam, delete, update
from sqlalchemy.ext.asyncio import AsyncSession

from partage_kit.clock import clock
from partage_kit.statements import one_or_many, upsert
from partage_kit.tables import Utc
from partage_members.audiences.circles import circles_of_many
from partage_members.audiences.policy import ANYBODY
from partage_members.classifications.correspondence import concepts_with_equals
from partage_members.places.known import Known
from partage_members.places.queries import known_places
from partage_members.profiles.parts import codes_of, document_of
from partage_members.profiles.places import region_in, written_places
from partage_members.profiles.queries import held_profiles, profiles
from partage_members.profiles.views import seen
from partage_members.search.index import put
from partage_members.tables import tables

public_profiles = Table(
    "public_profiles",
    tables.metadata,
    Column("profile_id", Uuid, ForeignKey("profiles.id", ondelete="CASCADE"), primary_key=True),
    Column("office", String(31), nullable=False),
    Column("digest", String(64), nullable=False),
    Column("changed_at", Utc, nullable=False),
    Index("ix_public_profiles_office", "office", "changed_at", "profile_id"),
)
"""Members whom everybody sees; the digest tells whether what everybody sees has changed."""

_DERIVED = {"municipality_names", "region"}
_NOT_HERS: Any = {"territory": _DERIVED, "workplaces": {"__all__": _DERIVED}}
"""What is shown of a member and is not of her making: that it has changed is no news of hers."""


async def refresh(session: AsyncSession, member_ids: Collection[UUID]) -> frozenset[UUID]:
    """Bring what is derived from these profiles and circles in step with them, in the same transaction.

    Those among them that there are, are answered.
    """
    rows = await held_profiles(session, member_ids)
    circles = await circles_of_many(session, member_ids)
    await _publish(session, rows, circles, await clock(session))
    concepts = await concepts_with_equals(session, {row.office for row in rows}, codes_of(rows))
    places = await known_places(session, (written for row in rows for written in written_places(row)))
    await put(session, [document_of(row, circles[row.id], concepts, places) for row in rows])
    await _locate(session, rows, places)
    return frozenset(row.id for row in rows)


async def _locate(session: AsyncSession, rows: Sequence[Any], places: Known) -> None:
    """Keep the regions of territories as they are known today; the next import of places may tell more."""
    found = [{"member": row.id, "region_now": region_in(row._mapping, places), "before": row.region} for row in rows]
    moved = [one for one in found if one["region_now"] != one["before"]]
    if moved:
        mine = profiles.c.id == bindparam("member")
        statement = update(profiles).where(mine).values(region=bindparam("region_now"))
        await (await session.connection()).execute(statement, one_or_many(moved))


async def _publish(
    session: AsyncSession, rows: Sequence[Any], circles: Mapping[UUID, Collection[UUID]], at: datetime
) -> None:
    public = {row.id: view for row in rows if (view := seen(row, circles[row.id], ANYBODY)) is not None}
    hidden = [row.id for row in rows if row.id not in public]
    connection = await session.connection()
    if hidden:
        await connection.execute(delete(public_profiles).where(public_profiles.c.profile_id.in_(hidden)))
    if public:
        adding = upsert(public_profiles, connection.dialect.name)
        statement = adding.on_conflict_do_update(
            index_elements=["profile_id"],
            set_={"digest": adding.excluded.digest, "changed_at": adding.excluded.changed_at},
            where=public_profiles.c.digest != adding.excluded.digest,
        )
        found = [
            {
                "profile_id": member_id,
                "office": view.office,
                "digest": hashlib.sha256(view.model_dump_json(exclude=_NOT_HERS).encode()).hexdigest(),
                "changed_at": at,
            }
            for member_id, view in sorted(public.items())
        ]
        await connection.execute(statement, one_or_many(found))
