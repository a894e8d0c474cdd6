"""From needs to the shape that goes out, as somebody may see it."""

from typing import Any

from partage_kit.types import translated
from partage_members.needs.schemas import NeedView
from partage_members.needs_surveys.catalogue import label_of

_SHOWN = (
    *("id", "office", "state", "code", "trades", "sectors", "nuts", "filieres", "source", "survey_id", "rank", "share"),
    *("starts_on", "ends_on", "recorded_at", "published_at", "withdrawn_at", "version"),
)
_TOLD_TO_STAFF = ("reference", "withdrawal_reason")


def view(row: Any, languages: tuple[str, ...], *, to_staff: bool) -> NeedView:
    """A need with its words, or the label of its code."""
    title = row.title or label_of(row.code)
    return NeedView(
        title=title,
        title_shown=translated(title, languages),
        **{name: getattr(row, name) for name in _SHOWN},
        **{name: getattr(row, name) if to_staff else None for name in _TOLD_TO_STAFF},
    )
