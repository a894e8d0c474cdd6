"""From what is seen of members and filières to SCIM users and groups; what is hidden is left out."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from uuid import UUID

from scim2_models import Address, Email, Group, GroupMember, GroupMembership, Meta, Name, PhoneNumber, Reference, User

from partage_kit.types import translated
from partage_members.profiles.place_shapes import SeenTerritory, SeenWorkplace
from partage_members.profiles.schemas import VisibleProfile


def user_of(
    member: VisibleProfile, names: Mapping[UUID, Mapping[str, str]], base: str, wanted: tuple[str, ...] = ()
) -> User[Any]:
    """A member as a user, her places named for readers of the wanted languages, best first.

    The user name is her id: it is unique, never changes and tells nothing.
    """
    full_name = f"{member.given_name} {member.family_name}"
    return User.model_construct(
        schemas=[User.__schema__],
        id=str(member.id),
        user_name=str(member.id),
        name=Name.model_construct(given_name=member.given_name, family_name=member.family_name, formatted=full_name),
        display_name=full_name,
        title=translated(member.headline or {}, ()) or None,
        preferred_language=member.languages[0] if member.languages else None,
        active=True,
        emails=[Email.model_construct(value=member.email, type=Email.Type.work, primary=True)]
        if member.email
        else None,
        phone_numbers=[PhoneNumber.model_construct(value=member.phone, type=PhoneNumber.Type.work)]
        if member.phone
        else None,
        addresses=list(_addresses(member, wanted)) or None,
        groups=[_membership(one, names, base) for one in member.filieres if one in names] or None,
        meta=_meta("User", "Users", member.id, base),
    )


def _addresses(member: VisibleProfile, wanted: tuple[str, ...]) -> Iterator[Address]:
    """Where she works: her territory first, then her workplaces."""
    if member.territory is not None:
        yield _address(member.territory, wanted, primary=True)
    yield from (_address(place, wanted) for place in member.workplaces)


def _address(place: SeenTerritory | SeenWorkplace, wanted: tuple[str, ...], *, primary: bool | None = None) -> Address:
    names = place.municipality_names
    return Address.model_construct(
        locality=translated(names, wanted) if names else place.municipality,
        region=place.region,
        postal_code=place.postal_code,
        country=place.country,
        type=Address.Type.work,
        primary=primary,
    )


def _membership(filiere_id: UUID, names: Mapping[UUID, Mapping[str, str]], base: str) -> GroupMembership:
    return GroupMembership.model_construct(
        value=str(filiere_id), ref=_reference("Groups", filiere_id, base), display=translated(names[filiere_id], ())
    )


def group_of(filiere_id: UUID, names: Mapping[str, str], members: Sequence[VisibleProfile] | None, base: str) -> Group:
    """A filière as a group; its members only where it is read alone."""
    return Group.model_construct(
        schemas=[Group.__schema__],
        id=str(filiere_id),
        display_name=translated(names, ()),
        members=None if members is None else [_member(one, base) for one in members],
        meta=_meta("Group", "Groups", filiere_id, base),
    )


def _member(member: VisibleProfile, base: str) -> GroupMember:
    display = f"{member.given_name} {member.family_name}"
    return GroupMember.model_construct(
        value=str(member.id), ref=_reference("Users", member.id, base), type="User", display=display
    )


def _meta(kind: str, endpoint: str, of: UUID, base: str) -> Meta:
    """Where it is; not when it was changed, which would tell of what is hidden."""
    return Meta.model_construct(resource_type=kind, location=_location(endpoint, of, base))


def _reference(endpoint: str, of: UUID, base: str) -> Reference[Any]:
    return Reference[Any](_location(endpoint, of, base))


def _location(endpoint: str, of: UUID, base: str) -> str:
    return f"{base}/{endpoint}/{of}"
