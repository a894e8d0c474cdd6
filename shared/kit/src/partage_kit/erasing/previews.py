"""What an erasure would do, told before it is done."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, null, select

from partage_kit.erasing.rows import Person, concerns, ends
from partage_kit.personal_data import DataClass, PersonalData
from partage_kit.readable import Readable


@dataclass(frozen=True, slots=True)
class Effect:
    """How many rows of a class concern the person, and until when the last of them is kept, if they are."""

    of: DataClass
    rows: int
    until: date | None = None


async def effects(session: Readable, declared: PersonalData, person: Person) -> Sequence[Effect]:
    """The effect on each class, one statement a class; what concerns nobody but the platform is left out."""
    dialect = (await session.connection()).dialect.name
    found = []
    for one in declared.classes:
        last = func.max(one.table.c[one.kept.since]) if one.kept else null()
        counting = select(func.count(), last).select_from(one.table).where(concerns(one, person, dialect))
        rows, since = (await session.execute(counting)).one()
        until = ends(since, one.kept.years) if one.kept and since is not None else None
        found.append(Effect(one, rows, until))
    return found
