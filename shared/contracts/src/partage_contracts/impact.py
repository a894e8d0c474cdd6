"""Facts of the impact service. Ids, codes, counts, figures and dates only; never how many have answered."""

from enum import StrEnum
from typing import Annotated, ClassVar
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from partage_kit.types import Count, Day, Fact, Language, UtcDateTime

FigureText = Annotated[str, StringConstraints(pattern=r"^-?[0-9]+(\.[0-9]+)?$"), Field(examples=["62.5"])]
"""A figure in decimal notation, rounded as its indicator says."""


class IndicatorLevel(StrEnum):
    """What an indicator tells of: what is done, its immediate effect, or what it contributes to."""

    OUTPUT = "output"
    OUTCOME = "outcome"
    IMPACT = "impact"


class FigureStatus(StrEnum):
    """What a released figure is (after SDMX): suppressed ones protect persons, whatever their size."""

    NORMAL = "normal"
    PROVISIONAL = "provisional"
    MISSING = "missing"
    SUPPRESSED = "suppressed"


class WavePurpose(StrEnum):
    """What a survey wave is for."""

    EVALUATION = "evaluation"
    NEEDS = "needs"


class NeedShare(StrEnum):
    """How many of all who took part named a need, in bands of their share: response counts are in no fact."""

    HALF_OR_MORE = "half_or_more"
    QUARTER_OR_MORE = "quarter_or_more"
    TENTH_OR_MORE = "tenth_or_more"
    BELOW_TENTH = "below_tenth"


class WaveMode(StrEnum):
    """Whether answers can be traced to members."""

    ANONYMOUS = "anonymous"
    IDENTIFIED = "identified"


class _ImpactFact(Fact):
    service: ClassVar[str] = "impact"


class ReleasedFigure(BaseModel):
    """One area's figure as everybody may know it; `n` counts distinct persons, null when it is not about persons."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    area: Annotated[str, StringConstraints(pattern=r"^(all|other|[A-Z]{2}[A-Z0-9]{0,3})$"), Field(examples=["BE100"])]
    status: FigureStatus
    value: FigureText | None
    n: Count | None


class ObservationReleased(_ImpactFact):
    """An indicator was computed for a period and released; the subject is the id of the run.

    Figures are those for the whole office (`all`), each territory told apart, and everywhere else (`other`).
    """

    noun: ClassVar[str] = "observation"
    verb: ClassVar[str] = "released"

    indicator_id: UUID
    indicator: str
    level: IndicatorLevel
    version_number: Annotated[int, Field(ge=1)]
    unit: str
    period: str
    as_of: UtcDateTime
    figures: tuple[ReleasedFigure, ...]


class RankedNeed(BaseModel):
    """A need that members named and its place among those told, 1 for the most frequent; equal ones share a place."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    code: Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,39}$"), Field(examples=["find_assignments"])]
    rank: Annotated[int, Field(ge=1, le=60, examples=[1])]
    share: NeedShare


class _WaveState(_ImpactFact):
    """The subject is the wave's id; `threshold` is the smallest group that results tell of.

    `needs_survey_id` is the request of the members service that a wave of the purpose `needs` answers, when it does.
    """

    noun: ClassVar[str] = "wave"

    purpose: WavePurpose
    mode: WaveMode
    threshold: Annotated[int, Field(ge=5, examples=[5])]
    questionnaire_id: UUID
    questionnaire: str
    questionnaire_number: Annotated[int, Field(ge=1)]
    evaluation_id: UUID | None
    languages: tuple[Language, ...]
    opened_on: Day
    closes_on: Day | None
    needs_survey_id: UUID | None = None


class WaveOpened(_WaveState):
    """Members may answer from now on."""

    verb: ClassVar[str] = "opened"


class WaveClosed(_WaveState):
    """No more answers are taken."""

    verb: ClassVar[str] = "closed"


class WaveAnalysed(_WaveState):
    """The results of a wave can be read.

    `ranked_needs` are those that passed disclosure control, the most frequent first; the groups of the others are too
    small, or would give such a group away. Null when the wave ranks no needs.
    """

    verb: ClassVar[str] = "analysed"

    ranked_needs: tuple[RankedNeed, ...] | None = None


class ErasureAcknowledged(_ImpactFact):
    """This service has forgotten a member; the subject is the erasure's id, so that nothing names her any more.

    `rows` are those that concerned her; `under_way` says that some follow when what they belong to has ended.
    """

    noun: ClassVar[str] = "erasure"
    verb: ClassVar[str] = "acknowledged"

    rows: Count
    under_way: bool
