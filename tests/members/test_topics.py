"""Topics and posts through the HTTP door: who reads them, how they are written, and what is unread."""

from uuid import UUID, uuid4

import pytest

from members.given import filiere_at, path_of, profile
from partage_kit.auth import Role
from support.connecting import POSTS, TOPICS, done, started, wrote
from support.house import GHENT, House, at_once, member_number


async def filiere_of_two(house: House) -> UUID:
    """A filière to which the first two members belong; the third belongs to none."""
    filiere = await filiere_at(house, "active")
    for number in (1, 2, 3):
        await profile(house, number)
    for number in (1, 2):
        assert (await house.as_member(number).post(path_of(filiere, "/join"))).status_code == 201
    return filiere


async def test_topics_of_a_filiere_are_for_its_members_and_who_moderates_it(house: House) -> None:
    filiere = await filiere_of_two(house)
    topic = await started(house.as_member(1), filiere)
    same = {"X-Request-Id": "the-same"}
    facilitator = house.as_role(Role.FACILITATOR, filieres=(filiere,))
    for who in (house.as_member(1), house.as_member(2), facilitator, house.as_role(Role.STAFF)):
        assert (await who.get(f"{TOPICS}/{topic['id']}")).status_code == 200
        assert [one["id"] for one in (await who.get(TOPICS)).json()["items"]] == [topic["id"]]
    outsiders = (
        house.as_member(3),
        house.as_member(3, filieres=(filiere,)),
        house.as_role(Role.FACILITATOR, filieres=(uuid4(),)),
        house.as_member(1, office=GHENT),
    )
    for who in outsiders:
        for below in ("", "/posts"):
            closed = await who.get(f"{TOPICS}/{topic['id']}{below}", headers=same)
            missing = await who.get(f"{TOPICS}/{uuid4()}{below}", headers=same)
            assert (closed.status_code, closed.content) == (404, missing.content)
        assert (await who.get(TOPICS)).json()["items"] == []
        assert (await who.get(TOPICS, params={"filiere_id": str(filiere)})).json()["items"] == []
        assert (await who.post(f"{TOPICS}/{topic['id']}/posts", json={"text": "Hello"})).status_code == 404
    assert (await house.as_role(Role.PARTNER).get(TOPICS)).status_code == 403


async def test_who_leaves_the_filiere_reads_no_more(house: House) -> None:
    filiere = await filiere_of_two(house)
    topic = await started(house.as_member(1), filiere)
    (membership,) = (await house.as_member(2).get("/members/v1/memberships/mine")).json()["items"]
    await house.as_member(2).post(f"/members/v1/memberships/{membership['id']}/leave")
    assert (await house.as_member(2).get(f"{TOPICS}/{topic['id']}")).status_code == 404
    began = await house.as_member(2).post(
        TOPICS, json={"title": "Me", "language": "fr", "text": "Again", "filiere_id": str(filiere)}
    )
    assert began.json()["type"] == "/problems/filiere-not-found"


async def test_posts_are_numbered_answered_edited_and_withdrawn(house: House) -> None:
    await filiere_of_two(house)
    topic = await started(house.as_member(1))
    link = {"url": "https://cloud.example/prices.ods", "label": "Our table"}
    reply = await wrote(house.as_member(2), topic, reply_to=await first_of(house, topic["id"]), links=[link])
    assert (reply["number"], reply["links"]) == (2, [link])
    deeper = await house.as_member(1).post(
        f"{TOPICS}/{topic['id']}/posts", json={"text": "Hm", "reply_to": reply["id"]}
    )
    assert deeper.json()["type"] == "/problems/reply-too-deep"
    elsewhere = await house.as_member(1).post(
        f"{TOPICS}/{topic['id']}/posts",
        json={"text": "Hm", "reply_to": await first_of(house, (await started(house.as_member(1)))["id"])},
    )
    assert elsewhere.json()["type"] == "/problems/post-not-found"

    path, tag = f"{POSTS}/{reply['id']}", {"If-Match": '"1"'}
    assert (await house.as_member(1).patch(path, json={"text": "I rule"}, headers=tag)).status_code == 404
    edited = await house.as_member(2).patch(path, json={"text": "So do we"}, headers=tag)
    assert (edited.json()["text"], edited.json()["edited_at"] is not None) == ("So do we", True)
    assert (await house.as_member(1).post(f"{path}/withdraw")).status_code == 404
    gone = (await house.as_member(2).post(f"{path}/withdraw")).json()
    assert (gone["state"], gone["text"], gone["links"]) == ("withdrawn", None, [])
    for who in (house.as_member(1), house.as_role(Role.STAFF)):
        posts = (await who.get(f"{TOPICS}/{topic['id']}/posts")).json()["items"]
        assert [(post["number"], post["text"]) for post in posts] == [(1, "What do you ask?"), (2, None)]
    assert (await house.as_member(2).post(f"{path}/withdraw")).status_code == 409


