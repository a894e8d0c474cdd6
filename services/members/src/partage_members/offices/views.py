"""The shape of settings that an office never wrote."""

from partage_members.offices.schemas import DEFAULT_MEMBERSHIP_LIMIT, OfficeView


def defaults(office: str) -> OfficeView:
    """The settings of an office that has changed none."""
    return OfficeView(office=office, membership_limit=DEFAULT_MEMBERSHIP_LIMIT, names=None, website=None, version=0)
