"""The filières of the demo cooperative, and who chooses to belong to them."""

from dataclasses import dataclass
from functools import cache
from random import Random

from deploy.demo.material import Row, Texts, listed, table, translated
from deploy.demo.people import FILIERES, OFFICES, Person, members
from partage_contracts.members import Stage

ON_REQUEST = {"translation": "openness-accredited", "sustainable-building": "openness-insured"}
"""Filières that a member asks to join, and the text that says why."""

_CHOSEN_BY = 0.85
"""Share of those it is meant for who join."""

_MOST = 3
"""Filières a member may belong to at once, circles aside."""


@dataclass(frozen=True, eq=False)
class Group:
    """A filière of one office; `joiners` in the order they come, the first one proposed it."""

    office: str
    row: Row
    joiners: tuple[Person, ...]
    hesitant: tuple[Person, ...]

    @property
    def code(self) -> str:
        """Its key in the material."""
        return self.row["code"]

    @property
    def names(self) -> Texts:
        """Its name in every language."""
        return translated(self.row, "name")

    @property
    def facilitators(self) -> tuple[Person, ...]:
        """Two members who facilitate it."""
        return self.joiners[:2]

    @property
    def invited(self) -> dict[str, Person]:
        """Two members who hesitated and are invited, by what they answer; a trade filière invites nobody."""
        hesitant = () if self.row["kind"] == "trade" else self.hesitant
        return dict(zip(("accept", "refuse"), hesitant, strict=False))

    @property
    def refused(self) -> tuple[Person, ...]:
        """Of those who had to ask, the one who is declined and the one who still waits for an answer."""
        return self.joiners[-2:] if self.code in ON_REQUEST else ()

    @property
    def leavers(self) -> tuple[Person, ...]:
        """Those who leave again."""
        return self.joiners[9::12]


@cache
def groups() -> tuple[Group, ...]:
    """The ten filières."""
    return tuple(
        _group(office, row) for office in OFFICES for row in table("filieres") if row["code"] in FILIERES[office]
    )


def _group(office: str, row: Row) -> Group:
    meant = [person for person in members(office) if row["code"] in _fitting(person)]
    joiners = tuple(person for person in meant if _share(person, row["code"]) < _CHOSEN_BY)
    return Group(office, row, joiners, tuple(person for person in meant if person not in joiners))


def _fitting(person: Person) -> set[str]:
    """The filières that suit a member: circles by her situation, others by her trades and not more than allowed."""
    own = [row for row in table("filieres") if row["code"] in FILIERES[person.office]]
    trades = [row["code"] for row in own if set(listed(row["occupations"])) & set(person.trades)]
    return {
        *trades[:_MOST],
        *(row["code"] for row in own if row["kind"] == "circle" and _concerned(person, row["code"])),
    }


def _concerned(person: Person, circle: str) -> bool:
    return person.stage is Stage.STARTING if circle == "first-steps" else _share(person, "abroad") < 0.3


def _share(person: Person, about: str) -> float:
    """A number from 0 to 1 that is always the same for a member and a matter."""
    return Random(f"{person.id} {about}").random()  # noqa: S311 - no secret: the same choices each time


def group_of(code: str) -> Group:
    """The filière with a key of the material."""
    return next(group for group in groups() if group.code == code)
