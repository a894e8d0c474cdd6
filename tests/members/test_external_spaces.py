"""External spaces: the tools of a filière or an office, seen by their audience, kept by who tends them."""

from typing import Any
from uuid import UUID, uuid4

import httpx
import pytest

from members.audiences import OWNER, SEES, companions, onlookers, owner
from members.given import filiere_at, profile
from partage_kit.auth import Role
from support.connecting import SPACES
from support.house import BRUSSELS, GHENT, House, at_once, member_number

FORUM = {"kind": "discourse", "url": "https://forum.example/", "names": {"fr": "Le forum", "nl": "Het forum"}}


async def put_up(who: httpx.AsyncClient, filiere: UUID | None = None, **changes: object) -> httpx.Response:
    """Let somebody list a tool."""
    body: dict[str, Any] = FORUM | changes | ({"filiere_id": str(filiere)} if filiere else {})
    return await who.post(SPACES, json=body)


@pytest.mark.parametrize("audience", ["filiere", "members", "partners", "public"])
async def test_a_tool_is_seen_by_its_audience(house: House, audience: str) -> None:
    await owner(house, {})
    filiere = await companions(house)
    made = await put_up(house.as_role(Role.STAFF), filiere, audience=audience)
    assert made.status_code == 201, made.text
    for who, client in onlookers(house).items():
        sees = audience in SEES[who] or who == "staff"
        listed = await client.get(SPACES, params={"office": BRUSSELS})
        assert (len(listed.json()["items"]) == 1) is sees, who
        read = await client.get(f"{SPACES}/{made.json()['id']}", headers={"X-Request-Id": "the-same"})
        missing = await client.get(f"{SPACES}/{uuid4()}", headers={"X-Request-Id": "the-same"})
        assert (read.status_code == 200) is sees and (sees or read.content == missing.content), who


async def test_its_facilitators_and_staff_keep_the_list(house: House) -> None:
    filiere = await filiere_at(house, "active")
    await profile(house, 1)
    facilitator = house.as_role(Role.FACILITATOR, filieres=(filiere,))
    made = await put_up(facilitator, filiere, maintainer_id=str(member_number(1)))
    assert made.json()["maintainer"]["given_name"] == "Élodie"
    path, tag = f"{SPACES}/{made.json()['id']}", {"If-Match": '"1"'}
    other = house.as_role(Role.FACILITATOR, filieres=(uuid4(),))
    assert (await other.patch(path, json={"kind": "other"}, headers=tag)).status_code == 403
    assert (await other.delete(path, headers=tag)).status_code == 403
    assert (await put_up(other, filiere, url="https://b.example/")).status_code == 403
    assert (await put_up(facilitator, url="https://b.example/")).status_code == 403, "the office's is for its staff"
    assert (await house.as_member(1).post(SPACES, json=FORUM)).status_code == 403
    changed = await facilitator.patch(path, json={"audience": "public"}, headers=tag)
    assert (changed.json()["audience"], changed.headers["etag"]) == ("public", '"2"')
    abroad = house.as_role(Role.STAFF, office=GHENT)
    assert (await abroad.delete(path, headers={"If-Match": '"2"'})).status_code == 404
    assert (await facilitator.delete(path, headers=tag)).status_code == 412
    assert (await facilitator.delete(path, headers={"If-Match": '"2"'})).status_code == 204
    assert (await facilitator.get(path)).status_code == 404


async def test_a_maintainer_who_hides_her_name_is_not_told(house: House) -> None:
    await owner(house, {"name": "nobody"})
    await put_up(house.as_role(Role.STAFF), maintainer_id=str(member_number(OWNER)), audience="public")
    seen = await house.client().get(SPACES, params={"office": BRUSSELS})
    assert seen.json()["items"][0]["maintainer"] is None
    assert str(member_number(OWNER)) not in seen.text


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"audience": "filiere"}, "audience-needs-filiere"),
        ({"audience": "nobody"}, "invalid"),
        ({"url": "http://forum.example/"}, "invalid"),
        ({"url": "https://jo:secret@forum.example/"}, "invalid"),
        ({"names": {}}, "invalid"),
        ({"maintainer_id": str(member_number(50))}, "profile-needed"),
        ({"filiere_id": str(member_number(50))}, "filiere-not-found"),
    ],
)
async def test_what_is_wrong_is_refused(house: House, changes: dict[str, object], problem: str) -> None:
    refused = await house.as_role(Role.STAFF).post(SPACES, json=FORUM | changes)
    assert refused.json()["type"] == f"/problems/{problem}", refused.text


async def test_an_address_is_listed_once(house: House) -> None:
    staff = house.as_role(Role.STAFF)
    answers = await at_once(5, lambda _: put_up(staff))
    assert sorted(answer.status_code for answer in answers) == [201] + [409] * 4
