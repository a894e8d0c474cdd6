"""From rows to the shapes that go out, and from the shapes that come in to columns."""

from collections.abc import Collection, Mapping
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import Row

from partage_kit.types import Shape
from partage_members.audiences.policy import Viewer
from partage_members.profiles.fields import DEFAULTS, ProfileField, visible_fields
from partage_members.profiles.place_shapes import SeenTerritory, Territory
from partage_members.profiles.queries import LINE, PLACE
from partage_members.profiles.schemas import ProfileSummary, ProfileView, VisibleProfile

_KEPT = (
    *LINE,
    *("email", "phone", "presentation", "skills", "availability", "workplaces", "links", "photo_url", "audiences"),
    *("created_at", "updated_at", "version"),
)
_SEEN = [
    field for field in ProfileField if field not in (ProfileField.NAME, ProfileField.TERRITORY, ProfileField.FILIERES)
]


def summary(row: Row[Any]) -> ProfileSummary:
    """A profile as a line of a list; built without checking, as the database holds only what was checked."""
    values = row[-len(PLACE) - len(LINE) :]
    territory = Territory.model_construct(**dict(zip(PLACE, values, strict=False))) if values[0] else None
    return ProfileSummary.model_construct(territory=territory, **dict(zip(LINE, values[len(PLACE) :], strict=True)))


def record(row: Any) -> ProfileView:
    """A profile as it is kept."""
    return ProfileView(territory=_territory(row, Territory), **{name: getattr(row, name) for name in _KEPT})


def seen(row: Any, circles: Collection[UUID], viewer: Viewer) -> VisibleProfile | None:
    """A member, who belongs to these circles, as a viewer sees her; None when they do not find her at all."""
    fields = visible_fields(row.audiences, circles, viewer)
    if ProfileField.NAME not in fields:
        return None
    values = {field.value: getattr(row, field) for field in _SEEN if field in fields}
    if ProfileField.TERRITORY in fields:
        values["territory"] = _territory(row, SeenTerritory)
    if ProfileField.FILIERES in fields:
        values["filieres"] = sorted(circles)
    return VisibleProfile(
        id=row.id, office=row.office, given_name=row.given_name, family_name=row.family_name, **values
    )


T = TypeVar("T", bound=Territory)


def _territory(row: Any, shape: type[T]) -> T | None:
    if row.country is None:
        return None
    return shape(country=row.country, nuts=row.nuts, municipality=row.municipality, postal_code=row.postal_code)


def columns(shape: Shape, *, given_only: bool = False) -> dict[str, Any]:
    """The columns that a shape writes: a territory becomes its four parts, and what has days is kept as JSON."""
    # what was given is kept as a whole: a link without its kind has the default one
    given = shape.model_fields_set if given_only else type(shape).model_fields.keys()
    fields = shape.model_dump(include=set(given) - {"member_id"})
    if "territory" in fields:
        territory = fields.pop("territory") or {}
        fields |= {part: territory.get(part) for part in PLACE}
    kept_as_json = {"availability", "workplaces", "links", "audiences"} & fields.keys()
    return fields | shape.model_dump(mode="json", include=kept_as_json)


def whole_audiences(given: Mapping[str, str], before: Mapping[str, str] | None = None) -> dict[str, str]:
    """An audience for every field: what was given, else what was decided before, else the default."""
    return {field.value: given.get(field) or (before or DEFAULTS)[field] for field in ProfileField}
