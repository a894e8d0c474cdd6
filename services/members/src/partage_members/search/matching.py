"""What must match, whatever the database: tokens, and how they are combined."""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Token:
    """A token, or all that begin with it."""

    text: str
    is_prefix: bool = False


@dataclass(frozen=True, slots=True)
class Either:
    """At least one of these matches."""

    of: tuple["Match", ...]


@dataclass(frozen=True, slots=True)
class Both:
    """Each of these matches; and none of the others, if there are any."""

    of: tuple["Match", ...]
    but: tuple["Match", ...] = ()


Match = Token | Either | Both


def written(match: Match, token: Callable[[Token], str], words: tuple[str, str, str]) -> str:
    """A match in words for and, or, but not; each part in parentheses."""
    conjunction, disjunction, exclusion = words
    match match:
        case Token():
            return token(match)
        case Either():
            return "(" + f" {disjunction} ".join(written(part, token, words) for part in match.of) + ")"
        case Both():
            whole = "(" + f" {conjunction} ".join(written(part, token, words) for part in match.of) + ")"
            for part in match.but:
                whole = f"({whole} {exclusion} {written(part, token, words)})"
            return whole
