"""What goes by itself goes at its time and not before, and staff reads when."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select

from members.exporting import RULES, archive
from members.given import profile
from partage_kit.auth import Role
from support.house import GHENT, House


async def rules(house: House, office: str = "brussels") -> dict[str, dict[str, Any]]:
    """The rules as the staff of an office reads them, by the code of their class."""
    answer = await house.as_role(Role.STAFF, office=office).get(RULES)
    assert answer.status_code == 200, answer.text
    return {one["code"]: one for one in answer.json()["items"]}


async def test_every_class_of_data_has_its_rule(house: House) -> None:
    told = await rules(house)
    assert (told["profile"]["on_erasure"], told["profile"]["goes_after_days"]) == ("delete", None)
    assert (told["consents"]["on_erasure"], told["consents"]["kept_since"]) == ("keep_until", "given_at")
    assert set(told["consents"]["kept_because"]) == {"fr", "nl", "en"}
    assert (told["data_export_archives"]["goes_after_days"], told["data_export_archives"]["goes_since"]) == (
        7,
        "created_at",
    )
    assert (await house.as_member(1).get(RULES)).status_code == 403


async def test_staff_reads_what_goes_when_and_the_clock_makes_it_go(house: House) -> None:
    await profile(house, 1)
    assert (await rules(house))["data_export_archives"]["next_at"] is None
    await archive(house)
    clock = house.service.database.clock
    made, told = clock.roughly(), (await rules(house))["data_export_archives"]
    goes = datetime.fromisoformat(told["next_at"])
    assert told["due"] == 0
    assert abs(goes - made - timedelta(days=7)) < timedelta(minutes=5)
    assert (await rules(house, GHENT))["data_export_archives"]["next_at"] is None

    clock.advance(timedelta(days=7) - timedelta(minutes=10))
    await house.do_what_is_due()
    assert (await rules(house))["data_export_archives"]["next_at"] == told["next_at"]
    clock.advance(timedelta(minutes=15))
    assert (await rules(house))["data_export_archives"]["due"] == 1
    await house.do_what_is_due()
    assert (await rules(house))["data_export_archives"]["next_at"] is None
    kept = (await rules(house))["data_exports"]
    assert kept["next_at"] is not None, "that it was answered stays"
    clock.advance(timedelta(days=kept["goes_after_days"]))
    await house.do_what_is_due()
    assert (await rules(house))["data_exports"]["next_at"] is None


async def test_the_audit_trail_keeps_that_something_went(house: House) -> None:
    await profile(house, 1)
    await archive(house)
    house.service.database.clock.advance(timedelta(days=8))
    await house.do_what_is_due()
    trail = house.service.database.tables.metadata.tables["audit_trail"]
    async with house.service.database.reading() as session:
        rows = (await session.execute(select(trail).where(trail.c.action == "let_go"))).all()
    (row,) = rows
    assert (row.office, row.entity, row.actor) == ("brussels", "data_export_parts", "worker:let_go")
    assert row.entity_id == "retention:data_export_archives"
