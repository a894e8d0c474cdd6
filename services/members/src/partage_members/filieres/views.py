"""From filières to the shapes that go out."""

from typing import Any

from partage_kit.types import translated
from partage_members.filieres.schemas import FiliereSummary, FiliereView

_SUMMARY = (
    "id",
    "kind",
    "stage",
    "names",
    "occupations",
    "sectors",
    "nuts",
    "languages",
    "openness",
    "unattended_since",
    "created_at",
)
_WHOLE = (*_SUMMARY, "purpose", "openness_reason", "stage_since", "updated_at", "version")


def summary(row: Any, languages: tuple[str, ...]) -> FiliereSummary:
    """A filière as a line of a list, named in the first of the languages that it has a name in."""
    return FiliereSummary(name=translated(row.names, languages), **{name: getattr(row, name) for name in _SUMMARY})


def whole(row: Any, languages: tuple[str, ...]) -> FiliereView:
    """A filière, named in the first of the languages that it has a name in."""
    return FiliereView(name=translated(row.names, languages), **{name: getattr(row, name) for name in _WHOLE})
