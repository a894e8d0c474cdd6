"""Data exports through the HTTP door: asked for, put together, downloaded by who may, and gone after a week."""

import hashlib
from datetime import date, timedelta
from typing import Any

from sqlalchemy import select

from members.consenting import NEWSLETTER, agreed
from members.exporting import CLERK, EXPORTS, REQUESTS, archive, asked, opened, recorded
from members.given import profile
from partage_kit.auth import Role
from partage_kit.types import day_of
from support.house import GHENT, House, at_once, member_number


async def rows_of(house: House, table: str) -> list[Any]:
    """The rows of a table."""
    async with house.service.database.reading() as session:
        return list(await session.execute(select(house.service.database.tables.metadata.tables[table])))


async def test_a_member_gets_all_that_is_kept_about_her_and_nothing_of_others(house: House) -> None:
    notice, consent = await agreed(house)
    await profile(house, 2, name="Somebodyelse")
    got = await archive(house)
    assert {"README.txt", "manifest.json", "data/profile.json", "data/consents.csv"} <= set(got.files)
    (mine,) = got.rows("profile")
    assert (mine["given_name"], mine["id"]) == ("Élodie", str(member_number(1)))
    (said,) = got.rows("consents")
    assert (said["purpose"], said["notice_number"]) == (NEWSLETTER, notice["number"])
    assert [row["kind"] for row in got.rows("consent_events")] == ["given"]
    whole = b"".join(got.files.values())
    assert b"Somebodyelse" not in whole and str(member_number(2)).encode() not in whole
    about = got.manifest
    assert (about["format"], about["member_id"]) == ("partage-data-export/1", str(member_number(1)))
    assert {one["code"]: one["rows"] for one in about["classes"]}["profile"] == 1
    assert consent["id"] in str(got.rows("consent_events"))


async def test_the_readme_speaks_the_members_language(house: House) -> None:
    await profile(house, 1)
    assert "Ce que la coopérative sait de vous" in (await archive(house)).files["README.txt"].decode()
    await house.as_member(1).patch(
        "/members/v1/profiles/mine", json={"languages": ["de", "nl"]}, headers={"If-Match": '"1"'}
    )
    house.service.database.clock.advance(timedelta(days=2))
    in_dutch = await archive(house)
    assert "Wat de coöperatie over u weet" in in_dutch.files["README.txt"].decode()
    assert "- profile: Profiel (1)" in in_dutch.files["README.txt"].decode()
    house.service.database.clock.advance(timedelta(days=2))
    assert "What the cooperative knows of you" in (await archive(house, language="en")).files["README.txt"].decode()


async def test_formulas_are_neutralised_in_the_spreadsheet_and_exact_in_json(house: House) -> None:
    made = await house.as_member(1).post(
        "/members/v1/profiles/mine", json={"given_name": "=1+1", "family_name": "@SUM(A1)"}
    )
    assert made.status_code == 201
    got = await archive(house)
    assert [row["given_name"] for row in got.rows("profile")] == ["=1+1"]
    (line,) = got.sheet("profile")
    assert (line["given_name"], line["family_name"]) == ("'=1+1", "'@SUM(A1)")


async def test_an_export_waits_is_ready_and_is_gone_after_a_week(house: House) -> None:
    await profile(house, 1)
    export = await asked(house)
    path, me = f"{EXPORTS}/{export['id']}", house.as_member(1)
    assert (export["state"], export["size"]) == ("requested", None)
    early = await me.get(f"{path}/archive")
    assert (early.status_code, early.json()["type"]) == (409, "/problems/archive-not-ready")
    await house.do_what_is_due()
    ready = (await me.get(path)).json()
    assert (ready["state"], ready["answered_at"]) == ("ready", ready["ready_at"])
    content = (await me.get(f"{path}/archive")).content
    assert (len(content), hashlib.sha256(content).hexdigest()) == (ready["size"], ready["sha256"])
    house.service.database.clock.advance(timedelta(days=7, minutes=1))
    gone = await me.get(f"{path}/archive")
    assert (gone.status_code, gone.json()["type"]) == (410, "/problems/archive-expired")
    assert len(await rows_of(house, "data_export_parts")) == 1
    await house.do_what_is_due()
    assert await rows_of(house, "data_export_parts") == []
    read = await me.get(path)
    assert (read.json()["state"], read.headers["etag"]) == ("expired", '"3"')


async def test_asked_again_within_a_day_it_is_the_same_archive_even_of_ten_at_once(house: House) -> None:
    await profile(house, 1)
    me = house.as_member(1)
    answers = await at_once(10, lambda _: me.post(f"{EXPORTS}/mine", json={}))
    assert [answer.status_code for answer in answers] == [202] * 10
    assert len({answer.json()["id"] for answer in answers}) == 1
    await house.do_what_is_due()
    assert (await asked(house))["state"] == "ready"
    house.service.database.clock.advance(timedelta(days=1, minutes=1))
    assert (await asked(house))["state"] == "requested"
    assert len((await me.get(f"{EXPORTS}/mine")).json()["items"]) == 2


