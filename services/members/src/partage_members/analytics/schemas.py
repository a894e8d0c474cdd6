"""Shapes of analytics, in and out."""

from enum import StrEnum
from typing import Annotated, Any
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from partage_kit.disclosure import Status
from partage_kit.types import Language, OfficeCode, Shape, Translations, UtcDateTime
from partage_kit.types.patterns import Pattern
from partage_members.analytics.catalogue import ALL, AnalyticsAudience, Table
from partage_members.analytics.periods import PATTERN

Period = Annotated[str, Pattern(PATTERN, "a month or a day, such as 2026-11 or 2026-11-27")]
GroupCode = Annotated[
    str, Pattern(r"^[A-Za-z0-9][A-Za-z0-9._-]{0,79}$", "a code of a row or column of the table, such as baker")
]


class Every(StrEnum):
    """How far apart the periods of a time series are."""

    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"
    SNAPSHOT = "snapshot"


class AnalyticsFilter(BaseModel):
    """Whose counts, told to whom, of which period."""

    model_config = ConfigDict(frozen=True)

    office: OfficeCode | None = Field(None, description="whose members; your own office with a token")
    audience: AnalyticsAudience = Field(
        AnalyticsAudience.PUBLIC, description="`members` for members of the office and who works for it"
    )


class TableFilter(AnalyticsFilter):
    """Which snapshot of a table; the latest when no period is given."""

    period: Period | None = Field(None, description="a month (2026-10), or a day on which staff asked (2026-11-26)")


class SeriesFilter(AnalyticsFilter):
    """Which cell of a table over time."""

    row: GroupCode = ALL
    column: GroupCode = ALL
    every: Every = Field(Every.MONTH, description="the last month of each quarter or year; `snapshot`: days too")


class SnapshotView(Shape):
    """A snapshot: counts of one period as one audience may read them; it never changes."""

    id: UUID
    office: str
    period: str
    audience: AnalyticsAudience
    threshold: int = Field(description="fewer persons than this are not told")
    made_at: UtcDateTime
    sha256: str = Field(description="of its cells, in the order of the tables")


class GroupView(Shape):
    """A row or column of a table: its code and what it is called; `part_of` names the group that it divides."""

    code: str
    label: Translations
    part_of: str | None


class CellView(Shape):
    """A count of persons; `suppressed` with null is no 0: too few persons, or it protects others."""

    row: str
    column: str
    status: Status
    count: int | None


_OFFICE_NAMES: Any = Field(
    {}, description="what the office calls itself now, by language; empty when it has only a code"
)


class TableView(Shape):
    """A table of a snapshot; one of two dimensions has its margins with the row or column `all`."""

    snapshot: SnapshotView
    office_names: dict[Language, str] = _OFFICE_NAMES
    table: Table
    title: Translations
    rows: list[GroupView]
    columns: list[GroupView]
    cells: list[CellView]
    suppressed: int = Field(description="how many cells are hidden")


class PointView(Shape):
    """A count at the end of a period; null is no 0: it was hidden, or the cell was not told apart."""

    period: str
    status: Status
    count: int | None


class SeriesView(Shape):
    """A cell over time, from snapshots alone, oldest first; the last 120 at most."""

    office: str
    office_names: dict[Language, str] = _OFFICE_NAMES
    audience: AnalyticsAudience
    table: Table
    title: Translations
    row: GroupView
    column: GroupView
    points: list[PointView]


class SnapshotRequestView(Shape):
    """A snapshot that was asked for: it is there within seconds, for members and for everybody."""

    period: str
    requested_at: UtcDateTime
