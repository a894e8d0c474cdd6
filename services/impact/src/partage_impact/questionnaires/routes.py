"""The HTTP door of questionnaires."""

from typing import Annotated
from uuid import UUID

from fastapi import Query

from partage_impact.callers import EvaluationTeam, Insider
from partage_impact.questionnaires import commands, queries
from partage_impact.questionnaires.errors import (
    NotTranslated,
    QuestionnaireExists,
    QuestionnaireIsFinal,
    QuestionnaireNotFound,
)
from partage_impact.questionnaires.schemas import (
    DraftQuestionnaire,
    LanguageList,
    QuestionnaireFilter,
    QuestionnaireSummary,
    QuestionnaireView,
    WriteQuestionnaire,
)
from partage_impact.questionnaires.views import language_list
from partage_kit.db import ReadSession, WriteSession
from partage_kit.errors import OwnSubmission, PreconditionRequired, Stale
from partage_kit.http.pages import Page, Paging
from partage_kit.http.problems import problems
from partage_kit.http.routes import Router
from partage_kit.http.tags import ETag, IfMatch

router = Router(prefix="/questionnaires", tags=["surveys"])


@router.get("")
async def list_questionnaires(
    caller: Insider, wanted: Annotated[QuestionnaireFilter, Query()], paging: Paging, session: ReadSession
) -> Page[QuestionnaireSummary]:
    """The questionnaires of your office, newest first; each version is a line."""
    rows, following = await queries.list_questionnaires(session, caller.office, wanted, paging)
    return Page(items=[QuestionnaireSummary.model_validate(row) for row in rows], next=following)


@router.post("", status_code=201, responses=problems(QuestionnaireExists))
async def draft_questionnaire(
    new: DraftQuestionnaire, caller: EvaluationTeam, session: WriteSession, tag: ETag
) -> QuestionnaireView:
    """Write a new questionnaire; it is a draft until somebody else adopts it."""
    content = new.model_dump(mode="json", exclude={"key"})
    drafted = await commands.draft_questionnaire(session, caller.office, caller.person, new.key, content)
    return tag(QuestionnaireView.model_validate(drafted))


@router.get("/{questionnaire_id}", responses=problems(QuestionnaireNotFound))
async def read_questionnaire(
    questionnaire_id: UUID, caller: Insider, session: ReadSession, tag: ETag
) -> QuestionnaireView:
    """A version of a questionnaire, in all its languages."""
    row = await queries.one_questionnaire(session, caller.office, questionnaire_id)
    return tag(QuestionnaireView.model_validate(row))


@router.put(
    "/{questionnaire_id}",
    responses=problems(QuestionnaireNotFound, Stale, PreconditionRequired, QuestionnaireIsFinal),
)
async def rewrite_questionnaire(
    questionnaire_id: UUID,
    new: WriteQuestionnaire,
    caller: EvaluationTeam,
    expected: IfMatch,
    session: WriteSession,
    tag: ETag,
) -> QuestionnaireView:
    """Write a draft anew."""
    content = new.model_dump(mode="json")
    written = await commands.rewrite_questionnaire(
        session, caller.office, questionnaire_id, caller.person, expected, content
    )
    return tag(QuestionnaireView.model_validate(written))


@router.get("/{questionnaire_id}/languages", responses=problems(QuestionnaireNotFound))
async def list_languages(questionnaire_id: UUID, caller: Insider, session: ReadSession) -> LanguageList:
    """How far a questionnaire is translated, language by language, with the missing cells."""
    return language_list(await queries.one_questionnaire(session, caller.office, questionnaire_id))


@router.post(
    "/{questionnaire_id}/revise", status_code=201, responses=problems(QuestionnaireNotFound, QuestionnaireExists)
)
async def revise_questionnaire(
    questionnaire_id: UUID, caller: EvaluationTeam, session: WriteSession, tag: ETag
) -> QuestionnaireView:
    """Make the draft of the next version, from the words of this one."""
    drafted = await commands.revise_questionnaire(session, caller.office, questionnaire_id, caller.person)
    return tag(QuestionnaireView.model_validate(drafted))


@router.post(
    "/{questionnaire_id}/adopt",
    responses=problems(QuestionnaireNotFound, QuestionnaireIsFinal, OwnSubmission, NotTranslated),
)
async def adopt_questionnaire(
    questionnaire_id: UUID, caller: EvaluationTeam, session: WriteSession, tag: ETag
) -> QuestionnaireView:
    """Make a draft that somebody else wrote ready to be asked; at least one language is complete."""
    adopted = await commands.adopt_questionnaire(session, caller.office, questionnaire_id, caller.person)
    return tag(QuestionnaireView.model_validate(adopted))
