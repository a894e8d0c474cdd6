"""Draft, rewrite, revise and adopt questionnaires."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from partage_impact.questionnaires import queries
from partage_impact.questionnaires.models import Questionnaire
from partage_kit.changes import write_changes
from partage_kit.clock import clock
from partage_kit.http.tags import require_version
from partage_kit.types import Person

_CONTENT = ("title", "introduction", "questions")


async def draft_questionnaire(
    session: AsyncSession, office: str, by: Person, key: str, content: Mapping[str, Any]
) -> Questionnaire:
    """Write a new questionnaire.

    Raises:
        QuestionnaireExists
    """
    return await _write(session, office, by, key, 1, content)


async def rewrite_questionnaire(
    session: AsyncSession, office: str, questionnaire_id: UUID, by: Person, expected: int, content: Mapping[str, Any]
) -> Questionnaire:
    """Write a draft anew.

    Raises:
        QuestionnaireNotFound, Stale, QuestionnaireIsFinal
    """
    questionnaire = await queries.questionnaire_for_update(session, office, questionnaire_id)
    require_version(questionnaire, expected)
    questionnaire.require_draft()
    if write_changes(questionnaire, {name: content[name] for name in _CONTENT}):
        questionnaire.drafted_by, questionnaire.drafted_by_member = by.subject, by.member_id
        await session.flush()
    return questionnaire


async def revise_questionnaire(session: AsyncSession, office: str, questionnaire_id: UUID, by: Person) -> Questionnaire:
    """Make the draft of the next version, from the words of this one.

    Raises:
        QuestionnaireNotFound
        QuestionnaireExists: there is a draft.
    """
    source = await queries.questionnaire_for_update(session, office, questionnaire_id)
    number = await queries.last_number(session, office, source.key) + 1
    content = {name: getattr(source, name) for name in _CONTENT}
    return await _write(session, office, by, source.key, number, content)


async def adopt_questionnaire(session: AsyncSession, office: str, questionnaire_id: UUID, by: Person) -> Questionnaire:
    """Make a draft ready to be asked.

    Raises:
        QuestionnaireNotFound, QuestionnaireIsFinal, OwnSubmission, NotTranslated
    """
    questionnaire = await queries.questionnaire_for_update(session, office, questionnaire_id)
    questionnaire.adopt(by, await clock(session))
    await session.flush()
    return questionnaire


async def _write(
    session: AsyncSession, office: str, by: Person, key: str, number: int, content: Mapping[str, Any]
) -> Questionnaire:
    now = await clock(session)
    questionnaire = Questionnaire(
        office=office,
        key=key,
        number=number,
        drafted_by=by.subject,
        drafted_by_member=by.member_id,
        drafted_at=now,
        **content,
    )
    session.add(questionnaire)
    await session.flush()
    return questionnaire
