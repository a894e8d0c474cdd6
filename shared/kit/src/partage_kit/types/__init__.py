"""The small vocabulary of values that every room may use: ids, instants, money, translations, facts."""

import re
from collections.abc import Mapping
from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Any, ClassVar, Self
from uuid import UUID

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints, model_validator
from uuid_utils.compat import uuid7

from partage_kit.types.instants import FIRST_DAY, LAST_DAY, Day, UtcDateTime, day_of, start_of
from partage_kit.types.patterns import Pattern
from partage_kit.types.persons import Person
from partage_kit.types.texts import READABLE, READABLE_LINE, Line, Note, Text, readable

__all__ = [
    "ERASED",
    "FIRST_DAY",
    "LANGUAGES",
    "LAST_DAY",
    "READABLE",
    "READABLE_LINE",
    "WRITTEN_DECIMAL",
    "Count",
    "CountryCode",
    "CurrencyCode",
    "Day",
    "Email",
    "Fact",
    "HttpsUrl",
    "Language",
    "Line",
    "Money",
    "Note",
    "NutsCode",
    "OfficeCode",
    "Person",
    "Phone",
    "Shape",
    "Text",
    "Translations",
    "UtcDateTime",
    "Version",
    "day_of",
    "kebab",
    "minor_exponent",
    "new_id",
    "readable",
    "start_of",
    "translated",
]

LANGUAGES = ("fr", "nl", "en")


class Language(StrEnum):
    """The languages that every text of the house exists in."""

    FR = "fr"
    NL = "nl"
    EN = "en"


def new_id() -> UUID:
    """A UUIDv7 (RFC 9562): unique everywhere, and sorted by the millisecond of its birth."""
    return uuid7()


OfficeCode = Annotated[
    str, Pattern(r"^[a-z][a-z0-9-]{1,30}$", "the code of an office in small letters, digits and -, such as brussels")
]
"""The code of an office (tenant): it is also a token of event subjects, so no dots or capitals."""

CountryCode = Annotated[
    str, Pattern(r"^[A-Z]{2}$", "the two capitals of a country, such as BE"), Field(examples=["BE"])
]
"""ISO 3166-1 alpha-2."""

NutsCode = Annotated[
    str,
    Pattern(r"^[A-Z]{2}[A-Z0-9]{0,3}$", "a country or a NUTS region in capitals, such as BE or BE234"),
    Field(examples=["BE234"]),
]
"""A region of Eurostat's NUTS, from the country (BE) to level 3 (BE332)."""

_UNSEEN = r"\x00-\x20\x7f-\xa0\u00ad\u200b-\u200f\u2028-\u202f\u2060-\u206f\ufeff"
"""Characters, in a class of a pattern, that show nothing or turn the direction of writing: an address has none, else it
reads as another one (Unicode TR 36)."""

Email = Annotated[
    str,
    StringConstraints(max_length=254),
    Pattern(
        rf"^[^@\s{_UNSEEN}<>,;:\"()\\]{{1,64}}@[A-Za-z0-9-]{{1,63}}(\.[A-Za-z0-9-]{{1,63}}){{1,8}}$",
        "an email address, such as name@example.org",
    ),
]
"""An email address, as far as a pattern can tell."""

Phone = Annotated[
    str,
    Pattern(r"^\+[1-9]( ?[0-9]){5,14}$", "a phone number that begins with + and its country, such as +32 470 00 00 01"),
]
"""A phone number in international form (E.164), spaces allowed."""

HttpsUrl = Annotated[
    str,
    StringConstraints(max_length=500),
    Pattern(
        r"^https://[A-Za-z0-9-]{1,63}(\.[A-Za-z0-9-]{1,63}){1,8}(:[0-9]{1,5})?"
        rf"(/[^\s{_UNSEEN}<>\"'\\`{{}}|^]*)?$",
        "an address that begins with https://, such as https://example.org/page",
    ),
    Field(examples=["https://members.example/elodie"]),
]
"""An https address of a page, without user name or password; nothing follows it from here."""

CurrencyCode = Annotated[
    str, Pattern(r"^[A-Z]{3}$", "the three capitals of a currency, such as EUR"), Field(examples=["EUR"])
]
"""ISO 4217."""

Count = Annotated[int, Field(strict=True, ge=0, le=1_000_000_000)]
"""A whole number from 0; text is refused, never read as 0."""

Version = Annotated[int, Field(strict=True, ge=1)]
"""How often an aggregate has been written; it orders its events."""

