"""Every text column about one member is filled with words of her own; once she is forgotten none is left, in no file of
the database, not in its write-ahead log, not in what lists answer."""

from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import JSON, String, TypeDecorator, UniqueConstraint, and_, text, update

from members.given import announced, profile
from partage_kit.auth import Role
from partage_kit.auth.local_issuer import issue
from partage_kit.db import statistics
from partage_kit.erasing import Person
from partage_kit.erasing.rows import concerns
from partage_kit.personal_data import Rule
from partage_kit.unit_of_work import Actor
from partage_members.erasures.preview import EVERYTHING
from support.databases import Databases
from support.erasing import erased
from support.forgetting import places_of
from support.house import BRUSSELS, House, member_number
from support.populated import populate_members
from support.traces import bytes_of

MARK = "qzvxmark"
HERS = {
    "given_name": "Wilhelmqzvxmark",
    "family_name": "Vanqzvxmarkgem",
    "email": "qzvxmark@members.example",
    "phone": "+32 470 98 76 54",
    "headline": {"fr": "Sérigraphe qzvxmark", "nl": "Zeefdrukster qzvxmark"},
    "skills": ["qzvxmarkatelier"],
    "territory": {"country": "BE", "nuts": "BE100", "municipality": "Qzvxmarkdorp", "postal_code": "1000"},
}
FOUND_BY_THE_INDEX = ("search_",)
"""Filled through the door: what a full text index holds must be what its documents say."""


def _is_filled(column: Any) -> bool:
    kind = column.type.impl if isinstance(column.type, TypeDecorator) else column.type
    is_text = isinstance(kind, (String, JSON)) and not hasattr(kind, "enum_class")
    unique = [one for one in column.table.constraints if isinstance(one, UniqueConstraint)]
    unique += [one for one in column.table.indexes if one.unique]
    is_referred_to = column.primary_key or column.foreign_keys or any(column.name in one.columns for one in unique)
    is_roomy = isinstance(kind, JSON) or (getattr(kind, "length", None) or 99) >= 12
    return is_text and is_roomy and not is_referred_to and column.name not in ("kind", "audiences", "trades", "sectors")


def _columns() -> Iterator[tuple[Any, dict[str, Any]]]:
    for one in EVERYTHING.classes:
        if one.rule is Rule.KEEP_UNTIL or one.table.name.startswith(FOUND_BY_THE_INDEX):
            continue
        told = one.held if one.rule is Rule.DELETE else ()
        columns = [one.table.c[name] for name in (*told, *one.forgotten) if name not in one.names]
        words = {
            c.name: {"en": MARK} if isinstance(c.type, JSON) else f"{MARK}-{n}"
            for n, c in enumerate(columns)
            if _is_filled(c)
        }
        if words:
            yield one, words


async def _fill(house: House, person: Person) -> int:
    filled = 0
    async with house.service.database.writing(Actor("test", BRUSSELS, "fill")) as session:
        dialect = house.service.database.dialect
        for one, words in _columns():
            hers = and_(concerns(one, person, dialect))
            done = await session.execute(update(one.table).where(hers).values(words).returning(*one.table.primary_key))
            filled += len(words) * bool(done.all())
    return filled


async def test_no_word_of_hers_is_left(house: House, fresh_databases: Databases) -> None:
    ids = await populate_members(house)
    member = house.as_member(1)
    version = (await member.get("/members/v1/profiles/mine")).headers["etag"]
    written = await member.patch("/members/v1/profiles/mine", json=HERS, headers={"If-Match": version})
    assert written.status_code == 200, written.text
    subject = f"member:{member_number(1)}"
    assert issue(house.settings, (Role.MEMBER,), BRUSSELS, member_number(1)), "the subject of her tokens is known"
    person = Person(member_number(1), BRUSSELS, (subject,))
    assert await _fill(house, person) > 20
    url: str = house.settings.database_url  # type: ignore[attr-defined]  # a service has a database
    before = await bytes_of(url, fresh_databases)
    assert any(MARK.encode() in content for content in before.values()), "a search that finds nothing proves nothing"
    await erased(house, 1)
    assert await places_of(house, MARK) == {}
    for name, content in (await bytes_of(url, fresh_databases)).items():
        for word in (MARK, "98 76 54", subject):
            at = content.lower().find(word.encode())
            around = content[max(0, at - 60) : at + 60]
            assert at < 0, f"{word} is left in {name}: {around!r}"
    told = {fact["subject"] for fact in await announced(house, "profile.erased")}
    assert str(member_number(1)) in told, "by this alone the other services forget her, whenever a stream is refilled"
    staff = house.as_role(Role.STAFF)
    for path in ("profiles", "directory", "erasures", f"filieres/{ids['filiere_id']}/facilitators"):
        answer = await staff.get(f"/members/v1/{path}")
        assert answer.status_code == 200 and MARK not in answer.text.lower()


@pytest.mark.postgresql
async def test_no_word_of_hers_is_left_in_statistics(house: House) -> None:
    for number in (1, 2):
        await profile(house, number, name=f"{MARK}{number}")
    database = house.service.database
    await statistics.take_anew(database)  # as PostgreSQL does by itself, sooner or later
    assert await _remembered(house, f"{MARK}1")
    await erased(house, 1)
    assert await _remembered(house, f"{MARK}1") == []
    assert await _remembered(house, f"{MARK}2"), "tables were looked at anew, not forgotten"


async def _remembered(house: House, word: str) -> list[str]:
    """The columns of which PostgreSQL remembers a value with this word."""
    asked = text(
        "SELECT tablename || '.' || attname FROM pg_stats"
        " WHERE concat(most_common_vals, histogram_bounds, most_common_elems) ILIKE :word"
    )
    async with house.service.database.reading() as session:
        return list((await session.execute(asked, {"word": f"%{word}%"})).scalars())
