"""Moderation of posts: reported once a reader, hidden with a reason, contested once, never by the author."""

from typing import Any
from uuid import UUID

import httpx

from members.given import filiere_at, path_of, profile
from partage_kit.auth import Role
from support.connecting import POSTS, TOPICS, done, started, wrote
from support.house import House, at_once, member_number

AUTHOR, READER = 1, 2
REASON = {"reason": "It names a client"}


async def written(house: House) -> tuple[UUID, dict[str, Any]]:
    """A filière of two members, and a post of the first in it."""
    filiere = await filiere_at(house, "active")
    for number in (AUTHOR, READER):
        await profile(house, number)
        assert (await house.as_member(number).post(path_of(filiere, "/join"))).status_code == 201
    topic = await started(house.as_member(READER), filiere)
    return filiere, await wrote(house.as_member(AUTHOR), topic, "The client of Jo pays late")


def facilitator(house: House, filiere: UUID, number: int = 3) -> httpx.AsyncClient:
    """Who facilitates the filière."""
    return house.as_member(number, Role.FACILITATOR, filieres=(filiere,))


async def report(who: httpx.AsyncClient, post: dict[str, Any]) -> httpx.Response:
    """Tell the moderators."""
    return await who.post(f"{POSTS}/{post['id']}/report", json={"kind": "personal_data", "note": "Jo is named"})


async def waiting(who: httpx.AsyncClient) -> list[dict[str, Any]]:
    """The reports that wait for somebody."""
    items: list[dict[str, Any]] = (await who.get("/members/v1/post-reports")).json()["items"]
    return items


async def test_a_reader_reports_once_and_is_told_to_nobody(house: House) -> None:
    filiere, post = await written(house)
    reader = house.as_member(READER)
    done(await report(reader, post))
    twice = await report(reader, post)
    assert (twice.status_code, twice.json()["type"]) == (409, "/problems/already-reported")
    assert (await report(house.as_member(AUTHOR), post)).json()["type"] == "/problems/own-post"
    assert (await report(house.as_member(9), post)).status_code == 404
    (one,) = await waiting(facilitator(house, filiere))
    assert (one["kind"], one["text"]) == ("personal_data", "The client of Jo pays late")
    assert set(one) == {"id", "post_id", "topic_id", "filiere_id", "kind", "note", "text", "reported_at"}
    assert await waiting(house.as_role(Role.FACILITATOR, filieres=(UUID(int=7),))) == []
    assert await waiting(facilitator(house, filiere, AUTHOR)) == [], "none about posts of one's own"
    assert (await reader.get("/members/v1/post-reports")).status_code == 403


async def test_ten_reports_of_one_reader_at_once_are_one(house: House) -> None:
    filiere, post = await written(house)
    answers = await at_once(10, lambda _: report(house.as_member(READER), post))
    assert sorted(answer.status_code for answer in answers) == [204] + [409] * 9
    assert len(await waiting(facilitator(house, filiere))) == 1
    (one,) = await waiting(house.as_role(Role.STAFF))
    other = {"kind": "other" if one["kind"] != "other" else "offensive"}
    for query, found in (({"filiere": str(filiere)}, [one]), ({"kind": one["kind"]}, [one]), (other, [])):
        page = await house.as_role(Role.STAFF).get("/members/v1/post-reports", params=query)
        assert page.json()["items"] == found, query
    stranger = await house.as_role(Role.STAFF).get("/members/v1/post-reports", params={"filiere": "bakers"})
    assert stranger.status_code == 422


async def test_a_hidden_post_is_read_by_its_author_and_moderators_only(house: House) -> None:
    filiere, post = await written(house)
    path, posts = f"{POSTS}/{post['id']}", f"{TOPICS}/{post['topic_id']}/posts"
    done(await report(house.as_member(READER), post))
    assert (await house.as_member(READER).post(f"{path}/hide", json=REASON)).status_code == 403
    hidden = await facilitator(house, filiere).post(f"{path}/hide", json=REASON)
    assert (hidden.status_code, hidden.json()["state"]) == (200, "hidden")
    assert await waiting(house.as_role(Role.STAFF)) == []
    seen = (await house.as_member(READER).get(posts)).json()["items"][1]
    assert (seen["state"], seen["text"], seen["hidden_reason"], seen["contest"]) == ("hidden", None, None, None)
    for who in (house.as_member(AUTHOR), house.as_role(Role.STAFF)):
        read = (await who.get(path)).json()
        assert (read["text"], read["hidden_reason"]) == ("The client of Jo pays late", REASON["reason"])
    edited = await house.as_member(AUTHOR).patch(path, json={"text": "Some"}, headers={"If-Match": '"2"'})
    assert edited.json()["type"] == "/problems/not-possible-now"
    (mine,) = (await house.as_member(AUTHOR).get(f"{POSTS}/mine")).json()["items"]
    assert mine["hidden_reason"] == REASON["reason"]


