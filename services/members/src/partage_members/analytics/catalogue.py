"""What analytics count by: tables, and the groups of each, the same for every office, whoever its members are.

Groups are fixed beforehand, as a group that appears with its first member would tell of her. Each person is in one
group of a dimension (her main trade, her main sector), so that the groups of a table add up.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from partage_contracts.members import ActivityBand, Stage
from partage_members.analytics.periods import quarter_of
from partage_members.analytics.words import codes
from partage_members.classifications.catalogue import Scheme, concepts

ALL, OTHER, UNTOLD, EARLIER = "all", "other", "untold", "earlier"
"""The whole; groups too small to be told apart; what a member does not show to members; years before those listed."""

LISTED_YEARS = 5


class AnalyticsAudience(StrEnum):
    """To whom counts are told: members of the office and who works for it, or everybody."""

    MEMBERS = "members"
    PUBLIC = "public"


THRESHOLDS = {AnalyticsAudience.MEMBERS: 5, AnalyticsAudience.PUBLIC: 10}
"""Fewer persons than this are told to nobody of an audience."""


class Table(StrEnum):
    """A table of analytics: of one dimension, or of two with the margins in the tables of each."""

    MEMBERS = "members"
    TRADE = "trade"
    SECTOR = "sector"
    TERRITORY = "territory"
    STAGE = "stage"
    JOINED = "joined"
    TRADE_BY_SECTOR = "trade_by_sector"
    TRADE_BY_TERRITORY = "trade_by_territory"
    TRADE_BY_STAGE = "trade_by_stage"
    TRADE_BY_JOINED = "trade_by_joined"
    ACTIVE = "active"
    ACTIVE_TRADE = "active_trade"
    ACTIVE_SECTOR = "active_sector"
    ACTIVE_BAND = "active_band"
    ACTIVE_TRADE_BY_BAND = "active_trade_by_band"
    ACTIVE_SECTOR_BY_BAND = "active_sector_by_band"
    COMPLETENESS = "completeness"
    FRESHNESS = "freshness"
    DRIFT = "drift"


@dataclass(frozen=True, slots=True)
class Pair:
    """A table of two dimensions: the tables of its rows and of its columns."""

    rows: Table
    columns: Table


PAIRS: Mapping[Table, Pair] = {
    Table.TRADE_BY_SECTOR: Pair(Table.TRADE, Table.SECTOR),
    Table.TRADE_BY_TERRITORY: Pair(Table.TRADE, Table.TERRITORY),
    Table.TRADE_BY_STAGE: Pair(Table.TRADE, Table.STAGE),
    Table.TRADE_BY_JOINED: Pair(Table.TRADE, Table.JOINED),
    Table.ACTIVE_TRADE_BY_BAND: Pair(Table.ACTIVE_TRADE, Table.ACTIVE_BAND),
    Table.ACTIVE_SECTOR_BY_BAND: Pair(Table.ACTIVE_SECTOR, Table.ACTIVE_BAND),
}
"""Pairs make a star: each has the trade, or the band. So any tables that agree in it are those of some community, and
nothing can be found out by putting three of them together, which a ring of pairs would allow."""

WHOLE: Mapping[Table, Table] = {
    **dict.fromkeys((Table.TRADE, Table.SECTOR, Table.TERRITORY, Table.STAGE, Table.JOINED), Table.MEMBERS),
    **dict.fromkeys((Table.FRESHNESS, Table.DRIFT), Table.MEMBERS),
    **dict.fromkeys((Table.ACTIVE_TRADE, Table.ACTIVE_SECTOR, Table.ACTIVE_BAND), Table.ACTIVE),
}
"""The table with the total of a table of one dimension."""

Groups = Mapping[str, tuple[str, ...]]
"""The parts of each group that has any, from `all` downwards."""


def groups_of(table: Table, until: str) -> Groups:
    """The groups of a table of one dimension, in a snapshot whose last month is `until`."""
    match table:
        case Table.TRADE | Table.ACTIVE_TRADE:
            return _trades()
        case Table.SECTOR | Table.ACTIVE_SECTOR:
            return _sectors()
        case Table.TERRITORY:
            return {ALL: (*codes("territory"), UNTOLD)}
        case Table.STAGE:
            return {ALL: (*(str(stage) for stage in Stage), UNTOLD)}
        case Table.ACTIVE_BAND:
            return {ALL: tuple(str(band) for band in ActivityBand)}
        case Table.FRESHNESS | Table.DRIFT:
            return {ALL: codes(table)}
        case Table.JOINED:
            return _joined(until)
        case _:
            raise ValueError(f"{table} is no table of one dimension")


def trade_group(code: str) -> str | None:
    """The sub-major group of ISCO-08 of a trade."""
    concept = concepts(Scheme.OCCUPATIONS).get(code)
    return concept.isco08[:2] if concept and concept.isco08 else None


@cache
def _trades() -> Groups:
    groups: dict[str, tuple[str, ...]] = {ALL: (*codes("trade"), UNTOLD)}
    for code in concepts(Scheme.OCCUPATIONS):
        group = trade_group(code) or UNTOLD
        groups[group] = (*groups.get(group, ()), code)
    return groups


@cache
def _sectors() -> Groups:
    groups: dict[str, tuple[str, ...]] = {}
    for code, concept in concepts(Scheme.NACE).items():
        above = concept.broader or ALL
        groups[above] = (*groups.get(above, ()), code)
    # whoever names a section alone is in it, and in none of its divisions
    divided = {section: (*parts, f"{section}-") for section, parts in groups.items() if section != ALL}
    return {ALL: (*groups[ALL], UNTOLD), **divided}


def _joined(until: str) -> Groups:
    year = int(until[:4])
    years = range(year - LISTED_YEARS + 1, year + 1)
    groups: dict[str, tuple[str, ...]] = {ALL: (EARLIER, *map(str, years), UNTOLD)}
    for month in (f"{one}-{month:02}" for one in years for month in range(1, 13)):
        if month <= until:
            quarter = quarter_of(month)
            groups[month[:4]] = tuple(dict.fromkeys((*groups.get(month[:4], ()), quarter)))
            groups[quarter] = (*groups.get(quarter, ()), month)
    return groups


def known_codes(table: Table, until: str) -> frozenset[str]:
    """All rows that a table of one dimension can have, up to a month."""
    if table is Table.COMPLETENESS:
        return frozenset(codes("field"))
    if table not in WHOLE:
        return frozenset({ALL})
    groups = groups_of(table, until)
    return frozenset({ALL, OTHER, *(code for parts in groups.values() for code in parts)})
