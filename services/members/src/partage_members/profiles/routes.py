"""The HTTP door of profiles."""

from typing import Annotated
from uuid import UUID

from fastapi import Query

from partage_kit.auth import Caller, Member, Role
from partage_kit.db import ReadSession, WriteSession
from partage_kit.errors import PreconditionRequired, Stale
from partage_kit.http.pages import Page, Paging
from partage_kit.http.problems import problems
from partage_kit.http.routes import Router
from partage_kit.http.tags import ETag, IfMatch
from partage_members.callers import Insider, OfficeStaff
from partage_members.classifications.errors import UnknownCode
from partage_members.profiles import commands, queries
from partage_members.profiles.errors import ProfileExists, ProfileNotFound
from partage_members.profiles.schemas import (
    ChangeProfile,
    ProfileFilter,
    ProfileSummary,
    ProfileView,
    RegisterMyself,
    RegisterProfile,
)
from partage_members.profiles.views import columns, sees_contact, summary, whole

router = Router(prefix="/profiles", tags=["profiles"])

CHANGING = problems(ProfileNotFound, Stale, PreconditionRequired, UnknownCode)


@router.get("")
async def list_profiles(
    caller: Insider, wanted: Annotated[ProfileFilter, Query()], paging: Paging, session: ReadSession
) -> Page[ProfileSummary]:
    """The members of your office by name, or as sorted; filtered by trade, sector, language, place or stage."""
    rows, following = await queries.list_profiles(session, caller.office, wanted, paging)
    return Page(items=[summary(row) for row in rows], next=following)


@router.post("", status_code=201, responses=problems(ProfileExists, UnknownCode))
async def register_profile(new: RegisterProfile, caller: OfficeStaff, session: WriteSession, tag: ETag) -> ProfileView:
    """Write the profile of a member of your office (recommendation 1: data gathered at registration)."""
    profile = await commands.register_profile(session, caller.office, new.member_id, columns(new))
    return tag(whole(profile, with_contact=True))


@router.post("/mine", status_code=201, responses=problems(ProfileExists, UnknownCode))
async def register_my_profile(new: RegisterMyself, caller: Member, session: WriteSession, tag: ETag) -> ProfileView:
    """Write your own profile for the first time."""
    profile = await commands.register_profile(session, caller.office, caller.member_id, columns(new))
    return tag(whole(profile, with_contact=True))


@router.get("/mine", responses=problems(ProfileNotFound))
async def read_my_profile(caller: Member, session: ReadSession, tag: ETag) -> ProfileView:
    """Your own profile, with your contact details."""
    return tag(whole(await queries.one_profile(session, caller.office, caller.member), with_contact=True))


@router.patch("/mine", responses=CHANGING)
async def change_my_profile(
    changes: ChangeProfile, caller: Member, expected: IfMatch, session: WriteSession, tag: ETag
) -> ProfileView:
    """Change your own profile; what you leave out stays."""
    fields = columns(changes, given_only=True)
    profile = await commands.change_profile(session, caller.office, caller.member, expected, fields)
    return tag(whole(profile, with_contact=True))


@router.get("/{profile_id}", responses=problems(ProfileNotFound))
async def read_profile(profile_id: UUID, caller: Insider, session: ReadSession, tag: ETag) -> ProfileView:
    """A member of your office; contact details only for herself and for staff."""
    row = await queries.one_profile(session, caller.office, profile_id)
    return tag(whole(row, with_contact=_sees_contact(profile_id, caller)))


@router.patch("/{profile_id}", responses=CHANGING)
async def change_profile(
    profile_id: UUID, changes: ChangeProfile, caller: OfficeStaff, expected: IfMatch, session: WriteSession, tag: ETag
) -> ProfileView:
    """Change the profile of a member of your office on her behalf; what you leave out stays."""
    fields = columns(changes, given_only=True)
    profile = await commands.change_profile(session, caller.office, profile_id, expected, fields)
    return tag(whole(profile, with_contact=True))


def _sees_contact(profile_id: UUID, caller: Caller) -> bool:
    is_staff = caller.has(Role.STAFF) or caller.has(Role.OFFICE_ADMIN)
    return sees_contact(profile_id, caller.member_id, is_staff=is_staff)
