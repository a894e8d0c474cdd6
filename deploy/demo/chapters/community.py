"""Members are registered, propose filières, are consulted and join (R1, R2)."""

from datetime import UTC, datetime

from deploy.demo.answers import Refused
from deploy.demo.cast import colleague, facilitator, member, staff
from deploy.demo.door import Door, each, until
from deploy.demo.groups import ON_REQUEST, Group, groups
from deploy.demo.material import listed, said, table, translated
from deploy.demo.people import Person, everybody, members

ASKED = 14
"""Members who give their opinion on each filière."""

WINDOW_S = 4.0
"""How long a consultation lasts here at least; in life, weeks."""

OPINIONS = ("support", "support", "neutral", "support", "support", "oppose", "support")


def filiere_id(door: Door, group: Group) -> str:
    """The id that a filière got when it was proposed."""
    return door.journal[f"filiere/{group.code}"]


def _path(door: Door, group: Group) -> str:
    return f"/members/v1/filieres/{filiere_id(door, group)}"


async def name_offices(door: Door) -> None:
    """The administrator of each office says what it is called and where its website is."""
    mine = "/members/v1/offices/mine"
    for row in table("offices"):
        office, named = row["office"], {"names": translated(row, "name"), "website": row["website"]}
        settings = await door.get(colleague(office), mine)
        await door.patch(f"office/{office}", colleague(office), mine, named, version=settings["version"])


async def register_members(door: Door) -> None:
    """Write every member's profile."""

    async def register(person: Person) -> None:
        await door.post(f"member/{person.id}", staff(person.office), "/members/v1/profiles", person.profile())

    await each(everybody(), register)


async def propose_filieres(door: Door) -> None:
    """One member proposes each filière; staff takes it under study."""

    async def propose(group: Group) -> None:
        reason = ON_REQUEST.get(group.code)
        proposal = {
            "kind": group.row["kind"],
            "names": group.names,
            "purpose": translated(group.row, "purpose"),
            "occupations": listed(group.row["occupations"]),
            "sectors": listed(group.row["sectors"]),
            "languages": ["fr", "nl", "en"],
            "openness": "on_request" if reason else "open",
            "openness_reason": said(reason) if reason else None,
        }
        await door.post(f"filiere/{group.code}", member(group.joiners[0]), "/members/v1/filieres", proposal)
        await _decide(door, group, "study")

    await each(groups(), propose)


async def consult_members(door: Door) -> None:
    """Ask the members of each office about its filières, and let some of them answer."""

    async def consult(group: Group) -> None:
        await _open_consultation(door, group)
        asked = members(group.office)[: ASKED * 3 : 3]
        await each(enumerate(asked), lambda numbered: _give_opinion(door, group, *numbered))

    await each(groups(), consult)


async def launch_filieres(door: Door) -> None:
    """Wait until the consultations are over; staff launches each filière, citing its consultation."""

    async def launch(group: Group) -> None:
        consultation = door.journal[f"consultation/{group.code}"]

        async def state() -> str:
            read = await door.get(staff(group.office), f"/members/v1/consultations/{consultation}")
            return str(read["state"])

        await until(state, lambda seen: seen == "closed")
        await _decide(door, group, "launch", consultation_id=consultation)

    await each(groups(), launch)


async def join_filieres(door: Door) -> None:
    """Members join what suits them; where a filière asks for a request, it is approved, declined or left waiting."""

    async def join(group: Group) -> None:
        await each(group.joiners, lambda person: _join(door, group, person))
        if group.code in ON_REQUEST:
            await _answer_requests(door, group)
        else:
            await each(group.leavers, lambda person: _leave(door, group, person))

    await each(groups(), join)


async def invite_members(door: Door) -> None:
    """Facilitators invite two members who hesitated: one accepts, one refuses."""

    async def invite(group: Group) -> None:
        host = facilitator(group.facilitators[0], filiere_id(door, group))
        for answer, person in group.invited.items():
            deed = f"invitation/{group.code}/{person.id}"
            invitation = await door.post(deed, host, f"{_path(door, group)}/invite", {"member_id": str(person.id)})
            await door.post(f"{deed}/{answer}", member(person), f"/members/v1/memberships/{invitation}/{answer}")

    await each(groups(), invite)


async def activate_filieres(door: Door) -> None:
    """Staff appoints the facilitators of the filières, and states that they are active."""

    async def activate(group: Group) -> None:
        for person in group.facilitators:
            deed, path = f"facilitator/{group.code}/{person.id}", f"{_path(door, group)}/facilitators"
            await door.post(deed, staff(group.office), path, {"member_id": str(person.id)})
        await _decide(door, group, "activate")

    await each(groups(), activate)


async def _decide(door: Door, group: Group, verb: str, **more: str) -> None:
    grounds = {
        "reason": said(f"{verb}-reason"),
        "evidence": [{"title": said(f"{verb}-evidence")[group.joiners[0].language]}],
    }
    await door.post(f"{verb}/{group.code}", staff(group.office), f"{_path(door, group)}/{verb}", grounds | more)


async def _open_consultation(door: Door, group: Group) -> None:
    """Open it, unless an earlier run did so and was interrupted before it could note it."""
    deed, actor, path = f"consultation/{group.code}", staff(group.office), f"{_path(door, group)}/consultations"
    if deed in door.journal:
        return
    if earlier := (await door.get(actor, path))["items"]:
        door.journal.note(deed, earlier[0]["id"])
        return
    question = said("consultation-question", name=group.names)
    closes_at = datetime.now(UTC) + door.time_for((2 + ASKED) * len(groups()), WINDOW_S)
    body = {"about": "launching", "question": question, "closes_at": closes_at.isoformat()}
    await door.post(deed, actor, path, body)


async def _give_opinion(door: Door, group: Group, number: int, person: Person) -> None:
    stance = OPINIONS[number % len(OPINIONS)]
    comment = said(f"opinion-{stance}")[person.language] if number < 3 or stance == "oppose" else None
    consultation = door.journal[f"consultation/{group.code}"]
    path = f"/members/v1/consultations/{consultation}/opinions/mine"
    try:
        deed = f"opinion/{group.code}/{person.id}"
        await door.put(deed, member(person), path, {"stance": stance, "comment": comment})
    except Refused as refused:
        if refused.kind != "consultation-not-open":  # the story was interrupted for longer than the window
            raise


async def _join(door: Door, group: Group, person: Person) -> None:
    await door.post(f"membership/{group.code}/{person.id}", member(person), f"{_path(door, group)}/join")


async def _leave(door: Door, group: Group, person: Person) -> None:
    membership = door.journal[f"membership/{group.code}/{person.id}"]
    await door.post(f"leave/{membership}", member(person), f"/members/v1/memberships/{membership}/leave")


async def _answer_requests(door: Door, group: Group) -> None:
    """Staff lets the facilitators in; they let in the others, decline the last but one and leave the last waiting."""
    host = facilitator(group.facilitators[0], filiere_id(door, group))
    declined, _waiting = group.refused

    async def answer(person: Person) -> None:
        membership = door.journal[f"membership/{group.code}/{person.id}"]
        path = f"/members/v1/memberships/{membership}"
        if person is declined:
            reason = said("request-declined")[person.language]
            await door.post(f"decline/{membership}", host, f"{path}/decline", {"reason": reason})
        else:
            actor = staff(group.office) if person in group.facilitators else host
            await door.post(f"approve/{membership}", actor, f"{path}/approve")

    await each(group.joiners[:-1], answer)
