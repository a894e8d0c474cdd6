"""Moderation of opportunities as of posts: reported once a reader, hidden, contested once, decided by somebody else."""

from typing import Any

import httpx

from members.given import filiere_at, path_of, profile
from partage_kit.auth import Role
from support.connecting import OPPORTUNITIES, done, posted
from support.house import GHENT, House, at_once, member_number

POSTER, READER = 1, 2
REASON, CONTEST = {"reason": "It asks for unpaid work"}, {"text": "It is paid by the hour"}
REPORTS, CONTESTED = "/members/v1/opportunity-reports", "/members/v1/contested-opportunities"


async def work(house: House, **changes: object) -> str:
    """The address of an opportunity of the poster, whom the reader sees."""
    for number in (POSTER, READER):
        await profile(house, number)
    made = await posted(house, house.as_member(POSTER), **changes)
    return f"{OPPORTUNITIES}/{made['id']}"


def staff(house: House, name: str = "ben") -> httpx.AsyncClient:
    """One of the staff."""
    return house.as_person(name, Role.STAFF)


async def report(who: httpx.AsyncClient, path: str) -> httpx.Response:
    """Tell the staff."""
    return await who.post(f"{path}/report", json={"kind": "offensive", "note": "Nobody is paid"})


async def queued(who: httpx.AsyncClient, path: str, **query: Any) -> list[dict[str, Any]]:
    """What waits for somebody."""
    page = await who.get(path, params=query)
    assert page.status_code == 200, page.text
    items: list[dict[str, Any]] = page.json()["items"]
    return items


async def test_a_reader_reports_once_and_is_told_to_nobody(house: House) -> None:
    path = await work(house)
    answers = await at_once(5, lambda _: report(house.as_member(READER), path))
    assert sorted(answer.status_code for answer in answers) == [204] + [409] * 4
    assert (await report(house.as_member(READER), path)).json()["type"] == "/problems/already-reported"
    assert (await report(house.as_member(POSTER), path)).json()["type"] == "/problems/reports-own-opportunity"
    for role in (Role.PARTNER, Role.CLIENT):
        assert (await report(house.as_role(role), path)).status_code == 404, "it is for members"
    assert (await report(house.as_role(Role.SUPPLIER), path)).status_code == 403
    assert (await report(house.as_member(READER, office=GHENT), path)).status_code == 404
    (one,) = await queued(staff(house), REPORTS)
    assert (one["kind"], one["note"]) == ("offensive", "Nobody is paid")
    assert set(one) == {"id", "opportunity_id", "kind", "note", "titles", "description", "filieres", "reported_at"}
    assert await queued(house.as_role(Role.STAFF, office=GHENT), REPORTS) == []
    herself = house.as_person("ana", Role.STAFF, number=POSTER)
    assert await queued(herself, REPORTS) == [], "none about opportunities of one's own"
    assert (await herself.post(f"{path}/dismiss-reports")).json()["type"] == "/problems/own-submission"
    assert (await house.as_member(READER).get(REPORTS)).status_code == 403
    assert (await staff(house).post(f"{path}/dismiss-reports")).json()["hidden"] is False
    assert (await staff(house).post(f"{path}/dismiss-reports")).json()["type"] == "/problems/not-possible-now"
    assert await queued(staff(house), REPORTS) == []


async def test_one_for_others_cannot_be_reported(house: House) -> None:
    path = await work(house)
    done(await report(house.as_member(READER), path))
    assert (await staff(house).post(f"{path}/hide", json=REASON)).status_code == 200
    assert await queued(staff(house), REPORTS) == [], "hiding closes its reports"
    assert (await report(house.as_member(3), path)).status_code == 404
    assert (await report(staff(house, "cas"), path)).json()["type"] == "/problems/not-possible-now"


async def test_the_poster_contests_once_and_another_than_who_hid_it_answers(house: House) -> None:
    path = await work(house)
    poster, ben = house.as_member(POSTER), staff(house)
    assert (await poster.post(f"{path}/contest", json=CONTEST)).json()["type"] == "/problems/not-possible-now"
    await ben.post(f"{path}/hide", json=REASON)
    assert (await house.as_member(READER).post(f"{path}/contest", json=CONTEST)).status_code == 404
    assert (await ben.post(f"{path}/uphold", json={"answer": "No"})).json()["type"] == "/problems/not-possible-now"
    contested = await poster.post(f"{path}/contest", json=CONTEST)
    assert contested.json()["contest"]["text"] == CONTEST["text"]
    assert (await poster.post(f"{path}/contest", json=CONTEST)).status_code == 409
    assert [one["id"] for one in await queued(staff(house, "cas"), CONTESTED)] == [contested.json()["id"]]
    assert (await ben.post(f"{path}/uphold", json={"answer": "No"})).json()["type"] == "/problems/own-submission"
    upheld = await staff(house, "cas").post(f"{path}/uphold", json={"answer": "Two euros an hour"})
    assert upheld.json()["contest"]["answer"] == "Two euros an hour"
    assert await queued(ben, CONTESTED) == []
    assert (await poster.get(path)).json()["contest"]["answer"] == "Two euros an hour"
    restored = await ben.post(f"{path}/restore")
    assert (restored.json()["hidden"], restored.json()["contest"]) == (False, None)
    assert (await house.as_member(READER).get(path)).status_code == 200


