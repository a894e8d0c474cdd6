"""What an office and its moderators do with what a member writes, and what else of hers passes through their hands."""

from typing import Any
from uuid import UUID

import httpx

from members import consenting, initiating, needing, working
from partage_kit.auth import Role
from support import purchasing
from support.connecting import OPPORTUNITIES, POSTS, PREFERENCE, SPACES, done, posted, started, write, wrote
from support.house import BRUSSELS, House, member_number
from support.intake import sent
from support.purchasing import made
from support.traces import Words
from support.waiting import eventually

STAYS = frozenset({"need", "craft"})
"""What is said of many members, of a trade or of a group."""

KEPT = frozenset({"letter"})
"""Where a letter of hers is filed, in the office's own code: kept for as long as its request has to be proved."""

CRAFTS = "/members/v1/classifications/local-crafts"


async def ended(who: httpx.AsyncClient, answer: httpx.Response, state: str) -> None:
    """A long work comes to this end."""
    assert answer.status_code == 202, answer.text

    async def job() -> Any:
        return (await who.get(answer.headers["location"])).json()

    found = await eventually(job, lambda seen: seen["state"] not in ("queued", "running"))
    assert found["state"] == state, found


async def office_life(house: House, words: Words, she: int, other: int, filiere: str) -> dict[str, str]:
    """All of it; the ids of the records, by their names in paths."""
    await _moderation(house, words, she, other)
    ids = await _needs(house, words, she, filiere)
    ids |= await _codes(house, words, she)
    ids |= await _activity(house, she)
    ids |= await _letters(house, words, she)
    ids |= await _declined(house, words, she, filiere)
    await _interest(house, words, she)
    await _small_traces(house, she, other)
    await _counted(house)
    return ids


async def _moderation(house: House, words: Words, she: int, other: int) -> None:
    """What moderators write about what she wrote, and she about what others did."""
    me, staff = house.as_member(she), house.as_role(Role.STAFF)
    chief = house.as_person("chief", Role.STAFF)
    topic = await started(me)
    hers = (OPPORTUNITIES, await posted(house, me)), (POSTS, await wrote(me, topic))
    for path, one in hers:
        address = f"{path}/{one['id']}"
        await made(await staff.post(f"{address}/hide", json={"reason": words("reason of hiding")}), 200)
        await made(await me.post(f"{address}/contest", json={"text": words("contest of hiding")}), 200)
        await made(await chief.post(f"{address}/uphold", json={"answer": words("answer to contest")}), 200)
    theirs = house.as_member(other)
    for path, one in ((OPPORTUNITIES, await posted(house, theirs)), (POSTS, await wrote(theirs, topic))):
        report = {"kind": "other", "note": words("note of a report")}
        done(await me.post(f"{path}/{one['id']}/report", json=report))


async def _needs(house: House, words: Words, she: int, filiere: str) -> dict[str, str]:
    """She writes one down for the filière that she facilitates; the staff types one in, and brings one in by file."""
    facilitator = house.as_member(she, Role.FACILITATOR, filieres=(UUID(filiere),))
    staff = house.as_role(Role.STAFF)
    typed = {"code": None, "title": {"fr": words("need"), "nl": words("need")}}
    need, key = needing.a_need(**typed, filieres=[filiere]), {"Idempotency-Key": words("idempotency key")}
    hers = await made(await facilitator.post(needing.NEEDS, json=need, headers=key))
    await made(await staff.post(needing.NEEDS, json=needing.a_need(**typed)))
    gone = {"reason": words("need")}
    await made(await staff.post(f"{needing.NEEDS}/{hers['id']}/withdraw", json=gone), 200)
    head = "reference,title_en,rank,starts_on,ends_on\n"
    row = f"{words('need')},{words('need')},1,2026-01-01,2026-12-31\n"
    await ended(staff, await sent(staff, f"{needing.NEEDS}/imports", head + row), "done")
    survey = await needing.requested(house)
    return {"need_id": hers["id"], "survey_id": survey["id"]}


