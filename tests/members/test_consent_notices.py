"""Purposes and notices through the HTTP door: drafted, published by a colleague, and never changed from then on."""

import hashlib
import unicodedata

import pytest
from hypothesis import given as any_of
from hypothesis import strategies
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from members.consenting import A_NOTICE, NEWSLETTER, NOTICES, PURPOSES, drafted, published
from partage_kit.auth import Role
from partage_kit.unit_of_work import Actor
from partage_members.notices.canonical import text_hash
from support.house import GHENT, House, at_once

SHIPPED = {"community_analytics", "directory_publication", "newsletter_email", "photo_use"}


async def test_a_notice_is_drafted_and_published_by_a_colleague(house: House) -> None:
    draft = await drafted(house)
    assert (draft["state"], draft["number"], draft["published_at"]) == ("draft", 1, None)
    assert (await house.client().get(f"{NOTICES}/current?office=brussels")).json()["items"] == []
    assert (await house.as_member(1).get(f"{NOTICES}/{draft['id']}")).status_code == 404
    assert (await house.as_member(1).get(NOTICES)).json()["items"] == []
    by_author = await house.as_role(Role.OFFICE_ADMIN).post(f"{NOTICES}/{draft['id']}/publish")
    assert (by_author.status_code, by_author.json()["type"]) == (403, "/problems/own-submission")

    done = await house.as_role(Role.STAFF).post(f"{NOTICES}/{draft['id']}/publish")
    assert (done.json()["state"], done.headers["etag"]) == ("in_force", '"2"')
    (shown,) = (await house.client().get(f"{NOTICES}/current?office=brussels")).json()["items"]
    assert shown == done.json()
    assert shown["terms"]["data_categories"] == ["name", "email_address", "language"]
    assert (await house.client().get(f"{NOTICES}/current?office=ghent")).json()["items"] == []
    again = await house.as_role(Role.STAFF).post(f"{NOTICES}/{draft['id']}/publish")
    assert (again.status_code, again.json()["type"]) == (409, "/problems/not-possible-now")


async def test_the_hash_is_of_the_text_that_is_shown(house: House) -> None:
    notice = await published(house, text={**A_NOTICE["text"], "fr": "Cafe\u0301  \nou thé"})
    whole = unicodedata.normalize("NFC", "Lettre d'information\n\nCafé\nou thé")
    assert notice["sha256"]["fr"] == hashlib.sha256(whole.encode()).hexdigest()
    assert len(set(notice["sha256"].values())) == 3


@any_of(strategies.text(), strategies.text())
def test_blanks_at_line_ends_and_the_form_of_letters_make_no_difference(title: str, body: str) -> None:
    spelt = unicodedata.normalize("NFD", body).replace("\n", "  \r\n")
    assert text_hash(title, body) == text_hash(unicodedata.normalize("NFD", title), spelt)


async def test_a_draft_changes_and_a_published_notice_does_not(house: House) -> None:
    draft = await drafted(house)
    admin = house.as_role(Role.OFFICE_ADMIN)
    path = f"{NOTICES}/{draft['id']}"
    other = await admin.patch(path, json={"title": A_NOTICE["title"] | {"en": "News"}}, headers={"If-Match": '"1"'})
    assert (other.json()["title"]["en"], other.json()["version"]) == ("News", 2)
    assert other.json()["sha256"]["en"] != draft["sha256"]["en"]
    assert other.json()["sha256"]["fr"] == draft["sha256"]["fr"]
    stale = await admin.patch(path, json={"material": False}, headers={"If-Match": '"1"'})
    assert stale.status_code == 412
    lopsided = await admin.patch(path, json={"title": {"en": "News"}}, headers={"If-Match": '"2"'})
    assert lopsided.status_code == 422
    assert (await house.as_role(Role.STAFF).post(f"{path}/publish")).status_code == 200
    late = await admin.patch(path, json={"material": False}, headers={"If-Match": '"3"'})
    assert (late.status_code, late.json()["type"]) == (409, "/problems/not-possible-now")


async def test_the_database_refuses_to_change_what_is_published(house: House) -> None:
    await published(house)
    with pytest.raises(DBAPIError, match="never changed"):
        async with house.service.database.writing(Actor("somebody", "brussels", "tamper")) as session:
            await session.execute(text("UPDATE consent_notices SET material = false"))


async def test_the_next_notice_takes_the_place_of_the_one_before(house: House) -> None:
    first, second = await published(house), await published(house, material=False)
    assert (first["number"], second["number"]) == (1, 2)
    read = await house.as_member(1).get(f"{NOTICES}/{first['id']}")
    assert (read.json()["state"], read.headers["etag"]) == ("superseded", '"3"')
    (shown,) = (await house.client().get(f"{NOTICES}/current?office=brussels")).json()["items"]
    assert shown["id"] == second["id"]
    listed = (await house.as_member(1).get(f"{NOTICES}?purpose={NEWSLETTER}")).json()["items"]
    assert [one["number"] for one in listed] == [2, 1]


async def test_there_is_one_draft_at_a_time_even_of_ten_at_once(house: House) -> None:
    admin = house.as_role(Role.OFFICE_ADMIN)
    answers = await at_once(10, lambda _: admin.post(NOTICES, json=A_NOTICE))
    assert sorted(answer.status_code for answer in answers) == [201] + [409] * 9
    assert (await admin.post(NOTICES, json=A_NOTICE)).json()["type"] == "/problems/notice-draft-exists"
    assert (await admin.post(NOTICES, json=A_NOTICE | {"purpose": "nothing"})).status_code == 404
    lopsided = A_NOTICE | {"title": {"fr": "Lettre"}}
    assert (await admin.post(NOTICES, json=lopsided)).status_code == 422


async def test_an_office_writes_its_purposes_and_published_notices_keep_theirs(house: House) -> None:
    admin, path = house.as_role(Role.OFFICE_ADMIN), f"{PURPOSES}/{NEWSLETTER}"
    known = (await admin.get(PURPOSES)).json()["items"]
    assert {one["code"]: one["version"] for one in known} == dict.fromkeys(SHIPPED, 0)
    notice = await published(house)
    written = {name: value for name, value in known[2].items() if name not in ("code", "version")}
    changed = await admin.put(path, json=written | {"storage_months": 6}, headers={"If-Match": '"0"'})
    assert (changed.status_code, changed.json()["version"]) == (200, 1)
    stale = await admin.put(path, json=written, headers={"If-Match": '"0"'})
    assert (stale.status_code, stale.json()["type"]) == (412, "/problems/stale")
    assert (await admin.put(path, json=written)).status_code == 428
    kept = (await admin.get(f"{NOTICES}/{notice['id']}")).json()
    assert kept["terms"]["storage_months"] == 36
    assert (await drafted(house))["terms"]["storage_months"] == 6
    elsewhere = (await house.as_role(Role.STAFF, office=GHENT).get(path)).json()
    assert (elsewhere["storage_months"], elsewhere["version"]) == (36, 0)
    assert (await admin.get(f"{PURPOSES}/no_such_thing")).json()["type"] == "/problems/purpose-not-found"
