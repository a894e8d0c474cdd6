"""One pass over all that is declared: at the erasure, and again for what came meanwhile or was kept for a time."""

from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Table, and_, bindparam, delete, not_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from partage_kit.clock import clock
from partage_kit.erasing.platform import platform_data
from partage_kit.erasing.previews import effects
from partage_kit.erasing.rows import (
    LISTS,
    Person,
    after,
    are_referred_to_by_none,
    concerns,
    is_over,
    person_of,
    replaced_in,
)
from partage_kit.personal_data import DataClass, PersonalData, Rule
from partage_kit.readable import Readable
from partage_kit.statements import into_if_new

SOON = timedelta(minutes=2)
"""When it is looked again: longer than any transaction lasts that was at work while the member was erased."""

LATER = timedelta(days=1)
"""When it is looked again while something of her is under way, such as an order."""

CHUNK = 500

Lets = Callable[[AsyncSession, Person], Awaitable[None]]
"""What a service does before rows go, such as leaving what can be left."""


@dataclass(frozen=True, slots=True)
class Forgotten:
    """What a pass did: how many rows it concerned, whether something stays for a time, and whether it was the first."""

    office: str
    erasure_id: UUID
    rows: int
    is_left: bool
    is_first: bool


async def put_up_tombstone(session: AsyncSession, office: str, member_id: UUID, erasure_id: UUID, at: datetime) -> None:
    """From now on nothing is written of this member; her rows go with the pass that is due at once."""
    erased: Table = session.info["metadata"].tables["erased_members"]
    connection = await session.connection()
    row = {"member_id": member_id, "office": office, "erasure_id": erasure_id, "erased_at": at, "again_at": at}
    await connection.execute(into_if_new(erased, connection.dialect.name), row)


async def forget(
    session: AsyncSession,
    declared: PersonalData,
    member_id: UUID,
    *,
    subjects: Sequence[str] = (),
    before: Lets | None = None,
) -> Forgotten | None:
    """Forget a member who has a tombstone, in one transaction; None when no pass is due.

    It is done again soon, for what was written while she was erased, and whenever a reason to keep something ends.
    """
    erased: Table = session.info["metadata"].tables["erased_members"]
    stone = select(erased).where(erased.c.member_id == member_id).with_for_update()
    row = (await session.execute(stone)).one()
    now = await clock(session)
    if row.again_at is None or row.again_at > now:
        return None
    everything = declared + platform_data(session.info["metadata"])
    person = await person_of(session, everything, row.office, member_id, subjects)
    if before is not None:
        await before(session, person)
    rows = 0
    for one in _in_order(everything, session.info["metadata"].sorted_tables):
        rows += await _forget_rows(session, one, person, now)
    is_first = row.forgotten_at is None
    is_left = await _is_under_way(session, declared, person)
    again = now + SOON if is_first else now + LATER if is_left else await _next_end(session, declared, person, now)
    times = {"member": member_id, "at": row.forgotten_at or now, "again": again}
    await (await session.connection()).execute(_note_pass(erased), times)
    return Forgotten(row.office, row.erasure_id, rows, is_left, is_first)


async def tombstones_due(session: Readable, erased: Table) -> Sequence[UUID]:
    """The members of whom another pass is due."""
    now = await clock(session)
    due = select(erased.c.member_id).where(erased.c.again_at <= now).order_by(erased.c.again_at).limit(100)
    return (await session.execute(due)).scalars().all()


async def _is_under_way(session: AsyncSession, declared: PersonalData, person: Person) -> bool:
    dialect = (await session.connection()).dialect.name
    for one in declared.classes:
        if one.under_way is not None:
            left = select(one.table).where(concerns(one, person, dialect), one.under_way).limit(1)
            if (await session.execute(left)).first() is not None:
                return True
    return False


async def _next_end(session: AsyncSession, declared: PersonalData, person: Person, now: datetime) -> datetime | None:
    untils = [one.until for one in await effects(session, declared, person) if one.until is not None]
    return datetime.combine(min(untils), time(), now.tzinfo) + LATER if untils else None


def _in_order(declared: PersonalData, tables: Iterable[Table]) -> list[DataClass]:
    """What stays under a pseudonym first, in its place what refers to it; then rows go, before those they refer to."""
    place = {table: number for number, table in enumerate(tables)}

    def turn(one: DataClass) -> tuple[bool, int]:
        stays = one.rule is Rule.PSEUDONYMISE
        return not stays, place[one.table] if stays else -place[one.table]

    return sorted(declared.classes, key=turn)


async def _forget_rows(session: AsyncSession, one: DataClass, person: Person, now: datetime) -> int:
    connection = await session.connection()
    hers = concerns(one, person, connection.dialect.name)
    if one.under_way is not None:
        hers = and_(hers, not_(one.under_way))
    if one.rule is Rule.KEEP_UNTIL:
        hers = and_(hers, is_over(one, now), *are_referred_to_by_none(one.table))
    lists = {name: how for name, how in one.names.items() if how in LISTS}
    keys = list(one.table.primary_key.columns)
    rows = (await connection.execute(select(*keys, *(one.table.c[name] for name in lists)).where(hers))).all()
    if not rows:
        return 0
    if lists and one.rule is Rule.PSEUDONYMISE:
        this = [key == bindparam(f"key_{key.name}") for key in keys]
        writing = update(one.table).where(*this).values({name: bindparam(f"new_{name}") for name in lists})
        values = [
            {f"key_{key.name}": row._mapping[key] for key in keys}
            | {f"new_{name}": replaced_in(getattr(row, name), how, person) for name, how in lists.items()}
            for row in rows
        ]
        values_after = after(one, person)
        await connection.execute(writing.values(values_after) if values_after else writing, values)
    elif one.rule is Rule.PSEUDONYMISE:
        await connection.execute(update(one.table).where(hers).values(after(one, person)))
    else:
        await connection.execute(delete(one.table).where(hers))
    if one.table.name != "audit_trail":
        await _drop_hashes(session, one.table, [",".join(str(row._mapping[key]) for key in keys) for row in rows])
    return len(rows)


async def _drop_hashes(session: AsyncSession, table: Table, keys: Sequence[str]) -> None:
    """A hash of what a row held would let somebody try out what it was."""
    audit: Table = session.info["metadata"].tables["audit_trail"]
    connection = await session.connection()
    for start in range(0, len(keys), CHUNK):
        of_rows = (audit.c.entity == table.name, audit.c.entity_id.in_(keys[start : start + CHUNK]))
        await connection.execute(update(audit).where(*of_rows).values(before_hash=None, after_hash=None))


def _note_pass(erased: Table) -> Any:
    columns = {
        "forgotten_at": bindparam("at", type_=erased.c.forgotten_at.type),
        "again_at": bindparam("again", type_=erased.c.again_at.type),
    }
    return update(erased).where(erased.c.member_id == bindparam("member")).values(columns)
