"""From external spaces to the shape that goes out."""

from typing import Any

from partage_members.directory.people import named
from partage_members.external_spaces.schemas import ExternalSpaceView

_KEPT = ("id", "office", "filiere_id", "kind", "url", "names", "audience", "updated_at", "version")


def view(row: Any) -> ExternalSpaceView:
    """A tool of a filière or of the office."""
    return ExternalSpaceView(maintainer=named(row), **{name: getattr(row, name) for name in _KEPT})
