"""Filières through the HTTP door: propose, read, change what describes them, list."""

from uuid import UUID

import httpx
import pytest

from members.given import a_filiere, announced, filiere_at, path_of, proposed
from partage_kit.auth import Role
from support.house import GHENT, House

FILIERES = "/members/v1/filieres"
WHY_NARROW = {"fr": "Dossiers confidentiels", "nl": "Vertrouwelijke dossiers"}


async def propose(house: House, **changes: object) -> httpx.Response:
    """Propose a filière as a member."""
    return await house.as_member(1).post(FILIERES, json=a_filiere(**changes))


async def test_any_member_may_propose_a_filiere(house: House) -> None:
    made = await propose(house)
    assert made.status_code == 201, made.text
    assert (made.json()["stage"], made.json()["openness"]) == ("proposed", "open")
    assert made.headers["etag"] == '"1"'
    read = await house.as_member(2).get(path_of(UUID(made.json()["id"])))
    assert read.json() == made.json()
    (fact,) = await announced(house, "filiere.proposed")
    assert fact["subject"] == made.json()["id"]
    assert fact["data"] == {
        "kind": "trade",
        "occupations": ["graphic-designer"],
        "sectors": ["74"],
        "nuts": ["BE1"],
    }


async def test_staff_may_propose_and_outsiders_may_not(house: House) -> None:
    assert (await house.as_role(Role.STAFF).post(FILIERES, json=a_filiere())).status_code == 201
    for outsider in (Role.CLIENT, Role.SUPPLIER, Role.INTEGRATOR):
        assert (await house.as_role(outsider).post(FILIERES, json=a_filiere())).status_code == 403


IMPOSSIBLE: list[tuple[dict[str, object], str]] = [
    ({"occupations": ["unicorn-groomer"]}, "unknown-code"),
    ({"sectors": ["ZZ"]}, "unknown-code"),
    ({"occupations": []}, "scope-missing"),
    ({"kind": "sector", "sectors": []}, "scope-missing"),
    ({"openness": "on_request"}, "openness-unexplained"),
    ({"openness": "by_invitation"}, "openness-unexplained"),
    ({"names": {}}, "invalid"),
    ({"names": {"de": "Grafiker"}}, "invalid"),
    ({"stage": "active"}, "invalid"),
    ({"office": "ghent"}, "invalid"),
    ({"occupations": ["graphic-designer", "graphic-designer"]}, "invalid"),
]


async def test_what_a_filiere_cannot_be(house: House) -> None:
    for changes, problem in IMPOSSIBLE:
        answer = await propose(house, **changes)
        assert (answer.status_code, answer.json()["type"]) == (422, f"/problems/{problem}"), changes
    assert (await house.as_member(1).get(FILIERES)).json()["items"] == []
    assert await announced(house, "filiere.proposed") == []


async def test_a_circle_needs_no_codes(house: House) -> None:
    made = await propose(house, kind="circle", occupations=[], sectors=[], nuts=[])
    assert made.status_code == 201


async def test_a_narrower_openness_is_published_with_its_reason(house: House) -> None:
    made = await propose(house, openness="by_invitation", openness_reason=WHY_NARROW)
    assert made.json()["openness_reason"] == WHY_NARROW
    path = path_of(UUID(made.json()["id"]))
    opened = await house.as_role(Role.STAFF).patch(path, json={"openness": "open"}, headers={"If-Match": '"1"'})
    assert (opened.json()["openness"], opened.json()["openness_reason"]) == ("open", None)
    narrowed = await house.as_role(Role.STAFF).patch(path, json={"openness": "on_request"}, headers={"If-Match": '"2"'})
    assert narrowed.json()["type"] == "/problems/openness-unexplained"


async def test_staff_and_its_own_facilitators_change_what_describes_it(house: House) -> None:
    filiere = await proposed(house)
    tag = {"If-Match": '"1"'}
    mine = house.as_member(5, Role.FACILITATOR, filieres=(filiere,))
    changed = await mine.patch(
        path_of(filiere), json={"languages": ["nl"], "occupations": ["photographer"]}, headers=tag
    )
    assert (changed.status_code, changed.json()["version"]) == (200, 2)
    assert (changed.json()["languages"], changed.json()["sectors"]) == (["nl"], ["74"])
    found = await house.as_member(1).get(FILIERES, params={"occupation": "photographer"})
    assert [item["id"] for item in found.json()["items"]] == [str(filiere)]

    elsewhere = house.as_member(5, Role.FACILITATOR, filieres=(await proposed(house),))
    refused = await elsewhere.patch(path_of(filiere), json={"languages": []}, headers={"If-Match": '"2"'})
    assert (refused.status_code, refused.json()["type"]) == (403, "/problems/not-their-facilitator")
    assert (await house.as_member(5).patch(path_of(filiere), json={}, headers=tag)).status_code == 403
    staff = await house.as_role(Role.STAFF).patch(path_of(filiere), json={"nuts": []}, headers={"If-Match": '"2"'})
    assert (staff.status_code, staff.json()["nuts"]) == (200, [])


