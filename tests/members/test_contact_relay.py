"""The contact relay: messages without an address, limited by the database, refused without telling why."""

from collections import Counter
from datetime import timedelta
from typing import Any
from uuid import uuid4

import httpx

from members.given import profile
from partage_kit.auth import Role
from support.connecting import CONVERSATIONS, PREFERENCE, REPORTS, done, write
from support.house import GHENT, House, at_once, member_number
from support.purchasing import made


async def people(house: House, *numbers: int) -> None:
    """Members with profiles, who see each other."""
    for number in numbers:
        await profile(house, number, name=f"Number {number}")


async def inbox(house: House, number: int) -> list[dict[str, Any]]:
    """The conversations of the n-th member."""
    items: list[dict[str, Any]] = (await house.as_member(number).get(CONVERSATIONS)).json()["items"]
    return items


async def reply(house: House, number: int, conversation: str, text: str = "Yes") -> httpx.Response:
    """Let the n-th member write in a conversation."""
    return await house.as_member(number).post(f"{CONVERSATIONS}/{conversation}/messages", json={"text": text})


async def shown(house: House, number: int, **audiences: str) -> None:
    """Let the n-th member change to whom she shows what."""
    me = house.as_member(number)
    mine = await me.get("/members/v1/profiles/mine")
    tag = {"If-Match": mine.headers["etag"]}
    assert (await me.patch("/members/v1/profiles/mine", json={"audiences": audiences}, headers=tag)).status_code == 200


async def test_two_members_write_to_each_other_and_see_no_address(house: House) -> None:
    await people(house, 1, 2)
    sent = await made(await write(house, 1, 2))
    (hers,) = await inbox(house, 2)
    assert (hers["member"]["family_name"], hers["unread"], hers["messages"]) == ("Number 1", 1, 1)
    assert (hers["member"]["email"], hers["member"]["phone"]) == (None, None)
    await made(await reply(house, 2, sent["conversation_id"]))
    again = await made(await write(house, 1, 2, "A second one"))
    assert (again["conversation_id"], again["number"]) == (sent["conversation_id"], 3)
    said = (await house.as_member(2).get(f"{CONVERSATIONS}/{sent['conversation_id']}/messages")).json()["items"]
    assert [(one["number"], one["mine"]) for one in said] == [(3, False), (2, True), (1, False)]
    assert (await house.as_member(2).get(f"{CONVERSATIONS}/unread")).json() == {"conversations": 1, "messages": 2}
    done(await house.as_member(2).put(f"{CONVERSATIONS}/{sent['conversation_id']}/readings/mine", json={"number": 9}))
    assert (await house.as_member(2).get(f"{CONVERSATIONS}/unread")).json() == {"conversations": 0, "messages": 0}
    assert (await house.as_member(2).get(f"{CONVERSATIONS}?unread=true")).json()["items"] == []
    assert [one["unread"] for one in await inbox(house, 1)] == [1]


async def test_a_conversation_is_there_for_its_two_members_only(house: House) -> None:
    await people(house, 1, 2, 3)
    conversation = (await made(await write(house, 1, 2)))["conversation_id"]
    same = {"X-Request-Id": "the-same"}
    for who in (house.as_member(3), house.as_member(1, office=GHENT)):
        for below in ("", "/messages"):
            closed = await who.get(f"{CONVERSATIONS}/{conversation}{below}", headers=same)
            missing = await who.get(f"{CONVERSATIONS}/{uuid4()}{below}", headers=same)
            assert (closed.status_code, closed.content) == (404, missing.content)
    assert (await reply(house, 3, conversation)).status_code == 404
    assert (await house.as_role(Role.STAFF).get(f"{CONVERSATIONS}/{conversation}")).status_code == 403


async def test_hidden_refusing_and_blocking_members_are_told_like_one_who_does_not_exist(house: House) -> None:
    await people(house, 1, 2, 3, 4)
    await shown(house, 2, name="filiere")
    await house.as_member(3).put(PREFERENCE, json={"accepts_messages": False})
    conversation = (await made(await write(house, 1, 4)))["conversation_id"]
    blocked = await house.as_member(4).post(f"{CONVERSATIONS}/{conversation}/block")
    assert blocked.json()["blocked"] is True
    missing = await write(house, 1, uuid4())
    for unreachable in (2, 3, 4):
        refused = await write(house, 1, unreachable)
        assert refused.status_code == 404, unreachable
        without_id = [{k: v for k, v in answer.json().items() if k != "request_id"} for answer in (refused, missing)]
        assert without_id[0] == without_id[1], unreachable


async def test_nobody_writes_to_herself_and_she_is_told_so(house: House) -> None:
    await people(house, 1)
    french = {"Accept-Language": "fr"}
    me = house.as_member(1)
    address = f"/members/v1/directory/members/{member_number(1)}/messages"
    refused = await me.post(address, json={"text": "Note to myself"}, headers=french)
    assert (refused.status_code, refused.json()["type"]) == (422, "/problems/message-to-oneself")
    assert refused.json()["title"] == "Vous ne pouvez pas vous écrire à vous-même"
    assert await inbox(house, 1) == []


async def test_who_refuses_or_blocks_closes_the_conversation_without_a_reason(house: House) -> None:
    await people(house, 1, 2)
    conversation = (await made(await write(house, 1, 2)))["conversation_id"]
    await made(await reply(house, 2, conversation))
    await house.as_member(2).post(f"{CONVERSATIONS}/{conversation}/block")
    by_block = await reply(house, 1, conversation)
    assert (await reply(house, 2, conversation)).json()["type"] == "/problems/conversation-closed"
    assert [one["blocked"] for one in await inbox(house, 1)] == [False]
    await house.as_member(2).post(f"{CONVERSATIONS}/{conversation}/unblock")
    await made(await reply(house, 1, conversation))
    await house.as_member(2).put(PREFERENCE, json={"accepts_messages": False})
    by_choice = await reply(house, 1, conversation)
    told = [(a.status_code, a.json()["type"], a.json().get("detail")) for a in (by_block, by_choice)]
    assert told == [(409, "/problems/conversation-closed", None)] * 2
    assert (await write(house, 2, 1)).json()["type"] == "/problems/not-accepting-messages"


