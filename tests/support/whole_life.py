"""A member who has used everything that the house offers, and wrote a word of her own wherever words can be written."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx

from members import consenting, exporting, initiating, working
from members.given import GROUNDS, a_filiere
from partage_kit.auth import Role
from partage_members.profiles.fields import ProfileField
from support import evaluating, office_life, pooling, purchasing, surveying
from support.connecting import ANSWERS, POSTS, answered, done, posted, started, write, wrote
from support.house import House, member_number
from support.intake import sent
from support.plain_http import NO_CERTIFICATES
from support.purchasing import made
from support.traces import Words
from support.waiting import eventually

SHE, OTHER = 1, 2
PHONE = "+32 470 98 76 54"
_PUBLIC = dict.fromkeys(ProfileField, "public")

HER_CODES = frozenset({"postal code", "opportunity's code"})
"""Codes of places where she is."""

IN_EVENTS = HER_CODES | {"craft"}
"""What events may tell: streams are not written anew, so they hold codes, and nothing that somebody wrote."""

STAYS = frozenset({"filière", "initiative", "supplier", "space", *IN_EVENTS, *office_life.STAYS, *office_life.KEPT})
"""What is said for a group or of an enterprise stays with it, as the declarations of the nouns say."""

Ids = dict[str, str]
"""An id of each kind of record, by the name that it has in paths."""


class Outside(House):
    """A service of a house in processes, called through the gateway; its own database is only looked into."""

    def client(self, token: str | None = None) -> httpx.AsyncClient:
        """A client with a token, or without one."""
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        return httpx.AsyncClient(base_url=self.base_url, headers=headers, timeout=60, verify=NO_CERTIFICATES)


async def whole_life(members: House, words: Words) -> Ids:
    """She does everything, another member answers, and the staff does its part."""
    ids = await _profile(members, words)
    filiere, consultation = await _filiere(members, words)
    ids |= {"filiere_id": filiere, "group_id": filiere, "consultation_id": consultation}
    ids |= await _connections(members, words)
    ids |= await _papers(members, words)
    ids |= await _purchases(members, words)
    ids |= await _survey(members, words)
    return ids | await office_life.office_life(members, words, SHE, OTHER, filiere)


def _texts(words: Words, used_for: str) -> dict[str, str]:
    return {language: words(f"{used_for} {language}") for language in ("fr", "nl", "en")}


def _url(words: Words, used_for: str) -> str:
    return f"https://{words(used_for)}.example/"


async def _profile(house: House, words: Words) -> Ids:
    place = {"country": "FR", "nuts": "FR101", "postal_code": words("postal code").upper()}  # names no list checks
    body: dict[str, Any] = {
        "given_name": words("given name").capitalize(),
        "family_name": words("family name").capitalize(),
        "email": f"{words('email')}@members.example",
        "phone": PHONE,
        "territory": place | {"municipality": words("municipality")},
        "languages": ["fr", "nl"],
        "headline": _texts(words, "headline"),
        "presentation": _texts(words, "presentation"),
        "trades": ["photographer"],
        "sectors": ["74"],
        "skills": [words("first skill"), words("second skill")],
        "availability": {"state": "available", "note": _texts(words, "availability")},
        "workplaces": [place | {"municipality": words("workplace's town"), "label": words("workplace")}],
        "links": [{"kind": "website", "url": _url(words, "link")}],
        "photo_url": _url(words, "photo"),
        "audiences": _PUBLIC,
    }
    await made(await house.as_member(SHE).post("/members/v1/profiles/mine", json=body))
    other = {"given_name": "Other", "family_name": "Member"}
    await made(await house.as_member(OTHER).post("/members/v1/profiles/mine", json=other))
    staff = house.as_role(Role.STAFF)
    reference = words("reference")
    profiles, activity = "/members/v1/profiles/imports", "/members/v1/activity-records/imports"
    head = "member_id,reference,stage\n"
    rejected = f"{head},{words('a rejected reference')},no stage\n"
    told = await sent(staff, profiles, f"{head}{member_number(SHE)},{reference},established\n")
    await office_life.ended(staff, told, "done")
    refused = await sent(staff, profiles, rejected)
    await office_life.ended(staff, refused, "failed")
    head = "kind,source,reference,member_reference,starts_on,trade\n"
    source, piece = words("source"), words("piece of activity")
    months = (working.month(house, ago) for ago in (1, 2, 3, 4))
    rows = (f"assignment,{source},{piece}-{month},{reference},{month},baker\n" for month in months)
    await office_life.ended(staff, await sent(staff, activity, head + "".join(rows)), "done")
    ids = dict.fromkeys(("profile_id", "member_id", "user_id"), str(member_number(SHE)))
    return ids | {"job_id": refused.json()["job_id"]}


async def _filiere(house: House, words: Words) -> tuple[str, str]:
    """She proposes a filière and gives her opinion; a colleague launches it, and she joins."""
    she, staff = house.as_member(SHE), house.as_role(Role.STAFF)
    body = a_filiere(names=_texts(words, "filière"), purpose=_texts(words, "filière"))
    filiere = (await made(await she.post("/members/v1/filieres", json=body)))["id"]
    path = f"/members/v1/filieres/{filiere}"
    await made(await staff.post(f"{path}/study", json=GROUNDS))
    closes_at = (datetime.now(UTC) + timedelta(seconds=3)).isoformat()
    asked = {"about": "launching", "question": {"en": "Shall we?"}, "closes_at": closes_at}
    consultation = (await made(await staff.post(f"{path}/consultations", json=asked)))["id"]
    opinion = {"stance": "support", "comment": words("opinion")}
    await made(await she.put(f"/members/v1/consultations/{consultation}/opinions/mine", json=opinion), 200)

    async def launched() -> int:
        return (await staff.post(f"{path}/launch", json=GROUNDS | {"consultation_id": consultation})).status_code

    await eventually(launched, lambda status: status == httpx.codes.CREATED)
    await made(await staff.post(f"{path}/activate", json=GROUNDS))
    await made(await she.post(f"{path}/join"))
    await made(await staff.post(f"{path}/facilitators", json={"member_id": str(member_number(SHE))}))
    return str(filiere), str(consultation)


async def _connections(house: House, words: Words) -> Ids:
    she, other, staff = house.as_member(SHE), house.as_member(OTHER), house.as_role(Role.STAFF)
    place = {
        "country": "FR",
        "municipality": words("opportunity's town"),
        "postal_code": words("opportunity's code").upper(),
    }
    hers = await posted(
        house,
        she,
        titles=_texts(words, "opportunity"),
        description=_texts(words, "opportunity's text"),
        organisation=words("opportunity's organisation"),
        place=place,
        link=_url(words, "opportunity's link"),
        remuneration={"note": _texts(words, "remuneration")},
        audience="public",
    )
    to_her = await answered(house, OTHER, hers)
    await made(await she.post(f"{ANSWERS}/{to_her['id']}/messages", json={"text": words("poster's message")}))
    await made(await other.post(f"{ANSWERS}/{to_her['id']}/messages", json={"text": "I am free"}))
    theirs = await posted(house, other)
    of_her = await answered(house, SHE, theirs, message=words("answer"), reveals_contact=True)
    await made(await she.post(f"{ANSWERS}/{of_her['id']}/messages", json={"text": words("answer's message")}))
    link = {"url": _url(words, "post's link"), "label": words("post's label")}
    await started(she, title=words("topic"), text=words("first post"), links=[link])
    topic = await started(other)
    post = await wrote(she, topic, words("post"), links=[link | {"url": _url(words, "reply's link")}])
    await made(await staff.post(f"{POSTS}/{post['id']}/hide", json={"reason": words("why it is hidden")}), 200)
    await made(await she.post(f"{POSTS}/{post['id']}/contest", json={"text": words("contest")}), 200)
    message = await made(await write(house, SHE, OTHER, words("message")))
    reply = await made(await write(house, OTHER, SHE, words("message to her")))
    note = {"note": words("report")}
    done(await she.post(f"/members/v1/contact-messages/{reply['id']}/report", json=note))
    space = {"kind": "matrix", "url": _url(words, "space"), "names": {"en": words("space")}}
    tool = await made(await staff.post("/members/v1/external-spaces", json=space))
    initiative = initiating.an_initiative(title=_texts(words, "initiative"), description=_texts(words, "initiative"))
    path = await initiating.submitted(house, SHE, initiative)
    return {
        "opportunity_id": hers["id"],
        "answer_id": to_her["id"],
        "topic_id": topic["id"],
        "post_id": post["id"],
        "conversation_id": message["conversation_id"],
        "space_id": tool["id"],
        "initiative_id": path.rpartition("/")[2],
    }


async def _papers(house: House, words: Words) -> Ids:
    """Consents, and an archive of all her data."""
    she = house.as_member(SHE)
    notice = await consenting.published(house)
    consent = await consenting.given(house, SHE, notice)
    export = await exporting.asked(house, SHE)

    async def state() -> str:
        return str((await she.get(f"/members/v1/data-exports/{export['id']}")).json()["state"])

    await eventually(state, lambda seen: seen == "ready")
    return {"export_id": export["id"], "notice_id": notice["id"], "consent_id": consent["id"]}


async def _purchases(house: House, words: Words) -> Ids:
    she = house.as_member(SHE)
    supplier = await purchasing.suggested(house, SHE, name=words("supplier"))
    charter = await purchasing.charter_in(house, "consultation")
    path = f"{purchasing.CHARTERS}/{charter['id']}/comments"
    await made(await she.post(path, json={"text": words("comment on the charter")}))
    assessed = await purchasing.assessed(
        house, await purchasing.suggested(house, OTHER, name="Another one", vat_number="BE 0000.010.292")
    )
    contest = {"reason": words("contest of an assessment")}
    await made(await she.post(f"{purchasing.ASSESSMENTS}/{assessed['id']}/contest", json=contest))
    order = await pooling.opened(house, supplier=assessed | {"id": assessed["supplier_id"]})
    await pooling.joined(house, SHE, order, "20")
    return {"supplier_id": supplier["id"], "charter_id": charter["id"], "order_id": order["id"]} | {
        "assessment_id": assessed["id"]
    }


async def _survey(house: House, words: Words) -> Ids:
    path = await surveying.opened(house, mode="identified")
    answers = surveying.an_answer(story=words("survey"))
    evaluating.made(await house.as_member(SHE).post(f"{path}/identified-responses", json={"answers": answers}))
    return {"wave_id": path.rpartition("/")[2]}


def at(house: House, address: str) -> Outside:
    """The same service as others reach it, at the address of the gateway."""
    return replace(Outside(house.app, house.settings), base_url=address)