async def test_unread_is_what_others_wrote_behind_the_place_that_was_reached(house: House) -> None:
    await filiere_of_two(house)
    topic = await started(house.as_member(1))
    for _ in range(2):
        await wrote(house.as_member(2), topic)
    posts = [await wrote(house.as_member(3), topic) for _ in range(2)]
    assert [await unread(house, number, topic["id"]) for number in (1, 2, 3)] == [4, 3, 3]
    await reached(house, 1, topic["id"], 3)
    assert await unread(house, 1, topic["id"]) == 2
    await house.as_member(3).post(f"{POSTS}/{posts[0]['id']}/withdraw")
    await house.as_role(Role.STAFF).post(f"{POSTS}/{posts[1]['id']}/hide", json={"reason": "No"})
    assert await unread(house, 1, topic["id"]) == 0
    assert (await house.as_member(1).get(TOPICS, params={"unread": True})).json()["items"] == []
    await reached(house, 1, topic["id"], 1)
    assert await unread(house, 1, topic["id"]) == 2
    await reached(house, 1, topic["id"], 1_000)
    await wrote(house.as_member(2), topic)
    assert await unread(house, 1, topic["id"]) == 1, "nobody has read what is not written yet"
    assert (await house.as_role(Role.STAFF).get(f"{TOPICS}/{topic['id']}")).json()["unread"] is None


async def test_pinned_topics_come_first_and_locked_ones_take_nothing(house: House) -> None:
    filiere = await filiere_of_two(house)
    old, new = [await started(house.as_member(1), filiere) for _ in range(2)]
    facilitator = house.as_member(2, Role.FACILITATOR, filieres=(filiere,))
    assert (await house.as_member(1).post(f"{TOPICS}/{old['id']}/pin")).status_code == 403
    assert (await facilitator.post(f"{TOPICS}/{old['id']}/pin")).json()["pinned"] is True
    assert [one["id"] for one in (await facilitator.get(TOPICS)).json()["items"]] == [old["id"], new["id"]]
    await facilitator.post(f"{TOPICS}/{old['id']}/unpin")
    assert [one["id"] for one in (await facilitator.get(TOPICS)).json()["items"]] == [new["id"], old["id"]]
    assert (await facilitator.post(f"{TOPICS}/{old['id']}/lock")).json()["locked"] is True
    locked = await house.as_member(1).post(f"{TOPICS}/{old['id']}/posts", json={"text": "Wait"})
    assert (locked.status_code, locked.json()["type"]) == (409, "/problems/topic-is-locked")
    await facilitator.post(f"{TOPICS}/{old['id']}/unlock")
    await wrote(house.as_member(1), old)
    office_wide = await started(house.as_member(1))
    assert (await facilitator.post(f"{TOPICS}/{office_wide['id']}/pin")).status_code == 403


async def test_who_started_a_topic_renames_it(house: House) -> None:
    await filiere_of_two(house)
    topic = await started(house.as_member(1))
    path, tag = f"{TOPICS}/{topic['id']}", {"If-Match": f'"{topic["version"]}"'}
    assert (await house.as_member(2).patch(path, json={"title": "Mine"}, headers=tag)).status_code == 403
    assert (await house.as_member(1).patch(path, json={"title": "Rates"}, headers=tag)).json()["title"] == "Rates"


async def test_fifty_posts_at_once_are_numbered_without_a_gap(house: House) -> None:
    await filiere_of_two(house)
    topic = await started(house.as_member(1))
    path = f"{TOPICS}/{topic['id']}/posts"
    answers = await at_once(50, lambda i: house.as_member(1 + i % 3).post(path, json={"text": f"Number {i}"}))
    assert {answer.status_code for answer in answers} == {201}
    posts = (await house.as_member(1).get(path, params={"limit": 200})).json()["items"]
    assert [post["number"] for post in posts] == list(range(1, 52))


@pytest.mark.parametrize(
    "wrong",
    [
        {"text": ""},
        {"text": "x" * 5_001},
        {"links": [{"url": "http://a.example"}]},
        {"links": [{"url": "https://a.example"}] * 11},
    ],
)
async def test_what_is_wrong_is_refused(house: House, wrong: dict[str, object]) -> None:
    await filiere_of_two(house)
    topic = await started(house.as_member(1))
    refused = await house.as_member(1).post(f"{TOPICS}/{topic['id']}/posts", json={"text": "Hm"} | wrong)
    assert refused.status_code == 422


async def test_members_without_a_profile_and_hidden_names(house: House) -> None:
    await filiere_of_two(house)
    nobody = await house.as_member(9).post(TOPICS, json={"title": "Me", "language": "fr", "text": "Again"})
    assert nobody.json()["type"] == "/problems/profile-needed"
    topic = await started(house.as_member(1))
    hidden = {"audiences": {"name": "nobody"}}
    await house.as_member(1).patch("/members/v1/profiles/mine", json=hidden, headers={"If-Match": '"1"'})
    seen = await house.as_member(2).get(f"{TOPICS}/{topic['id']}/posts")
    assert seen.json()["items"][0]["author"] == {"kind": "member", "member": None}
    assert str(member_number(1)) not in seen.text


async def first_of(house: House, topic_id: str) -> str:
    """The id of the first post of a topic."""
    posts = await house.as_member(1).get(f"{TOPICS}/{topic_id}/posts")
    return str(posts.json()["items"][0]["id"])


async def unread(house: House, number: int, topic_id: str) -> int:
    """How many posts of a topic the n-th member has not read; the list and the topic say the same."""
    listed = (await house.as_member(number).get(TOPICS)).json()["items"]
    count = (await house.as_member(number).get(f"{TOPICS}/{topic_id}")).json()["unread"]
    assert [one["unread"] for one in listed if one["id"] == topic_id] == [count]
    return int(count)


async def reached(house: House, member: int, topic_id: str, number: int) -> None:
    """Let a member have read a topic up to a post."""
    done(await house.as_member(member).put(f"{TOPICS}/{topic_id}/readings/mine", json={"number": number}))
