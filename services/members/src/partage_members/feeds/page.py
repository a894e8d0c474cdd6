"""The page that a website embeds: the public directory, searched and read page by page."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from partage_kit.types import translated
from partage_members.feeds.card import Card, Texts
from partage_members.feeds.json_ld import item_list
from partage_members.feeds.markup import CARD, NEW_WINDOW, embedded, in_words, template, written
from partage_members.offices.naming import NamedOffice

if TYPE_CHECKING:
    from markupsafe import Markup

WORDS: Mapping[str, Mapping[str, str]] = {
    "title": {"fr": "Annuaire des membres", "nl": "Ledengids", "en": "Members' directory"},
    "query": {
        "fr": "Métier, compétence, nom ou lieu",
        "nl": "Beroep, vaardigheid, naam of plaats",
        "en": "Trade, skill, name or place",
    },
    "search": {"fr": "Chercher", "nl": "Zoeken", "en": "Search"},
    "did_you_mean": {"fr": "Vouliez-vous dire", "nl": "Bedoelde u", "en": "Did you mean"},
    "card": CARD,
    "new_window": NEW_WINDOW,
    "rest": {"fr": "Suite de la liste", "nl": "Vervolg van de lijst", "en": "Rest of the list"},
    "more": {"fr": "Membres suivants", "nl": "Volgende leden", "en": "More members"},
    "none": {"fr": "Aucun membre trouvé", "nl": "Geen leden gevonden", "en": "No member found"},
    "one": {"fr": "1 membre trouvé", "nl": "1 lid gevonden", "en": "1 member found"},
    "many": {"fr": "{count} membres trouvés", "nl": "{count} leden gevonden", "en": "{count} members found"},
    "at_least": {
        "fr": "Plus de {count} membres trouvés",
        "nl": "Meer dan {count} leden gevonden",
        "en": "More than {count} members found",
    },
}


@dataclass(frozen=True, slots=True)
class DirectoryPage:
    """What one page shows: who was found for which words, and where its links lead."""

    office: NamedOffice
    language: str
    query: str
    count: int
    is_exact: bool
    cards: Sequence[Card]
    feed_url: str
    following: str | None = None
    suggestion: str = ""

    @property
    def next_url(self) -> str | None:
        """The next page, beside this one."""
        return self._beside(query=self.query, cursor=self.following) if self.following else None

    @property
    def suggestion_url(self) -> str | None:
        """The page with the words that were perhaps meant."""
        return self._beside(query=self.suggestion) if self.suggestion else None

    def _beside(self, **changes: str) -> str:
        return "?" + urlencode({"office": self.office.code, "lang": self.language, **changes})

    @property
    def office_name(self) -> tuple[str, str] | None:
        """What the office calls itself, with the language in which it is told; None when it has only a code."""
        return written(self.office.names, self.language)

    def written(self, texts: Texts | None) -> tuple[str, str] | None:
        """What a member wrote, or her trade is called, with the language in which it is told."""
        return written(texts, self.language)

    @property
    def found(self) -> str:
        """How many were found, in words."""
        key = "at_least" if not self.is_exact else {0: "none", 1: "one"}.get(self.count, "many")
        return translated(WORDS[key], (self.language,)).format(count=self.count)

    @property
    def json_ld(self) -> "Markup":
        """The members as schema.org."""
        return embedded(item_list(self.cards, (self.language,)))


def html(page: DirectoryPage) -> str:
    """The page as HTML."""
    wanted = (page.language,)
    return template("directory.html").render(page=page, words=in_words(WORDS, wanted), wanted=wanted)
