"""From opportunities to the shapes that go out, and from the shapes that come in to columns."""

from collections.abc import Sequence
from typing import Any, TypeVar

from partage_kit.auth import Caller
from partage_kit.db import Readable
from partage_kit.types import Shape
from partage_members.directory.people import named
from partage_members.moderation.views import contest_of
from partage_members.opportunities.queries import tends
from partage_members.opportunities.schemas import OpportunitySummary, OpportunityView, Poster
from partage_members.profiles.naming import names_of_places, with_names
from partage_members.profiles.place_shapes import SeenTerritory

_PLACE = ("country", "nuts", "municipality", "postal_code")
_LINE = (
    *("id", "office", "titles", "trades", "sectors", "remote", "starts_on", "ends_on", "answer_by"),
    *("audience", "state", "posted_at"),
)
_MORE = ("description", "filieres", "remuneration", "link", "hidden_reason", "closed_at", "updated_at", "version")


def summary(row: Any) -> OpportunitySummary:
    """An opportunity as a line of a list."""
    return OpportunitySummary(**_line(row))


def whole(row: Any, caller: Caller | None) -> OpportunityView:
    """An opportunity as the caller sees it."""
    mine = caller is not None and tends(caller, row)
    return OpportunityView(
        mine=mine, contest=contest_of(row), **_line(row), **{name: getattr(row, name) for name in _MORE}
    )


V = TypeVar("V", bound=OpportunitySummary)


async def with_named_places(session: Readable, views: Sequence[V]) -> list[V]:
    """Opportunities with what their municipalities are called; looked up for all at once."""
    known = await names_of_places(session, (view.place for view in views if view.place is not None))
    return [
        view if view.place is None else view.model_copy(update={"place": with_names(view.place, known)})
        for view in views
    ]


def columns(shape: Shape, *, given_only: bool = False) -> dict[str, Any]:
    """The columns that a shape writes: a place becomes its four parts, and ids and money are kept as JSON."""
    given = shape.model_fields_set if given_only else type(shape).model_fields.keys()
    fields = shape.model_dump(include=set(given))
    if "place" in fields:
        place = fields.pop("place") or {}
        fields |= {part: place.get(part) for part in _PLACE}
    kept_as_json = {"filieres", "remuneration"} & fields.keys()
    return fields | shape.model_dump(mode="json", include=kept_as_json)


def _line(row: Any) -> dict[str, Any]:
    place = SeenTerritory(**{part: getattr(row, part) for part in _PLACE}) if row.country else None
    poster = Poster(kind=row.poster, organisation=row.organisation, member=named(row))
    hidden = row.hidden_at is not None
    return {"place": place, "poster": poster, "hidden": hidden} | {name: getattr(row, name) for name in _LINE}
