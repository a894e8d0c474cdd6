"""From surveys of needs to the shape that goes out."""

from typing import Any

from partage_kit.types import translated
from partage_members.needs_surveys.schemas import NeedsSurveyView, SurveyState

_SHOWN = (
    *("id", "office", "title", "trades", "sectors", "nuts", "filieres", "topics", "languages"),
    *("opens_on", "closes_on", "requested_at", "wave_id", "answered_at", "withdrawn_at"),
    *("needs_taken", "needs_passed_over"),
)


def view(row: Any, languages: tuple[str, ...]) -> NeedsSurveyView:
    """A survey of needs; being overdue counts as another version, as dates bring it."""
    state = SurveyState(row.state)
    return NeedsSurveyView(
        state=state,
        title_shown=translated(row.title, languages),
        version=row.version + (state is SurveyState.OVERDUE),
        **{name: getattr(row, name) for name in _SHOWN},
    )
