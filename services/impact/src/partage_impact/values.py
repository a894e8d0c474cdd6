"""The small vocabulary of values that several nouns of this service share."""

from typing import Annotated

from partage_kit.types.patterns import Pattern

Code = Annotated[
    str, Pattern(r"^[a-z][a-z0-9_-]{0,59}$", "small letters, digits, _ and -, a letter first, such as income-2026")
]
"""A short key that an office chooses: of an indicator, a questionnaire, a source."""

ItemKey = Annotated[
    str, Pattern(r"^[a-z][a-z0-9_]{0,39}$", "small letters, digits and _, a letter first, such as steady_income")
]
"""The key of a question or of an answer option, which data files and formulas may use as a name."""

MEMBERS_K, PUBLIC_K = 5, 10
"""Fewer persons than this are not told of: to members of the cooperative, and to everybody."""
