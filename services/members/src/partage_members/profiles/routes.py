"""The HTTP door of profiles."""

from typing import Annotated
from uuid import UUID

from fastapi import Query

from partage_kit.auth import Member
from partage_kit.db import ReadSession, WriteSession
from partage_kit.errors import PreconditionRequired, Stale
from partage_kit.http.pages import Page, Paging
from partage_kit.http.problems import problems
from partage_kit.http.routes import Router
from partage_kit.http.tags import ETag, IfMatch
from partage_members.audiences.circles import circles_of
from partage_members.audiences.policy import Audience, looking_as
from partage_members.callers import OfficeStaff
from partage_members.classifications.errors import UnknownCode
from partage_members.horizon import DayTooFarAhead
from partage_members.places.errors import UnknownPlace
from partage_members.profiles import commands, queries
from partage_members.profiles.errors import MemberIdUnusable, ProfileNotFound
from partage_members.profiles.naming import with_place_names
from partage_members.profiles.schemas import (
    ChangeProfile,
    ProfileFilter,
    ProfileSummary,
    ProfileView,
    RegisterMyself,
    RegisterProfile,
    VisibleProfile,
)
from partage_members.profiles.views import columns, record, seen, summary

router = Router(prefix="/profiles", tags=["profiles"])

CHANGING = problems(ProfileNotFound, Stale, PreconditionRequired, UnknownCode, UnknownPlace, DayTooFarAhead)


@router.get("", responses=problems(UnknownCode))
async def list_profiles(
    caller: OfficeStaff, wanted: Annotated[ProfileFilter, Query()], paging: Paging, session: ReadSession
) -> Page[ProfileSummary]:
    """The register of the members of your office, filtered and sorted; others find members in the directory.

    `query` finds them by what they are called, or by an address, whatever they show to others.
    """
    rows, following = await queries.list_profiles(session, caller.office, wanted, paging)
    return Page(items=[summary(row) for row in rows], next=following)


@router.post("", status_code=201, responses=problems(MemberIdUnusable, UnknownCode, UnknownPlace, DayTooFarAhead))
async def register_profile(new: RegisterProfile, caller: OfficeStaff, session: WriteSession, tag: ETag) -> ProfileView:
    """Write the profile of a member of your office (recommendation 1: data gathered at registration)."""
    profile = await commands.register_profile(session, caller.office, new.member_id, columns(new))
    return tag(record(profile))


@router.post("/mine", status_code=201, responses=problems(MemberIdUnusable, UnknownCode, UnknownPlace, DayTooFarAhead))
async def register_my_profile(new: RegisterMyself, caller: Member, session: WriteSession, tag: ETag) -> ProfileView:
    """Write your own profile for the first time."""
    profile = await commands.register_myself(session, caller.office, caller.member, columns(new))
    return tag(record(profile))


@router.get("/mine", responses=problems(ProfileNotFound))
async def read_my_profile(caller: Member, session: ReadSession, tag: ETag) -> ProfileView:
    """Your own profile, with your contact details."""
    return tag(record(await queries.one_profile(session, caller.office, caller.member)))


@router.get("/mine/as/{audience}", responses=problems(ProfileNotFound))
async def see_my_profile_as(
    audience: Audience,
    caller: Member,
    session: ReadSession,
    filiere: Annotated[UUID | None, Query(description="as somebody of this filière, instead of any of yours")] = None,
) -> VisibleProfile:
    """See your profile as others do: `filiere`, `members`, `partners`, `public`; as `nobody` you are not found.

    It is decided by the same rule as what they see; 404 when they do not find you at all.
    """
    row = await queries.one_profile(session, caller.office, caller.member)
    circles = await circles_of(session, caller.member)
    view = seen(row, circles, looking_as(audience, circles if filiere is None else (filiere,)))
    if view is None:
        raise ProfileNotFound()
    (named,) = await with_place_names(session, [view])
    return named


@router.patch("/mine", responses=CHANGING)
async def change_my_profile(
    changes: ChangeProfile, caller: Member, expected: IfMatch, session: WriteSession, tag: ETag
) -> ProfileView:
    """Change your own profile; what you leave out stays."""
    fields = columns(changes, given_only=True)
    profile = await commands.change_profile(session, caller.office, caller.member, expected, fields)
    return tag(record(profile))


@router.get("/{profile_id}", responses=problems(ProfileNotFound))
async def read_profile(profile_id: UUID, caller: OfficeStaff, session: ReadSession, tag: ETag) -> ProfileView:
    """The record of a member of your office; what others see of her is in the directory."""
    return tag(record(await queries.one_profile(session, caller.office, profile_id)))


@router.patch("/{profile_id}", responses=CHANGING)
async def change_profile(
    profile_id: UUID, changes: ChangeProfile, caller: OfficeStaff, expected: IfMatch, session: WriteSession, tag: ETag
) -> ProfileView:
    """Change the profile of a member of your office on her behalf; what you leave out stays."""
    fields = columns(changes, given_only=True)
    profile = await commands.change_profile(session, caller.office, profile_id, expected, fields)
    return tag(record(profile))