async def test_where_one_moderates_alone_the_coordination_answers(house: House) -> None:
    coordination = house.as_person("cleo", Role.PLATFORM_ADMIN)
    path = await work(house)
    await staff(house).post(f"{path}/hide", json=REASON)
    for verb, body in (("uphold", {"answer": "No"}), ("restore", None)):
        assert (await coordination.post(f"{path}/{verb}", json=body)).status_code == 404, "nothing is contested"
    await house.as_member(POSTER).post(f"{path}/contest", json=CONTEST)
    abroad = house.as_role(Role.PLATFORM_ADMIN, office=GHENT)
    assert await queued(abroad, CONTESTED) == []
    assert (await abroad.post(f"{path}/restore")).status_code == 404
    (one,) = await queued(coordination, CONTESTED)
    assert one["contest"]["text"] == CONTEST["text"] and one["description"]
    assert (await coordination.get(path)).status_code == 404, "the coordination sees what waits, and no more"
    for verb, body in (("hide", REASON), ("dismiss-reports", None)):
        assert (await coordination.post(f"{path}/{verb}", json=body)).status_code == 403, verb
    assert (await coordination.post(f"{path}/restore")).json()["hidden"] is False
    assert (await house.as_member(READER).get(path)).json()["poster"]["member"]["id"] == str(member_number(POSTER))
    await staff(house).post(f"{path}/hide", json=REASON)
    await house.as_member(POSTER).post(f"{path}/contest", json=CONTEST)
    upheld = await coordination.post(f"{path}/uphold", json={"answer": "Two euros an hour"})
    assert upheld.json()["contest"]["answer"] == "Two euros an hour"
    assert await queued(coordination, CONTESTED) == []


async def test_partners_and_clients_report_what_they_read(house: House) -> None:
    path = await work(house, audience="public")
    partner, client = house.as_person("pat", Role.PARTNER), house.as_person("cli", Role.CLIENT)
    for who in (partner, client):
        assert (await who.get(path)).status_code == 200
        assert (await report(who, path)).status_code == 204
        assert (await report(who, path)).json()["type"] == "/problems/already-reported"
    for role in (Role.PARTNER, Role.CLIENT):
        assert (await report(house.as_role(role, office=GHENT), path)).status_code == 404
    assert (await report(house.client(), path)).status_code == 401
    assert len(await queued(staff(house), REPORTS)) == 2
    assert (await staff(house).post(f"{path}/hide", json=REASON)).json()["hidden"] is True
    assert (await partner.get(path)).status_code == 404 == (await report(partner, path)).status_code


async def test_a_facilitator_moderates_what_is_for_a_filiere_of_hers_and_nothing_else(house: House) -> None:
    ours, theirs = [await filiere_at(house, "active") for _ in range(2)]
    for_all = await work(house)
    path = await work_for(house, str(ours), str(theirs))
    for number in (POSTER, READER):
        await house.as_member(number).post(path_of(ours, "/join"))
    fay = house.as_person("fay", Role.FACILITATOR, number=11, filieres=(ours,))
    gus = house.as_person("gus", Role.FACILITATOR, number=12, filieres=(await filiere_at(house, "active"),))
    assert (await house.as_member(13).get(path)).status_code == 404
    for reported in (path, for_all):
        done(await report(house.as_member(READER), reported))
    (one,) = await queued(fay, REPORTS)
    assert one["filieres"] == [str(ours), str(theirs)] and await queued(gus, REPORTS) == []
    assert len(await queued(staff(house), REPORTS, kind="offensive")) == 2
    assert await queued(staff(house), REPORTS, kind="other") == []
    assert [one["id"] for one in await queued(staff(house), REPORTS, filiere=str(theirs))] == [one["id"]]
    assert (await staff(house).get(REPORTS, params={"kind": "boring"})).status_code == 422
    assert (await gus.post(f"{path}/hide", json=REASON)).status_code == 404
    refused = await gus.post(f"{for_all}/hide", json=REASON)
    assert (refused.status_code, refused.json()["type"]) == (403, "/problems/not-their-facilitator")
    hidden = await fay.post(f"{path}/hide", json=REASON)
    assert (hidden.json()["hidden"], hidden.json()["hidden_reason"]) == (True, REASON["reason"])
    assert (await house.as_member(READER).get(path)).status_code == 404
    assert (await fay.get(path)).json()["hidden"] is True
    await house.as_member(POSTER).post(f"{path}/contest", json=CONTEST)
    assert len(await queued(fay, CONTESTED, filiere=str(theirs))) == 1 and await queued(gus, CONTESTED) == []
    assert await queued(staff(house), CONTESTED, filiere=str(member_number(1))) == []
    assert (await fay.post(f"{path}/uphold", json={"answer": "No"})).json()["type"] == "/problems/own-submission"
    hal = house.as_person("hal", Role.FACILITATOR, number=14, filieres=(theirs,))
    assert (await hal.post(f"{path}/uphold", json={"answer": "No"})).status_code == 200
    assert (await fay.post(f"{path}/restore")).json()["hidden"] is False
    assert (await house.as_member(READER).get(path)).status_code == 200
    herself = house.as_person("ana", Role.FACILITATOR, number=POSTER, filieres=(ours,))
    assert (await herself.post(f"{path}/hide", json=REASON)).json()["type"] == "/problems/own-submission"


async def work_for(house: House, *filieres: str) -> str:
    """The address of an opportunity of the poster for the members of some filières."""
    made = await posted(house, house.as_member(POSTER), audience="filiere", filieres=list(filieres))
    return f"{OPPORTUNITIES}/{made['id']}"
