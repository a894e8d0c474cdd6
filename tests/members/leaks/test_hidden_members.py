"""Attacks on who is there: a member who hides, was erased or is of another office is told like one who never was."""

import base64
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from uuid import UUID

import httpx

from members.audiences import COMPANION, OWNER, companions, owner
from members.conftest import quiet_house
from members.given import path_of, profile
from members.leaks.doors import PUBLIC, WHO_SEES, Doors, assert_same, populated, told
from members.leaks.knocking import Told, knock
from support import erasing
from support.connecting import ANSWERS, CONVERSATIONS, OPPORTUNITIES, PREFERENCE, SPACES, TOPICS, write
from support.databases import Databases
from support.house import BRUSSELS, GHENT, House, member_number
from support.purchasing import made

HIDDEN, ABROAD, ERASED, MISSING = 50, 51, 52, 53
"""Numbers of members whom nobody sees."""

A_TOOL = {"kind": "other", "url": "https://tool.example/", "names": {"en": "Tool"}}


OF_OTHERS = (
    *((OPPORTUNITIES, "hers 2", ""), (TOPICS, "inside", ""), (TOPICS, "inside", "/posts")),
    *((f"/members/v1/{noun}s", noun.rpartition("-")[2], "") for noun in ("membership", "consent", "data-export")),
    ("/members/v1/data-exports", "export", "/archive"),
    *((CONVERSATIONS, "conversation", below) for below in ("", "/messages")),
    *((ANSWERS, "answer 0", below) for below in ("", "/messages")),
    *((OPPORTUNITIES, "theirs 0", below) for below in ("/answers", "/complements")),
)
"""What is not for who left the filière, and has no part in it."""


async def hidden(house: House, number: int, office: str = BRUSSELS, name: str = "nobody") -> None:
    """A member of whom everything but the name is for everybody, and so nothing."""
    words = {"headline": {"en": "Zonnebloem"}, "skills": ["risographie"], "trades": ["baker"], "stage": "starting"}
    body = {"given_name": "Elodie", "family_name": "Zonnebloem", "email": "zonnebloem@example.org"}
    audiences = {"audiences": PUBLIC | {"name": name}}
    made_of = body | words | audiences
    await made(await house.as_member(number, office=office).post("/members/v1/profiles/mine", json=made_of))


async def erased(house: House, number: int) -> None:
    """A member who was there, and was erased."""
    await hidden(house, number)
    await erasing.erased(house, number)


def guesses(doors: Doors, tool: Mapping[str, Any], member_id: UUID) -> list[tuple[str, str, str, object]]:
    """Who asks, and what, to find out whether a member is there."""
    seen = f"/members/v1/directory/members/{member_id}"
    scim, profile = "/members/v1/scim/v2/Users", f"/members/v1/profiles/{member_id}"
    maintained = {"maintainer_id": str(member_id)}
    return [
        *((who, "GET", seen, None) for who in WHO_SEES),
        ("stranger", "GET", f"{seen}/card?format=json_ld", None),
        *((who, "POST", f"{seen}/messages", {"text": "Hello"}) for who in ("member", "companion", "abroad")),
        ("nobody yet", "POST", f"{seen}/messages", {"text": "Hello"}),
        *(("integrator", "GET", f"{scim}{one}", None) for one in (f"/{member_id}", f'?filter=id eq "{member_id}"')),
        ("member", "GET", profile, None),
        ("facilitator of hers", "POST", path_of(doors.filiere, "/invite"), {"member_id": str(member_id)}),
        ("facilitator of hers", "POST", SPACES, A_TOOL | maintained | {"filiere_id": str(doors.filiere)}),
        ("facilitator of hers", "PATCH", f"{SPACES}/{tool['id']}", maintained),
    ]


async def test_who_hides_or_went_is_as_if_she_never_was(fresh_databases: Databases, home: Path) -> None:
    async with quiet_house(fresh_databases, home) as house:
        doors = await populated(house)
        before = await told(doors, WHO_SEES)
        await hidden(house, HIDDEN)
        await hidden(house, ABROAD, GHENT)
        assert_same(before, await told(doors, WHO_SEES), "somebody hides")
        await erased(house, ERASED)
        assert_same(before, await told(doors, WHO_SEES), "somebody was erased")
        tool = await made(await doors.people()["facilitator of hers"].post(SPACES, json=_of(doors)))
        missing = await _answers(doors, tool, MISSING)
        for number in (HIDDEN, ABROAD, ERASED):
            told_of = await _answers(doors, tool, number)
            assert told_of.keys() == missing.keys()
            for guess, answer in told_of.items():
                assert answer == missing[guess], (number, guess)
        for_members = [(who, OPPORTUNITIES, "hers 1", "") for who in ("partner", "abroad", "stranger")]
        for who, path, name, below in (*(("former companion", *one) for one in OF_OTHERS), *for_members):
            others, none = (f"{path}/{one}{below}" for one in (doors.ids[name], member_number(MISSING)))
            of_others, of_none = [await knock(house, doors.people()[who], "GET", one) for one in (others, none)]
            assert of_others == of_none and of_none.status == 404, (who, path, name)


