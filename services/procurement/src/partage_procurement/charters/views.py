"""From rows of charter versions to the shapes that go out."""

from partage_kit.auth import Caller, Role


def sees_drafts(caller: Caller) -> bool:
    """Drafts are for those who write, review or administer."""
    return any(caller.has(role) for role in (Role.BUYER, Role.STAFF, Role.ETHICS_COMMITTEE, Role.OFFICE_ADMIN))