async def test_the_author_contests_once_and_another_moderator_answers(house: House) -> None:
    filiere, post = await written(house)
    path, author = f"{POSTS}/{post['id']}", house.as_member(AUTHOR)
    first, staff = facilitator(house, filiere), house.as_person("ben", Role.STAFF)
    assert (await author.post(f"{path}/contest", json={"text": "Why"})).status_code == 409
    await first.post(f"{path}/hide", json=REASON)
    assert (await house.as_member(READER).post(f"{path}/contest", json={"text": "Why"})).status_code == 404
    contested = await author.post(f"{path}/contest", json={"text": "Jo agreed"})
    assert contested.json()["contest"]["text"] == "Jo agreed"
    assert (await author.post(f"{path}/contest", json={"text": "Really"})).status_code == 409
    (queued,) = (await staff.get("/members/v1/contested-posts")).json()["items"]
    assert queued["id"] == post["id"]
    for of, found in ((filiere, [queued]), (member_number(AUTHOR), [])):
        asked = await staff.get("/members/v1/contested-posts", params={"filiere": str(of)})
        assert asked.json()["items"] == found
    again = await first.post(f"{path}/uphold", json={"answer": "No"})
    assert (again.status_code, again.json()["type"]) == (403, "/problems/own-submission")
    upheld = await staff.post(f"{path}/uphold", json={"answer": "Jo did not"})
    assert upheld.json()["contest"]["answer"] == "Jo did not"
    assert (await staff.get("/members/v1/contested-posts")).json()["items"] == []
    assert (await author.get(path)).json()["contest"]["answer"] == "Jo did not"
    restored = await staff.post(f"{path}/restore")
    assert (restored.json()["state"], restored.json()["contest"]) == ("visible", None)
    assert (await staff.post(f"{path}/restore")).status_code == 409
    assert (await first.post(f"{path}/hide", json=REASON)).status_code == 200, "what was restored can be hidden anew"


async def test_nobody_moderates_a_post_of_their_own(house: House) -> None:
    filiere, post = await written(house)
    path = f"{POSTS}/{post['id']}"
    herself = house.as_person("ana", Role.STAFF, number=AUTHOR)
    done(await report(house.as_member(READER), post))
    for verb, body in (("hide", REASON), ("dismiss-reports", None)):
        own = await herself.post(f"{path}/{verb}", json=body)
        assert (own.status_code, own.json()["type"]) == (403, "/problems/own-submission"), verb
    await facilitator(house, filiere).post(f"{path}/hide", json=REASON)
    await house.as_member(AUTHOR).post(f"{path}/contest", json={"text": "Jo agreed"})
    for verb, body in (("restore", None), ("uphold", {"answer": "No"})):
        assert (await herself.post(f"{path}/{verb}", json=body)).json()["type"] == "/problems/own-submission", verb


async def test_reports_are_dismissed_and_withdrawing_ends_a_contest(house: House) -> None:
    filiere, post = await written(house)
    path, moderator = f"{POSTS}/{post['id']}", facilitator(house, filiere)
    assert (await moderator.post(f"{path}/dismiss-reports")).status_code == 409
    done(await report(house.as_member(READER), post))
    assert (await moderator.post(f"{path}/dismiss-reports")).json()["state"] == "visible"
    assert await waiting(moderator) == []
    await moderator.post(f"{path}/hide", json=REASON)
    await house.as_member(AUTHOR).post(f"{path}/contest", json={"text": "Jo agreed"})
    gone = (await house.as_member(AUTHOR).post(f"{path}/withdraw")).json()
    assert (gone["state"], gone["text"], gone["contest"], gone["hidden_reason"]) == ("withdrawn", None, None, None)
    assert (await moderator.get("/members/v1/contested-posts")).json()["items"] == []


async def test_where_one_moderates_alone_the_coordination_answers(house: House) -> None:
    filiere, post = await written(house)
    path, author = f"{POSTS}/{post['id']}", house.as_member(AUTHOR)
    coordination = house.as_person("cleo", Role.PLATFORM_ADMIN)
    await facilitator(house, filiere).post(f"{path}/hide", json=REASON)
    assert (await coordination.post(f"{path}/uphold", json={"answer": "No"})).status_code == 404
    await author.post(f"{path}/contest", json={"text": "Jo agreed"})
    (queued,) = (await coordination.get("/members/v1/contested-posts")).json()["items"]
    assert (queued["text"], queued["contest"]["text"]) == ("The client of Jo pays late", "Jo agreed")
    assert (await coordination.get(path)).status_code == 403
    upheld = await coordination.post(f"{path}/uphold", json={"answer": "Jo did not"})
    assert upheld.json()["contest"]["answer"] == "Jo did not"
    assert (await coordination.post(f"{path}/restore")).status_code == 404, "nothing waits any more"
    await facilitator(house, filiere).post(f"{path}/restore")
    await facilitator(house, filiere).post(f"{path}/hide", json=REASON)
    await author.post(f"{path}/contest", json={"text": "Jo agreed"})
    assert (await coordination.post(f"{path}/restore")).json()["state"] == "visible"
    assert (await house.as_member(READER).get(path)).json()["text"] == "The client of Jo pays late"
