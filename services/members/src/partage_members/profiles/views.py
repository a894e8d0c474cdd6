"""From rows to the shapes that go out, and from the shapes that come in to columns."""

from typing import Any
from uuid import UUID

from sqlalchemy import Row

from partage_kit.types import Shape
from partage_members.profiles.queries import LINE, PLACE
from partage_members.profiles.schemas import ProfileSummary, ProfileView, Territory

_WHOLE = (*LINE, "presentation", "skills", "created_at", "updated_at", "version")


def summary(row: Row[Any]) -> ProfileSummary:
    """A profile as a line of a list; built without checking, as the database holds only what was checked."""
    values = row[-len(PLACE) - len(LINE) :]
    territory = Territory.model_construct(**dict(zip(PLACE, values, strict=False))) if values[0] else None
    return ProfileSummary.model_construct(territory=territory, **dict(zip(LINE, values[len(PLACE) :], strict=True)))


def whole(row: Any, *, with_contact: bool) -> ProfileView:
    """A profile; email and phone only for those whom the member trusts with them."""
    contact = {"email": row.email, "phone": row.phone} if with_contact else {"email": None, "phone": None}
    return ProfileView(territory=_territory(row), **contact, **{name: getattr(row, name) for name in _WHOLE})


def _territory(row: Any) -> Territory | None:
    if row.country is None:
        return None
    return Territory(country=row.country, nuts=row.nuts, municipality=row.municipality, postal_code=row.postal_code)


def columns(shape: Shape, *, given_only: bool = False) -> dict[str, Any]:
    """The columns that a shape writes: a territory becomes its four parts."""
    fields = shape.model_dump(exclude={"member_id"}, exclude_unset=given_only)
    if "territory" in fields:
        territory = fields.pop("territory") or {}
        fields |= {part: territory.get(part) for part in PLACE}
    return fields


def sees_contact(row_id: UUID, caller_member: UUID | None, *, is_staff: bool) -> bool:
    """Email and phone are shown to the member herself and to the staff of her office."""
    return is_staff or row_id == caller_member
