"""Register and change profiles."""

from collections.abc import Collection, Mapping
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, delete, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from partage_kit.changes import write_changes
from partage_kit.clock import clock
from partage_kit.errors import MemberErased
from partage_kit.http.tags import require_version
from partage_kit.statements import into
from partage_kit.tombstones import require_not_erased
from partage_kit.types import day_of, new_id
from partage_kit.unit_of_work import emit, note_change
from partage_members.classifications.codes import recoded_with
from partage_members.classifications.known import newly, require_known
from partage_members.horizon import require_near
from partage_members.profiles import events, queries
from partage_members.profiles.errors import MemberIdUnusable, ReferenceKnown
from partage_members.profiles.imports.models import profile_references
from partage_members.profiles.models import Profile, profile_facets
from partage_members.profiles.places import require_known_places, written_places
from partage_members.profiles.publishing import refresh
from partage_members.profiles.views import whole_audiences

_FORGET_FACETS = delete(profile_facets).where(profile_facets.c.profile_id == bindparam("profile"))


async def register_profile(
    session: AsyncSession, office: str, member_id: UUID | None, fields: Mapping[str, Any]
) -> Profile:
    """Give a member a profile, and announce it.

    Raises:
        MemberIdUnusable: also of who was erased, as no office is to learn what another has or had.
        UnknownCode, UnknownPlace, DayTooFarAhead
    """
    try:
        return await register_myself(session, office, member_id or new_id(), fields)
    except MemberErased as erased:
        raise MemberIdUnusable() from erased


async def register_myself(session: AsyncSession, office: str, member_id: UUID, fields: Mapping[str, Any]) -> Profile:
    """Give a member the profile that she asks for herself, and announce it.

    Raises:
        MemberIdUnusable, UnknownCode, UnknownPlace, DayTooFarAhead, MemberErased
    """
    trades, sectors = fields.get("trades") or (), fields.get("sectors") or ()
    await require_known(session, office, occupations=trades, sectors=sectors, skills=fields.get("skills") or ())
    located = await require_known_places(session, fields)
    now = await clock(session)
    _require_near_days(fields, day_of(now))
    audiences = whole_audiences(fields.get("audiences") or {})
    values = {**fields, **located, "joined_on": fields.get("joined_on") or day_of(now), "audiences": audiences}
    profile = Profile(id=member_id, office=office, sort_name="", created_at=now, updated_at=now, **values)
    profile.touch(now)
    session.add(profile)
    await session.flush()
    # after the row is written: who was erased while it waited for the old row to go is refused, too
    await require_not_erased(session, profile.id)
    await _write_facets(session, profile)
    await refresh(session, [profile.id])
    emit(session, events.registered(profile))
    return profile


async def change_profile(
    session: AsyncSession, office: str, profile_id: UUID, expected: int, changes: Mapping[str, Any]
) -> Profile:
    """Change what was given of a profile, and announce its new state.

    Raises:
        ProfileNotFound, Stale, UnknownCode, UnknownPlace, DayTooFarAhead
    """
    profile = await queries.profile_for_update(session, office, profile_id)
    require_version(profile, expected)
    trades, sectors = newly(changes.get("trades"), profile.trades), newly(changes.get("sectors"), profile.sectors)
    skills = newly(changes.get("skills"), profile.skills)
    await require_known(session, office, occupations=trades, sectors=sectors, skills=skills)
    located = await require_known_places(session, changes, frozenset(written_places(profile)))
    now = await clock(session)
    _require_near_days(changes, day_of(now))
    before = profile.audiences
    if "audiences" in changes:
        changes = {**changes, "audiences": whole_audiences(changes["audiences"], before)}
    if not write_changes(profile, {**changes, **located}):
        return profile
    profile.touch(now)
    await session.flush()
    await session.execute(_FORGET_FACETS, {"profile": profile.id})
    await _write_facets(session, profile)
    await refresh(session, [profile.id])
    if profile.audiences != before:
        emit(session, events.audience_changed(profile))
    emit(session, events.updated(profile))
    return profile


async def give_reference(session: AsyncSession, office: str, profile_id: UUID, reference: str) -> None:
    """Let the office's files mean this profile by a reference, as it has none.

    Raises:
        ProfileNotFound, ReferenceKnown, ReferenceTaken
    """
    profile = await queries.profile_for_update(session, office, profile_id)
    has = select(profile_references.c.reference).where(profile_references.c.profile_id == profile.id)
    if (await session.execute(has)).first() is not None:
        raise ReferenceKnown()
    given = {"office": office, "reference": reference, "profile_id": profile.id}
    await session.execute(into(profile_references), given)
    note_change(session, profile_references, str(profile.id), before=None, after=given)


async def recode_profiles(
    session: AsyncSession, office: str, ids: Collection[UUID], codes: Mapping[str, str]
) -> tuple[list[Profile], int]:
    """Put codes in place of others in some profiles, and announce it: the profiles, and how many were changed."""
    now = await clock(session)
    mine = col(Profile.office) == office, col(Profile.id).in_(ids)
    held = select(Profile).where(*mine).order_by(col(Profile.id)).with_for_update()
    profiles = list((await session.execute(held)).scalars())
    changed = []
    for profile in profiles:
        recoded = {name: recoded_with(codes, getattr(profile, name)) for name in ("trades", "sectors", "skills")}
        if write_changes(profile, recoded):
            profile.touch(now)
            changed.append(profile)
    if changed:
        await session.flush()
        changed_ids = [profile.id for profile in changed]
        await session.execute(delete(profile_facets).where(profile_facets.c.profile_id.in_(changed_ids)))
        await _write_facets(session, *changed)
        await refresh(session, changed_ids)
        for profile in changed:
            emit(session, events.updated(profile))
    return profiles, len(changed)


def _require_near_days(fields: Mapping[str, Any], today: date) -> None:
    since = (fields.get("availability") or {}).get("since")
    available = None if since is None else date.fromisoformat(since)
    require_near({"joined_on": fields.get("joined_on"), "availability/since": available}, today)


async def _write_facets(session: AsyncSession, *profiles: Profile) -> None:
    rows = [
        {"profile_id": profile.id, "kind": kind, "code": code}
        for profile in profiles
        for kind, code in sorted(profile.facets())
    ]
    if rows:
        await (await session.connection()).execute(into(profile_facets), rows)
