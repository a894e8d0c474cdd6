"""What a service keeps about persons, and what becomes of it when one of them asks to be forgotten (GDPR, art. 17).

Each noun declares its classes of data in its `personal_data.py`. Erasure, export and retention follow from them, and a
test by reflection refuses a column that can hold something of a person and belongs to no class.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, Column, ColumnElement, Enum, LargeBinary, String, Table, TypeDecorator, Uuid

FORGOTTEN = "…"
"""What stands where somebody wrote something, in a column that is never empty."""

Texts = Mapping[str, str]
"""A text in fr, nl and en."""


class Rule(StrEnum):
    """What an erasure does with the rows of a class."""

    DELETE = "delete"
    PSEUDONYMISE = "pseudonymise"
    KEEP_UNTIL = "keep_until"


class Names(StrEnum):
    """How a column names a person."""

    MEMBER = "member"
    """The member's id (a UUID column)."""
    MEMBER_TEXT = "member_text"
    """The member's id, as text."""
    PARTY = "party"
    """`member:` and the member's id."""
    KEY = "key"
    """The key of a record, as the audit trail writes it: the member's id, or several parts of which it is one."""
    WITHIN = "within"
    """A longer text, or bytes, that have the member's id in them."""
    CALLER = "caller"
    """The office, a colon, and the subject of one of the person's tokens."""
    SUBJECT = "subject"
    """The subject of one of the person's tokens."""
    MEMBERS = "members"
    """A JSON list of member ids."""
    SUBJECTS = "subjects"
    """A JSON list of subjects of tokens."""


@dataclass(frozen=True, slots=True)
class Kept:
    """Why rows outlive an erasure, and for how many years from the instant or day in the column `since`."""

    reason: Texts
    years: int
    since: str


@dataclass(frozen=True, slots=True)
class Retention:
    """After how many days, from the instant or day in the column `since`, rows go without anybody asking."""

    days: int
    since: str


@dataclass(frozen=True, slots=True)
class DataClass:
    """The rows of a table that concern a person in one way; a table may belong to several classes.

    `names` are the columns that name this person: a row concerns her when one of them does. `forgotten` are columns
    with what she wrote or what describes her, each with what stands there once she is forgotten. `held` are other
    columns that go with the row. `exported` are the columns that she is given when she asks for her data. Rows of what
    is `under_way` wait until it has ended.
    """

    code: str
    titles: Texts
    table: Table
    names: Mapping[str, Names]
    rule: Rule
    forgotten: Mapping[str, Any] = field(default_factory=dict)
    held: tuple[str, ...] = ()
    exported: tuple[str, ...] = ()
    kept: Kept | None = None
    under_way: ColumnElement[bool] | None = None
    retention: Retention | None = None

    def __post_init__(self) -> None:
        if (self.rule is Rule.KEEP_UNTIL) != (self.kept is not None):
            raise ValueError(f"{self.code}: what is kept until a date says why, and nothing else does")
        since = [part.since for part in (self.kept, self.retention) if part is not None]
        unknown = {*self.names, *self.forgotten, *self.held, *self.exported, *since} - set(self.table.columns.keys())
        if unknown or not self.names or self.titles.keys() != {"fr", "nl", "en"}:
            raise ValueError(f"{self.code}: unknown columns {sorted(unknown)}, no name of a person, or untitled")


@dataclass(frozen=True, slots=True)
class Impersonal:
    """Columns that could hold something of a person by their type, and why they do not."""

    table: Table
    columns: tuple[str, ...]
    because: str


@dataclass(frozen=True, slots=True)
class PersonalData:
    """All that one noun declares."""

    classes: tuple[DataClass, ...] = ()
    impersonal: tuple[Impersonal, ...] = ()

    def __add__(self, other: "PersonalData") -> "PersonalData":
        return PersonalData(self.classes + other.classes, self.impersonal + other.impersonal)


def undeclared(tables: Iterable[Table], declared: PersonalData, *, person: Column[Any] | None = None) -> list[str]:
    """The columns that can hold something of a person and that nobody has declared, as `table.column`.

    By their type these are texts, documents, bytes, and ids that are neither the row's own nor those of another
    table's rows; `person` is the column of the members themselves, whose ids are persons wherever they stand.
    """
    known = {(one.table.name, column) for one in declared.impersonal for column in one.columns}
    for one in declared.classes:
        known.update((one.table.name, column) for column in (*one.names, *one.forgotten, *one.held))
    return sorted(
        f"{table.name}.{column.name}"
        for table in tables
        for column in table.columns
        if _can_hold_a_person(column, person) and (table.name, column.name) not in known
    )


def _can_hold_a_person(column: Column[Any], person: Column[Any] | None) -> bool:
    kind = column.type.impl if isinstance(column.type, TypeDecorator) else column.type
    if column.name == "office" or isinstance(kind, Enum):
        return False
    if not isinstance(kind, Uuid):
        return isinstance(kind, (String, JSON, LargeBinary))
    targets = [key.column for key in column.foreign_keys]
    if targets:
        return any(target is person for target in targets)
    return column is person or not column.primary_key or len(column.table.primary_key) > 1
