"""Facts about the charter and the suppliers assessed against it."""

from typing import Annotated, ClassVar
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from partage_contracts.procurement.base import _ProcurementFact
from partage_contracts.procurement.suppliers import SupplierStanding
from partage_kit.types import Day

Percent = Annotated[str, StringConstraints(pattern=r"^(100|[0-9]{1,2})\.[0-9]{2}$"), Field(examples=["62.50"])]
"""A percentage from 0.00 to 100.00, rounded half up to two decimals."""


class _CharterState(_ProcurementFact):
    """The subject is the id of the charter version; `number` counts the versions of the office."""

    noun: ClassVar[str] = "charter"

    number: Annotated[int, Field(ge=1)]


class CharterAdopted(_CharterState):
    """The ethics committee signed a charter version; suppliers are assessed against it from now on.

    Labels under earlier versions count until `grace_until`; null: each to its own last day. What stood by them is
    conditional from the day after, without another fact.
    """

    verb: ClassVar[str] = "adopted"

    adopted_on: Day
    themes: tuple[str, ...]
    criteria: tuple[str, ...]
    grace_until: Day | None = None


class CharterSuperseded(_CharterState):
    """A newer charter version was adopted in this one's place; labels under this one count until `grace_until`."""

    verb: ClassVar[str] = "superseded"

    superseded_by: UUID
    grace_until: Day | None = None


class ThemeResult(BaseModel):
    """The worst-case score of one theme; null when nothing of it applies to the supplier."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    theme: str
    worst: Percent | None


class AssessmentPublished(_ProcurementFact):
    """A supplier's score against a charter version was published; the subject is the assessment's id.

    Percentages as of `as_of`: `worst` counts all that is not proven as zero, `best` as full, `coverage` is the weight
    proven, `verified` the level of what is proven (null when nothing is).
    """

    noun: ClassVar[str] = "assessment"
    verb: ClassVar[str] = "published"

    supplier_id: UUID
    charter_id: UUID
    charter_number: Annotated[int, Field(ge=1)]
    revision_number: Annotated[int, Field(ge=1)]
    as_of: Day
    expires_on: Day
    worst: Percent
    best: Percent
    coverage: Percent
    verified: Percent | None
    themes: tuple[ThemeResult, ...]
    label: str | None
    effect: SupplierStanding
