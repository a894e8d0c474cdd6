"""What a noun says of its rows, so that files of them can be brought in."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy.ext.asyncio import AsyncSession

from partage_kit.imports.rows import GivenValues
from partage_kit.jobs.kinds import Job
from partage_kit.types import Shape

S = TypeVar("S", bound=Shape)


class ImportOptions(BaseModel):
    """How a file is brought in."""

    model_config = ConfigDict(frozen=True)

    dry_run: bool = Field(False, description="check the file and report, and publish nothing")
    accept_valid: bool = Field(False, description="publish the valid rows although others are wrong")


@dataclass(frozen=True, slots=True)
class GivenRow(Generic[S]):
    """A row that has the shape of its noun."""

    number: int
    row: S


@dataclass(frozen=True, slots=True)
class Ready:
    """A row that can be published: JSON that `publish` finds in `staged_rows.ready`.

    Two rows of one file may not have the same key.
    """

    key: str | None
    values: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a row, and in which column; None when the row as a whole is wrong."""

    column: str | None
    detail: str


CheckedRow = Ready | Sequence[Fault]


class Outdated(Exception):
    """What the rows were checked against has changed since: they are checked again."""


@dataclass(frozen=True, slots=True)
class ImportKind(Generic[S]):
    """A noun whose rows can be brought in.

    The columns are the fields of `shape`; those without a default must stand in the head. `check` says of rows, some
    hundreds at a time, whether they can be published, and prepares them, with a fixed number of statements a call.
    `publish` brings all that are ready in, by statements over `staged_rows` and not row by row, and answers figures for
    the job's result; it raises `Outdated` when what `check` saw has changed. `after` may bring in step what is derived,
    in chunks of rows, once they are published. `reduce` may take out of a row, as it comes in, what is never kept.
    `actions` are what its rows may do, if each says its `action` when it is ready: a dry run counts them.
    """

    noun: str
    shape: type[S]
    check: Callable[[AsyncSession, Job, Sequence[GivenRow[S]]], Awaitable[Sequence[CheckedRow]]]
    publish: Callable[[AsyncSession, Job], Awaitable[Mapping[str, int]]]
    after: Callable[[AsyncSession, Job, Sequence[Mapping[str, Any]]], Awaitable[None]] | None = None
    reduce: Callable[[GivenValues], GivenValues] | None = None
    actions: Sequence[str] = ()

    @property
    def job_name(self) -> str:
        """The name of the kind of job."""
        return f"import_{self.noun}"

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns that a file may have."""
        return tuple(self.shape.model_fields)

    @property
    def needed(self) -> tuple[str, ...]:
        """The columns that a file must have."""
        return tuple(name for name, field in self.shape.model_fields.items() if field.is_required())
