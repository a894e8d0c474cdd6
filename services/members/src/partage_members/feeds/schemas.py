"""What feeds and cards are asked for."""

from enum import StrEnum


class FeedFormat(StrEnum):
    """How a feed is written."""

    ATOM = "atom"
    JSON = "json"


class CardFormat(StrEnum):
    """How the card of a member is written."""

    VCARD = "vcard"
    JSON_LD = "json_ld"
    MURMURATIONS = "murmurations"
