"""The small vocabulary of values that several nouns of this service share."""

from decimal import Decimal
from typing import Annotated

from pydantic import Field, PlainSerializer, StringConstraints

from partage_kit.types import WRITTEN_DECIMAL, Language, Text
from partage_kit.types.patterns import Pattern

Code = Annotated[
    str, Pattern(r"^[a-z][a-z0-9_-]{0,59}$", "small letters, digits, _ and -, a letter first, such as fair-wages")
]
"""A short key that an office chooses: a criterion, a label, a type of evidence."""

CategoryCode = Annotated[str, Pattern(r"^[0-9]{8}$", "the eight digits of a CPV code, such as 30213100")]
"""A code of the Common Procurement Vocabulary (CPV) without its check digit."""

WebAddress = Annotated[
    str,
    StringConstraints(max_length=500),
    Pattern(
        r"^https://[A-Za-z0-9.-]{1,253}(:[0-9]{1,5})?(/[^\s<>\"]{0,400})?$",
        "an address that begins with https://, such as https://example.org/page",
    ),
]
"""An https address that a reader may open; the service itself never does."""

Percentage = Annotated[
    Decimal, Field(ge=0, le=100, max_digits=5, decimal_places=2), WRITTEN_DECIMAL, PlainSerializer(str, return_type=str)
]
"""A percentage from 0 to 100 with at most two decimals, as text on the wire."""

Quantity = Annotated[
    str,
    Pattern(
        r"^(0|[1-9][0-9]{0,8})(\.[0-9]{1,3})?$",
        "a quantity in digits with one point, three decimals at most, such as 2.5",
    ),
]
"""A decimal quantity of a named unit, at most three decimals, as text."""

Unit = Annotated[str, Pattern(r"^[a-z][a-z0-9_]{0,29}$", "a unit in small letters, such as piece")]
"""The name of a unit: piece, pair, kg, litre, hour, month."""

EveryLanguage = Annotated[dict[Language, Text], Field(min_length=len(Language))]
"""A text that exists in fr, nl and en, as what decides about a supplier must be readable by all."""


def enclosing(nuts: str) -> list[str]:
    """A region and the regions it lies in: BE332 -> BE332, BE33, BE3, BE."""
    return [nuts[:length] for length in range(len(nuts), 1, -1)]
