"""The areas that figures are told for."""

from collections.abc import Mapping

from partage_impact.definitions.schemas import TerritoryLevel

ALL, OTHER = "all", "other"
"""The whole office, and what lies in none of the areas told apart; the others are NUTS codes, in capitals."""

WIDTHS: Mapping[TerritoryLevel, int] = {
    TerritoryLevel.OFFICE: 0,
    TerritoryLevel.COUNTRY: 2,
    TerritoryLevel.NUTS1: 3,
    TerritoryLevel.NUTS2: 4,
    TerritoryLevel.NUTS3: 5,
}
"""How many characters of a NUTS code name an area of each level."""
