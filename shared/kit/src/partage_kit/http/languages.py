"""Which languages a caller wants to read, best first."""

from typing import Annotated

from fastapi import Depends, Request

from partage_kit.types import LANGUAGES, Language


def wanted_languages(accept_language: str) -> tuple[str, ...]:
    """Accept-Language (RFC 9110) as codes of the house, best first: `nl-BE,fr;q=0.5` -> ("nl", "fr")."""
    weighted: list[tuple[float, str]] = []
    for part in accept_language[:200].split(","):
        tag, _, weight = part.strip().partition(";")
        code = tag.split("-")[0].lower()
        if code in LANGUAGES:
            weighted.append((_quality(weight), code))
    ranked = sorted(weighted, key=lambda pair: -pair[0])
    return tuple(dict.fromkeys(code for quality, code in ranked if quality > 0))


def _quality(weight: str) -> float:
    name, _, value = weight.strip().partition("=")
    if name.strip() != "q":
        return 1.0
    try:
        return float(value)
    except ValueError:
        return 0.0


def reader_languages(request: Request, lang: Language | None = None) -> tuple[str, ...]:
    """`?lang=` first, then Accept-Language; the house's own order is the fallback."""
    return tuple(
        dict.fromkeys(
            ([str(lang)] if lang else []) + list(wanted_languages(request.headers.get("accept-language", "")))
        )
    )


ReaderLanguages = Annotated[tuple[str, ...], Depends(reader_languages)]
"""The languages the caller wants to read, best first; empty when none of the house's is wanted."""
