"""Which concepts correspond, in whichever schemes: as editions say, and by their ISCO-08 unit group."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Row,
    Select,
    String,
    bindparam,
    case,
    literal,
    or_,
    select,
    type_coerce,
    union,
)

from partage_kit.db import Readable
from partage_kit.http.pages import Order, PageOf, page_of
from partage_members.classifications.catalogue import Scheme, concepts
from partage_members.classifications.codes import of_scheme, parts_of
from partage_members.classifications.known import Concepts, known_concepts
from partage_members.classifications.models import (
    EVERY_OFFICE,
    Kind,
    Match,
    Publication,
    concept_mappings,
    scheme_concepts,
    schemes,
)
from partage_members.classifications.schemas import SeenMatch

_s, _c, _m = schemes.c, scheme_concepts.c, concept_mappings.c


def _current(*columns: Any) -> Select[Any]:
    """What the current versions say that some offices have."""
    offices: BindParameter[Any] = bindparam("offices", expanding=True)
    joined = select(*columns).join_from(concept_mappings, schemes, _m.scheme_id == _s.id)
    return joined.where(_s.state == Publication.CURRENT, _s.office.in_(offices))


def _about_some(column: ColumnElement[str]) -> ColumnElement[bool]:
    return column.in_(bindparam("codes", expanding=True))


_ABOUT = _current(_s.office, _m.source, _m.target, _m.match).where(
    or_(_about_some(_m.source), _about_some(_m.target)), _m.match != Match.BROAD
)
_TO_SHIPPED = _current(_m.source, _m.target, _m.match).where(or_(_about_some(_m.source), _about_some(_m.target)))
_HIERARCHIES = (
    select(_s.code.label("scheme"), _c.code, _c.broader)
    .join_from(scheme_concepts, schemes, _c.scheme_id == _s.id)
    .where(
        _s.state == Publication.CURRENT,
        _s.code.in_(bindparam("schemes", expanding=True)),
        _s.office.in_(bindparam("offices", expanding=True)),
        _c.broader.is_not(None),
    )
)
_NEAREST = (Match.EXACT, Match.CLOSE, Match.BROAD)
_IN_GROUPS = (
    select(_s.code.label("scheme"), _c.code, _c.isco08)
    .join_from(scheme_concepts, schemes, _c.scheme_id == _s.id)
    .where(
        _c.isco08.in_(bindparam("groups", expanding=True)),
        _s.state == Publication.CURRENT,
        _s.kind == Kind.OCCUPATIONS,
        _s.office.in_((EVERY_OFFICE, bindparam("office"))),
    )
    .order_by(_s.code, _c.code)
)


def _page_statement() -> tuple[Select[Any], Order]:
    """What corresponds to one code, told from its side."""
    match = type_coerce(_m.match, String)
    inverse = case((match == Match.BROAD.value, literal(SeenMatch.NARROW.value)), else_=match)
    code: BindParameter[str] = bindparam("code", type_=String)
    told = union(
        _current(_m.target.label("code"), match.label("match")).where(_m.source == code),
        _current(_m.source.label("code"), inverse.label("match")).where(_m.target == code),
    ).subquery()
    return select(told.c.code, told.c.match), Order("code", (told.c.code, True), (told.c.match, True))


_TOLD, _BY_CODE = _page_statement()


async def mappings_of(
    session: Readable, office: str | None, code: str, paging: PageOf
) -> tuple[Sequence[Row[Any]], str | None]:
    """One page of what corresponds to a concept, in the order of codes."""
    asked = {"code": code, "offices": [EVERY_OFFICE, *([office] if office else [])]}
    return await page_of(session, _TOLD.params(asked), _BY_CODE, paging)


async def concepts_with_equals(session: Readable, offices: Collection[str], codes: Iterable[str]) -> Concepts:
    """What some codes are called in some offices, and the codes of other schemes that mean exactly the same."""
    named = sorted({code for code in codes if parts_of(code)[0] is not None})
    known = await known_concepts(session, offices, named)
    if not named:
        return known
    equals: dict[tuple[str, str], list[str]] = {}
    asked = {"codes": named, "offices": [EVERY_OFFICE, *offices]}
    for row in await session.execute(_ABOUT.where(_m.match == Match.EXACT).order_by(_m.source, _m.target), asked):
        equals.setdefault((row.office, row.source), []).append(row.target)
        equals.setdefault((row.office, row.target), []).append(row.source)
    return replace(known, equals=equals)


async def shipped_codes(session: Readable, office: str, codes: Iterable[str]) -> Mapping[str, str]:
    """The code of the lists that ship for codes of other schemes: what means the same, else is close, else broader.

    A code of which none is told is what the nearest code above it is, in its own scheme.
    """
    named = {code for code in codes if parts_of(code)[0] is not None}
    found = await _mapped(session, office, named)
    chains = await _chains_above(session, office, named - found.keys())
    higher = await _mapped(session, office, {above for chain in chains.values() for above in chain})
    nearest = {code: [higher[above] for above in chain if above in higher] for code, chain in chains.items()}
    return {code: shipped[0] for code, shipped in nearest.items() if shipped} | found


async def _mapped(session: Readable, office: str, named: Collection[str]) -> dict[str, str]:
    """Those that are mapped to codes that ship, and to which."""
    if not named:
        return {}
    found: dict[str, tuple[int, str]] = {}
    asked = {"codes": sorted(named), "offices": [EVERY_OFFICE, office]}
    for row in await session.execute(_TO_SHIPPED, asked):
        ways = ((row.source, row.target), (row.target, row.source))
        for code, other in ways[: 1 if row.match is Match.BROAD else 2]:
            if code in named and parts_of(other)[0] is None:
                found[code] = min(found.get(code, (len(_NEAREST), "")), (_NEAREST.index(row.match), other))
    return {code: other for code, (_, other) in found.items()}


async def _chains_above(session: Readable, office: str, named: Collection[str]) -> Mapping[str, Sequence[str]]:
    """What lies above some codes in their schemes, the nearest first; the schemes are read whole, at once."""
    within = sorted({scheme for code in named if (scheme := parts_of(code)[0])})
    if not within:
        return {}
    asked = {"schemes": within, "offices": [EVERY_OFFICE, office]}
    rows = await session.execute(_HIERARCHIES, asked)
    broader = {of_scheme(row.scheme, row.code): of_scheme(row.scheme, row.broader) for row in rows}
    return {code: _above(code, broader) for code in named}


def _above(code: str, broader: Mapping[str, str]) -> list[str]:
    """The chain above a code; schemes in which it would be a circle are refused, and nothing is gone through twice."""
    chain: list[str] = []
    while (above := broader.get(chain[-1] if chain else code)) and above not in (code, *chain):
        chain.append(above)
    return chain


@dataclass
class Near:
    """The codes that mean the same as a trade, itself first, and those close to it, the closest first."""

    same: list[str]
    close: list[str] = field(default_factory=list)

    @property
    def codes(self) -> tuple[str, ...]:
        """All of them, each once."""
        return tuple(dict.fromkeys((*self.same, *self.close)))


async def near_trades(session: Readable, office: str, trades: Collection[str]) -> Mapping[str, Near]:
    """What means the same as each trade, then what is mapped close to it, then those of its ISCO-08 unit group."""
    known = await known_concepts(session, [office], trades)
    groups = {trade: concept.isco08 for trade in trades if (concept := known.get(office, trade)) and concept.isco08}
    near = {trade: Near([trade]) for trade in trades}
    asked = {"codes": list(near), "offices": [EVERY_OFFICE, office]}
    for row in await session.execute(_ABOUT.order_by(_m.source, _m.target), asked):
        for code, other in ((row.source, row.target), (row.target, row.source)):
            if code in near:
                (near[code].same if row.match is Match.EXACT else near[code].close).append(other)
    members = await _members(session, office, set(groups.values()))
    for trade, group in groups.items():
        near[trade].close += members[group]
    return near


async def _members(session: Readable, office: str, groups: Collection[str]) -> Mapping[str, Sequence[str]]:
    """The trades of some ISCO-08 unit groups: of the list that ships, then of other schemes."""
    found: dict[str, list[str]] = {group: [] for group in groups}
    for code, concept in sorted(concepts(Scheme.OCCUPATIONS).items()):
        if concept.isco08 in found:
            found[concept.isco08].append(code)
    if found:
        for row in await session.execute(_IN_GROUPS, {"groups": sorted(groups), "office": office}):
            found[row.isco08].append(of_scheme(row.scheme, row.code))
    return found
