"""Profiles through the HTTP door: register, read, change, list."""

from datetime import UTC, datetime, timedelta

import httpx
import pytest
from sqlalchemy import select

from partage_kit.auth import Role
from partage_kit.types import day_of
from support.erasing import erased
from support.house import BRUSSELS, GHENT, House, member_number
from support.intake import imported, reported

PROFILES = "/members/v1/profiles"
ELSE = "0192f0c4-0000-7000-8000-000000000000"


def a_profile(**changes: object) -> dict[str, object]:
    """A profile as a form would send it."""
    return {
        "given_name": "Élodie",
        "family_name": "Vandermolenvert",
        "email": "elodie@example.org",
        "territory": {"country": "BE", "nuts": "BE100", "municipality": "Ixelles", "postal_code": "1050"},
        "languages": ["fr", "nl"],
        "headline": {"fr": "Graphiste", "nl": "Grafisch ontwerpster"},
        "trades": ["graphic-designer"],
        "sectors": ["74"],
        "stage": "established",
    } | changes


async def registered(house: House, number: int, **changes: object) -> httpx.Response:
    """Register the n-th member herself."""
    return await house.as_member(number).post("/members/v1/profiles/mine", json=a_profile(**changes))


async def test_a_member_registers_reads_and_changes_her_profile(house: House) -> None:
    made = await registered(house, 1)
    assert made.status_code == 201, made.text
    assert made.json()["id"] == str(member_number(1))
    assert made.headers["etag"] == '"1"'

    me = house.as_member(1)
    changed = await me.patch("/members/v1/profiles/mine", json={"stage": "winding_down"}, headers={"If-Match": '"1"'})
    assert changed.status_code == 200
    assert changed.json()["stage"] == "winding_down"
    assert changed.json()["family_name"] == "Vandermolenvert"
    assert changed.headers["etag"] == '"2"'

    read = await me.get("/members/v1/profiles/mine")
    assert read.json() == changed.json()
    assert read.json()["email"] == "elodie@example.org"


async def test_a_second_profile_is_refused(house: House) -> None:
    await registered(house, 1)
    again = await registered(house, 1)
    assert again.status_code == 409
    assert again.json()["type"] == "/problems/member-id-unusable"


async def test_no_office_learns_which_ids_another_one_has_or_had(house: House) -> None:
    """Taken here, taken elsewhere, and erased elsewhere: one answer, singly and by file."""
    for number, office in ((1, BRUSSELS), (2, GHENT), (3, GHENT)):
        made = {"member_id": str(member_number(number)), "given_name": "Ana", "family_name": "Silva"}
        assert (await house.as_role(Role.STAFF, office=office).post(PROFILES, json=made)).status_code == 201
    await erased(house, 3, office=GHENT)
    told, faults = [], []
    for number in (1, 2, 3):
        again = {"member_id": str(member_number(number)), "given_name": "Bea", "family_name": "Claes"}
        answer = await house.as_role(Role.STAFF).post(PROFILES, json=again)
        told.append({**answer.json(), "request_id": ""})
        row = f"member_id,given_name,family_name\n{member_number(number)},Bea,Claes\n"
        job = await imported(house, house.as_role(Role.STAFF), f"{PROFILES}/imports", row, dry_run="true")
        faults.append(await reported(house.as_role(Role.STAFF), job) if job["report"] else [])
    assert told[0]["type"] == "/problems/member-id-unusable" and told == [told[0]] * 3
    assert faults[0] == [] and faults[1] == faults[2] != [], "in its own office a row changes the profile"


@pytest.mark.parametrize("field", ["joined_on", "availability"])
async def test_days_are_a_year_ahead_at_most(house: House, field: str) -> None:
    """Who joins next month can be registered; the year 2199 is a slip of the pen."""
    today = day_of(datetime.now(UTC))
    staff, person = house.as_role(Role.STAFF), {"given_name": "Ana", "family_name": "Silva"}
    column = "joined_on" if field == "joined_on" else "availability_since"
    for day, status in ((today + timedelta(days=300), 201), (today + timedelta(days=367), 422)):
        value: object = {"state": "available", "since": str(day)} if field == "availability" else str(day)
        answer = await staff.post(PROFILES, json=person | {field: value})
        assert answer.status_code == status, answer.text
        head = f"reference,given_name,family_name,availability,{column}"
        job = await imported(house, staff, f"{PROFILES}/imports", f"{head}\nR-{day},Ana,Silva,available,{day}\n")
        assert job["state"] == ("done" if status == 201 else "failed")
    assert answer.json()["type"] == "/problems/day-too-far-ahead"
    assert answer.json()["errors"][0]["pointer"].startswith(f"/body/{field}")
    assert [(number, name) for number, name, _ in await reported(staff, job)] == [(1, column)]