async def test_each_download_is_in_the_audit_trail(house: House) -> None:
    await archive_taken_twice(house)
    trail = [row for row in await rows_of(house, "audit_trail") if row.action == "download_archive"]
    assert [(row.entity, row.office) for row in trail] == [("data_exports", "brussels")] * 2


async def archive_taken_twice(house: House) -> None:
    """An archive that its owner downloads two times."""
    await profile(house, 1)
    await archive(house)
    await archive(house)


async def test_staff_answers_a_letter_and_only_who_recorded_it_gets_the_archive(house: House) -> None:
    await profile(house, 1)
    export = await recorded(house)
    path, clerk = f"{EXPORTS}/{export['id']}", house.as_person(CLERK, Role.STAFF)
    how = {"evidence_reference": "2026/letters/8"}
    assert (await clerk.post(f"{path}/hand-over", json=how)).json()["type"] == "/problems/archive-not-ready"
    await house.do_what_is_due()
    assert (await clerk.get(path)).json()["answered_at"] is None
    assert opened((await clerk.get(f"{path}/archive")).content).rows("profile")
    assert (await house.as_member(1).get(f"{path}/archive")).status_code == 200, "it is her data"
    for stranger in (
        house.as_person("clerk-2", Role.STAFF),
        house.as_role(Role.OFFICE_ADMIN),
        house.as_member(2),
        house.as_member(1, office=GHENT),
        house.as_role(Role.STAFF, office=GHENT),
    ):
        assert (await stranger.get(f"{path}/archive")).status_code == 404
    assert (await house.as_member(2).get(path)).status_code == 404
    done = await clerk.post(f"{path}/hand-over", json=how)
    assert (done.status_code, done.json()["handover_reference"]) == (200, "2026/letters/8")
    again = await clerk.post(f"{path}/hand-over", json=how)
    assert (again.status_code, again.json()["type"]) == (409, "/problems/not-possible-now")


async def test_the_archive_of_a_member_is_not_for_staff(house: House) -> None:
    await profile(house, 1)
    export = await asked(house)
    await house.do_what_is_due()
    staff = house.as_role(Role.STAFF)
    assert (await staff.get(f"{EXPORTS}/{export['id']}")).status_code == 200
    assert (await staff.get(f"{EXPORTS}/{export['id']}/archive")).status_code == 404


async def test_what_is_not_answered_within_the_legal_month_is_overdue(house: House) -> None:
    await profile(house, 1)
    await profile(house, 2)
    letter, other = await recorded(house), await recorded(house, 2)
    await house.do_what_is_due()
    clerk = house.as_person(CLERK, Role.STAFF)
    how = {"evidence_reference": "2026/letters/8"}
    assert (await clerk.post(f"{EXPORTS}/{other['id']}/hand-over", json=how)).status_code == 200

    async def overdue(flag: str) -> list[str]:
        page = await clerk.get(REQUESTS, params={"overdue": flag})
        return [line["id"] for line in page.json()["items"]]

    assert await overdue("true") == []
    last_day = date.fromisoformat(letter["due_on"])
    clock = house.service.database.clock
    clock.advance(timedelta(days=(last_day - date.fromisoformat(letter["received_on"])).days))
    assert await overdue("true") == []
    clock.advance(timedelta(days=1))
    assert (await overdue("true"), await overdue("false")) == ([letter["id"]], [other["id"]])
    (line,) = (await clerk.get(REQUESTS, params={"overdue": "true"})).json()["items"]
    assert line["overdue"] is True
    answered = (await clerk.get(REQUESTS, params={"answered": "true"})).json()["items"]
    assert [one["id"] for one in answered] == [other["id"]]
    assert (await house.as_member(1).get(REQUESTS)).status_code == 403


async def test_refusals(house: House) -> None:
    assert (await house.as_member(1).post(f"{EXPORTS}/mine", json={})).status_code == 404
    assert (await house.as_member(1).get(f"{EXPORTS}/mine")).status_code == 404
    await profile(house, 1)
    clerk = house.as_person(CLERK, Role.STAFF)
    tomorrow = day_of((await _now(house)) + timedelta(days=1))
    letter = {"member_id": str(member_number(1)), "way": "paper", "evidence_reference": "7"}
    future = await clerk.post(EXPORTS, json=letter | {"received_on": tomorrow.isoformat()})
    assert future.json()["errors"] == [{"pointer": "/body/received_on", "detail": "lies in the future"}]
    refused = await clerk.post(EXPORTS, json=letter | {"way": "online"})
    choice = "Input should be 'paper', 'email', 'phone' or 'in_person'"
    assert (refused.status_code, refused.json()["errors"]) == (422, [{"pointer": "/body/way", "detail": choice}])
    elsewhere = house.as_role(Role.STAFF, office=GHENT)
    assert (await elsewhere.post(EXPORTS, json=letter)).status_code == 404


async def _now(house: House) -> Any:
    return house.service.database.clock.roughly()
