"""Rows of files under way that name a member as the office does, by her reference or her address, go with her."""

from collections.abc import Mapping
from uuid import UUID

from sqlalchemy import select

from partage_kit.db import Readable
from partage_members.profiles.imports.models import profile_references
from partage_members.profiles.queries import profiles


async def named_in_files(session: Readable, member_id: UUID) -> Mapping[str, str]:
    """By what the files of her office name a member beside her id: `reference` and `email`, if she has them."""
    links = profile_references.c
    wanted = (
        select(links.reference, profiles.c.email)
        .outerjoin_from(profiles, profile_references, links.profile_id == profiles.c.id)
        .where(profiles.c.id == member_id)
    )
    row = (await session.execute(wanted)).first()
    return {} if row is None else {name: value for name, value in row._mapping.items() if value is not None}