async def _codes(house: House, words: Words, she: int) -> dict[str, str]:
    """A scheme of the office whose code she uses, and what its next version proposes to her."""
    staff, me, code = house.as_role(Role.STAFF), house.as_member(she), words("craft")
    await made(await staff.post("/members/v1/classifications", json={"code": "local-crafts", "kind": "occupations"}))
    old = {"code": code, "labels": {"fr": words("craft")}, "close": ["baker"]}
    await made(await staff.post(f"{CRAFTS}/draft/amend", json={"concepts": [old]}), 200)
    await made(await staff.post(f"{CRAFTS}/draft/publish"), 200)
    mine = "/members/v1/profiles/mine"
    tag = {"If-Match": (await me.get(mine)).headers["etag"]}
    await made(await me.patch(mine, json={"trades": ["photographer", f"local-crafts:{code}"]}, headers=tag), 200)
    await made(await staff.post(f"{CRAFTS}/versions", json={"version": "2"}))
    new = {"concepts": [{"code": "glass", "labels": {"fr": "verrier"}}], "removed": [code]}
    await made(await staff.post(f"{CRAFTS}/draft/amend", json=new), 200)
    await made(await staff.post(f"{CRAFTS}/draft/publish"), 200)
    await ended(staff, await staff.post(f"{CRAFTS}/upgrade"), "done")
    (proposal,) = (await made(await me.get("/members/v1/code-proposals/mine"), 200))["items"]
    return {"code_proposal_id": proposal["id"]}


async def _activity(house: House, she: int) -> dict[str, str]:
    """What her activity in another trade than those she declares has proposed to her."""

    async def proposed() -> list[dict[str, Any]]:
        return await working.proposals(house, she)

    return {"proposal_id": (await eventually(proposed))[0]["id"]}


async def _letters(house: House, words: Words, she: int) -> dict[str, str]:
    """Requests and consents on paper, which the staff records."""
    staff, letter = house.as_role(Role.STAFF), {"member_id": str(member_number(she)), "way": "paper"}
    filed = letter | {"evidence_reference": words("letter")}
    export = await made(await staff.post("/members/v1/data-exports", json=filed), 202)
    notice = await consenting.published(house, purpose="photo_use")
    paper = {"member_id": letter["member_id"], "notice_id": notice["id"], "language": "nl", "method": "paper"}
    given = await made(await staff.post(consenting.CONSENTS, json=paper | {"evidence_reference": words("letter")}))
    return {"letter_id": export["id"], "consent_on_paper_id": given["id"]}


async def _counted(house: House) -> None:
    """The office has its members counted today."""
    await made(await house.as_role(Role.STAFF).post("/members/v1/analytics/snapshots"), 202)
    table = {"office": BRUSSELS}

    async def read() -> int:
        return (await house.client().get("/members/v1/analytics/tables/trade", params=table)).status_code

    await eventually(read, lambda status: status == httpx.codes.OK)


async def _declined(house: House, words: Words, she: int, filiere: str) -> dict[str, str]:
    """She leaves a filière, and her request to join it again is declined, before she is invited after all."""
    me, staff, path = house.as_member(she), house.as_role(Role.STAFF), f"/members/v1/filieres/{filiere}"
    tag = {"If-Match": (await staff.get(path)).headers["etag"]}
    narrower = {"openness": "on_request", "openness_reason": {"en": "Papers first"}}
    await made(await staff.patch(path, json=narrower, headers=tag), 200)
    (membership,) = (await made(await me.get("/members/v1/memberships/mine"), 200))["items"]
    await made(await me.post(f"/members/v1/memberships/{membership['id']}/leave"), 200)
    request = await made(await me.post(f"{path}/join"))
    why = {"reason": words("reason to decline")}
    await made(await staff.post(f"/members/v1/memberships/{request['id']}/decline", json=why), 200)
    invitation = await made(await staff.post(f"{path}/invite", json={"member_id": str(member_number(she))}))
    await made(await me.post(f"/members/v1/memberships/{invitation['id']}/accept"), 200)
    return {"membership_id": invitation["id"]}


async def _interest(house: House, words: Words, she: int) -> None:
    """What ties her, who also buys for the office, to a supplier."""
    supplier = await purchasing.suggested(house, she, name="Third", vat_number="FR32010001030", country="FR")
    path = f"{purchasing.SUPPLIERS}/{supplier['id']}/interests"
    await made(await house.as_member(she, Role.BUYER).post(path, json={"nature": words("interest")}))


async def _small_traces(house: House, she: int, other: int) -> None:
    """What tells that she was there, though she wrote nothing."""
    me, staff = house.as_member(she), house.as_role(Role.STAFF)
    await made(await me.put(PREFERENCE, json={"accepts_messages": True}), 200)
    topic = await started(house.as_member(other))
    done(await me.put(f"/members/v1/topics/{topic['id']}/readings/mine", json={"number": 1}))
    await made(await me.put(f"{await initiating.published(house, other)}/supports/mine"), 200)
    tool = {"kind": "other", "url": "https://tool.example/", "names": {"en": "Tool"}}
    await made(await staff.post(SPACES, json=tool | {"maintainer_id": str(member_number(she))}))
    message = await made(await write(house, she, other))
    report = {"note": "Advertising"}
    done(await house.as_member(other).post(f"/members/v1/contact-messages/{message['id']}/report", json=report))
