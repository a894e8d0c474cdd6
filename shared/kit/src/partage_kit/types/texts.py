"""Texts that a reader can see: not only blanks, no control characters, nothing that turns the direction of writing."""

import re
import unicodedata
from typing import Annotated

from pydantic import AfterValidator, StringConstraints

from partage_kit.types.patterns import Pattern

# letters and symbols by their category, though they are drawn as nothing: the fillers of Hangul, the empty Braille cell
_BLANKS = frozenset("\u115f\u1160\u3164\uffa0\u2800\U0001d159")
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f]")
_BREAKS = re.compile("[\t\n\u2028\u2029]")
# embeddings, overrides and isolates: they let a name change how the line around it reads (Unicode TR 36, 2.5)
_DIRECTION = re.compile("[\u202a-\u202e\u2066-\u2069]")


def _is_visible(character: str) -> bool:
    return unicodedata.category(character)[0] in "LNPS" and character not in _BLANKS


def readable(text: str) -> str:
    """The text as it is kept.

    Raises:
        ValueError: it has control characters, turns the direction of writing, or shows nothing.
    """
    text = text.replace("\r\n", "\n")
    if _CONTROL.search(text):
        raise ValueError("a text has no control characters")
    if _DIRECTION.search(text):
        raise ValueError("a text has no characters that turn the direction of writing")
    if not any(map(_is_visible, text)):
        raise ValueError("a text has at least one visible character")
    return text


def _readable_line(text: str) -> str:
    if _BREAKS.search(text):
        raise ValueError("a line has no line breaks and no tabs")
    return readable(text)


READABLE = AfterValidator(readable)
"""What a text must be that people read; for texts with a length of their own."""

READABLE_LINE = AfterValidator(_readable_line)
"""The same, on one line."""

Line = Annotated[
    str,
    StringConstraints(min_length=1, max_length=200, strip_whitespace=True),
    Pattern(r"^[^\r\n\x00]*$", "one line of text"),
    READABLE_LINE,
]
"""One line of text, 1 to 200 characters: a name, a title."""

Note = Annotated[str, StringConstraints(min_length=1, max_length=2_000, strip_whitespace=True), READABLE]
"""A short text of 1 to 2,000 characters: a remark, a reason."""

Text = Annotated[str, StringConstraints(min_length=1, max_length=5_000, strip_whitespace=True), READABLE]
"""A text of 1 to 5,000 characters: a reason, a description."""