Translations = Annotated[dict[Language, Text], Field(min_length=1)]
"""A text in one or more languages."""


def translated(texts: Mapping[Language, str] | Mapping[str, str], wanted: tuple[str, ...]) -> str:
    """The text in the first wanted language that exists, else in the first of the house's languages that does."""
    by_code = {str(code): text for code, text in texts.items()}
    return next((by_code[code] for code in (*wanted, *LANGUAGES) if code in by_code), "")


_EXPONENTS = {"BHD": 3, "CLP": 0, "ISK": 0, "JOD": 3, "JPY": 0, "KRW": 0, "KWD": 3, "TND": 3, "XAF": 0, "XOF": 0}


def minor_exponent(currency: str) -> int:
    """How many decimals the minor unit of a currency has (ISO 4217): 2 for EUR, 0 for JPY."""
    return _EXPONENTS.get(currency, 2)


_DECIMAL = re.compile(r"-?[0-9]{1,15}(\.[0-9]{1,15})?")


def _written_decimal(value: Any) -> Any:
    # Decimal itself reads the digits of every script, spaces around, underscores and exponents
    if isinstance(value, str) and not _DECIMAL.fullmatch(value):
        raise ValueError("a decimal is written with the digits 0 to 9 and one point, such as 12.5")
    return value


WRITTEN_DECIMAL = BeforeValidator(_written_decimal)
"""How a `Decimal` is written as text; it stands behind the bounds, so that the schema keeps them."""


class Money(BaseModel):
    """An amount in the currency's own decimals, as text on the wire: {"amount": "12.50", "currency": "EUR"}."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    amount: Annotated[
        str, Pattern(r"^-?(0|[1-9][0-9]{0,11})(\.[0-9]{1,3})?$", "an amount in digits with one point, such as 12.50")
    ]
    currency: CurrencyCode = "EUR"

    @model_validator(mode="after")
    def _whole_minor_units(self) -> Self:
        decimals = len(self.amount.partition(".")[2])
        if decimals > minor_exponent(self.currency):
            raise ValueError(f"{self.currency} has {minor_exponent(self.currency)} decimals, not {decimals}")
        return self

    @classmethod
    def of_minor(cls, minor: int, currency: str = "EUR") -> Self:
        """From integer minor units: 1250 -> 12.50."""
        exponent = minor_exponent(currency)
        return cls(amount=f"{Decimal(minor).scaleb(-exponent):.{exponent}f}", currency=currency)

    @property
    def minor(self) -> int:
        """Integer minor units: 12.50 -> 1250."""
        return int(Decimal(self.amount).scaleb(minor_exponent(self.currency)))


class Shape(BaseModel):
    """Base of every shape that comes in or goes out over HTTP: unknown fields are refused, and no log has values."""

    model_config = ConfigDict(
        extra="forbid", frozen=True, from_attributes=True, str_max_length=50_000, hide_input_in_errors=True
    )


ERASED = "erased"
"""The verb of facts by which everybody forgets their subject: it is told again whenever a stream is refilled."""


class Fact(BaseModel):
    """Base of the facts that services announce. A subclass is one event type; an instance is one occurrence.

    `office` hosts the aggregate, `subject` is its id, `sequence` its version after the change. The other fields are
    the state a reader needs: ids, codes, counts, amounts and dates; never a name, an address or free text.
    A verb `erased` says that everybody forgets the subject.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    service: ClassVar[str]
    noun: ClassVar[str]
    verb: ClassVar[str]
    revision: ClassVar[int] = 1

    office: OfficeCode
    subject: UUID
    sequence: Annotated[int, Field(ge=1)]

    def persons(self) -> frozenset[UUID]:
        """The ids that may be a member's: whom the fact is about, and the `member_id` that it names."""
        return frozenset(one for one in (self.subject, getattr(self, "member_id", None)) if one is not None)

    @classmethod
    def type_name(cls) -> str:
        """The CloudEvents type: partage.members.membership.joined.v1."""
        return f"partage.{cls.service}.{cls.noun}.{cls.verb}.v{cls.revision}"

    @classmethod
    def address(cls, office: str) -> str:
        """The NATS subject: partage.<office>.members.membership.joined.v1 (`*` for every office)."""
        return f"partage.{office}.{cls.service}.{cls.noun}.{cls.verb}.v{cls.revision}"


KEBAB = re.compile(r"(?<!^)(?=[A-Z])")


def kebab(name: str) -> str:
    """FiliereIsClosed -> filiere-is-closed."""
    return KEBAB.sub("-", name).lower()