async def test_stage_kind_and_author_cannot_be_written(house: House) -> None:
    filiere = await proposed(house)
    for change in ({"stage": "active"}, {"kind": "circle"}, {"proposed_by": "x"}, {"names": None}):
        answer = await house.as_role(Role.STAFF).patch(path_of(filiere), json=change, headers={"If-Match": '"1"'})
        assert answer.status_code == 422, change


async def test_a_change_names_the_version_it_was_made_from(house: House) -> None:
    filiere = await proposed(house)
    staff = house.as_role(Role.STAFF)
    assert (await staff.patch(path_of(filiere), json={"languages": []})).status_code == 428
    assert (await staff.patch(path_of(filiere), json={}, headers={"If-Match": '"7"'})).status_code == 412


@pytest.mark.parametrize("stage", ["closed", "rejected"])
async def test_a_closed_filiere_is_read_only(house: House, stage: str) -> None:
    filiere = await filiere_at(house, stage)
    before = (await house.as_member(1).get(path_of(filiere))).json()
    tag = {"If-Match": f'"{before["version"]}"'}
    answer = await house.as_role(Role.STAFF).patch(path_of(filiere), json={"languages": []}, headers=tag)
    assert (answer.status_code, answer.json()["type"]) == (409, "/problems/filiere-is-closed")
    question = {"about": "closing", "question": {"en": "Why?"}, "closes_at": "2199-01-01T00:00:00Z"}
    asked = await house.as_role(Role.STAFF).post(path_of(filiere, "/consultations"), json=question)
    assert (asked.status_code, asked.json()["type"]) == (409, "/problems/filiere-is-closed")
    assert (await house.as_member(1).get(path_of(filiere))).json() == before


async def test_another_office_sees_nothing(house: House) -> None:
    filiere = await proposed(house)
    abroad = house.as_role(Role.STAFF, office=GHENT)
    assert (await abroad.get(FILIERES)).json() == {"items": [], "next": None}
    for below in ("", "/memberships", "/consultations", "/stage-decisions"):
        assert (await abroad.get(path_of(filiere, below))).status_code == 404, below
    assert (await abroad.patch(path_of(filiere), json={}, headers={"If-Match": '"1"'})).status_code == 404


async def test_pages_visit_every_filiere_once_by_name(house: House) -> None:
    for name in ("Œuvres vives", "audiovisuel", "Économie sociale", "Zinneke", "Brasseries"):
        await propose(house, names={"fr": name})
    seen: list[str] = []
    url = f"{FILIERES}?limit=2"
    while url:
        page = await house.as_member(1).get(url)
        seen += [item["name"] for item in page.json()["items"]]
        url = page.links["next"]["url"] if page.json()["next"] else ""
    assert seen == ["audiovisuel", "Brasseries", "Économie sociale", "Œuvres vives", "Zinneke"]


async def test_filters_narrow_the_list(house: House) -> None:
    trade = await proposed(house)
    sector = await proposed(house, kind="sector", occupations=["photographer"], sectors=["59"], nuts=["BE332"])
    circle = await filiere_at(house, "under_study", kind="circle", occupations=[], sectors=[], nuts=[])

    async def found(**filters: str) -> set[UUID]:
        answer = await house.as_member(1).get(FILIERES, params=filters)
        assert answer.status_code == 200, answer.text
        return {UUID(item["id"]) for item in answer.json()["items"]}

    assert await found() == {trade, sector, circle}
    assert await found(kind="circle") == {circle}
    assert await found(stage="proposed") == {trade, sector}
    assert await found(occupation="photographer") == {sector}
    assert await found(sector="74") == {trade}
    assert await found(nuts="BE100") == {trade, circle}
    assert await found(nuts="BE") == {trade, sector, circle}
    assert await found(nuts="BE33", kind="sector") == {sector}
    assert await found(nuts="FR", sort="-created_at") == {circle}


async def test_a_reader_gets_the_name_in_her_language(house: House) -> None:
    filiere = await proposed(house)

    async def name(accept: str, query: str = "") -> str:
        read = await house.as_member(1).get(path_of(filiere, query), headers={"Accept-Language": accept})
        text: str = read.json()["name"]
        return text

    assert await name("nl-BE,fr;q=0.5") == "Zelfstandige grafici"
    assert await name("en") == "Graphistes indépendant·es"
    assert await name("fr", "?lang=nl") == "Zelfstandige grafici"


async def test_a_change_that_changes_nothing_is_not_written(house: House) -> None:
    filiere = await proposed(house)
    before = (await house.as_member(1).get(path_of(filiere))).json()
    staff = house.as_role(Role.STAFF)
    for same in ({}, {"names": before["names"], "openness": "open"}):
        answer = await staff.patch(path_of(filiere), json=same, headers={"If-Match": '"1"'})
        assert (answer.status_code, answer.json()) == (200, before)
