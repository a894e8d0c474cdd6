"""From initiatives to the shape that goes out, as somebody may see it."""

from typing import Any

from partage_kit.auth import Caller
from partage_kit.types import translated
from partage_members.callers import is_staff
from partage_members.initiatives.models import SHOWN
from partage_members.initiatives.schemas import InitiativeState, InitiativeView

_SHOWN = (
    *("id", "office", "kind", "title", "description", "trades", "sectors", "nuts", "wished_resources", "experience"),
    *("submitted_at", "published_at", "review_on", "ended_at", "lessons", "proposed_filiere_id", "recorded_by_staff"),
)
_TOLD = ("submitted_by_member", "decline_reason", "review_overdue")


def is_visible(row: Any, caller: Caller | None) -> bool:
    """Whether the caller sees an initiative: everybody what is published, the staff and its author all."""
    return row.stored_state in SHOWN or _is_told_all(row, caller)


def view(row: Any, caller: Caller | None, languages: tuple[str, ...]) -> InitiativeView:
    """An initiative as the caller may see it; being under review counts as another version, as dates bring it."""
    told = _is_told_all(row, caller)
    state = InitiativeState(row.state)
    return InitiativeView(
        state=state,
        title_shown=translated(row.title, languages),
        supports=row.supports,
        version=row.version + (state is InitiativeState.UNDER_REVIEW),
        **{name: getattr(row, name) for name in _SHOWN},
        **{name: getattr(row, name) if told else None for name in _TOLD},
    )


def _is_told_all(row: Any, caller: Caller | None) -> bool:
    if caller is None or caller.office != row.office:
        return False
    return is_staff(caller) or caller.person.is_among([row.submitted_by], [row.submitted_by_member])
