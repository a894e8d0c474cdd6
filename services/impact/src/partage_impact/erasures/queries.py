"""Named reads of members who are forgotten."""

from collections.abc import Sequence
from uuid import UUID

from partage_impact.tables import tables
from partage_kit.db import Readable
from partage_kit.erasing import tombstones_due


async def members_due(session: Readable) -> Sequence[UUID]:
    """Members who are to be forgotten now."""
    return await tombstones_due(session, tables.metadata.tables["erased_members"])
