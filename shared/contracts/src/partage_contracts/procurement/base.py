"""What several facts of the procurement service share."""

from enum import StrEnum
from typing import Annotated, ClassVar

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from partage_kit.types import Count, Fact

DecimalText = Annotated[str, StringConstraints(pattern=r"^[0-9]+(\.[0-9]+)?$"), Field(examples=["2.5"])]
"""A decimal quantity of a named unit."""

Minor = Annotated[int, Field(strict=True, ge=0)]
"""An amount of zero or more, in minor units of its currency."""


class PriceBasis(StrEnum):
    """Whether an amount excludes or includes VAT."""

    NET = "net"
    GROSS = "gross"


class PriceTier(BaseModel):
    """From a quantity on (inclusive), the price of one unit in minor units of the currency."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    from_quantity: DecimalText
    unit_price: Count


class _ProcurementFact(Fact):
    service: ClassVar[str] = "procurement"
