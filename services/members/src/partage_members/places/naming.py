"""What a place is called in which language, and by which writings it is found; pure."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from partage_kit.folding import fold
from partage_kit.types import LANGUAGES

LONGEST = 200
"""Characters of a name."""

MOST_BEGINNINGS = 8
"""Words of a name from which on it is found while somebody types."""


@dataclass(frozen=True, slots=True)
class PlaceName:
    """A name, and its language (ISO 639); empty where nobody told which."""

    language: str
    text: str


@dataclass(frozen=True, slots=True)
class Place:
    """A municipality or town: its names, its own first; its postal codes; where it is (degrees, WGS 84; NUTS)."""

    country: str
    names: tuple[PlaceName, ...]
    postal_codes: tuple[str, ...]
    latitude: float
    longitude: float
    origins: frozenset[tuple[str, int]]
    """The sources that tell of it, each with its number there."""
    nuts: str | None = None
    """The smallest region that all of it lies in, as far as somebody told."""
    nuts_of_codes: tuple[tuple[str, str], ...] = ()
    """The regions of some of its postal codes, where those were told one by one."""

    def nuts_at(self, postal_code: str | None) -> str | None:
        """The region of the part that has this postal code, else of all."""
        return dict(self.nuts_of_codes).get(postal_code or "", self.nuts)

    @property
    def texts(self) -> tuple[str, ...]:
        """Its names, each once."""
        return tuple(dict.fromkeys(name.text for name in self.names))

    def is_called(self, written: str) -> bool:
        """Whether this is one of its names."""
        return plain(written) in map(plain, self.texts)

    def labels(self) -> dict[str, str]:
        """What it is called for readers of each of the house's languages: in that language, else as it calls itself."""
        return labels_of(self.names)


_LONGEST_PLAIN = 300
"""Characters of a folded name that count; folding may make it longer than it was."""

_NEAR = 0.3
"""Degrees within which places of one name are one."""


def is_same(one: Place, other: Place) -> bool:
    """Whether two places of one name are the same: that of one source, or told by several and near to each other."""
    if one.origins & other.origins:
        return True
    sources = ({source for source, _ in place.origins} for place in (one, other))
    near = abs(one.latitude - other.latitude) < _NEAR and abs(one.longitude - other.longitude) < _NEAR
    return near and set.isdisjoint(*sources)


def merged(one: Place, other: Place) -> Place:
    """What two sources tell of the same place; the first decides where it is and what it calls itself."""
    names = tuple(dict.fromkeys((*one.names, *other.names)))
    codes = tuple(sorted({*one.postal_codes, *other.postal_codes}))
    nuts, of_codes = one.nuts or other.nuts, one.nuts_of_codes or other.nuts_of_codes
    origins = one.origins | other.origins
    return replace(one, names=names, postal_codes=codes, origins=origins, nuts=nuts, nuts_of_codes=of_codes)


_SHORTEST_REGION = 3
"""Characters of a region of level 1: those of its country, and one."""


@dataclass(frozen=True, slots=True)
class Region:
    """A region of NUTS, and what it is called for readers of each of the house's languages."""

    nuts: str
    labels: Mapping[str, str]


def levels_of(nuts: str | None) -> tuple[str, ...]:
    """The regions that a code lies in, from level 1 down to itself: BE332 is in BE3, BE33 and BE332."""
    return tuple(nuts[:length] for length in range(_SHORTEST_REGION, len(nuts) + 1)) if nuts else ()


_AS_COUNTRY = {"EL": "GR", "UK": "GB"}
"""How ISO writes the countries for which NUTS has letters of its own."""


def country_of(nuts: str) -> str:
    """The country of a region (ISO 3166-1)."""
    return _AS_COUNTRY.get(nuts[:2], nuts[:2])


def shared_region(codes: Iterable[str]) -> str | None:
    """The smallest region that these all lie in; None when they have no more than their country in common."""
    levels = [levels_of(code) for code in codes]
    shared = [level for level in min(levels, default=()) if all(level in others for others in levels)]
    return shared[-1] if shared else None


def labels_of(names: Iterable[PlaceName]) -> dict[str, str]:
    """One name for each of the house's languages: the first in it, else the first of all."""
    first: dict[str, str] = {}
    for name in names:
        first.setdefault(name.language, name.text)
        first.setdefault("own", name.text)
    return {language: first.get(language, first["own"]) for language in LANGUAGES} if first else {}


def plain(name: str) -> str:
    """A name without accents and marks: Saint-Josse and saint josse are one."""
    return " ".join("".join(letter if letter.isalnum() else " " for letter in fold(name)).split())[:_LONGEST_PLAIN]


def beginnings(name: str) -> Iterator[str]:
    """What somebody may begin to type for a name: all of it, and what follows each of its first words."""
    words = plain(name).split()[:MOST_BEGINNINGS]
    return (" ".join(words[start:]) for start in range(len(words)))
