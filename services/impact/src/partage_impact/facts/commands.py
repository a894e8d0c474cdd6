"""Keep facts, once each, and say until when they are complete."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from functools import cache
from typing import Any

from sqlalchemy import Insert, and_, bindparam, case, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from partage_impact.facts.catalogue import FACT_TYPES
from partage_impact.facts.entry import to_new_fact, wrong_places
from partage_impact.facts.errors import UnknownFactType
from partage_impact.facts.mapping import MAPPING, NewFact
from partage_impact.facts.models import Watermark, facts
from partage_impact.facts.queries import watermarks
from partage_impact.facts.schemas import EnterFact
from partage_impact.known.models import KnownMember
from partage_kit.clock import clock
from partage_kit.consumers import keep_newest
from partage_kit.errors import Invalid
from partage_kit.statements import upsert
from partage_kit.tables import table_of
from partage_kit.types import day_of, new_id
from partage_kit.unit_of_work import note_change

SERVICES = frozenset({"members", "procurement", "impact"})

_members, _marks = table_of(KnownMember), table_of(Watermark)
_CORRECTED = ("revision", "mapping", "persons", "nuts", "dimensions", "measures")
_place_of_member = select(_members.c.nuts).where(_members.c.key == bindparam("member")).scalar_subquery()


async def keep_facts(session: AsyncSession, office: str, given: Sequence[NewFact]) -> Sequence[Mapping[str, Any]]:
    """Keep facts that are not known yet, and corrections; those that were taken.

    A fact is known by its source and reference. Whatever the order in which its revisions come, the highest counts, at
    the earliest of their times.
    """
    if not given:
        return []
    now = await clock(session)
    statement = _keeping(session.get_bind().dialect.name)
    rows = [_row(office, one, now) for one in given]
    taken = {row.reference for row in await session.execute(statement, rows)}
    return [row for row in rows if row["reference"] in taken]


@cache
def _keeping(dialect: str) -> Insert:
    insert = upsert(facts, dialect).values(nuts=func.coalesce(bindparam("given_nuts"), _place_of_member))
    new = insert.excluded
    is_newer, is_earlier = new.revision > facts.c.revision, new.occurred_at < facts.c.occurred_at
    newest = {name: case((is_newer, new[name]), else_=facts.c[name]) for name in _CORRECTED}
    earliest = {name: case((is_earlier, new[name]), else_=facts.c[name]) for name in ("occurred_at", "occurred_on")}
    return insert.on_conflict_do_update(
        index_elements=["office", "source", "reference"],
        set_={**newest, **earliest, "ingested_at": new.ingested_at},
        where=or_(is_newer, and_(is_earlier, new.revision < facts.c.revision)),
    ).returning(facts.c.reference)


def _row(office: str, one: NewFact, now: datetime) -> dict[str, Any]:
    return {
        "id": new_id(),
        "office": office,
        "fact_type": one.fact_type,
        "source": one.source,
        "reference": one.reference,
        "revision": one.revision,
        "mapping": MAPPING,
        "occurred_at": one.occurred_at,
        "occurred_on": one.occurred_on,
        "ingested_at": now,
        "person": one.person,
        "persons": one.persons,
        "dimensions": dict(one.dimensions),
        "measures": dict(one.measures),
        "given_nuts": one.nuts,
        "member": one.person,
    }


async def place_facts(session: AsyncSession, office: str) -> None:
    """Give facts that came before a member's profile the place that her profile names.

    Profiles and facts come over different streams, so only a look at both together finds the last of them. The fact is
    no other for that, and came when it came.
    """
    waiting = (facts.c.office == office, facts.c.nuts.is_(None), facts.c.person.is_not(None))
    known = select(_members.c.nuts).where(_members.c.key == facts.c.person, _members.c.nuts.is_not(None))
    await session.execute(update(facts).where(*waiting, known.exists()).values(nuts=known.scalar_subquery()))


def complete_until(session: AsyncSession, office: str, fact_types: Sequence[str], day: date, source: str) -> None:
    """Note that an office has heard everything of these types up to a day; an earlier day changes nothing."""
    for fact_type in fact_types:
        state = {"complete_until": day, "source": source}
        keep_newest(session, Watermark, {"office": office, "fact_type": fact_type}, day.toordinal(), state)


async def enter_facts(session: AsyncSession, office: str, source: str, rows: Sequence[EnterFact]) -> int:
    """Keep what somebody wrote down, all of it or nothing; how many facts were new.

    Raises:
        Invalid: a row is not what its type asks for, or the source is the name of a service.
    """
    wrong = wrong_places(rows)
    if source in SERVICES:
        wrong.insert(0, {"pointer": "/body/source", "detail": "is a service, which speaks for itself"})
    if wrong:
        raise Invalid(f"{len(wrong)} wrong places; nothing was taken", errors=wrong[:50])
    taken = await keep_facts(session, office, [to_new_fact(source, row) for row in rows])
    for fact in taken:
        note_change(session, facts, str(fact["id"]), before=None, after=dict(fact))
    return len(taken)


async def declare_complete(session: AsyncSession, office: str, fact_type: str, until: date) -> None:
    """Say that all facts of a type up to a day are entered; an earlier day than is known changes nothing.

    Raises:
        UnknownFactType
        Invalid: the day is not over yet.
    """
    if fact_type not in FACT_TYPES:
        raise UnknownFactType()
    if until >= day_of(await clock(session)):
        raise Invalid("until is not over yet", errors=[{"pointer": "/body/until", "detail": "is not over yet"}])
    known = (await watermarks(session, office)).get(fact_type)
    if known is not None and known >= until:
        return
    complete_until(session, office, [fact_type], until, "entry")
    ours = {"office": office, "fact_type": fact_type}
    before = None if known is None else ours | {"complete_until": known}
    note_change(session, _marks, f"{office},{fact_type}", before=before, after=ours | {"complete_until": until})
