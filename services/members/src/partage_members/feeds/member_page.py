"""The page of a member: what she shows to everybody, for people who read it and engines that find it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import quote, urlsplit

from partage_kit.types import LANGUAGES
from partage_members.feeds.card import Card, Texts
from partage_members.feeds.json_ld import person
from partage_members.feeds.markup import BACK, CARD, NEW_WINDOW, embedded, in_words, template, written

if TYPE_CHECKING:
    from markupsafe import Markup

WORDS: Mapping[str, Mapping[str, str]] = {
    "back": BACK,
    "card": CARD,
    "trades": {"fr": "Métiers", "nl": "Beroepen", "en": "Trades"},
    "skills": {"fr": "Compétences", "nl": "Vaardigheden", "en": "Skills"},
    "languages": {"fr": "Langues", "nl": "Talen", "en": "Languages"},
    "place": {"fr": "Lieu", "nl": "Plaats", "en": "Place"},
    "email": {"fr": "Courriel", "nl": "E-mail", "en": "Email"},
    "phone": {"fr": "Téléphone", "nl": "Telefoon", "en": "Phone"},
    "links": {"fr": "Sur le web", "nl": "Op het web", "en": "On the web"},
    "new_window": NEW_WINDOW,
    "other_languages": {"fr": "Autres langues", "nl": "Andere talen", "en": "Other languages"},
}
NAMES = {"fr": "Français", "nl": "Nederlands", "en": "English"}
"""What each language of the house calls itself."""


@dataclass(frozen=True, slots=True)
class MemberPage:
    """A member as everybody sees her, in one language, and where the page's links lead."""

    card: Card
    language: str
    directory_url: str

    @property
    def url(self) -> str:
        """Where this page is, in this language."""
        return self.in_language(self.language)

    def in_language(self, language: str) -> str:
        """Where it is in a language of the house."""
        return f"{self.card.page}&lang={language}"

    @property
    def others(self) -> Sequence[str]:
        """The languages of the house in which it can be read as well."""
        return [language for language in LANGUAGES if language != self.language]

    @property
    def office_name(self) -> tuple[str, str] | None:
        """What her office calls itself, with the language in which it is told; None when it has only a code."""
        return written(self.card.office.names, self.language)

    @property
    def card_url(self) -> str:
        """Her card for an address book, in this language."""
        return f"{self.card.url}/card?format=vcard&lang={self.language}"

    @property
    def place(self) -> str:
        """Postal code and municipality, else the region or the country that she shows; empty when she shows none."""
        if self.card.place is None:
            return ""
        written = f"{self.card.place.postal_code or ''} {self.card.municipality((self.language,))}".strip()
        return written or self.card.place.nuts or self.card.place.country

    @property
    def has_facts(self) -> bool:
        """Whether she shows more than her name and what she writes of herself."""
        card = self.card
        return bool(
            card.trades or card.skills or card.languages or card.place or card.email or card.phone or card.links
        )

    @property
    def mail_url(self) -> str:
        """Where a message to her goes (RFC 6068); empty when she shows no address."""
        return f"mailto:{quote(self.card.email, safe='@+')}" if self.card.email else ""

    def written(self, texts: Texts | None) -> tuple[str, str] | None:
        """What she wrote, with the language in which it is told; None when there is nothing."""
        return written(texts, self.language)

    @property
    def sites(self) -> Sequence[tuple[str, str]]:
        """Her addresses elsewhere, and where each is."""
        return [(link, urlsplit(link).hostname or link) for link in self.card.links]

    @property
    def json_ld(self) -> "Markup":
        """The member as schema.org."""
        return embedded(person(self.card, (self.language,)))


def html(page: MemberPage) -> str:
    """The page as HTML."""
    wanted = (page.language,)
    return template("member.html").render(page=page, words=in_words(WORDS, wanted), wanted=wanted, names=NAMES)
