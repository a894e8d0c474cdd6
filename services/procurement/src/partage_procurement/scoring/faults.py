"""What the scoring kernels refuse; a command turns it into a 422 that names the rule and the criteria."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from enum import StrEnum


class Rule(StrEnum):
    """The rules of a charter's yardstick and of the answers to it."""

    WEIGHTS_SUM_TO_10000 = "weights_sum_to_10000"
    WEIGHT_IS_POSITIVE = "weight_is_positive"
    KEY_IS_UNIQUE = "key_is_unique"
    THEME_IS_KNOWN = "theme_is_known"
    FLOOR_IS_A_PERCENTAGE = "floor_is_a_percentage"
    EVIDENCE_IS_REQUIRED = "evidence_is_required"
    AGE_IS_POSITIVE = "age_is_positive"
    MINIMUM_IS_A_LEVEL = "minimum_is_a_level"
    BANDS_PARTITION = "bands_partition"
    CRITERION_IS_KNOWN = "criterion_is_known"
    LEVEL_IS_0_TO_4 = "level_is_0_to_4"
    NOT_APPLICABLE_HAS_REASON = "not_applicable_has_reason"
    ELIMINATORY_APPLIES = "eliminatory_applies"
    NOT_APPLICABLE_AT_MOST_20_PERCENT = "not_applicable_at_most_20_percent"
    RULING_IS_COMPLETE = "ruling_is_complete"


class ScoringFault(ValueError):
    """A rule is broken; `keys` names the criteria, themes or bands that break it."""

    def __init__(self, rule: Rule, *keys: str) -> None:
        super().__init__(f"{rule}: {', '.join(keys)}")
        self.rule = rule
        self.keys = keys


@contextmanager
def faults_as(refusal: Callable[..., Exception]) -> Iterator[None]:
    """Let a broken rule come out as the refusal of whoever asked; it names the rule and the keys."""
    try:
        yield
    except ScoringFault as fault:
        raise refusal(str(fault), rule=fault.rule, keys=list(fault.keys)) from fault
