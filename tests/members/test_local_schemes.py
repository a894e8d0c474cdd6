"""Schemes of an office: drafted with labels and what corresponds, published for good, in a file or one by one."""

from pathlib import Path
from typing import Any

import httpx
import pytest
from sqlalchemy import func, select, text
from sqlalchemy.exc import DBAPIError

from members.concepts import brought_in, renamed
from members.test_concepts_in_use import BAKES, MINE, found, somebody
from partage_kit.auth import Role
from partage_members.classifications.models import concept_mappings, scheme_concepts
from support.house import GHENT, House, at_once
from support.intake import imported, reported, sent

CLASSIFICATIONS = "/members/v1/classifications"
CRAFTS = f"{CLASSIFICATIONS}/local-crafts"
KNEADER: dict[str, Any] = {
    "code": "petr",
    "labels": {"fr": "pétrisseur/pétrisseuse", "nl": "kneder"},
    "alternatives": {"fr": ["mitron", "mitronne"]},
    "exact": ["baker"],
    "close": [BAKES],
    "isco08": "7512",
}
PLAIN = KNEADER | {"close": []}
HEAD = "code;label_fr;label_en;alt_fr;broader;exact\n"
FILE = f"{HEAD}food;métiers de bouche;food;;;\nmitr;mitron;;gindre|pétrisseur;food;baker\n"


async def created(house: House, **more: object) -> httpx.AsyncClient:
    """The staff of an office that drafts a scheme."""
    staff = house.as_role(Role.STAFF)
    new = await staff.post(CLASSIFICATIONS, json={"code": "local-crafts", "kind": "occupations"} | more)
    assert (new.status_code, new.json()["state"]) == (201, "staged"), new.text
    return staff


async def amended(staff: httpx.AsyncClient, *concepts: dict[str, Any], removed: tuple[str, ...] = ()) -> httpx.Response:
    """The answer to concepts that are written and taken out."""
    return await staff.post(f"{CRAFTS}/draft/amend", json={"concepts": concepts, "removed": removed})


async def listed(who: httpx.AsyncClient, path: str, **query: Any) -> list[str]:
    """The codes in a list."""
    answer = await who.get(path, params=query)
    assert answer.status_code == 200, answer.text
    return [item["code"] for item in answer.json()["items"]]


async def test_a_scheme_is_drafted_published_and_used_by_its_office_alone(house: House) -> None:
    await brought_in(house)
    staff, member = await created(house), house.as_member(1)
    assert (await amended(staff, KNEADER)).json()["concepts"] == 1
    assert await listed(staff, f"{CRAFTS}/draft/concepts") == ["petr"]
    drafted = await member.post(MINE, json=somebody("local-crafts:petr"))
    assert drafted.status_code == 422, "nobody uses what is not published"
    assert (await staff.get(f"{CRAFTS}/concepts")).status_code == 404
    done = await staff.post(f"{CRAFTS}/draft/publish")
    assert (done.status_code, done.json()["state"]) == (200, "current")
    assert (await member.post(MINE, json=somebody("local-crafts:petr"))).status_code == 201
    for query in ({"query": "mitronne"}, {"query": "kneder"}, {"trade": "baker"}):
        assert await found(house.as_member(2), **query) == ["Ek"], query
    assert await listed(house.client(), f"{CRAFTS}/concepts", query="petris", office="brussels") == ["petr"]
    elsewhere = house.as_member(3, office=GHENT)
    assert (await elsewhere.get(f"{CRAFTS}/concepts")).json()["status"] == 404
    assert (await elsewhere.post(MINE, json=somebody("local-crafts:petr"))).status_code == 422
    assert (await house.as_role(Role.STAFF, office=GHENT).post(f"{CRAFTS}/draft/publish")).status_code == 404


