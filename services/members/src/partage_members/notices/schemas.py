"""Shapes of purposes and notices, in and out."""

from enum import StrEnum
from typing import Annotated, Self
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, model_validator

from partage_kit.changes import Changes
from partage_kit.types import CountryCode, Email, HttpsUrl, Language, Line, Shape, Translations, UtcDateTime
from partage_kit.types.patterns import Pattern

PurposeCode = Annotated[
    str,
    Pattern(r"^[a-z][a-z0-9_]{1,39}$", "small letters, digits and _, a letter first, such as newsletter_email"),
    Field(examples=["newsletter_email"]),
]
"""The code of a purpose, such as `newsletter_email`."""

Titles = Annotated[dict[Language, Line], Field(min_length=1)]
Months = Annotated[int, Field(strict=True, ge=1, le=1_200)]


class LawfulBasis(StrEnum):
    """Why personal data may be processed (GDPR, article 6(1)); members are asked only where it is consent."""

    CONSENT = "consent"
    CONTRACT = "contract"
    LEGAL_OBLIGATION = "legal_obligation"
    LEGITIMATE_INTEREST = "legitimate_interest"


class PurposeKind(StrEnum):
    """What kind of purpose it is, as the Data Privacy Vocabulary (DPV) sorts them."""

    COMMUNICATION = "communication"
    PUBLICATION = "publication"
    RESEARCH = "research"
    SERVICE = "service"


class DataCategory(StrEnum):
    """Which personal data a purpose uses, as the personal data categories of DPV sort them."""

    NAME = "name"
    EMAIL_ADDRESS = "email_address"
    TELEPHONE_NUMBER = "telephone_number"
    LOCATION = "location"
    LANGUAGE = "language"
    PROFESSIONAL = "professional"
    WORK_HISTORY = "work_history"
    PICTURE = "picture"
    TRANSACTIONAL = "transactional"


class Channel(StrEnum):
    """How members are written to, for a purpose that is a channel of communication."""

    EMAIL = "email"
    PHONE = "phone"
    POST = "post"


class Purpose(Shape):
    """What personal data is used for, which data, who receives it, and for how long."""

    name: Titles
    description: Translations
    kind: PurposeKind
    lawful_basis: LawfulBasis = LawfulBasis.CONSENT
    data_categories: Annotated[list[DataCategory], Field(min_length=1, max_length=len(DataCategory))]
    recipients: Annotated[list[Line], Field(max_length=20)] = Field([], description="who else gets the data")
    storage_months: Months = Field(description="how long the data is kept for this purpose")
    storage_locations: Annotated[list[CountryCode], Field(min_length=1, max_length=30)] = ["BE"]
    valid_months: Months | None = Field(None, description="how long a consent holds; null until it is withdrawn")
    channel: Channel | None = Field(None, description="when it is a consent to be written to")


class PurposeView(Purpose):
    """A purpose of an office; version 0 means that it is as shipped."""

    code: str
    version: int


class Controller(Shape):
    """Who is responsible for the processing, as the notice tells (GDPR, article 13(1))."""

    name: Line
    address: Line | None = None
    email: Email | None = None
    url: HttpsUrl | None = None
    jurisdiction: CountryCode = "BE"


class DraftNotice(Shape):
    """A new notice for a purpose; each language needs title and text."""

    purpose: PurposeCode
    title: Titles
    text: Translations
    controller: Controller
    material: bool = Field(True, description="whether what was consented to before has to be consented to again")

    @model_validator(mode="after")
    def _same_languages(self) -> Self:
        if self.title.keys() != self.text.keys():
            raise ValueError("title and text are written in the same languages")
        return self


class ChangeNotice(Changes):
    """What to change of a draft; what is left out stays."""

    never_null = frozenset({"title", "text", "controller", "material"})

    title: Titles | None = None
    text: Translations | None = None
    controller: Controller | None = None
    material: bool | None = None


class NoticeState(StrEnum):
    """Where a notice stands: not yet shown, shown to whoever is asked, or replaced by a later one."""

    DRAFT = "draft"
    IN_FORCE = "in_force"
    SUPERSEDED = "superseded"


class NoticeFilter(BaseModel):
    """Which notices a list shows."""

    model_config = ConfigDict(frozen=True)

    purpose: PurposeCode | None = None


class NoticeView(Shape):
    """A notice: once published neither text nor terms change, and the hash of each language proves it."""

    id: UUID
    purpose: str
    number: int = Field(description="which version of the notice for this purpose it is, from 1")
    state: NoticeState
    title: dict[str, str]
    text: dict[str, str]
    sha256: dict[str, str] = Field(
        description="of `title`, an empty line and `text` in each language: Unicode NFC, no blanks at line ends, UTF-8"
    )
    controller: Controller
    material: bool
    terms: Purpose = Field(description="the purpose as it was when the notice was published; of a draft, as it is now")
    published_at: UtcDateTime | None
    version: int
