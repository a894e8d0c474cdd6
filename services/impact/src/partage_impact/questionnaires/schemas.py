"""Shapes of questionnaires, in and out."""

from enum import StrEnum
from typing import Annotated, Literal, Self
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, model_validator

from partage_impact.questionnaires.questions import Question
from partage_impact.values import Code
from partage_kit.types import Language, Shape, Translations, UtcDateTime


class QuestionnaireState(StrEnum):
    """The life of a version: fielded once a wave has asked it."""

    DRAFT = "draft"
    ADOPTED = "adopted"
    FIELDED = "fielded"


class WriteQuestionnaire(Shape):
    """What a questionnaire asks."""

    title: Translations
    introduction: Translations | None = None
    questions: Annotated[list[Question], Field(min_length=1, max_length=100)]

    @model_validator(mode="after")
    def _each_key_once(self) -> Self:
        if len({question.key for question in self.questions}) != len(self.questions):
            raise ValueError("each question key once")
        return self


class DraftQuestionnaire(WriteQuestionnaire):
    """A new questionnaire."""

    key: Code


class QuestionnaireFilter(BaseModel):
    """Which questionnaires a list shows; what is left out does not restrict."""

    model_config = ConfigDict(frozen=True)

    key: Code | None = None
    state: QuestionnaireState | None = None
    sort: Literal["-drafted_at"] = "-drafted_at"


class QuestionnaireSummary(Shape):
    """A questionnaire as a line of a list."""

    id: UUID
    key: str
    number: int
    state: QuestionnaireState
    title: dict[str, str]
    drafted_at: UtcDateTime


class QuestionnaireView(QuestionnaireSummary):
    """A version of a questionnaire."""

    introduction: dict[str, str] | None
    questions: list[Question]
    adopted_at: UtcDateTime | None
    version: int


class LanguageView(Shape):
    """How far a questionnaire is translated into a language; it may open when nothing is missing."""

    language: Language
    cells: int
    missing: list[str]
    complete: bool


class LanguageList(Shape):
    """The three languages of the house."""

    items: list[LanguageView]
