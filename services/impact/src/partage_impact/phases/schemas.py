"""Shapes of gates, in and out."""

from partage_impact.evaluations.schemas import Phase
from partage_impact.phases.gates import Requirement
from partage_kit.types import Shape, Text


class ReturnBack(Shape):
    """Why the evaluation goes back."""

    reason: Text


class ConditionView(Shape):
    """A condition in the reader's language; `missing` names criteria and waves by id, indicators by code."""

    code: Requirement
    met: bool
    explanation: str
    missing: list[str]


class GateView(Shape):
    """The gate out of the present phase, and where it and the way back lead."""

    phase: Phase
    next: Phase | None
    back: Phase | None
    open: bool
    conditions: list[ConditionView]
