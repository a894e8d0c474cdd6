"""From a profile to the facts it announces."""

from typing import TypeVar

from partage_contracts.members import FieldAudience, ProfileAudienceChanged, ProfileRegistered, ProfileUpdated
from partage_members.profiles.models import Profile

F = TypeVar("F", ProfileRegistered, ProfileUpdated)


def registered(profile: Profile) -> ProfileRegistered:
    """A member has a profile."""
    return _state(ProfileRegistered, profile)


def updated(profile: Profile) -> ProfileUpdated:
    """A profile has changed; the whole state goes along."""
    return _state(ProfileUpdated, profile)


def audience_changed(profile: Profile) -> ProfileAudienceChanged:
    """A member shows herself to others than before."""
    shown = tuple(FieldAudience(field=field, audience=audience) for field, audience in profile.audiences.items())
    return ProfileAudienceChanged(office=profile.office, subject=profile.id, sequence=profile.version, audiences=shown)


def _state(fact: type[F], profile: Profile) -> F:
    return fact(
        office=profile.office,
        subject=profile.id,
        sequence=profile.version,
        place=profile.place,
        trades=tuple(profile.trades),
        sectors=tuple(profile.sectors),
        languages=tuple(profile.languages),
        stage=profile.stage,
        joined_on=profile.joined_on,
    )
