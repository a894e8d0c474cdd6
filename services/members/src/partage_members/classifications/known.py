"""Which codes mean something in an office, and what they are called: one statement for all codes of a request."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Row, Select, bindparam, select

from partage_kit.db import Readable
from partage_members.classifications.catalogue import is_shipped, shipped_concept
from partage_members.classifications.codes import coded, of_scheme, parts_of
from partage_members.classifications.errors import UnknownCode
from partage_members.classifications.lookup import Concept
from partage_members.classifications.models import EVERY_OFFICE, Kind, Publication, scheme_concepts, schemes

_s, _c = schemes.c, scheme_concepts.c


def _among(*columns: Any) -> Select[Any]:
    """Concepts of some schemes by their codes, as far as some offices have them."""
    wanted = {"schemes": _s.code, "offices": _s.office, "codes": _c.code}
    asked = (column.in_(bindparam(name, expanding=True)) for name, column in wanted.items())
    return select(*columns).join_from(schemes, scheme_concepts, _c.scheme_id == _s.id).where(*asked)


_ACCEPTED = _among(_s.kind, _s.code.label("scheme"), _c.code).where(_s.state == Publication.CURRENT)
_EVER = _among(_s.kind, _s.code.label("scheme"), _c.code).where(_s.state != Publication.STAGED)
_CALLED = (
    _among(_s.office, _s.code.label("scheme"), *scheme_concepts.c)
    .where(_s.state != Publication.STAGED)
    .order_by(_s.state.desc(), _s.imported_at)
)
"""The current version last, so that what it says holds; an earlier one still tells what has left the scheme."""


@dataclass(frozen=True, slots=True)
class Accepted:
    """Which of the codes that were asked about an office may use."""

    imported: frozenset[tuple[Kind, str]] = frozenset()

    def unknown(self, kind: Kind, codes: Iterable[str]) -> list[str]:
        """Those of some codes that are no concepts of this kind."""
        return [code for code in codes if not is_shipped(kind, code) and (kind, code) not in self.imported]

    def has(self, code: str) -> bool:
        """Whether a code is a concept of any kind."""
        return shipped_concept(code) is not None or any(code == one for _, one in self.imported)


@dataclass(frozen=True, slots=True)
class Concepts:
    """What the codes are called that were asked about."""

    imported: Mapping[tuple[str, str], Concept]
    equals: Mapping[tuple[str, str], Sequence[str]] = field(default_factory=dict)
    """The codes that mean the same as a code, by the office whose schemes say so, if that was asked for."""

    def get(self, office: str, code: str) -> Concept | None:
        """The concept of a code as this office writes it; None when nobody knows it."""
        if (shipped := shipped_concept(code)) is not None:
            return shipped
        return self.imported.get((office, code)) or self.imported.get((EVERY_OFFICE, code))

    def with_equals(self, office: str, codes: Iterable[str]) -> tuple[str, ...]:
        """Some codes, and those that mean the same."""
        given = tuple(codes)
        others = (self.equals.get((of, code), ()) for code in given for of in (office, EVERY_OFFICE))
        return tuple(dict.fromkeys((*given, *(other for some in others for other in some))))


async def accepted_codes(session: Readable, office: str, codes: Iterable[str]) -> Accepted:
    """Which codes an office may use now: of the shipped lists, and of the current versions of its schemes."""
    return await _accepted(session, _ACCEPTED, office, codes)


async def known_codes(session: Readable, office: str, codes: Iterable[str]) -> Accepted:
    """Which codes somebody of an office may have: also those that have left their scheme since they were written."""
    return await _accepted(session, _EVER, office, codes)


async def _accepted(session: Readable, statement: Select[Any], office: str, codes: Iterable[str]) -> Accepted:
    rows = await _rows(session, statement, [office], codes)
    return Accepted(frozenset((row.kind, of_scheme(row.scheme, row.code)) for row in rows))


def newly(written: Iterable[str] | None, before: Collection[str]) -> list[str]:
    """The codes that were not written before: those that were are kept, also when they have left their scheme."""
    return [code for code in written or () if code not in before]


async def require_known(
    session: Readable, office: str, *, occupations: Iterable[str], sectors: Iterable[str], skills: Iterable[str] = ()
) -> None:
    """Refuse codes that an office may not use; skills in words of one's own are none.

    Raises:
        UnknownCode: it names them.
    """
    given = {Kind.OCCUPATIONS: list(occupations), Kind.SECTORS: list(sectors), Kind.SKILLS: coded(skills)}
    accepted = await accepted_codes(session, office, (code for codes in given.values() for code in codes))
    wrong = [code for kind, codes in given.items() for code in accepted.unknown(kind, codes)]
    if wrong:
        raise UnknownCode(f"not in the classification: {', '.join(wrong)}")


async def known_concepts(session: Readable, offices: Iterable[str], codes: Iterable[str]) -> Concepts:
    """What some codes are called in some offices; also codes that have left their scheme since they were written."""
    rows = await _rows(session, _CALLED, offices, codes)
    return Concepts({(row.office, of_scheme(row.scheme, row.code)): concept_of(row) for row in rows})


def concept_of(row: Any) -> Concept:
    """A concept from its row."""
    alternatives = {language: tuple(texts) for language, texts in row.alternatives.items()}
    return Concept(row.code, row.labels, alternatives, row.broader, row.isco08, row.uri)


async def _rows(
    session: Readable, statement: Select[Any], offices: Iterable[str], codes: Iterable[str]
) -> Sequence[Row[Any]]:
    """The rows of those codes that are not bare; nobody is asked when there are none."""
    named = {(scheme, own) for scheme, own in map(parts_of, codes) if scheme is not None}
    if not named:
        return ()
    asked: dict[str, Collection[str]] = {
        "schemes": sorted({scheme for scheme, _ in named}),
        "codes": sorted({own for _, own in named}),
        "offices": sorted({EVERY_OFFICE, *offices}),
    }
    return (await session.execute(statement, asked)).all()
