"""From rows of assessments to the shapes that go out."""

from collections.abc import Mapping
from typing import Any

from partage_kit.auth import Caller, Role
from partage_kit.errors import Forbidden
from partage_procurement.assessments.schemas import AnswerShape, AssessmentSummary, AssessmentView

_SUMMARY = (
    "id",
    "supplier_id",
    "supplier_name",
    "charter_id",
    "charter_number",
    "state",
    "revision_number",
    "label",
    "published_on",
    "expires_on",
)
_WHOLE = ("created_at", "updated_at", "version")


def summary(row: Any) -> AssessmentSummary:
    """An assessment as a line of a list."""
    return AssessmentSummary(**{name: getattr(row, name) for name in _SUMMARY})


def whole(row: Any, caller: Caller) -> AssessmentView:
    """An assessment; answers that are being corrected are for those who judge, the others see what was published."""
    return _view(row, row.answers if judges(caller) else row.published_answers)


def as_published(row: Any) -> AssessmentView:
    """An assessment as it was last published, whoever reads it."""
    return _view(row, row.published_answers)


def _view(row: Any, answers: Mapping[str, Any]) -> AssessmentView:
    shapes = {criterion: AnswerShape.model_validate(answer) for criterion, answer in answers.items()}
    return AssessmentView(answers=shapes, **{name: getattr(row, name) for name in (*_SUMMARY, *_WHOLE)})


def judges(caller: Caller) -> bool:
    """Whether the caller may see assessments before they are published."""
    return any(caller.has(role) for role in (Role.BUYER, Role.STAFF, Role.ETHICS_COMMITTEE))


def require_judge(caller: Caller) -> None:
    """Keep work in progress to those who judge.

    Raises:
        Forbidden
    """
    if not judges(caller):
        raise Forbidden("work in progress is for those who judge")