async def test_who_hides_leaves_no_gap(fresh_databases: Databases, home: Path) -> None:
    pages = ("?office=brussels&limit=1", "?office=brussels&limit=1&query=elodie", "/page?office=brussels&limit=1")
    seen = []
    for there in (False, True):
        async with quiet_house(fresh_databases, home) as house:
            for number in (1, HIDDEN, 2, 3):
                if number != HIDDEN or there:
                    await hidden(house, number, name="nobody" if number == HIDDEN else "public")
            paths = [f"/members/v1/directory{page}" for page in pages]
            seen.append([await knock(house, house.client(), "GET", path) for path in paths])
            behind = [await knock(house, house.client(), "GET", _behind(member_number(n))) for n in (HIDDEN, MISSING)]
            assert behind[0] == behind[1] and behind[0].status == 422, "no page begins behind who is not seen"
    assert seen[0] == seen[1]


def _behind(member_id: UUID) -> str:
    """The page that would begin behind a member."""
    cursor = json.dumps(["relevance", 0.0, str(member_id)], separators=(",", ":")).encode()
    return f"/members/v1/directory?office=brussels&cursor={base64.urlsafe_b64encode(cursor).decode().rstrip('=')}"


def _of(doors: Doors) -> dict[str, Any]:
    return A_TOOL | {"url": "https://other.example/", "filiere_id": str(doors.filiere)}


async def _answers(doors: Doors, tool: Mapping[str, Any], number: int) -> dict[tuple[str, str, str], Any]:
    people = doors.people() | {"nobody yet": doors.house.as_member(60)}
    answers = {}
    for who, method, path, body in guesses(doors, tool, member_number(number)):
        client: httpx.AsyncClient = people[who]
        headers = {"If-Match": '"1"'} if method == "PATCH" else {}
        answer = await knock(doors.house, client, method, path, body, headers)
        assert answer.status >= 400 or "filter" in path, (who, path, answer.content)
        answers[who, method, path.replace(str(member_number(number)), "…")] = answer
    return answers


async def test_a_message_tells_nobody_who_belongs_to_a_filiere(house: House) -> None:
    await owner(house, PUBLIC | {"filieres": "nobody"})
    await companions(house)
    me, companion = house.as_member(OWNER), house.as_member(COMPANION)
    tag = (await companion.get("/members/v1/profiles/mine")).headers["etag"]
    change = {"audiences": {"name": "filiere"}}
    await made(await companion.patch("/members/v1/profiles/mine", json=change, headers={"If-Match": tag}), 200)
    inside = await write(house, COMPANION, OWNER)
    assert inside.json()["type"] == "/problems/sender-hidden"
    (mine,) = (await me.get("/members/v1/memberships/mine")).json()["items"]
    await made(await me.post(f"/members/v1/memberships/{mine['id']}/leave"), 200)
    outside = await write(house, COMPANION, OWNER)
    assert outside.json() | {"request_id": ""} == inside.json() | {"request_id": ""}


async def test_on_a_day_that_is_full_everybody_is_told_of_alike(fresh_databases: Databases, home: Path) -> None:
    async with quiet_house(fresh_databases, home) as house:
        for number in (SENDER, *SHOWN):
            await profile(house, number)
        await hidden(house, HIDDEN)
        await hidden(house, ABROAD, GHENT)
        await erased(house, ERASED)
        await made(await house.as_member(SHOWN[0]).put(PREFERENCE, json={"accepts_messages": False}), 200)
        whom = (MISSING, HIDDEN, ABROAD, ERASED, SHOWN[0])
        for wanted in (404, 429):
            told = [await _written_to(house, number) for number in whom]
            assert all(one == told[0] for one in told) and told[0].status == wanted
            for number in SHOWN[1:]:
                for _ in range(3):
                    await write(house, SENDER, number)
        assert (await _written_to(house, SHOWN[1])).content == told[0].content, "who is shown, too"


SENDER, SHOWN = 60, (61, 62, 63, 64, 65)
"""Numbers of a member who writes as much as she may, and of those whom she sees; the first accepts no messages."""


async def _written_to(house: House, number: int) -> Told:
    path = f"/members/v1/directory/members/{member_number(number)}/messages"
    told = await knock(house, house.as_member(SENDER), "POST", path, {"text": "Hello"})
    return told._replace(headers=[header for header in told.headers if header[0] != "retry-after"])
