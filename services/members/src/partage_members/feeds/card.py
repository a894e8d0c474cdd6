"""The public card of a member: what all formats are written from, and nothing else."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from partage_kit.types import translated
from partage_members.offices.naming import NamedOffice

Texts = Mapping[str, str]
"""A text by language: fr, nl, en."""


@dataclass(frozen=True, slots=True)
class Trade:
    """An occupation: its code, the address of its concept if the classification gives one, and its labels."""

    code: str
    labels: Texts
    uri: str | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """Where a member works: country (ISO 3166-1), NUTS region, postal code and the names of the municipality."""

    country: str
    nuts: str | None = None
    postal_code: str | None = None
    names: Texts = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Card:
    """A member as everybody may see her; what she shows to fewer is not here. Formats leave out what is empty."""

    id: UUID
    url: str
    office: NamedOffice
    given_name: str
    family_name: str
    changed_at: datetime
    headline: Texts | None = None
    presentation: Texts | None = None
    trades: Sequence[Trade] = ()
    skills: Sequence[str] = ()
    languages: Sequence[str] = ()
    place: Place | None = None
    email: str | None = None
    phone: str | None = None
    photo_url: str | None = None
    links: Sequence[str] = ()

    @property
    def name(self) -> str:
        """How she is called."""
        return f"{self.given_name} {self.family_name}"

    @property
    def page(self) -> str:
        """Her page in the directory, for people; `url` is for programs.

        It names her office: who comes when she hides is led back to its directory by the address, and not by her.
        """
        return f"{self.url}/page?office={self.office.code}"

    @property
    def website(self) -> str:
        """Her own address, else her page in the directory."""
        return self.links[0] if self.links else self.page

    def title(self, wanted: tuple[str, ...]) -> str:
        """What she does, in a line: her headline, else her trades; empty when she shows neither."""
        return translated(self.headline or {}, wanted) or ", ".join(self.trade_labels(wanted))

    def trade_labels(self, wanted: tuple[str, ...]) -> list[str]:
        """Her trades in words."""
        return [translated(trade.labels, wanted) or trade.code for trade in self.trades]

    def municipality(self, wanted: tuple[str, ...]) -> str:
        """The name of her municipality; empty when she shows none."""
        return translated(self.place.names, wanted) if self.place else ""
