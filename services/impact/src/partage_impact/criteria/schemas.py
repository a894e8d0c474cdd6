"""Shapes of criteria, in and out."""

from typing import Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from partage_impact.dimensions.catalogue import Dimension
from partage_kit.changes import Changes
from partage_kit.types import Shape, Translations, UtcDateTime


class StateCriterion(Shape):
    """A new criterion of an evaluation."""

    evaluation_id: UUID
    dimension: Dimension
    name: Translations
    explanation: Translations | None = None


class ChangeCriterion(Changes):
    """What to change; fields left out stay as they are. In another dimension it would be another criterion."""

    never_null = frozenset({"name"})

    name: Translations | None = None
    explanation: Translations | None = None


class CriterionFilter(BaseModel):
    """Which criteria a list shows; what is left out does not restrict."""

    model_config = ConfigDict(frozen=True)

    evaluation_id: UUID | None = None
    dimension: Dimension | None = None
    sort: Literal["stated_at"] = Field("stated_at", description="in the order in which they were stated")


class CriterionView(Shape):
    """A criterion."""

    id: UUID
    evaluation_id: UUID
    dimension: Dimension
    name: dict[str, str]
    explanation: dict[str, str] | None
    stated_at: UtcDateTime
    version: int
