"""What a member does for herself or her filière alone, and what an office keeps to itself; nobody else may notice."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from members import consenting, exporting, initiating, needing, working
from members.audiences import OWNER, SECRETS
from members.given import filiere_at, profile
from partage_kit.auth import Role
from partage_members.profiles.fields import ProfileField
from support import erasing
from support.connecting import (
    ANSWERS,
    CONVERSATIONS,
    POSTS,
    PREFERENCE,
    SPACES,
    answered,
    done,
    posted,
    started,
    write,
    wrote,
)
from support.house import House
from support.intake import imported
from support.populated import Ids
from support.purchasing import made

OUTSIDE, HIDING = 4, 30
"""Numbers of a member of no filière who knows the owner, and of one who shows her name to nobody."""

PROFILE = "/members/v1/profiles/mine"
_ALONE = dict.fromkeys([str(field) for field in ProfileField], "nobody") | {"name": "public"}


@dataclass(frozen=True)
class Stage:
    """A populated house in which the owner hides everything but her name, and what has to be there before she acts."""

    house: House
    ids: Ids
    post: Mapping[str, Any]
    post_of_other: Mapping[str, Any]
    opinion: str
    on_request: str


async def staged(house: House, ids: Ids) -> Stage:
    """Let things be there that the owner then does something to."""
    me, staff = house.as_member(OWNER), house.as_role(Role.STAFF)
    await profile(house, OUTSIDE, name="Ek")
    await _changed(house, audiences=_ALONE)
    await answered(house, OUTSIDE, await posted(house, me, audience="public"))
    await made(await write(house, OUTSIDE, OWNER))
    topic = await started(me)
    post = await wrote(me, topic, "It was long ago")
    other = await wrote(house.as_member(OUTSIDE), topic)
    await made(await staff.post(f"{POSTS}/{post['id']}/hide", json={"reason": "It names a client"}), 200)
    filiere = ids["filiere_id"]
    closes_at = house.service.database.clock.roughly() + timedelta(days=14)
    asking = {"about": "closing", "question": {"en": "Shall we?"}, "closes_at": closes_at.isoformat()}
    consultation = await made(await staff.post(f"/members/v1/filieres/{filiere}/consultations", json=asking))
    reason = {"en": "Papers first"}
    waiting = await filiere_at(house, "active", openness="on_request", openness_reason=reason)
    ids = {**ids, "topic_id": topic["id"], "post_id": post["id"]}
    return Stage(house, ids, post, other, consultation["id"], str(waiting))


async def alone(stage: Stage) -> None:
    """What the owner keeps to herself, and the office to its staff; somebody who hides comes, and wants to go again."""
    await _hers(stage)
    await _between_her_and_others(stage)
    await _of_the_office(stage)
    await _somebody_hides(stage.house)


async def _hers(stage: Stage) -> None:
    house, ids = stage.house, stage.ids
    me = house.as_member(OWNER)
    await _changed(
        house, **{name: value for one in SECRETS for name, value in SECRETS[one].items() if one not in _TOLD}
    )
    await working.worked(house, OWNER, 3, trade="photographer")
    await working.look(house)
    await exporting.asked(house, OWNER)
    await made(await me.get(erasing.PREVIEW), 200)
    await made(await me.post(f"{consenting.CONSENTS}/mine/photo_use/withdraw"), 200)
    await initiating.submitted(house, OWNER)
    opinion = {"stance": "oppose", "comment": "Zonnebloem"}
    await made(await me.put(f"/members/v1/consultations/{stage.opinion}/opinions/mine", json=opinion), 200)
    await made(await me.post(f"/members/v1/code-proposals/{ids['code_proposal_id']}/decline"), 200)


_TOLD = ("name", "joined_on")
"""What she shows to everybody, and what she cannot change."""


async def _between_her_and_others(stage: Stage) -> None:
    house, ids = stage.house, stage.ids
    me = house.as_member(OWNER)
    await made(await write(house, OWNER, 2, "Zonnebloem"))
    await made(await me.post(f"{CONVERSATIONS}/{ids['conversation_id']}/block"), 200)
    await made(await me.post(f"{ANSWERS}/{ids['answer_id']}/messages", json={"text": "Zonnebloem"}))
    await made(await me.post(f"{POSTS}/{stage.post['id']}/contest", json={"text": "She agreed"}), 200)
    coordination = house.as_person("coordination", Role.OFFICE_ADMIN)
    await made(await coordination.post(f"{POSTS}/{stage.post['id']}/uphold", json={"answer": "She did not"}), 200)
    done(await me.post(f"{POSTS}/{stage.post_of_other['id']}/report", json={"kind": "other", "note": "Zonnebloem"}))
    await made(await me.put(PREFERENCE, json={"accepts_messages": False}), 200)


async def _of_the_office(stage: Stage) -> None:
    house = stage.house
    staff = house.as_role(Role.STAFF)
    await needing.recorded(house, code="training", rank=2)
    await needing.requested(house, title={"en": "Zonnebloem"})
    await consenting.drafted(house, purpose="photo_use")
    files = {
        "profiles": "reference,phone\nZonnebloem,none\n",
        "needs": "reference,code,rank,starts_on,ends_on\nZonnebloem,none,1,no day,no day\n",
    }
    for noun, text in files.items():
        assert (await imported(house, staff, f"/members/v1/{noun}/imports", text))["state"] == "failed"
    concept = {"code": "sunflower", "labels": {"fr": "zonnebloem"}}
    amended = await staff.post("/members/v1/classifications/local-crafts/draft/amend", json={"concepts": [concept]})
    await made(amended, 200)
    await made(await staff.post("/members/v1/classifications", json={"code": "local-hidden", "kind": "skills"}))
    await exporting.recorded(house, OWNER)


async def _somebody_hides(house: House) -> None:
    """She shows everything to everybody but her name, so nothing."""
    audiences = dict.fromkeys([str(field) for field in ProfileField], "public") | {"name": "nobody"}
    words = {"given_name": "Ada", "family_name": "Zonnebloem", "headline": {"en": "Zonnebloem"}}
    her = house.as_member(HIDING)
    await made(await her.post(PROFILE, json=words | {"audiences": audiences, "trades": ["baker"]}))
    await erasing.asked_for(house, HIDING)


async def for_her_filiere(stage: Stage) -> None:
    """What is for the members of her filière, and what she asks of those who tend another one."""
    house, filiere = stage.house, stage.ids["filiere_id"]
    me = house.as_member(OWNER)
    topic = await made(await me.post("/members/v1/topics", json=_TOPIC | {"filiere_id": filiere}))
    await wrote(house.as_member(2), topic)
    await posted(house, me, audience="filiere", filieres=[filiere])
    tool = {"kind": "other", "url": "https://zonnebloem.example/", "names": {"en": "Zonnebloem"}}
    inside = {"audience": "filiere", "filiere_id": filiere}
    await made(await house.as_role(Role.STAFF).post(SPACES, json=tool | inside))
    await made(await house.as_member(3).post(f"/members/v1/filieres/{stage.on_request}/join"))


_TOPIC = {"title": "Zonnebloem", "language": "nl", "text": "Zonnebloem"}


async def _changed(house: House, **fields: Any) -> None:
    me = house.as_member(OWNER)
    tag = (await me.get(PROFILE)).headers["etag"]
    await made(await me.patch(PROFILE, json=fields, headers={"If-Match": tag}), 200)
