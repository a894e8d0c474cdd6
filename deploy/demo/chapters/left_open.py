"""What is left open when the story ends, for whoever reads it: an order, a survey, an opinion (R2, R14, R22)."""

from collections.abc import Sequence
from datetime import UTC, datetime, time, timedelta

from deploy.demo.cast import buyer, member, staff
from deploy.demo.chapters import needs, pooled_order, survey
from deploy.demo.chapters.community import OPINIONS
from deploy.demo.door import Door, each
from deploy.demo.material import document, said
from deploy.demo.people import OFFICES, Person, members

OFFICE = OFFICES[0]
ARTICLE = "laptop-refurbished-14"

DAYS = 45
"""How long members have from the day on which the story is told."""

JOINED = 12
"""Members who joined already; three more laptops, and the price falls."""

ASKED = 6
"""Members who gave their opinion already."""


async def leave_open(door: Door) -> None:
    """An order takes commitments, a needs survey answers, and a consultation on a proposed filière opinions."""
    await _order(door)
    asked = await needs.request(door, "needs", DAYS)
    material = document("needs")
    wave = material["wave"] | {"needs_survey_id": asked, "needs_question": "need"}
    await survey.ask(door, "needs/", material["questionnaire"], wave)
    await _consultation(door)


def joined() -> Sequence[Person]:
    """Who joined the open order: members of its filière and region, not the one that the reader speaks for."""
    return [person for person in pooled_order.buyers() if person is not members(OFFICE)[0]][:JOINED]


def order_path(door: Door) -> str:
    """Where the open order is."""
    return f"{pooled_order.ORDERS}/{door.journal['next-order']}"


async def _order(door: Door) -> None:
    draft = pooled_order.draft(door, ARTICLE, "next-order", _until(door))
    await door.post("next-order", buyer(OFFICE), pooled_order.ORDERS, draft)
    await door.post("next-order/open", buyer(OFFICE), f"{order_path(door)}/open")
    article = (await door.get(buyer(OFFICE), order_path(door)))["articles"][0]["id"]

    async def join(person: Person) -> None:
        lines = {"lines": [{"article_id": article, "firm": "1"}]}
        await door.put(f"next-order/{person.id}", member(person), f"{order_path(door)}/commitments/mine", lines)

    await each(joined(), join)


async def _consultation(door: Door) -> None:
    """A circle is proposed and studied; it is for whoever lives it, so it names no trade."""
    proposal = {
        "kind": "circle",
        "names": said("proposal-name"),
        "purpose": said("proposal-purpose"),
        "languages": ["fr", "nl", "en"],
    }
    author = members(OFFICE)[30]
    filiere = await door.post("proposal", member(author), "/members/v1/filieres", proposal)
    path = f"/members/v1/filieres/{filiere}"
    grounds = {
        "reason": said("proposal-reason"),
        "evidence": [{"title": said("proposal-evidence")[author.language]}],
    }
    await door.post("proposal/study", staff(OFFICE), f"{path}/study", grounds)
    question = said("consultation-question", name=said("proposal-name"))
    asked = {"about": "launching", "question": question, "closes_at": _until(door).isoformat()}
    consultation = await door.post("proposal/consult", staff(OFFICE), f"{path}/consultations", asked)

    async def think(numbered: tuple[int, Person]) -> None:
        number, person = numbered
        opinions = f"/members/v1/consultations/{consultation}/opinions/mine"
        await door.put(f"proposal/{person.id}", member(person), opinions, {"stance": OPINIONS[number]})

    await each(enumerate(members(OFFICE)[31 : 31 + ASKED]), think)


def _until(door: Door) -> datetime:
    """The end of all that is open: the same instant however often the story goes on."""
    return datetime.combine(door.journal.today + timedelta(days=DAYS), time(17), UTC)