async def test_what_is_published_never_changes_and_another_version_follows(house: House) -> None:
    staff = await created(house)
    await amended(staff, PLAIN, {"code": "old", "labels": {"fr": "enfourneur"}})
    assert (await staff.post(f"{CRAFTS}/draft/publish")).status_code == 200
    await house.as_member(1).post(MINE, json=somebody("local-crafts:old"))
    for refused in (await amended(staff, PLAIN), await staff.post(f"{CRAFTS}/draft/publish")):
        assert (refused.status_code, refused.json()["type"]) == (404, "/problems/scheme-draft-not-found")
    known = await staff.post(f"{CRAFTS}/versions", json={"version": "1"})
    assert (known.status_code, known.json()["type"]) == (409, "/problems/version-known")
    assert (await staff.post(f"{CRAFTS}/versions", json={"version": "2"})).json()["concepts"] == 2
    newer = {"code": "new", "labels": {"fr": "fournier"}, "replaces": ["old"]}
    assert (await amended(staff, newer)).json()["concepts"] == 3
    assert (await amended(staff, removed=("old",))).json()["concepts"] == 2
    assert await listed(staff, f"{CRAFTS}/concepts") == ["old", "petr"], "the draft changes nothing"
    assert (await staff.post(f"{CRAFTS}/draft/publish")).status_code == 200
    assert await listed(staff, f"{CRAFTS}/concepts") == ["new", "petr"]
    states = [(one["version"], one["state"]) for one in (await staff.get(f"{CRAFTS}/versions")).json()["items"]]
    assert states == [("2", "current"), ("1", "superseded")]
    mapped = (await staff.get(f"{CRAFTS}/concepts/new/mappings")).json()["items"]
    assert mapped == [{"code": "local-crafts:old", "match": "exact"}]
    await renamed(house)
    assert await found(house.as_member(2), trade="local-crafts:new") == ["Ek"], "her old code means the same"


async def test_what_makes_no_sense_is_refused_and_changes_nothing(house: House) -> None:
    staff = await created(house)
    empty = await staff.post(f"{CRAFTS}/draft/publish")
    assert (empty.status_code, empty.json()["type"]) == (422, "/problems/scheme-incoherent")
    for wrong, kind in (
        ({"exact": ["nobody"]}, "unknown-code"),
        ({"exact": ["baker"], "close": ["baker"]}, "invalid"),
        ({"broader": "petr"}, "invalid"),
        ({"labels": {}}, "invalid"),
    ):
        refused = await amended(staff, PLAIN | wrong)
        assert (refused.status_code, refused.json()["type"]) == (422, f"/problems/{kind}"), wrong
    assert await listed(staff, f"{CRAFTS}/draft/concepts") == []
    itself = await amended(staff, PLAIN | {"exact": ["local-crafts:other"]})
    assert itself.json()["detail"] == "in no other scheme: local-crafts:other"
    await amended(
        staff, *({"code": code, "labels": {"fr": code}, "broader": above} for code, above in ("ab", "bc", "ca"))
    )
    circle = await staff.post(f"{CRAFTS}/draft/publish")
    assert (circle.status_code, circle.json()["type"]) == (422, "/problems/scheme-incoherent")
    assert circle.json()["detail"] == "each above the next in a circle: a, b, c"
    await amended(staff, removed=("a", "b", "c"))
    await amended(staff, {"code": "x", "labels": {"fr": "x"}, "broader": "nowhere"})
    lost = await staff.post(f"{CRAFTS}/draft/publish")
    assert lost.json()["detail"] == "missing above others: nowhere"
    again = await staff.post(CLASSIFICATIONS, json={"code": "local-crafts", "kind": "sectors"})
    assert (again.status_code, again.json()["type"]) == (409, "/problems/scheme-known")
    for code in ("esco", "crafts", "local-"):
        assert (await staff.post(CLASSIFICATIONS, json={"code": code, "kind": "sectors"})).status_code == 422
    assert (await house.as_member(1).post(CLASSIFICATIONS, json={})).status_code == 403
    assert (await staff.post(f"{CRAFTS}/draft/discard")).status_code == 204
    assert await listed(staff, f"{CRAFTS}/versions") == []


async def test_of_two_drafts_at_once_one_is_made(house: House) -> None:
    staff = await created(house)
    await amended(staff, PLAIN)
    await staff.post(f"{CRAFTS}/draft/publish")
    answers = await at_once(4, lambda i: staff.post(f"{CRAFTS}/versions", json={"version": f"2.{i}"}))
    assert sorted(answer.status_code for answer in answers) == [201, 409, 409, 409]
    refused = {answer.json()["type"] for answer in answers if answer.status_code == 409}
    assert refused == {"/problems/scheme-draft-exists"}


