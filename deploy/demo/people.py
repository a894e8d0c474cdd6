"""The people of the demo cooperative: plainly fictional, and the same ones each time."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from itertools import product
from random import Random
from typing import Any, TypeVar
from uuid import UUID, uuid5

from deploy.demo.material import Row, Texts, listed, sectors_of, table, translated
from partage_contracts.members import Stage
from partage_kit.auth.local_issuer import trial_member
from partage_kit.folding import fold

OFFICES = ("brussels", "lille")
"""The first one is the office that `make token` speaks for when none is named."""

FILIERES = {
    "brussels": (
        "translation",
        "training",
        "graphic-image",
        "audiovisual",
        "live-performance",
        "communication-digital",
        "first-steps",
    ),
    "lille": ("sustainable-building", "local-food", "across-borders"),
}
"""Codes of the filières that the members of each office propose."""

_SIZES = {"brussels": 220, "lille": 80}
_LANGUAGES = {"brussels": {"fr": 55, "nl": 38, "en": 7}, "lille": {"fr": 88, "nl": 5, "en": 7}}
_REGIONS = {
    ("brussels", "fr"): {"BE1": 60, "BE3": 40},
    ("brussels", "nl"): {"BE1": 35, "BE2": 45, "NL": 20},
    ("brussels", "en"): {"BE1": 100},
    ("lille", "fr"): {"FRE": 70, "FR1": 5, "FRK": 5, "FRI": 5, "BE32": 15},
    ("lille", "nl"): {"FRE": 50, "BE25": 50},
    ("lille", "en"): {"FRE": 100},
}
"""Where members of an office live, by language: NUTS regions and their weights."""

_STAGES = {Stage.STARTING: 25, Stage.DEVELOPING: 40, Stage.ESTABLISHED: 30, Stage.WINDING_DOWN: 5}
_YEARS = {Stage.STARTING: (0, 1), Stage.DEVELOPING: (2, 5), Stage.ESTABLISHED: (5, 11), Stage.WINDING_DOWN: (9, 14)}
_PRESENTED = ("name", "headline", "presentation", "trades", "sectors", "skills", "languages", "territory", "links")
_SHOWN: Mapping[str, Mapping[str, str]] = {
    "openly": dict.fromkeys((*_PRESENTED, "availability"), "public"),
    "to partners": dict.fromkeys((*_PRESENTED, "email"), "partners"),
    "to members": {},
    "to companions": {"email": "filiere", "presentation": "filiere", "territory": "filiere"},
    "to nobody": {"name": "nobody"},
}
_SHYNESS = {"openly": 40, "to partners": 10, "to members": 38, "to companions": 8, "to nobody": 4}
"""To whom members show themselves, and how many of a hundred do."""

_LAST_REGISTRATION = date(2026, 10, 30)
_PEOPLE = UUID("0b6d3f0e-4c0f-4a53-8f0d-6f1f3f3f9a10")

T = TypeVar("T")


@dataclass(frozen=True, eq=False)
class Person:
    """A member of the demo cooperative; her id is the same each time."""

    id: UUID
    office: str
    given_name: str
    family_name: str
    language: str
    languages: tuple[str, ...]
    place: Row
    occupation: Row
    trades: tuple[str, ...]
    specialty: int
    stage: Stage
    joined_on: date
    shows: str

    @property
    def name(self) -> str:
        """How she is called."""
        return f"{self.given_name} {self.family_name}"

    @property
    def region(self) -> str:
        """The NUTS region (level 3) where she works."""
        return self.place["nuts"]

    def profile(self) -> dict[str, Any]:
        """What the staff of her office writes down at registration (R1)."""
        account = "".join(letter for letter in fold(f"{self.given_name}.{self.family_name}") if letter.isascii())
        return {
            "member_id": str(self.id),
            "given_name": self.given_name,
            "family_name": self.family_name,
            "email": f"{account.replace(' ', '-')}@members.example",
            "territory": {
                "country": self.place["country"],
                "nuts": self.region,
                "municipality": self.place[f"name_{self.language}"],
                "postal_code": self.place["postal_code"],
            },
            "languages": list(self.languages),
            "headline": self._written("headline"),
            "presentation": self._written("presentation"),
            "trades": list(self.trades),
            "sectors": sectors_of(self.trades[0])[:1],
            "skills": [listed(self.occupation[f"specialties_{self.language}"])[self.specialty]],
            "stage": self.stage,
            "joined_on": self.joined_on.isoformat(),
            "audiences": dict(_SHOWN[self.shows]),
            **self._contact(),
        }

    def _contact(self) -> dict[str, Any]:
        """A website and when she takes work, for those who present themselves to everybody."""
        if self.shows != "openly":
            return {}
        account = "".join(letter for letter in fold(self.family_name) if letter.isascii() and letter.isalpha())
        return {
            "links": [{"kind": "website", "url": f"https://{account}.example/"}],
            "availability": {"state": "partly" if self.specialty else "available"},
        }

    def _written(self, column: str) -> Texts:
        """Her text in every language she works in."""
        years = max(2, _LAST_REGISTRATION.year - self.joined_on.year)
        places = translated(self.place, "name")
        texts = translated(self.occupation, column)
        return {
            language: texts[language].format(
                specialty=listed(self.occupation[f"specialties_{language}"])[self.specialty],
                place=places[language],
                years=years,
            )
            for language in self.languages
        }


@cache
def members(office: str) -> tuple[Person, ...]:
    """The members of an office; the first one is who `make token ROLE=member` speaks for."""
    choose = Random(f"partage demo {office}")  # noqa: S311 - no secret: the same people each time
    return tuple(_persons(office, choose))


def everybody() -> tuple[Person, ...]:
    """The members of all offices."""
    return tuple(person for office in OFFICES for person in members(office))


def _persons(office: str, choose: Random) -> Iterator[Person]:
    names = {language: iter(_names(office, language)) for language in ("fr", "nl", "en")}
    occupations, weights = _occupations(office)
    shy = Random(f"audiences {office}")  # noqa: S311 - see `members`
    for number in range(_SIZES[office]):
        language = _weighted(choose, _LANGUAGES[office])
        given, family = next(names[language])
        occupation = choose.choices(occupations, weights)[0]
        stage = _weighted(choose, _STAGES)
        fewest, most = _YEARS[stage]
        yield Person(
            id=trial_member(office) if number == 0 else uuid5(_PEOPLE, f"{office} {number}"),
            office=office,
            given_name=given,
            family_name=family,
            language=language,
            languages=(
                language,
                *(other for other in ("fr", "nl", "en") if other != language and choose.random() < 0.6),
            ),
            place=choose.choice(_places(_weighted(choose, _REGIONS[office, language]))),
            occupation=occupation,
            trades=_trades(occupation["occupation"], occupations, choose),
            specialty=choose.randrange(3),
            stage=stage,
            joined_on=_LAST_REGISTRATION - timedelta(days=choose.randint(fewest * 365, most * 365 + 364)),
            shows="openly" if number == 0 else _weighted(shy, _SHYNESS),
        )


def _names(office: str, language: str) -> Sequence[tuple[str, str]]:
    """Given and family names that no other office uses, in an order of their own."""
    given = [row["given_name"] for row in table("given_names") if row["language"] == language]
    family = [row["family_name"] for row in table("family_names") if row["language"] == language]
    pairs = sorted(product(given, family))
    Random(f"names {language}").shuffle(pairs)  # noqa: S311 - see `members`
    return pairs[OFFICES.index(office) :: len(OFFICES)]


def _occupations(office: str) -> tuple[list[Row], list[int]]:
    """The occupations of the cooperative; those that the filières of an office gather are more frequent there."""
    gathered = {
        code for row in table("filieres") if row["code"] in FILIERES[office] for code in listed(row["occupations"])
    }
    rows = list(table("presentations"))
    return rows, [6 if row["occupation"] in gathered else 1 for row in rows]


def _trades(main: str, occupations: Sequence[Row], choose: Random) -> tuple[str, ...]:
    """One trade, or for every third member a second one of the same sector."""
    near = [row["occupation"] for row in occupations if sectors_of(row["occupation"]) == sectors_of(main)]
    second = choose.choice(near)
    return (main,) if second == main or choose.random() < 0.66 else (main, second)


def _places(region: str) -> list[Row]:
    return [row for row in table("places") if row["nuts"].startswith(region)]


def _weighted(choose: Random, weights: Mapping[T, int]) -> T:
    return choose.choices(list(weights), list(weights.values()))[0]
