"""Attacks on every door that shows members: a value that is hidden from somebody changes nothing of what they hear."""

from pathlib import Path
from typing import Any

from members.audiences import OWNER, SECRETS, WRITTEN
from members.conftest import quiet_house
from members.given import announced, path_of
from members.leaks.doors import PUBLIC, TENDING, WHO_SEES, Doors, assert_same, populated, told
from support.connecting import PREFERENCE
from support.databases import Databases
from support.house import House
from support.purchasing import made

NAMES = {"family_name": "Zonnebloem", "given_name": "Ada"}
VALUES = {
    name: value
    for field, secret in SECRETS.items()
    if field not in ("name", "joined_on")
    for name, value in secret.items()
}
"""Another value of each field that a member may change."""


async def change(house: House, **fields: Any) -> None:
    """Let the owner change her profile."""
    me = house.as_member(OWNER)
    tag = (await me.get("/members/v1/profiles/mine")).headers["etag"]
    await made(await me.patch("/members/v1/profiles/mine", json=fields, headers={"If-Match": tag}), 200)


def blind_to(audience: str) -> list[str]:
    """Those who do not see what is shown to an audience."""
    return [who for who, seen in WHO_SEES.items() if audience not in seen]


def knows_people(who: str, kind: str) -> bool:
    """Who tends a filière sees all who belong to it: this is no leak."""
    return who in TENDING and kind == "people"


async def test_what_is_hidden_changes_nothing_of_what_is_told(fresh_databases: Databases, home: Path) -> None:
    async with quiet_house(fresh_databases, home) as house:
        doors = await populated(house)
        for audience in ("nobody", "filiere", "members", "partners"):
            await _other_values(doors, audience)
        for audience in ("nobody", "filiere"):
            await _another_name(doors, audience)
            await _other_filieres(doors, audience)
        before = await told(doors, WHO_SEES)
        await made(await house.as_member(OWNER).put(PREFERENCE, json={"accepts_messages": False}), 200)
        assert_same(before, await told(doors, WHO_SEES), "opting out of messages")
        await _events_hold_no_text(house)


async def _other_values(doors: Doors, audience: str) -> None:
    audiences = dict.fromkeys(PUBLIC, audience) | {"name": "public", "filieres": "public"}
    await change(doors.house, audiences=audiences, **{name: WRITTEN[name] for name in VALUES})
    before = await told(doors, blind_to(audience))
    await change(doors.house, **VALUES)
    assert_same(before, await told(doors, blind_to(audience)), f"values for {audience}")


async def _another_name(doors: Doors, audience: str) -> None:
    await change(doors.house, audiences=PUBLIC | {"name": audience}, **{name: WRITTEN[name] for name in NAMES})
    before = await told(doors, blind_to(audience), knows_people)
    await change(doors.house, **NAMES)
    assert_same(before, await told(doors, blind_to(audience), knows_people), f"the name for {audience}")


async def _other_filieres(doors: Doors, audience: str) -> None:
    me = doors.house.as_member(OWNER)
    await change(doors.house, audiences=PUBLIC | {"filieres": audience})
    before = await told(doors, blind_to(audience), knows_people)
    joined = await made(await me.post(path_of(doors.other_filiere, "/join")))
    assert_same(before, await told(doors, blind_to(audience), knows_people), f"a filière for {audience}")
    await made(await me.post(f"/members/v1/memberships/{joined['id']}/leave"), 200)


async def _events_hold_no_text(house: House) -> None:
    facts = [fact for verb in ("registered", "updated") for fact in await announced(house, f"profile.{verb}")]
    assert facts
    written = str(facts).lower()
    for text in ("zonnebloem", "vandermolenvert", "elodie", "risographie", "graphiste", "471 11", "ixelles", "mardi"):
        assert text not in written, text