async def test_the_record_is_for_herself_and_staff(house: House) -> None:
    await registered(house, 1)
    path = f"/members/v1/profiles/{member_number(1)}"
    assert (await house.as_member(2).get(path)).status_code == 403
    assert (await house.as_role(Role.STAFF).get(path)).json()["email"] == "elodie@example.org"


async def test_another_office_sees_nothing(house: House) -> None:
    await registered(house, 1)
    path = f"/members/v1/profiles/{member_number(1)}"
    abroad = house.as_role(Role.STAFF, office=GHENT)
    assert (await abroad.get(path)).status_code == 404
    assert (await abroad.patch(path, json={"stage": "starting"}, headers={"If-Match": '"1"'})).status_code == 404
    assert (await abroad.get("/members/v1/profiles")).json() == {"items": [], "next": None}


@pytest.mark.parametrize(
    ("written", "pointer", "words"),
    [
        (
            {"links": [{"url": "example.org"}]},
            "links/0/url",
            "an address that begins with https://, such as https://example.org/page",
        ),
        ({"links": [{"url": "http://example.org"}]}, "links/0/url", "an address that begins with https://"),
        ({"email": "ana at example.org"}, "email", "an email address, such as name@example.org"),
        ({"phone": "0470"}, "phone", "a phone number that begins with + and its country, such as +32 470 00 00 01"),
        ({"languages": ["fr", "dutch"]}, "languages/1", "the two small letters of a language, such as fr"),
        ({"trades": ["boulanger à Liège"]}, "trades/0", "a code without spaces and accents, such as photographer"),
        ({"territory": {"country": "Belgium"}}, "territory/country", "the two capitals of a country, such as BE"),
    ],
)
async def test_what_is_written_otherwise_is_told_in_words(
    house: House, written: dict[str, object], pointer: str, words: str
) -> None:
    refused = await house.as_member(1).post(f"{PROFILES}/mine", json={"given_name": "A", "family_name": "B"} | written)
    (error,) = refused.json()["errors"]
    assert (refused.status_code, error["pointer"]) == (422, f"/body/{pointer}")
    assert error["detail"].startswith(f"it should be {words}") and "^" not in refused.text


async def test_a_stale_change_is_refused_and_changes_nothing(house: House) -> None:
    await registered(house, 1)
    me = house.as_member(1)
    await me.patch("/members/v1/profiles/mine", json={"skills": ["risography"]}, headers={"If-Match": '"1"'})
    stale = await me.patch("/members/v1/profiles/mine", json={"skills": []}, headers={"If-Match": '"1"'})
    assert stale.status_code == 412
    assert (await me.get("/members/v1/profiles/mine")).json()["skills"] == ["risography"]
    without = await me.patch("/members/v1/profiles/mine", json={"skills": []})
    assert without.status_code == 428


async def test_a_change_that_changes_nothing_is_neither_written_nor_announced(house: House) -> None:
    made = await registered(house, 1)
    for changes in ({}, {name: made.json()[name] for name in ("trades", "stage", "territory", "family_name")}):
        same = await house.as_member(1).patch("/members/v1/profiles/mine", json=changes, headers={"If-Match": '"1"'})
        assert (same.status_code, same.json(), same.headers["etag"]) == (200, made.json(), '"1"')
    outbox = house.service.database.tables.metadata.tables["outbox"]
    async with house.service.database.reading() as session:
        assert len((await session.execute(select(outbox.c.id))).all()) == 1


async def test_unknown_trades_are_refused_by_name(house: House) -> None:
    answer = await registered(house, 1, trades=["graphic-designer", "unicorn-groomer"])
    assert answer.status_code == 422
    assert "unicorn-groomer" in answer.json()["detail"]
    assert (await house.as_member(1).get("/members/v1/profiles/mine")).status_code == 404


async def test_pages_visit_everybody_once_in_order(house: House) -> None:
    names = ["Zéphyrine", "alba", "Étoile", "Mistral", "Ébène"]
    for number, name in enumerate(names):
        await registered(house, number, family_name=name)
    staff = house.as_role(Role.STAFF)
    seen: list[str] = []
    url = "/members/v1/profiles?limit=2"
    while url:
        page = await staff.get(url)
        seen += [item["family_name"] for item in page.json()["items"]]
        cursor = page.json()["next"]
        assert ("next" in page.links) == (cursor is not None)
        url = page.links["next"]["url"] if cursor else ""
    assert seen == ["alba", "Ébène", "Étoile", "Mistral", "Zéphyrine"]


async def test_filters_narrow_the_list(house: House) -> None:
    await registered(house, 1)
    await registered(house, 2, trades=["photographer"], languages=["en"], stage="starting")
    await registered(house, 3, territory={"country": "FR", "nuts": "FRE11", "postal_code": "59000"})
    staff = house.as_role(Role.STAFF)

    async def found(**filters: str) -> set[str]:
        answer = await staff.get("/members/v1/profiles", params=filters)
        assert answer.status_code == 200, answer.text
        return {item["id"] for item in answer.json()["items"]}

    one, two, three = (str(member_number(number)) for number in (1, 2, 3))
    assert await found(trade="photographer") == {two}
    assert await found(nuts="BE") == {one, two}
    assert await found(nuts="FRE11", stage="established") == {three}
    assert await found(language="en") == {two}
    assert await found(sector="74", sort="-joined_on") == {one, two, three}


