"""The generic layout of a scheme as rows: one concept a row, a column for each language, lists joined with `|`.

code;broader;isco08;uri;label_fr;label_nl;label_en;alt_fr;alt_nl;alt_en;exact;close;broad;replaces
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Annotated, Any, Self

from pydantic import BeforeValidator, Field, StringConstraints, model_validator

from partage_kit.types import LANGUAGES, Line, Shape
from partage_kit.types.patterns import Pattern
from partage_members.classifications.codes import Code, of_scheme
from partage_members.classifications.editions import Edition, Mapped
from partage_members.classifications.lookup import Concept
from partage_members.classifications.models import Kind, Match

MOST_CONCEPTS = 20_000
"""Concepts of a scheme that an office may bring in."""

OwnCode = Annotated[
    str, Pattern(r"^[A-Za-z0-9][A-Za-z0-9._-]{0,47}$", "a code of letters, digits, ., _ and -, such as baker")
]
"""The code of a concept inside its scheme."""

Version = Annotated[str, Pattern(r"^[A-Za-z0-9][A-Za-z0-9._-]{0,30}$", "letters, digits, ., _ and -, such as 1.2.0")]
LocalScheme = Annotated[
    str,
    Pattern(r"^local-[a-z0-9][a-z0-9-]{0,23}$", "local- and then small letters, digits and -, such as local-crafts"),
]
"""The code of a scheme that an office has for itself; those for all offices never begin so."""


UnitGroup = Annotated[str, Pattern(r"^[0-9]{4}$", "the four digits of a unit group of ISCO-08, such as 7512")]
"""A unit group of ISCO-08, such as 7512."""

Address = Annotated[
    str,
    StringConstraints(max_length=300),
    Pattern(
        r"^https?://[^\s<>\"]+$", "an address that begins with https:// or http://, such as https://example.org/baker"
    ),
]
"""The address by which others name a concept."""


def _split(value: Any) -> Any:
    if value is None:
        return []
    return [part.strip() for part in value.split("|")] if isinstance(value, str) else value


_SPLIT = BeforeValidator(_split)
Alternatives = Annotated[list[Line], Field(max_length=50)]
Targets = Annotated[list[Code], Field(max_length=20)]
Replaced = Annotated[list[OwnCode], Field(max_length=50)]


def require_sense(code: str, broader: str | None, targets: Sequence[str]) -> None:
    """Refuse a concept that is above itself, or corresponds to another one in two ways."""
    if broader == code:
        raise ValueError("a concept is not above itself")
    if len(set(targets)) < len(targets):
        raise ValueError("each corresponding code once")


def circle_in(broader: Mapping[str, str | None]) -> list[str]:
    """The codes of a circle, each of which is below the next; empty when there is none."""
    done: set[str] = set()
    for code in broader:
        path: dict[str, None] = {}
        at: str | None = code
        while at is not None and at not in done and at not in path:
            path[at] = None
            at = broader.get(at)
        if at in path:
            whole = list(path)
            return whole[whole.index(at) :]
        done.update(path)
    return []


class ConceptRow(Shape):
    """A concept: labels in one language at least, alternative labels, what is above it, and what corresponds to it.

    `exact`, `close` and `broad` are codes of other schemes (`baker`, `esco:...`); `replaces` are the codes of earlier
    versions of the same scheme whose place it takes.
    """

    code: OwnCode
    broader: OwnCode | None = None
    isco08: UnitGroup | None = None
    uri: Address | None = None
    label_fr: Line | None = None
    label_nl: Line | None = None
    label_en: Line | None = None
    alt_fr: Annotated[Alternatives, _SPLIT] = []
    alt_nl: Annotated[Alternatives, _SPLIT] = []
    alt_en: Annotated[Alternatives, _SPLIT] = []
    exact: Annotated[Targets, _SPLIT] = []
    close: Annotated[Targets, _SPLIT] = []
    broad: Annotated[Targets, _SPLIT] = []
    replaces: Annotated[Replaced, _SPLIT] = []

    @model_validator(mode="after")
    def _coherent(self) -> Self:
        if not any(self.labels.values()):
            raise ValueError("a concept has a label in one language at least")
        require_sense(self.code, self.broader, (*self.exact, *self.close, *self.broad))
        return self

    @property
    def labels(self) -> dict[str, str]:
        """The labels by language."""
        given = {language: getattr(self, f"label_{language}") for language in LANGUAGES}
        return {language: label for language, label in given.items() if label}

    @property
    def targets(self) -> list[tuple[str, Match]]:
        """What corresponds to it in other schemes, and how."""
        return [(target, match) for match in Match for target in getattr(self, match)]

    @property
    def concept(self) -> Concept:
        """The concept without what corresponds to it."""
        alternatives = {language: tuple(getattr(self, f"alt_{language}")) for language in LANGUAGES}
        told = {language: texts for language, texts in alternatives.items() if texts}
        return Concept(self.code, self.labels, told, self.broader, self.isco08, self.uri)


def edition_of(
    scheme: str, version: str, kind: Kind, attribution: str, rows: Sequence[ConceptRow], office: str
) -> Edition:
    """The edition that some rows make."""
    concepts = [row.concept for row in sorted(rows, key=lambda row: row.code)]
    return Edition(scheme, version, kind, attribution, concepts, mappings_of_rows(scheme, rows), office)


def mappings_of_rows(scheme: str, rows: Sequence[ConceptRow]) -> list[Mapped]:
    """What some rows say of how their concepts correspond."""
    told = [Mapped(of_scheme(scheme, row.code), target, match) for row in rows for target, match in row.targets]
    return [*told, *replacements(scheme, [(old, row.code) for row in rows for old in row.replaces])]


def replacements(scheme: str, pairs: Sequence[tuple[str, str]]) -> Iterator[Mapped]:
    """That codes take the place of earlier ones, each pair an old one and a new one.

    One for one is exact; of several for one, each is close (it was split); one for several is broader than each of them
    (they were merged).
    """
    successors, predecessors = Counter(old for old, _ in pairs), Counter(new for _, new in pairs)
    for old, new in pairs:
        one = Match.BROAD if predecessors[new] > 1 else Match.EXACT
        match = Match.CLOSE if successors[old] > 1 else one
        yield Mapped(of_scheme(scheme, old), of_scheme(scheme, new), match)
