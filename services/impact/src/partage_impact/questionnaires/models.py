"""The questionnaire: one row a version."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Index, UniqueConstraint, text
from sqlmodel import Field

from partage_impact.questionnaires.errors import NotTranslated, QuestionnaireExists, QuestionnaireIsFinal
from partage_impact.questionnaires.questions import QUESTIONS, Question, Texts, cells, missing_cells
from partage_impact.questionnaires.schemas import QuestionnaireState
from partage_impact.tables import ImpactAggregate
from partage_kit.errors import OwnSubmission
from partage_kit.tables import Json, Utc, enum_text
from partage_kit.types import Language, Person

_DRAFT = text("state = 'draft'")


class Questionnaire(ImpactAggregate, table=True):
    """A version of a questionnaire; adopted, it is asked as it stands."""

    __tablename__ = "questionnaires"
    __table_args__ = (
        UniqueConstraint("office", "key", "number", info={"refusal": QuestionnaireExists}),
        Index(
            "uq_questionnaires_draft",
            "office",
            "key",
            unique=True,
            sqlite_where=_DRAFT,
            postgresql_where=_DRAFT,
            info={"refusal": QuestionnaireExists},
        ),
        Index("ix_questionnaires_office_drafted_at", "office", "drafted_at", "id"),
    )

    key: str = Field(max_length=60)
    number: int
    state: QuestionnaireState = Field(default=QuestionnaireState.DRAFT, sa_type=enum_text(QuestionnaireState))
    title: dict[str, str] = Field(sa_type=Json)
    introduction: dict[str, str] | None = Field(default=None, sa_type=Json)
    questions: list[dict[str, Any]] = Field(sa_type=Json)
    drafted_by: str = Field(max_length=255)
    drafted_by_member: UUID | None = None
    drafted_at: datetime = Field(sa_type=Utc)
    adopted_by: str | None = Field(default=None, max_length=255)
    adopted_at: datetime | None = Field(default=None, sa_type=Utc)

    def require_draft(self) -> None:
        """Refuse changes of what is no draft any more.

        Raises:
            QuestionnaireIsFinal
        """
        if self.state is not QuestionnaireState.DRAFT:
            raise QuestionnaireIsFinal()

    def adopt(self, by: Person, at: datetime) -> None:
        """Make it ready to be asked.

        Raises:
            QuestionnaireIsFinal, OwnSubmission
            NotTranslated: no language is complete.
        """
        self.require_draft()
        if by.is_among([self.drafted_by], [self.drafted_by_member]):
            raise OwnSubmission("you wrote this questionnaire; somebody else of the evaluation team adopts it")
        if not complete_languages(self):
            raise NotTranslated("no language is complete")
        self.state, self.adopted_by, self.adopted_at = QuestionnaireState.ADOPTED, by.subject, at


def questions_of(row: Any) -> list[Question]:
    """The questions of a questionnaire, from a row or a model."""
    return QUESTIONS.validate_python(row.questions)


def texts_of(row: Any) -> list[tuple[str, Texts]]:
    """Every text of a questionnaire that readers see, with its place."""
    head = [("/title", row.title)] + ([("/introduction", row.introduction)] if row.introduction else [])
    return head + list(cells(questions_of(row)))


def complete_languages(row: Any) -> list[Language]:
    """The languages into which everything is translated."""
    return [language for language, missing in missing_cells(texts_of(row)).items() if not missing]
