"""Named reads of questionnaires."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Row, func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from partage_impact.lists import rows_of
from partage_impact.questionnaires.errors import QuestionnaireNotFound
from partage_impact.questionnaires.models import Questionnaire
from partage_impact.questionnaires.schemas import QuestionnaireFilter
from partage_kit.db import Readable
from partage_kit.http.pages import Order, PageOf, page_of
from partage_kit.tables import table_of

questionnaires = table_of(Questionnaire)

_NEWEST = Order("-drafted_at", (questionnaires.c.drafted_at, False), (questionnaires.c.id, True))


async def one_questionnaire(session: Readable, office: str, questionnaire_id: UUID) -> Row[Any]:
    """A version of a questionnaire of this office.

    Raises:
        QuestionnaireNotFound
    """
    wanted = (questionnaires.c.id == questionnaire_id, questionnaires.c.office == office)
    row = (await session.execute(select(questionnaires).where(*wanted))).first()
    if row is None:
        raise QuestionnaireNotFound()
    return row


async def questionnaire_for_update(session: AsyncSession, office: str, questionnaire_id: UUID) -> Questionnaire:
    """The version, locked until the transaction ends.

    Raises:
        QuestionnaireNotFound
    """
    wanted = (col(Questionnaire.id) == questionnaire_id, col(Questionnaire.office) == office)
    found = (await session.execute(select(Questionnaire).where(*wanted).with_for_update())).scalar_one_or_none()
    if found is None:
        raise QuestionnaireNotFound()
    return found


async def last_number(session: Readable, office: str, key: str) -> int:
    """The number of the newest version of a questionnaire; 0 when there is none."""
    wanted = (questionnaires.c.office == office, questionnaires.c.key == key)
    return (await session.execute(select(func.max(questionnaires.c.number)).where(*wanted))).scalar_one() or 0


async def list_questionnaires(
    session: Readable, office: str, wanted: QuestionnaireFilter, paging: PageOf
) -> tuple[Sequence[Row[Any]], str | None]:
    """One page of the questionnaires of an office, newest first."""
    statement = rows_of(questionnaires, _NEWEST).where(questionnaires.c.office == office)
    for name in ("key", "state"):
        if value := getattr(wanted, name):
            statement = statement.where(questionnaires.c[name] == value)
    return await page_of(session, statement, _NEWEST, paging)