async def test_nobody_gets_messages_from_somebody_without_a_name(house: House) -> None:
    await people(house, 1, 2)
    await shown(house, 1, name="nobody")
    assert (await write(house, 1, 2)).json()["type"] == "/problems/sender-hidden"
    assert await inbox(house, 2) == []
    assert (await write(house, 9, 2)).json()["type"] == "/problems/profile-needed"


async def test_who_hides_later_is_no_longer_named(house: House) -> None:
    await people(house, 1, 2)
    await made(await write(house, 1, 2))
    await shown(house, 1, name="nobody")
    answer = await house.as_member(2).get(CONVERSATIONS)
    assert answer.json()["items"][0]["member"] is None
    assert str(member_number(1)) not in answer.text


async def test_twenty_first_messages_at_once_are_ten(house: House) -> None:
    await people(house, *range(1, 22))
    answers = await at_once(20, lambda i: write(house, 1, 2 + i))
    assert Counter(answer.status_code for answer in answers) == {201: 10, 429: 10}
    refused = next(answer for answer in answers if answer.status_code == 429)
    assert 86_000 < int(refused.headers["retry-after"]) <= 86_400
    assert refused.json()["type"] == "/problems/contact-limit-reached"
    unreachable = await write(house, 1, uuid4())
    assert unreachable.status_code == 429, "a day that is full tells nothing about anybody"
    house.service.database.clock.advance(timedelta(days=1))
    assert Counter([(await write(house, 1, number)).status_code for number in (2, 3)]) == {201: 2}


async def test_twenty_first_messages_to_one_member_at_once_are_three(house: House) -> None:
    await people(house, 1, 2)
    answers = await at_once(20, lambda _: write(house, 1, 2))
    assert Counter(answer.status_code for answer in answers) == {201: 3, 429: 17}
    (one,) = await inbox(house, 2)
    assert one["messages"] == 3
    await made(await reply(house, 2, one["id"]))
    assert Counter([(await reply(house, 1, one["id"])).status_code for _ in range(5)]) == {201: 5}


async def test_two_who_begin_at_once_share_one_conversation(house: House) -> None:
    await people(house, 1, 2)
    answers = await at_once(2, lambda i: write(house, 1 + i, 2 - i))
    assert {answer.status_code for answer in answers} == {201}
    assert {answer.json()["number"] for answer in answers} == {1, 2}
    assert [len(await inbox(house, number)) for number in (1, 2)] == [1, 1]


async def test_a_reported_message_is_read_by_staff_who_may_suspend_its_sender(house: House) -> None:
    await people(house, 1, 2)
    sent = await made(await write(house, 1, 2, "Buy my watches"))
    path = f"/members/v1/contact-messages/{sent['id']}/report"
    for who in (house.as_member(1), house.as_member(3)):
        assert (await who.post(path, json={"note": "Spam"})).status_code == 404
    done(await house.as_member(2).post(path, json={"note": "Spam"}))
    assert (await house.as_member(2).post(path, json={"note": "Spam"})).json()["type"] == "/problems/message-reported"
    staff = house.as_role(Role.STAFF)
    (report,) = (await staff.get(REPORTS)).json()["items"]
    assert (report["text"], report["sender_id"]) == ("Buy my watches", str(member_number(1)))
    close = f"{REPORTS}/{report['id']}/close"
    himself = house.as_person("ana", Role.STAFF, number=1)
    assert (await himself.post(close, json={"outcome": "dismissed"})).json()["type"] == "/problems/own-submission"
    assert (await staff.post(close, json={"outcome": "suspended"})).json()["outcome"] == "suspended"
    assert (await staff.post(close, json={"outcome": "dismissed"})).status_code == 409
    assert (await staff.get(REPORTS)).json()["items"] == []
    refused = await write(house, 1, 2)
    assert (refused.status_code, refused.json()["type"]) == (403, "/problems/sending-suspended")
    assert (await house.as_member(1).get(PREFERENCE)).json()["suspended_until"] is not None
    house.service.database.clock.advance(timedelta(days=30))
    await made(await write(house, 1, 2))


async def test_messages_are_deleted_after_a_year_and_a_block_stays(house: House) -> None:
    await people(house, 1, 2, 3)
    await made(await write(house, 1, 2))
    unwanted = (await made(await write(house, 1, 3)))["conversation_id"]
    await house.as_member(3).post(f"{CONVERSATIONS}/{unwanted}/block")
    house.service.database.clock.advance(timedelta(days=364))
    await made(await write(house, 2, 1, "Still there?"))
    house.service.database.clock.advance(timedelta(days=2))
    await look(house)
    (kept,) = [one for one in await inbox(house, 1) if one["id"] != unwanted]
    left = (await house.as_member(1).get(f"{CONVERSATIONS}/{kept['id']}/messages")).json()["items"]
    assert [one["text"] for one in left] == ["Still there?"]
    assert (await house.as_member(3).get(f"{CONVERSATIONS}/{unwanted}/messages")).json()["items"] == []
    assert (await write(house, 1, 3)).status_code == 404
    house.service.database.clock.advance(timedelta(days=365))
    await look(house)
    assert await inbox(house, 2) == []


async def look(house: House) -> None:
    """Do what is due, as the workers do again and again."""
    for worker in house.service.workers:
        await worker.do_what_is_due(house.service.database)
