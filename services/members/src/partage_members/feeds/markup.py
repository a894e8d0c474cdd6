"""What the pages share: HTML without scripts, cookies, pictures of others or anything else that tells on its readers;
usable with a keyboard and a screen reader (WCAG 2.2 AA)."""

import json
from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING, Any

from partage_kit.types import LANGUAGES, translated

if TYPE_CHECKING:
    from jinja2 import Environment, Template
    from markupsafe import Markup

MEDIA_TYPE = "text/html"
HEADERS = {
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; base-uri 'none'",
    "Cache-Control": "no-cache",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}
"""Nothing runs and nothing comes from elsewhere; any site may frame the pages, for which they are made."""


BACK = {"fr": "Retour à l'annuaire", "nl": "Terug naar de ledengids", "en": "Back to the directory"}
"""What each page calls the way to the directory of an office."""

CARD = {"fr": "Carte de visite (vCard)", "nl": "Visitekaartje (vCard)", "en": "Contact card (vCard)"}
"""What each page calls the card of a member."""

NEW_WINDOW = {"fr": "nouvelle fenêtre", "nl": "nieuw venster", "en": "new window"}
"""What each page says of a link that opens a window."""


def embedded(document: Mapping[str, Any]) -> "Markup":
    """A JSON-LD document, written so that no text can end the element that holds it."""
    from markupsafe import Markup

    text = json.dumps(document, ensure_ascii=False)
    return Markup(text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026"))  # noqa: S704 - made safe


def written(texts: Mapping[str, str] | None, language: str) -> tuple[str, str] | None:
    """A text with the language in which it is told, for screen readers; None when there is nothing."""
    there = texts or {}
    told = next((one for one in (language, *LANGUAGES) if there.get(one)), None)
    return None if told is None else (told, there[told])


def in_words(words: Mapping[str, Mapping[str, str]], wanted: tuple[str, ...]) -> dict[str, str]:
    """The words of a page in the language of its reader."""
    return {name: translated(texts, wanted) for name, texts in words.items()}


def template(name: str) -> "Template":
    """A template of this folder; whatever members wrote is text in it, never markup."""
    return _environment().get_template(name)


@cache
def _environment() -> "Environment":
    from jinja2 import Environment, PackageLoader

    loader = PackageLoader("partage_members.feeds")
    return Environment(loader=loader, autoescape=True, trim_blocks=True, lstrip_blocks=True)
