"""Numbers and periods as readers of each language write them: 1 234 and 1.234, octobre 2026 and T4 2026."""

from functools import cache
from typing import Any, Literal

from partage_kit.types import LANGUAGES

_TAGS: dict[str, Literal["fr-FR", "nl-NL", "en-GB"]] = {"fr": "fr-FR", "nl": "nl-NL", "en": "en-GB"}
_QUARTERS = {"fr": "T", "nl": "K", "en": "Q"}


@cache
def locale_of(language: str) -> dict[str, Any]:
    """The `locale` of a Vega-Lite configuration: how numbers are written, and what months and days are called."""
    import vl_convert  # for charts only

    tag = _TAGS[language]
    return {"number": vl_convert.get_format_locale(tag), "time": vl_convert.get_time_format_locale(tag)}


def read_first(wanted: tuple[str, ...]) -> str:
    """The first language of the house that a reader wants; the house's first one without any."""
    return next((one for one in wanted if one in _TAGS), str(LANGUAGES[0]))


def told(period: str, language: str, *, briefly: bool = False) -> str:
    """A month, quarter or day in words: octobre 2026 or oct. 2026, T4 2026, 26 novembre 2026."""
    year, part, *day = period.split("-")
    if part.startswith("Q"):
        return f"{_QUARTERS[language]}{part[1:]} {year}"
    names = locale_of(language)["time"]["shortMonths" if briefly else "months"]
    return " ".join((*(one.lstrip("0") for one in day), names[int(part) - 1], year))
