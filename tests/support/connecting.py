"""What the tests of opportunities, topics, external spaces and the contact relay start from."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import httpx

from partage_kit.auth import Role
from partage_kit.types import day_of
from support.house import House, member_number
from support.purchasing import made

OPPORTUNITIES = "/members/v1/opportunities"
ANSWERS = "/members/v1/opportunity-answers"
TOPICS = "/members/v1/topics"
POSTS = "/members/v1/posts"
SPACES = "/members/v1/external-spaces"
CONVERSATIONS = "/members/v1/contact-conversations"
PREFERENCE = "/members/v1/contact-preferences/mine"
REPORTS = "/members/v1/contact-message-reports"


async def in_days(house: House, days: int) -> str:
    """The day that comes so many days after today, as the house's clock has it."""
    today: date = day_of(house.service.database.clock.roughly())
    return str(today + timedelta(days=days))


async def an_opportunity(house: House, **changes: object) -> dict[str, Any]:
    """An opportunity as a form would send it."""
    return {
        "titles": {"fr": "Une exposition à monter", "nl": "Een tentoonstelling opbouwen", "en": "A show to build"},
        "description": {"fr": "Trois salles, un mois."},
        "trades": ["graphic-designer", "carpenter"],
        "sectors": ["90"],
        "place": {"country": "BE", "nuts": "BE100"},
        "answer_by": await in_days(house, 14),
    } | changes


async def posted(house: House, who: httpx.AsyncClient, **changes: object) -> dict[str, Any]:
    """An opportunity that somebody posted."""
    return await made(await who.post(OPPORTUNITIES, json=await an_opportunity(house, **changes)))


async def answered(house: House, number: int, opportunity: Mapping[str, Any], **more: object) -> dict[str, Any]:
    """The answer of the n-th member."""
    path = f"{OPPORTUNITIES}/{opportunity['id']}/answers"
    return await made(await house.as_member(number).post(path, json={"message": "Me, gladly"} | more))


async def started(who: httpx.AsyncClient, filiere: UUID | None = None, **changes: object) -> dict[str, Any]:
    """A topic that somebody started."""
    body = {"title": "Prices", "language": "en", "text": "What do you ask?"} | changes
    return await made(await who.post(TOPICS, json=body | ({"filiere_id": str(filiere)} if filiere else {})))


async def wrote(who: httpx.AsyncClient, topic: Mapping[str, Any], text: str = "So do I", **more: object) -> Any:
    """A post that somebody wrote in a topic."""
    return await made(await who.post(f"{TOPICS}/{topic['id']}/posts", json={"text": text} | more))


def done(answer: httpx.Response) -> None:
    """What was asked is done, and there is nothing to tell."""
    assert answer.status_code == 204, answer.text


def write(house: House, sender: int, to: int | UUID, text: str = "Shall we work together?") -> Any:
    """Let the n-th member write to another."""
    whom = member_number(to) if isinstance(to, int) else to
    return house.as_member(sender).post(f"/members/v1/directory/members/{whom}/messages", json={"text": text})


async def connected(house: House, filiere: UUID) -> dict[str, str]:
    """Three members of a filière who post, answer, discuss and write to each other."""
    return await _opportunities(house) | await _discussion(house, filiere) | await _relay(house)


async def _opportunities(house: House) -> dict[str, str]:
    first, second, third = [await posted(house, house.as_member(number)) for number in (1, 2, 3)]
    answers = [await answered(house, number, first) for number in (2, 3)]
    for other in (second, third):
        await answered(house, 1, other)
    path = f"{ANSWERS}/{answers[0]['id']}/messages"
    await made(await house.as_member(1).post(path, json={"text": "When are you free?"}))
    for reader in (1, 3):
        done(await house.as_member(reader).post(f"{OPPORTUNITIES}/{second['id']}/report", json={"kind": "other"}))
    for _ in range(2):
        await _contested(house, await posted(house, house.as_member(3)))
    return {"opportunity_id": first["id"], "answer_id": answers[0]["id"]}


async def _contested(house: House, opportunity: Mapping[str, Any]) -> None:
    path, staff = f"{OPPORTUNITIES}/{opportunity['id']}", house.as_role(Role.STAFF)
    await made(await staff.post(f"{path}/hide", json={"reason": "It names no pay"}), 200)
    await made(await house.as_member(3).post(f"{path}/contest", json={"text": "It is named below"}), 200)


async def _discussion(house: House, filiere: UUID) -> dict[str, str]:
    topic = await started(house.as_member(2), filiere)
    await started(house.as_member(3))
    staff = house.as_role(Role.STAFF)
    written = [await wrote(house.as_member(number), topic) for number in (1, 1, 2, 2, 3, 3)]
    for post in written[2:4]:
        body = {"kind": "off_topic"}
        done(await house.as_member(1).post(f"{POSTS}/{post['id']}/report", json=body))
    for number, post in ((3, written[4]), (3, written[5])):
        await made(await staff.post(f"{POSTS}/{post['id']}/hide", json={"reason": "It names a client"}), 200)
        path = f"{POSTS}/{post['id']}/contest"
        await made(await house.as_member(number).post(path, json={"text": "The client agreed"}), 200)
    for kind in ("matrix", "nextcloud"):
        tool: dict[str, Any] = {"kind": kind, "url": f"https://{kind}.example/", "names": {"en": kind}}
        space = await made(await staff.post(SPACES, json=tool | {"filiere_id": str(filiere)}))
    return {"topic_id": topic["id"], "post_id": written[0]["id"], "space_id": space["id"]}


async def _relay(house: House) -> dict[str, str]:
    for sender in (2, 3):
        message = await made(await write(house, sender, 1))
    await made(await write(house, 3, 1, "I could come on Monday"))
    messages = await made(await house.as_member(1).get(f"{CONVERSATIONS}/{message['conversation_id']}/messages"), 200)
    for one in messages["items"]:
        path = f"/members/v1/contact-messages/{one['id']}/report"
        done(await house.as_member(1).post(path, json={"note": "Advertising"}))
    reports = await made(await house.as_role(Role.STAFF).get(REPORTS), 200)
    return {
        "member_id": str(member_number(1)),
        "conversation_id": message["conversation_id"],
        "message_id": message["id"],
        "report_id": reports["items"][0]["id"],
    }