async def test_staff_finds_a_member_by_the_beginnings_of_her_names_or_by_her_address(house: House) -> None:
    people = {1: ("Élodie", "Van der Mölen-Dubois"), 2: ("Eloïse", "D’Hoore"), 3: ("Ælfgar", "Vanderstok")}
    hidden = {"name": "nobody", "email": "nobody"}
    for number, (given, family) in people.items():
        address = f"{given[-2:]}{number}@members.example"
        await registered(house, number, given_name=given, family_name=family, email=address, audiences=hidden)
    staff = house.as_role(Role.STAFF)

    async def found(query: str, **more: str) -> list[str]:
        answer = await staff.get(PROFILES, params={"query": query, **more})
        assert answer.status_code == 200, answer.text
        return [item["given_name"] for item in answer.json()["items"]]

    assert await found("elo") == ["Eloïse", "Élodie"], "in the order of the register"
    assert await found("elo", sort="-joined_on", limit="1") != []
    for query in ("molen", "VAN DER mol", "dubois élo", "Élodie", "ie1@members.example", "IE1@MEMBERS.EXAMPLE"):
        assert await found(query) == ["Élodie"], query
    assert await found("hoore") == await found("d'hoore") == ["Eloïse"] and await found("aelf") == ["Ælfgar"]
    assert await found("vand") == ["Ælfgar"] and await found("van") == ["Élodie", "Ælfgar"]
    for nobody in ("olen", "elo hoorn", "ie1@members", "ie1@members.exampl", "%", "_", "--", "molen%"):
        assert await found(nobody) == ["Élodie"] * (nobody == "molen%"), nobody
    tag = (await house.as_member(1).get(f"{PROFILES}/mine")).headers["etag"]
    married = {"family_name": "Zonneveld"}
    changed = await house.as_member(1).patch(f"{PROFILES}/mine", json=married, headers={"If-Match": tag})
    assert changed.status_code == 200 and await found("dubois") == [] and await found("zonn") == ["Élodie"]


async def test_pages_of_who_was_found_follow_each_other(house: House) -> None:
    for number in range(5):
        await registered(house, number, family_name=f"Zon {number}")
    staff, seen, url = house.as_role(Role.STAFF), [], f"{PROFILES}?query=zon&limit=2"
    while url:
        page = await staff.get(url)
        seen += [item["family_name"] for item in page.json()["items"]]
        url = page.links["next"]["url"] if "next" in page.links else ""
    assert seen == [f"Zon {number}" for number in range(5)]


async def test_nobody_else_finds_members_by_name_in_the_register(house: House) -> None:
    await registered(house, 1)
    asked = {"query": "vandermolen"}
    assert (await house.as_role(Role.STAFF, office=GHENT).get(PROFILES, params=asked)).json()["items"] == []
    for role in (Role.FACILITATOR, Role.BUYER, Role.INTEGRATOR, Role.PARTNER):
        assert (await house.as_role(role).get(PROFILES, params=asked)).status_code == 403, role
    assert (await house.as_member(2).get(PROFILES, params=asked)).status_code == 403
    assert (await house.as_role(Role.STAFF).get(PROFILES, params={"query": ""})).status_code == 422


async def test_who_comes_by_file_is_found_by_name(house: House) -> None:
    staff, head = house.as_role(Role.STAFF), "reference;given_name;family_name\n"
    for name, gone in (("Étoile", "zz"), ("Comète", "etoi")):
        await imported(house, staff, f"{PROFILES}/imports", f"{head}P-1;Ana;{name}\n")
        items = (await staff.get(PROFILES, params={"query": name[:4].upper()})).json()["items"]
        assert [item["family_name"] for item in items] == [name]
        assert (await staff.get(PROFILES, params={"query": gone})).json()["items"] == []


async def test_a_cursor_of_another_order_is_refused(house: House) -> None:
    for number in range(3):
        await registered(house, number)
    staff = house.as_role(Role.STAFF)
    cursor = (await staff.get("/members/v1/profiles?limit=1")).json()["next"]
    for broken in (f"cursor={cursor}&sort=-joined_on", "cursor=nonsense", "cursor=W10", f"cursor={cursor[:-3]}"):
        answer = await staff.get(f"/members/v1/profiles?{broken}")
        assert answer.status_code == 422, broken


async def test_missing_profiles_are_not_found(house: House) -> None:
    assert (await house.as_role(Role.STAFF).get(f"/members/v1/profiles/{ELSE}")).status_code == 404
    assert (await house.as_role(Role.STAFF).get("/members/v1/profiles/not-an-id")).status_code == 422
