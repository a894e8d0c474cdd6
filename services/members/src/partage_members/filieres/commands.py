"""Propose filières and change what describes them."""

from collections.abc import Collection, Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import delete, insert, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from partage_kit.changes import write_changes
from partage_kit.clock import clock
from partage_kit.http.tags import require_version
from partage_kit.types import Person
from partage_kit.unit_of_work import emit
from partage_members.audiences.circles import name_circle
from partage_members.classifications.codes import recoded_with
from partage_members.classifications.known import newly, require_known
from partage_members.filieres import events, queries
from partage_members.filieres.models import Filiere, filiere_facets
from partage_members.places.checking import require_regions


async def propose_filiere(session: AsyncSession, office: str, by: Person, fields: Mapping[str, Any]) -> Filiere:
    """Write down a proposed filière, and announce it.

    Raises:
        UnknownCode, UnknownPlace, OpennessUnexplained, ScopeMissing
    """
    await require_known(session, office, occupations=fields["occupations"], sectors=fields["sectors"])
    await require_regions(session, fields["nuts"])
    now = await clock(session)
    filiere = Filiere(
        office=office,
        proposed_by=by.subject,
        proposed_by_member=by.member_id,
        sort_name="",
        stage_since=now,
        unattended_since=now,
        created_at=now,
        updated_at=now,
        **fields,
    )
    filiere.describe(now)
    session.add(filiere)
    await session.flush()
    await _write_facets(session, filiere)
    await name_circle(session, filiere.id, office, filiere.names)
    emit(session, events.proposed(filiere))
    return filiere


async def change_filiere(
    session: AsyncSession, office: str, filiere_id: UUID, expected: int, changes: Mapping[str, Any]
) -> Filiere:
    """Change what describes a filière; its kind and stage are not among it.

    Raises:
        FiliereNotFound, Stale, UnknownCode, UnknownPlace, FiliereIsClosed, OpennessUnexplained, ScopeMissing
    """
    filiere = await queries.filiere_for_update(session, office, filiere_id)
    occupations = newly(changes.get("occupations"), filiere.occupations)
    sectors = newly(changes.get("sectors"), filiere.sectors)
    await require_known(session, office, occupations=occupations, sectors=sectors)
    await require_regions(session, changes.get("nuts"), filiere.nuts)
    require_version(filiere, expected)
    filiere.require_open()
    if write_changes(filiere, changes):
        filiere.describe(await clock(session))
        await session.flush()
        await _write_facets(session, filiere)
        await name_circle(session, filiere.id, office, filiere.names)
    return filiere


async def recode_filieres(
    session: AsyncSession, office: str, ids: Collection[UUID], codes: Mapping[str, str]
) -> tuple[list[Filiere], int]:
    """Put codes in place of others in some filières: these, and how many were changed."""
    mine = col(Filiere.office) == office, col(Filiere.id).in_(ids)
    held = select(Filiere).where(*mine).order_by(col(Filiere.id)).with_for_update()
    found = list((await session.execute(held)).scalars())
    now, changed = await clock(session), []
    for filiere in found:
        recoded = {name: recoded_with(codes, getattr(filiere, name)) for name in ("occupations", "sectors")}
        if write_changes(filiere, recoded):
            filiere.describe(now)
            changed.append(filiere)
    if changed:
        await session.flush()
        await _write_facets(session, *changed)
    return found, len(changed)


async def _write_facets(session: AsyncSession, *some: Filiere) -> None:
    which = [filiere.id for filiere in some]
    await session.execute(delete(filiere_facets).where(filiere_facets.c.filiere_id.in_(which)))
    rows = [
        {"filiere_id": filiere.id, "kind": kind, "code": code}
        for filiere in some
        for kind, code in sorted(filiere.facets())
    ]
    await session.execute(insert(filiere_facets), rows)
