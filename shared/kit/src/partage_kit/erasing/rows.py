"""Which rows of a class concern a person, and what stands in them afterwards."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import (
    ColumnElement,
    Date,
    LargeBinary,
    Table,
    Text,
    and_,
    case,
    cast,
    exists,
    false,
    func,
    literal,
    literal_column,
    not_,
    null,
    or_,
    select,
    union_all,
)

from partage_kit.personal_data import DataClass, Names, PersonalData
from partage_kit.readable import Readable
from partage_kit.types import ERASED

LISTS = (Names.MEMBERS, Names.SUBJECTS)


@dataclass(frozen=True, slots=True)
class Person:
    """Who is to be forgotten: her member id, the subjects of her tokens, and the pseudonym of this one pass.

    The pseudonym is random and kept nowhere: what stays of her is connected among itself, and with nothing else.
    """

    member_id: UUID
    office: str
    subjects: tuple[str, ...] = ()
    pseudonym: UUID = field(default_factory=uuid4)

    @property
    def pseudonymous_subject(self) -> str:
        """What stands where a subject of hers stood."""
        return f"erased:{self.pseudonym}"


async def person_of(
    session: Readable, declared: PersonalData, office: str, member_id: UUID, subjects: Sequence[str] = ()
) -> Person:
    """A member with all subjects that she is known by: those given, and those that stand beside her id in a row."""
    found = set(subjects)
    for one in declared.classes:
        hers = [one.table.c[name] == member_id for name, how in one.names.items() if how is Names.MEMBER]
        for name, how in one.names.items():
            if how is Names.SUBJECT and hers:
                column = one.table.c[name]
                rows = await session.execute(select(column).where(or_(*hers), column.is_not(None)).distinct())
                found.update(rows.scalars())
    return Person(member_id, office, tuple(sorted(found)))


def concerns(one: DataClass, person: Person, dialect: str) -> ColumnElement[bool]:
    """Whether a row of a class concerns the person."""
    named = or_(*(_is_named(one.table.c[name], how, person, dialect) for name, how in one.names.items()))
    if one.table.name == "outbox":
        # by these facts everybody forgets her: they are told again whenever a stream is refilled
        return and_(named, not_(one.table.c.address.contains(f".{ERASED}.", autoescape=True)))
    return named


def _is_named(column: ColumnElement[Any], how: Names, person: Person, dialect: str) -> ColumnElement[bool]:
    member = str(person.member_id)
    match how:
        case Names.MEMBER:
            return column == person.member_id
        case Names.MEMBER_TEXT:
            return column == member
        case Names.PARTY:
            return column == f"member:{member}"
        case Names.KEY:
            return _is_key(column, member)
        case Names.WITHIN if isinstance(column.type, LargeBinary) and dialect == "sqlite":
            return func.instr(column, literal(member.encode(), LargeBinary)) > 0
        case Names.WITHIN if isinstance(column.type, LargeBinary):
            return func.encode(column, "escape").contains(member)
        case Names.WITHIN:
            return column.contains(member)
        case Names.SUBJECT:
            return column.in_(person.subjects) if person.subjects else false()
        case Names.CALLER:
            callers = [f"{person.office}:{subject}" for subject in person.subjects]
            return column.in_(callers) if callers else false()
        case Names.MEMBERS:
            return cast(column, Text).contains(f'"{member}"')
        case Names.SUBJECTS:
            # a list is kept as text on SQLite, where other letters than ASCII are escaped
            written = {
                json.dumps(subject, ensure_ascii=is_ascii) for subject in person.subjects for is_ascii in (True, False)
            }
            return or_(false(), *(cast(column, Text).contains(text, autoescape=True) for text in sorted(written)))


def _is_key(column: ColumnElement[Any], member: str) -> ColumnElement[bool]:
    """By two indexes; with OR, SQLite would scan the whole of one, and PostgreSQL read all rows with composite keys."""
    other = column.table.alias().c[column.name]
    parts = select(other).where(other.like(literal_column("'%,%'")), other.contains(member))
    return column.in_(union_all(select(literal(member, column.type)), parts))


def after(one: DataClass, person: Person) -> dict[str, Any]:
    """What a pseudonymised row holds in the columns that one statement can write: all but lists."""
    values = {
        name: _pseudonymous(one.table.c[name], how, person) for name, how in one.names.items() if how not in LISTS
    }
    values |= {name: null() if value is None else value for name, value in one.forgotten.items()}
    if "version" in one.table.c:
        values["version"] = one.table.c.version + 1
    return values


def _pseudonymous(column: ColumnElement[Any], how: Names, person: Person) -> Any:
    if how is Names.MEMBER:
        return case((column.is_(None), None), else_=literal(person.pseudonym, column.type))
    if how is Names.SUBJECT:
        return case((column.is_(None), None), else_=person.pseudonymous_subject)
    return func.replace(column, str(person.member_id), str(person.pseudonym))


def replaced_in(values: Sequence[str], how: Names, person: Person) -> list[str]:
    """A list of persons with her pseudonym in her place."""
    hers = {str(person.member_id)} if how is Names.MEMBERS else set(person.subjects)
    other = str(person.pseudonym) if how is Names.MEMBERS else person.pseudonymous_subject
    return list(dict.fromkeys(other if value in hers else value for value in values))


def is_over(one: DataClass, now: datetime) -> ColumnElement[bool]:
    """Whether the reason to keep a row has ended."""
    assert one.kept is not None  # noqa: S101 - asked of classes that are kept only
    column = one.table.c[one.kept.since]
    before = years_from(now, -one.kept.years)
    return column <= (before.date() if isinstance(column.type, Date) else before)


def are_referred_to_by_none(table: Table) -> list[ColumnElement[bool]]:
    """That no row of another table refers to a row: one whose own reason ends later holds it."""
    return [
        not_(exists().where(*(part.parent == part.column for part in key.elements)))
        for other in table.metadata.sorted_tables
        for key in other.foreign_key_constraints
        if key.referred_table is table and other is not table and key.ondelete is None
    ]


def years_from(since: datetime, years: int) -> datetime:
    """The same day of another year; of 29 February the first of March."""
    try:
        return since.replace(year=since.year + years)
    except ValueError:
        return since.replace(year=since.year + years, month=3, day=1)


def ends(since: Any, years: int) -> date:
    """The day on which the reason to keep a row ends."""
    day = since.date() if isinstance(since, datetime) else since
    return years_from(datetime.combine(day, datetime.min.time()), years).date()
