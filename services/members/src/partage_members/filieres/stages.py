"""The life of a filière: which stage may follow which, and what each stage allows. No session, no clock."""

from collections.abc import Mapping
from datetime import timedelta

from partage_contracts.members import FiliereStage as Stage

FOLLOWERS: Mapping[Stage, frozenset[Stage]] = {
    Stage.PROPOSED: frozenset({Stage.UNDER_STUDY, Stage.REJECTED}),
    Stage.UNDER_STUDY: frozenset({Stage.LAUNCHING, Stage.REJECTED}),
    Stage.REJECTED: frozenset(),
    Stage.LAUNCHING: frozenset({Stage.ACTIVE, Stage.CLOSED}),
    Stage.ACTIVE: frozenset({Stage.RESULTS, Stage.DECLINING, Stage.DORMANT}),
    Stage.RESULTS: frozenset({Stage.ACTIVE, Stage.DECLINING, Stage.DORMANT}),
    Stage.DECLINING: frozenset({Stage.ACTIVE, Stage.DORMANT, Stage.CLOSED}),
    Stage.DORMANT: frozenset({Stage.ACTIVE, Stage.CLOSED}),
    Stage.CLOSED: frozenset(),
}
"""From each stage to those that a decision may move it to (R2, R7)."""

FINAL = frozenset(stage for stage, followers in FOLLOWERS.items() if not followers)
"""Nothing changes any more: rejected and closed."""

JOINABLE = frozenset({Stage.LAUNCHING, Stage.ACTIVE, Stage.RESULTS, Stage.DECLINING, Stage.DORMANT})
"""Members may join: from the launch on, until it closes."""

APPROVING = frozenset({Stage.UNDER_STUDY, Stage.LAUNCHING})
"""Moving there approves the proposal, so another than its author decides."""

ATTENDED = frozenset({Stage.ACTIVE, Stage.RESULTS, Stage.DECLINING})
"""Here a filière needs a facilitator."""

UNATTENDED = timedelta(days=60)
"""How long it stays in one of these stages without one; then it becomes dormant (R6)."""
