"""A need as a row of a file: flat columns, lists joined with `|`, a column for each language of the title."""

from typing import Annotated, Any
from uuid import UUID

from pydantic import BeforeValidator, Field

from partage_contracts.impact import NeedShare
from partage_contracts.members import NeedCode
from partage_kit.types import Day, Line, NutsCode, Shape
from partage_members.classifications.codes import Code
from partage_members.needs.schemas import NeedSource, NeedState, Rank
from partage_members.profiles.imports.rows import Reference

TITLES = {"fr": "title_fr", "nl": "title_nl", "en": "title_en"}


def _split(value: Any) -> Any:
    if value is None:
        return []
    return [part.strip() for part in value.split("|")] if isinstance(value, str) else value


def _number(value: Any) -> Any:
    return int(value) if isinstance(value, str) and value.isascii() and value.isdecimal() else value


_SPLIT = BeforeValidator(_split)


class NeedRow(Shape):
    """A need, found again by `reference`, the office's own name of it; a code or titles say what is needed.

    A row tells all of a need: an empty cell clears. `state`, `source` and `share` are what an export tells of a need
    beside that; a file changes none of them.
    """

    reference: Reference
    code: NeedCode | None = None
    title_fr: Line | None = None
    title_nl: Line | None = None
    title_en: Line | None = None
    rank: Annotated[Rank, BeforeValidator(_number)]
    starts_on: Day
    ends_on: Day
    trades: Annotated[list[Code], _SPLIT] = []
    sectors: Annotated[list[Code], _SPLIT] = []
    nuts: Annotated[list[NutsCode], _SPLIT] = []
    filieres: Annotated[list[UUID], _SPLIT] = Field([], description="ids of filières of the office")
    state: NeedState | None = None
    source: NeedSource | None = None
    share: NeedShare | None = None

    @property
    def title(self) -> dict[str, str] | None:
        """The title by language, if there is one."""
        given = {language: getattr(self, column) for language, column in TITLES.items()}
        return {language: text for language, text in given.items() if text} or None


COLUMNS = tuple(NeedRow.model_fields)


def cells(row: Any) -> list[Any]:
    """A need as the cells of a row, in the order of the columns."""
    title = row.title or {}
    by_title = {column: title.get(language) for language, column in TITLES.items()}
    return [by_title[name] if name in by_title else getattr(row, name) for name in COLUMNS]
