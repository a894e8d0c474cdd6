"""From memberships to the shapes that go out."""

from datetime import datetime
from typing import Any

from partage_members.memberships.models import REQUEST_LIVES
from partage_members.memberships.schemas import MembershipView, MyMembership, State

_FIELDS = ("id", "filiere_id", "member_id", "kind", "way", "state", "reason", "created_at", "joined_at", "version")


def view(row: Any) -> MembershipView:
    """A membership, a request or an invitation."""
    return MembershipView(ended_at=_ended_at(row), **_fields(row))


def mine(row: Any) -> MyMembership:
    """A membership of the reader."""
    of_filiere = {"filiere_names": row.filiere_names, "filiere_stage": row.filiere_stage}
    return MyMembership(ended_at=_ended_at(row), **of_filiere, **_fields(row))


def _fields(row: Any) -> dict[str, Any]:
    return {name: getattr(row, name) for name in _FIELDS}


def _ended_at(row: Any) -> datetime | None:
    """A request that lapsed by its dates tells when, written down or not."""
    if row.state is State.LAPSED:
        lapsed_at: datetime = row.created_at + REQUEST_LIVES
        return lapsed_at
    ended_at: datetime | None = row.ended_at
    return ended_at
