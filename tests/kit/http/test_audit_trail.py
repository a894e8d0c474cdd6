"""The audit trail: who did what when to which record, with a hash of it before and after; no content."""

from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import select

from partage_kit.auth import Role
from partage_kit.auth.local_issuer import issue
from partage_kit.unit_of_work import Actor, note_change
from support import notes
from support.house import BRUSSELS, House, member_number

NOTES = "/kit/v1/notes"


async def trail(house: House) -> list[Any]:
    """All rows, oldest first."""
    audit = house.service.database.tables.metadata.tables["audit_trail"]
    async with house.service.database.reading() as session:
        return list((await session.execute(select(audit).order_by(audit.c.id))).all())


async def test_each_change_is_written_down_with_its_author(house: House) -> None:
    made = await house.as_member(1).post(NOTES, json={"title": "Lune"}, headers={"X-Request-Id": "request-0001"})
    path = f"{NOTES}/{made.json()['id']}"
    await house.as_member(2).patch(path, json={"title": "Soleil"}, headers={"If-Match": '"1"'})
    await house.as_member(3).delete(path, headers={"If-Match": '"2"'})
    rows = await trail(house)
    assert [row.actor for row in rows] == [f"member:{member_number(n)}" for n in (1, 2, 3)]
    assert [row.action for row in rows] == ["write_note", "change_note", "burn"]
    assert {(row.office, row.entity, row.entity_id) for row in rows} == {(BRUSSELS, "notes", made.json()["id"])}
    assert rows[0].request_id == "request-0001"
    assert all(abs(row.at - datetime.now(UTC)) < timedelta(minutes=1) for row in rows)

    written, changed, burnt = rows
    assert (written.before_hash, burnt.after_hash) == (None, None)
    assert (written.after_hash, changed.after_hash) == (changed.before_hash, burnt.before_hash)
    assert len({written.after_hash, changed.after_hash}) == 2
    assert len(written.after_hash) == 64
    assert "Lune" not in str(rows)


async def test_what_changes_nothing_leaves_no_trace(house: House) -> None:
    me = house.as_member(1)
    made = await me.post(NOTES, json={"title": "Lune"})
    path = f"{NOTES}/{made.json()['id']}"
    await me.get(path)
    await me.patch(path, json={"title": "Lune"}, headers={"If-Match": '"1"'})
    await me.patch(path, json={"title": "Soleil"}, headers={"If-Match": '"9"'})
    await me.post(NOTES, json={"title": "Lune", "count": 1001})
    assert [row.action for row in await trail(house)] == ["write_note"]


async def test_a_repeat_under_a_key_is_written_down_once(house: House) -> None:
    for _ in range(3):
        await house.as_member(1).post(NOTES, json={"title": "Lune"}, headers={"Idempotency-Key": "k"})
    assert len(await trail(house)) == 1


async def test_the_longest_subject_a_token_may_have_fits(house: House) -> None:
    subject = "s" * 255
    token = issue(house.settings, (Role.MEMBER,), BRUSSELS, member_number(1), subject=subject)
    made = await house.client(token).post(NOTES, json={"title": "Lune"}, headers={"Idempotency-Key": "k" * 200})
    assert made.status_code == 201, made.text
    assert [row.actor for row in await trail(house)] == [subject]


async def test_changes_of_a_process_carry_its_name(house: House) -> None:
    async with house.service.database.writing(Actor("consumer:remember", BRUSSELS, "remember")) as session:
        session.add(notes.Shelf(office=BRUSSELS, name="top"))
    (row,) = await trail(house)
    assert (row.actor, row.action, row.entity, row.request_id) == ("consumer:remember", "remember", "shelves", None)


async def test_a_change_made_by_a_statement_is_written_down_when_noted(house: House) -> None:
    database = house.service.database
    table = database.tables.metadata.tables["notes"]
    actor = Actor(subject="member:1", office=BRUSSELS, action="vote")
    async with database.writing(actor) as session:
        note_change(session, table, "key-1", before=None, after={"office": BRUSSELS, "vote": "red"})
    async with database.writing(actor) as session:
        note_change(session, table, "key-1", before={"vote": "red"}, after={"vote": "green"})
    first, second = await trail(house)
    assert (first.office, first.entity, first.entity_id, first.action) == (BRUSSELS, "notes", "key-1", "vote")
    assert (first.before_hash, second.office) == (None, BRUSSELS)
    assert len({first.after_hash, second.before_hash, second.after_hash}) == 3
