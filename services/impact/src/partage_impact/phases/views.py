"""From a situation to the gate that goes out."""

from partage_impact.phases.gates import BACK, EXPLANATIONS, FORWARD, Situation, conditions
from partage_impact.phases.schemas import ConditionView, GateView
from partage_kit.types import translated


def gate_view(situation: Situation, languages: tuple[str, ...]) -> GateView:
    """The gate out of the present phase, in the reader's language."""
    listed = [
        ConditionView(
            code=one.requirement,
            met=one.is_met,
            explanation=translated(EXPLANATIONS[one.requirement], languages),
            missing=list(one.missing),
        )
        for one in conditions(situation)
    ]
    following = FORWARD.get(situation.phase)
    is_open = following is not None and all(one.met for one in listed)
    back = BACK.get(situation.phase)
    return GateView(phase=situation.phase, next=following, back=back, open=is_open, conditions=listed)
