"""From versions and votes to the shapes that go out."""

from collections.abc import Mapping
from typing import Any

from partage_impact.definitions.appraisal import Check, Verdict, light, obstacles
from partage_impact.definitions.schemas import AppraisalView, CheckView, VersionView


def version_view(row: Any) -> VersionView:
    """A version, from a row or a model."""
    return VersionView.model_validate({name: getattr(row, name) for name in VersionView.model_fields})


def appraisal_view(votes: Mapping[Check, Mapping[Verdict, int]], mine: Mapping[Check, Verdict]) -> AppraisalView:
    """The seven checks with their votes, and the reader's own."""
    lights = {check: light(votes.get(check, {})) for check in Check}
    checks = [
        CheckView(
            check=check,
            light=lights[check],
            votes={verdict: votes.get(check, {}).get(verdict, 0) for verdict in Verdict},
            mine=mine.get(check),
        )
        for check in Check
    ]
    return AppraisalView(passed=not obstacles(lights), checks=checks)
