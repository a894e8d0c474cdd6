"""Members propose what they would begin together, and tell what was learnt from what they did (R1)."""

from datetime import timedelta
from typing import Any

from deploy.demo.cast import member, staff
from deploy.demo.chapters.connecting import people_of
from deploy.demo.door import Door
from deploy.demo.material import document
from deploy.demo.people import OFFICES

OFFICE = OFFICES[0]
INITIATIVES = "/members/v1/initiatives"
_TOLD = ("kind", "title", "description", "trades", "sectors", "nuts", "wished_resources", "experience")


def initiatives() -> list[dict[str, Any]]:
    """The initiatives of the story; the last one waits for the staff."""
    found: list[dict[str, Any]] = document("initiatives")["initiatives"]
    return found


def published() -> list[dict[str, Any]]:
    """Those that the staff shows to everybody."""
    return [one for one in initiatives() if one["review_days"] is not None]


async def propose_and_support(door: Door) -> None:
    """Members submit initiatives, the staff publishes them, and other members support them."""
    people = people_of(None)
    for number, one in enumerate(initiatives()):
        body = {name: one[name] for name in _TOLD if name in one}
        await door.post(_deed(one), member(people[number]), INITIATIVES, body)
    for one in published():
        path = f"{INITIATIVES}/{door.journal[_deed(one)]}"
        review_on = (door.journal.today + timedelta(days=one["review_days"])).isoformat()
        await door.post(f"{_deed(one)}/published", staff(OFFICE), f"{path}/publish", {"review_on": review_on})
        for person in people[len(initiatives()) :][: one["supporters"]]:
            await door.put(f"{_deed(one)}/{person.id}", member(person), f"{path}/supports/mine", None)


def _deed(one: dict[str, Any]) -> str:
    return f"initiative/{one['code']}"
