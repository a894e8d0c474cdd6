"""The HTTP door of phases."""

from uuid import UUID

from partage_impact.callers import EvaluationTeam, Insider
from partage_impact.evaluations.errors import EvaluationNotFound
from partage_impact.evaluations.queries import one_evaluation
from partage_impact.evaluations.schemas import EvaluationView
from partage_impact.phases import commands, queries
from partage_impact.phases.errors import GateClosed, NoWayBack
from partage_impact.phases.schemas import GateView, ReturnBack
from partage_impact.phases.views import gate_view
from partage_kit.db import ReadSession, WriteSession
from partage_kit.errors import NotPossibleNow
from partage_kit.http.languages import ReaderLanguages
from partage_kit.http.problems import problems
from partage_kit.http.routes import Router
from partage_kit.http.tags import ETag

router = Router(prefix="/evaluations", tags=["evaluations"])


@router.get("/{evaluation_id}/gate", responses=problems(EvaluationNotFound))
async def read_gate(evaluation_id: UUID, caller: Insider, languages: ReaderLanguages, session: ReadSession) -> GateView:
    """The gate to the next phase: each condition, whether it is met, and what is missing (recommendation 19).

    Checked is what this service holds today: adoption and publication of the question; criteria with adopted
    quantitative and qualitative indicators; figures and closed waves. Further conditions come with their records:
    pretests, acts of member-users, coverage and disclosure reports, findings with dissent, decisions.
    """
    evaluation = await one_evaluation(session, caller.office, evaluation_id)
    return gate_view(await queries.situation_of(session, evaluation), languages)


@router.post("/{evaluation_id}/advance", responses=problems(EvaluationNotFound, NotPossibleNow, GateClosed))
async def advance_evaluation(
    evaluation_id: UUID, caller: EvaluationTeam, session: WriteSession, tag: ETag
) -> EvaluationView:
    """Enter the next phase, when its gate is open; after `learn` the evaluation is closed."""
    evaluation = await commands.advance(session, caller.office, evaluation_id, caller.subject)
    return tag(EvaluationView.model_validate(evaluation))


@router.post("/{evaluation_id}/return", responses=problems(EvaluationNotFound, NotPossibleNow, NoWayBack))
async def return_evaluation(
    evaluation_id: UUID, why: ReturnBack, caller: EvaluationTeam, session: WriteSession, tag: ETag
) -> EvaluationView:
    """Go back: from analyse to observe, from judge to analyse, from learn to the frame of the next cycle."""
    evaluation = await commands.go_back(session, caller.office, evaluation_id, caller.subject, why.reason)
    return tag(EvaluationView.model_validate(evaluation))
