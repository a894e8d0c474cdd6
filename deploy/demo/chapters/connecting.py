"""Members find work together, discuss, and write to each other without an address (R3)."""

from datetime import timedelta
from typing import Any

from deploy.demo.answers import Actor
from deploy.demo.cast import client, facilitator, member, staff
from deploy.demo.chapters.community import filiere_id
from deploy.demo.door import Door
from deploy.demo.groups import group_of
from deploy.demo.material import document
from deploy.demo.people import OFFICES, Person, members

OFFICE = OFFICES[0]
OPPORTUNITIES, ANSWERS = "/members/v1/opportunities", "/members/v1/opportunity-answers"
TOPICS, SPACES = "/members/v1/topics", "/members/v1/external-spaces"
ANSWERING, WRITING = 2, 4
"""Members who answer each opportunity, and members who write to another; who hides her name does neither."""


def opportunities() -> list[dict[str, Any]]:
    """The opportunities of the story."""
    found: list[dict[str, Any]] = document("connecting")["opportunities"]
    return found


def topics() -> list[dict[str, Any]]:
    """The topics of the story."""
    found: list[dict[str, Any]] = document("connecting")["topics"]
    return found


def spaces() -> list[dict[str, Any]]:
    """The external spaces of the story."""
    found: list[dict[str, Any]] = document("connecting")["spaces"]
    return found


async def post_opportunities(door: Door) -> None:
    """The structure, a member and a client look for members; two answer each, and the poster accepts the first."""
    for one in opportunities():
        poster = _poster(one)
        posted = await door.post(_deed(one), poster, OPPORTUNITIES, _draft(door, one))
        for number, person in enumerate(answering(one)):
            deed = f"{_deed(one)}/{person.id}"
            body = {"message": document("connecting")["answer"][person.language], "reveals_contact": number == 0}
            answer = await door.post(deed, member(person), f"{OPPORTUNITIES}/{posted}/answers", body)
            if number == 0:
                reply = {"text": document("connecting")["reply"][person.language]}
                await door.post(f"{deed}/reply", poster, f"{ANSWERS}/{answer}/messages", reply)
                await door.post(f"{deed}/accept", poster, f"{ANSWERS}/{answer}/accept")
    await _moderate(door, opportunities()[-1])


async def _moderate(door: Door, one: dict[str, Any]) -> None:
    """A member reports an opportunity, and the staff lets it stay."""
    path, deed = f"{OPPORTUNITIES}/{door.journal[_deed(one)]}", f"{_deed(one)}/report"
    reader = next(person for person in people_of(None) if person not in answering(one))
    await door.post(deed, member(reader), f"{path}/report", {"kind": "other", "note": document("connecting")["report"]})
    await door.post(f"{deed}/dismissed", staff(OFFICE), f"{path}/dismiss-reports")


async def discuss(door: Door) -> None:
    """Members of two filières and of the whole office discuss; tools that groups use elsewhere are listed."""
    for one in topics():
        people = people_of(one["filiere"])
        opening, *others = one["posts"]
        body = {"title": one["title"], "language": one["language"], "text": opening} | _of_filiere(door, one["filiere"])
        topic = await door.post(f"topic/{one['code']}", member(people[0]), TOPICS, body)
        for number, text in enumerate(others, 1):
            deed = f"topic/{one['code']}/{number}"
            await door.post(deed, member(people[number]), f"{TOPICS}/{topic}/posts", {"text": text})
    for one in spaces():
        kept = {name: one[name] for name in ("kind", "url", "names", "audience")}
        keeper = _keeper(door, one["filiere"])
        await door.post(f"space/{one['code']}", keeper, SPACES, kept | _of_filiere(door, one["filiere"]))


async def write_to_each_other(door: Door) -> None:
    """Members write to others whom they see in the directory; every other one answers."""
    people = people_of(None)
    for number in range(WRITING):
        sender, recipient = people[number], people[number + WRITING]
        path = f"/members/v1/directory/members/{recipient.id}/messages"
        body = {"text": document("connecting")["message"][sender.language]}
        await door.post(f"message/{number}", member(sender), path, body)
        if number % 2 == 0:
            path = f"/members/v1/directory/members/{sender.id}/messages"
            body = {"text": document("connecting")["message_reply"][recipient.language]}
            await door.post(f"message/{number}/reply", member(recipient), path, body)


def answering(one: dict[str, Any]) -> list[Person]:
    """Members who answer an opportunity: those with a trade that it wants."""
    poster = _posting_member(one)
    fitting = [person for person in people_of(one.get("filiere")) if set(person.trades) & set(one["trades"])]
    others = [person for person in people_of(one.get("filiere")) if person not in fitting]
    return [person for person in (*fitting, *others) if person is not poster][:ANSWERING]


def people_of(filiere: str | None) -> list[Person]:
    """Those of a filière, or of the office, who show themselves to members and did not leave."""
    if filiere is None:
        known = list(members(OFFICE))[1:]
    else:
        group = group_of(filiere)
        known = [person for person in group.joiners if person not in group.leavers]
    return [person for person in known if person.shows != "to nobody"]


def _posting_member(one: dict[str, Any]) -> Person | None:
    return people_of(one["filiere"])[0] if one["by"] == "member" else None


def _poster(one: dict[str, Any]) -> Actor:
    person = _posting_member(one)
    if person is not None:
        return member(person)
    return staff(OFFICE) if one["by"] == "structure" else client(OFFICE)


def _keeper(door: Door, filiere: str | None) -> Actor:
    if filiere is None:
        return staff(OFFICE)
    group = group_of(filiere)
    return facilitator(group.facilitators[0], filiere_id(door, group))


def _of_filiere(door: Door, filiere: str | None) -> dict[str, str]:
    return {"filiere_id": filiere_id(door, group_of(filiere))} if filiere else {}


def _deed(one: dict[str, Any]) -> str:
    return f"opportunity/{one['code']}"


def _draft(door: Door, one: dict[str, Any]) -> dict[str, Any]:
    plain = {name: one[name] for name in ("titles", "description", "trades", "sectors", "remote", "audience")}
    pay = {name: {"amount": one[name], "currency": "EUR"} for name in ("low", "high") if name in one}
    return plain | {
        "place": {"country": "BE", "nuts": one["nuts"]},
        "answer_by": (door.journal.today + timedelta(days=one["days"])).isoformat(),
        "filieres": [filiere_id(door, group_of(one["filiere"]))] if "filiere" in one else [],
        "organisation": one.get("organisation"),
        "remuneration": pay or None,
    }