async def test_a_file_becomes_a_version_once(house: House) -> None:
    staff, path = house.as_role(Role.STAFF), f"{CLASSIFICATIONS}/imports"
    version = {"scheme": "local-crafts", "version": "1", "kind": "occupations"}
    tried = await imported(house, staff, path, FILE, **version, dry_run=True)
    assert (tried["state"], await listed(staff, f"{CRAFTS}/versions")) == ("done", [])
    job = await imported(house, staff, path, FILE, **version)
    assert (job["state"], job["result"]["concepts"]) == ("done", 2), job
    again = await imported(house, staff, path, FILE, **version)
    assert (again["state"], again["result"]["concepts"], again["result"]["unchanged"]) == ("done", 0, 2)
    other = await imported(house, staff, path, FILE.replace("gindre", "geindre"), **version)
    assert (other["state"], other["problem"]["type"]) == ("failed", "/problems/version-known"), other
    assert await listed(staff, f"{CRAFTS}/concepts", query="gindre") == ["mitr"]
    wrong = FILE + "x;;;;;\ny;y;;;gone;\nz;z;;;;nobody\nmitr;m;;;;\n"
    job = await imported(house, staff, path, wrong, **version | {"version": "2"})
    assert job["state"] == "failed"
    places = {(row, column) for row, column, _ in await reported(staff, job)}
    assert places == {(3, None), (4, "broader"), (5, "exact"), (6, None)}
    demo = (Path(__file__).parents[2] / "deploy/demo/data/crafts.csv").read_text("utf-8")
    job = await imported(house, staff, path, demo, **version | {"scheme": "local-demo"})
    assert (job["state"], job["result"]["concepts"]) == ("done", 4), job
    for query in ({"scheme": "esco"}, {"kind": "towns"}, {"version": ""}):
        assert (await sent(staff, path, FILE, **version | query)).status_code == 422
    assert (await sent(house.as_member(1), path, FILE, **version)).status_code == 403
    async with house.service.database.reading() as session:
        for table, count in ((scheme_concepts, 6), (concept_mappings, 5)):
            assert (await session.execute(select(func.count()).select_from(table))).scalar_one() == count


PUBLISHED = "(SELECT id FROM classification_schemes WHERE state <> 'staged')"
DRAFT = PUBLISHED.replace("<>", "=")
CHANGES = [
    change.replace("PUBLISHED", PUBLISHED).replace("DRAFT", DRAFT)
    for change in (
        "UPDATE classification_schemes SET version = '9' WHERE state = 'current'",
        "UPDATE classification_schemes SET state = 'staged' WHERE state = 'current'",
        "DELETE FROM classification_schemes WHERE id IN PUBLISHED",
        "UPDATE classification_concepts SET broader = 'x' WHERE scheme_id IN PUBLISHED",
        "UPDATE classification_concepts SET scheme_id = PUBLISHED, code = 'new' WHERE scheme_id IN DRAFT",
        "DELETE FROM classification_concepts WHERE scheme_id IN PUBLISHED",
        "INSERT INTO classification_concepts SELECT PUBLISHED, 'new', uri, isco08, broader, labels, alternatives "
        "FROM classification_concepts WHERE scheme_id IN DRAFT",
        "UPDATE classification_mappings SET target = 'x' WHERE scheme_id IN PUBLISHED",
        "DELETE FROM classification_mappings WHERE scheme_id IN PUBLISHED",
        "INSERT INTO classification_mappings SELECT PUBLISHED, 'x', target, match "
        "FROM classification_mappings WHERE scheme_id IN DRAFT",
    )
]


async def test_the_database_refuses_to_change_what_was_published(house: House) -> None:
    staff = await created(house)
    await amended(staff, PLAIN)
    assert (await staff.post(f"{CRAFTS}/draft/publish")).status_code == 200
    await staff.post(f"{CRAFTS}/versions", json={"version": "2"})
    for change in CHANGES:
        with pytest.raises(DBAPIError, match="never changed"):
            async with house.service.database.writer.begin() as connection:
                await connection.execute(text(change))
    assert (await staff.post(f"{CRAFTS}/draft/publish")).status_code == 200, "another version follows it"
    assert await listed(staff, f"{CRAFTS}/concepts") == ["petr"]
