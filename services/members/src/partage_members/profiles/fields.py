"""What a member decides an audience for, and what of it a viewer sees."""

from collections.abc import Collection, Mapping
from enum import StrEnum
from uuid import UUID

from partage_members.audiences.policy import Audience, Scope, Viewer, scopes_of, sees


class ProfileField(StrEnum):
    """A part of a profile that has an audience of its own."""

    NAME = "name"
    EMAIL = "email"
    PHONE = "phone"
    TERRITORY = "territory"
    LANGUAGES = "languages"
    HEADLINE = "headline"
    PRESENTATION = "presentation"
    TRADES = "trades"
    SECTORS = "sectors"
    SKILLS = "skills"
    STAGE = "stage"
    AVAILABILITY = "availability"
    WORKPLACES = "workplaces"
    LINKS = "links"
    PHOTO_URL = "photo_url"
    FILIERES = "filieres"
    JOINED_ON = "joined_on"


DEFAULTS: Mapping[ProfileField, Audience] = dict.fromkeys(ProfileField, Audience.MEMBERS) | {
    ProfileField.EMAIL: Audience.NOBODY,
    ProfileField.PHONE: Audience.NOBODY,
}
"""What holds until the member decides: members see each other, and nobody an address."""


def field_scopes(audiences: Mapping[str, str], circles: Collection[UUID]) -> dict[ProfileField, frozenset[Scope]]:
    """The scopes in which each field of a member is visible, who belongs to these circles."""
    return {field: scopes_of(Audience(audiences[field]), circles) for field in ProfileField}


def visible_fields(audiences: Mapping[str, str], circles: Collection[UUID], viewer: Viewer) -> frozenset[ProfileField]:
    """What a viewer sees of a member: nothing at all when her name is hidden from them."""
    scopes = field_scopes(audiences, circles)
    if not sees(viewer, scopes[ProfileField.NAME]):
        return frozenset()
    return frozenset(field for field, where in scopes.items() if sees(viewer, where))
