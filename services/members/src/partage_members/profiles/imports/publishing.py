"""Profiles of a file become profiles of the register: each kind of row by one statement, all in one transaction."""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any, cast
from uuid import UUID

from sqlalchemy import ColumnElement, CursorResult, and_, delete, exists, func, or_, select, true
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncSession

from partage_kit.imports import ImportKind, Outdated
from partage_kit.imports.announcing import announce
from partage_kit.imports.columns import columns_from, elements, from_json
from partage_kit.imports.staging import count_actions, ready_rows, staged_of
from partage_kit.jobs import Job
from partage_kit.statements import into, upsert
from partage_members.profiles.erased_marks import Secret
from partage_members.profiles.imports.checking import check_profiles
from partage_members.profiles.imports.models import profile_references
from partage_members.profiles.imports.rows import ProfileRow
from partage_members.profiles.models import profile_facets
from partage_members.profiles.publishing import refresh
from partage_members.profiles.queries import profiles
from partage_members.tables import tables

_NAMES = tuple(profiles.c.keys())
_REFRESHED_AT_ONCE = 250
NOUN = "profiles"
ACTIONS = ("created", "updated", "unchanged")
JOB_NAME = f"import_{NOUN}"

staged = staged_of(tables.metadata)
erased_members = tables.metadata.tables["erased_members"]


async def publish_profiles(session: AsyncSession, job: Job) -> Mapping[str, int]:
    """Write the profiles that a file registers and changes, with their codes, references, events and audit notes.

    Raises:
        Outdated: a profile has changed, gone or come since the rows were looked at, or a reference was given.
    """
    connection = await session.connection()
    dialect = connection.dialect.name
    _, ready = ready_rows(tables.metadata, job.id)
    action = from_json(staged.c.ready, ["action"], staged.c.key, dialect)
    figures = await count_actions(session, job.id, ACTIONS)
    written = and_(ready, action != "unchanged")
    await _hold(connection, written, action)
    await _require_same_keys(connection, job.office, written)
    if await _write_profiles(connection, written) != figures["created"] + figures["updated"]:
        raise Outdated()
    await _write_facets(connection, written)
    await _write_references(connection, written)
    await announce(session, written, profiles)
    return figures


async def _hold(connection: AsyncConnection, written: ColumnElement[bool], action: ColumnElement[Any]) -> None:
    """Hold the profiles that are changed, so that none is erased before the transaction ends.

    Raises:
        Outdated: one was erased, and must not come back by the statement that writes profiles.
    """
    member = from_json(staged.c.ready, ["columns", "id"], profiles.c.id, connection.dialect.name)
    named = select(member).where(written, action == "updated")
    here = select(profiles.c.id).where(profiles.c.id.in_(named)).order_by(profiles.c.id)
    held = here.with_for_update(key_share=True).subquery()
    gone = select(func.count()).select_from(named.subquery()).scalar_subquery() > (
        select(func.count()).select_from(held).scalar_subquery()
    )
    erased = select(erased_members.c.member_id).where(erased_members.c.member_id.in_(select(member).where(written)))
    if (await connection.execute(select(or_(gone, erased.exists())))).scalar_one():
        raise Outdated()


async def _require_same_keys(connection: AsyncConnection, office: str, written: ColumnElement[bool]) -> None:
    """Require that what rows are found by still leads to the same profiles.

    Raises:
        Outdated: a reference is another member's by now, or who is found by address alone has come.
    """
    dialect, links = connection.dialect.name, profile_references.c
    owner = from_json(staged.c.ready, ["columns", "id"], profiles.c.id, dialect)
    email = from_json(staged.c.ready, ["columns", "email"], profiles.c.email, dialect)
    reference = from_json(staged.c.ready, ["reference"], links.reference, dialect)
    taken = exists().where(links.office == office, links.reference == reference, links.profile_id != owner)
    come = exists().where(profiles.c.office == office, profiles.c.email == email)
    changed = or_(taken, and_(staged.c.key.startswith("email:"), come))
    if (await connection.execute(select(staged.c.number).where(written, changed).limit(1))).first():
        raise Outdated()


async def _write_profiles(connection: AsyncConnection, written: ColumnElement[bool]) -> int:
    """Insert what is new and update what is there; how many rows that were, less than asked when one has changed."""
    dialect = connection.dialect.name
    values = select(*columns_from(staged.c.ready, profiles, _NAMES, dialect, "columns")).where(written)
    adding = upsert(profiles, dialect).from_select(list(_NAMES), values)
    new = adding.excluded
    statement = adding.on_conflict_do_update(
        index_elements=["id"],
        set_={name: new[name] for name in _NAMES if name not in ("id", "office", "created_at")},
        where=and_(profiles.c.version == new.version - 1, profiles.c.office == new.office),
    )
    return cast("CursorResult[Any]", await connection.execute(statement)).rowcount


async def _write_facets(connection: AsyncConnection, written: ColumnElement[bool]) -> None:
    dialect, facets = connection.dialect.name, profile_facets.c
    owner = from_json(staged.c.ready, ["columns", "id"], facets.profile_id, dialect)
    await connection.execute(delete(profile_facets).where(facets.profile_id.in_(select(owner).where(written))))
    code = elements(staged.c.ready, "facets", dialect)
    values = (from_json(code.c.value, [name], facets[name], dialect) for name in ("kind", "code"))
    rows = select(owner, *values).select_from(staged.join(code, true())).where(written)
    await connection.execute(into(profile_facets).from_select(["profile_id", "kind", "code"], rows))


async def _write_references(connection: AsyncConnection, written: ColumnElement[bool]) -> None:
    dialect, links = connection.dialect.name, profile_references.c
    owner = from_json(staged.c.ready, ["columns", "id"], links.profile_id, dialect)
    reference = from_json(staged.c.ready, ["reference"], links.reference, dialect)
    office = from_json(staged.c.ready, ["columns", "office"], links.office, dialect)
    given = and_(written, reference.is_not(None))
    await connection.execute(delete(profile_references).where(links.profile_id.in_(select(owner).where(given))))
    rows = select(office, reference, owner).where(given)
    adding = upsert(profile_references, dialect).from_select(["office", "reference", "profile_id"], rows)
    await connection.execute(adding)


async def refresh_published(session: AsyncSession, _job: Job, rows: Sequence[Mapping[str, Any]]) -> None:
    """Bring the directory in step with profiles that were published."""
    ids = [UUID(row["columns"]["id"]) for row in rows if row["action"] != "unchanged"]
    for start in range(0, len(ids), _REFRESHED_AT_ONCE):
        await refresh(session, ids[start : start + _REFRESHED_AT_ONCE])


def profiles_import(secret: Secret) -> ImportKind[ProfileRow]:
    """Files of profiles; by `secret` those are known who were erased."""
    return ImportKind(
        NOUN, ProfileRow, partial(check_profiles, secret), publish_profiles, refresh_published, actions=ACTIONS
    )
