"""Shapes of jobs, going out."""

from typing import Any, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from partage_kit.jobs.kinds import JobState
from partage_kit.types import Shape, UtcDateTime


class JobFilter(BaseModel):
    """Which jobs a list shows."""

    model_config = ConfigDict(frozen=True)

    state: JobState | None = None
    sort: Literal["-created_at"] = "-created_at"


class JobSummary(Shape):
    """A job as a line of a list."""

    id: UUID
    kind: str
    state: JobState
    done: int = Field(description="units done, such as rows")
    total: int | None = Field(description="units in all, as far as that is known")
    created_at: UtcDateTime
    updated_at: UtcDateTime
    ended_at: UtcDateTime | None


class JobFile(Shape):
    """A file that a job made."""

    name: str
    filename: str
    media_type: str
    size: int = Field(description="bytes")
    href: str = Field(description="where it can be downloaded, with the caller's token")


class JobView(JobSummary):
    """A job: how far it is, and when it has ended what it came to."""

    result: dict[str, Any] | None = Field(description="what the job came to, in a few figures")
    problem: dict[str, Any] | None = Field(
        description="why it failed, as problem details (RFC 9457), the title in the reader's language"
    )
    report: str | None = Field(description="where its report by row and column is, when it has one")
    files: list[JobFile]
    expires_at: UtcDateTime | None = Field(description="when the job and its files are deleted")
    version: int


class ReportLine(Shape):
    """One thing that is wrong with what was brought in."""

    row: int = Field(description="number of the row, the first one behind the head is 1")
    column: str | None = Field(description="name of the column; null when the row as a whole is wrong")
    detail: str
