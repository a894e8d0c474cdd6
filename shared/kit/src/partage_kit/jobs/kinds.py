"""What a kind of job is: a name, and a function that does one chunk."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from partage_kit.errors import Refusal
from partage_kit.types import Person


class JobState(StrEnum):
    """Where a job stands."""

    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"


ENDED = (JobState.DONE, JobState.FAILED, JobState.CANCELLED)


@dataclass(frozen=True, slots=True)
class Job:
    """A job as its function sees it."""

    id: UUID
    office: str
    kind: str
    state: JobState
    asked_by: Person
    parameters: Mapping[str, Any]
    place: Any
    """Where the last chunk stopped, as it told in its `Step`; None before the first."""
    done: int
    total: int | None


@dataclass(frozen=True, slots=True)
class Step:
    """What a chunk came to: how far the job is now, and where the next chunk goes on (JSON of the kind's own).

    The last chunk says `ended`: DONE, or FAILED with a `refusal` when the work was done and its answer is no (a refusal
    that is raised takes the chunk back, one that is told here does not). `result` is small JSON; what is larger is
    written with `add_to_file`.
    """

    done: int
    total: int | None = None
    place: Any = None
    ended: JobState | None = None
    result: Mapping[str, Any] | None = None
    refusal: Refusal | None = None


@dataclass(frozen=True, slots=True)
class JobKind:
    """A kind of job.

    `work` does one chunk (about a second at most) in the transaction of the session it gets; what it writes and how far
    it is are committed together, so that a chunk is done once. A Refusal that it raises fails the job and explains it;
    any other fault is tried again, later and later, before the job fails. While it works the job may be cancelled: then
    the chunk at hand is rolled back.

    `tidy` is called after the end, whichever it was, one transaction a call, until it answers that nothing is left.
    """

    name: str
    work: Callable[[AsyncSession, Job], Awaitable[Step]]
    tidy: Callable[[AsyncSession, Job], Awaitable[bool]] | None = None
    """Take away what the job needed only while it worked; whether anything may be left."""
    kept: timedelta = timedelta(days=30)
    """How long the job, its result and its files can be read after its end."""
    for_asker_only: bool = False
    """Whether the office staff sees nothing of it, as when its result is somebody's personal data."""
