"""Which concepts are near others: those of the same ISCO-08 unit group, in whichever scheme."""

from collections.abc import Collection, Mapping

from sqlalchemy import bindparam, select

from partage_kit.db import Readable
from partage_members.classifications.catalogue import Scheme, concepts
from partage_members.classifications.codes import of_scheme
from partage_members.classifications.known import known_concepts
from partage_members.classifications.models import EVERY_OFFICE, Kind, Publication, scheme_concepts, schemes

_s, _c = schemes.c, scheme_concepts.c

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


async def near_trades(session: Readable, office: str, trades: Collection[str]) -> Mapping[str, tuple[str, ...]]:
    """For each trade itself, then those of its ISCO-08 unit group: of the shipped list first, then of other schemes."""
    known = await known_concepts(session, [office], trades)
    groups = {trade: concept.isco08 for trade in trades if (concept := known.get(office, trade)) and concept.isco08}
    members = await _members(session, office, set(groups.values()))
    return {trade: tuple(dict.fromkeys((trade, *members.get(groups.get(trade, ""), ())))) for trade in trades}


async def _members(session: Readable, office: str, groups: Collection[str]) -> Mapping[str, Collection[str]]:
    found: dict[str, list[str]] = {group: [] for group in groups}
    for code, concept in sorted(concepts(Scheme.OCCUPATIONS).items()):
        if concept.isco08 in found:
            found[concept.isco08].append(code)
    if found:
        for row in await session.execute(_IN_GROUPS, {"groups": sorted(groups), "office": office}):
            found[row.isco08].append(of_scheme(row.scheme, row.code))
    return found
