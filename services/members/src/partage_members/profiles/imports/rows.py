"""A profile as a row of a file: flat columns, lists joined with `|`, a column for each language of a text."""

from collections.abc import Mapping, Sequence
from typing import Annotated, Any
from uuid import UUID

from pydantic import BeforeValidator, Field, StringConstraints

from partage_contracts.members import Stage
from partage_kit.types import LANGUAGES, CountryCode, Day, Email, HttpsUrl, Line, NutsCode, Phone, Shape, Text
from partage_kit.types.patterns import Pattern
from partage_members.classifications.codes import Code, Skill
from partage_members.profiles.schemas import Availability, LanguageCode, LinkKind

PLACE = ("country", "nuts", "municipality", "postal_code")
TEXTS = ("headline", "presentation")


def _split(value: Any) -> Any:
    if value is None:
        return []
    return [part.strip() for part in value.split("|")] if isinstance(value, str) else value


_SPLIT = BeforeValidator(_split)
Reference = Annotated[
    str,
    StringConstraints(max_length=80),
    Pattern(r"^[A-Za-z0-9][A-Za-z0-9 ./_-]*$", "letters, digits, spaces, ., /, _ and -, such as P-00007"),
]


class ProfileRow(Shape):
    """A member, found by `member_id`, else by the office's own `reference`, else by `email`; one of them is needed.

    A column that the file does not have stays as it is; an empty cell clears, except `stage` and `joined_on`.
    """

    member_id: UUID | None = None
    reference: Reference | None = None
    given_name: Line | None = None
    family_name: Line | None = None
    email: Email | None = None
    phone: Phone | None = None
    country: CountryCode | None = None
    nuts: NutsCode | None = None
    municipality: Line | None = None
    postal_code: Annotated[str, StringConstraints(max_length=12)] | None = None
    languages: Annotated[list[LanguageCode], _SPLIT] = []
    headline_fr: Text | None = None
    headline_nl: Text | None = None
    headline_en: Text | None = None
    presentation_fr: Text | None = None
    presentation_nl: Text | None = None
    presentation_en: Text | None = None
    trades: Annotated[list[Code], _SPLIT] = []
    sectors: Annotated[list[Code], _SPLIT] = []
    skills: Annotated[list[Skill], _SPLIT] = []
    availability: Availability | None = None
    availability_since: Day | None = None
    links: Annotated[list[str], _SPLIT] = Field([], description="kind and address: `linkedin https://...`")
    photo_url: HttpsUrl | None = None
    stage: Stage | None = None
    joined_on: Day | None = None


COLUMNS = tuple(ProfileRow.model_fields)
_PLAIN = ("given_name", "family_name", "email", "phone", "languages", "trades", "sectors", "skills", "photo_url")


def nested(row: ProfileRow, before: Any | None) -> dict[str, Any]:
    """What a row gives, in the shape of a registration or a change; `before` is the profile that there is."""
    given = row.model_fields_set
    fields: dict[str, Any] = {name: getattr(row, name) for name in _PLAIN if name in given}
    if row.stage is not None:
        fields["stage"] = row.stage
    if given & set(PLACE):
        place = {part: getattr(row, part) for part in PLACE}
        fields["territory"] = place if any(place.values()) else None
    for text in TEXTS:
        if told := {language: f"{text}_{language}" for language in LANGUAGES if f"{text}_{language}" in given}:
            kept = dict(getattr(before, text, None) or {})
            kept |= {language: getattr(row, name) for language, name in told.items()}
            fields[text] = {language: written for language, written in kept.items() if written} or None
    if "availability" in given:
        fields["availability"] = _availability(row, before)
    if "links" in given:
        fields["links"] = [_link(written) for written in row.links]
    return fields


def _availability(row: ProfileRow, before: Any | None) -> dict[str, Any] | None:
    if row.availability is None:
        return None
    kept = dict(getattr(before, "availability", None) or {})
    if "availability_since" in row.model_fields_set:
        kept["since"] = row.availability_since
    return {**kept, "state": row.availability}


def _link(written: str) -> dict[str, str]:
    kind, space, url = written.partition(" ")
    return {"kind": kind, "url": url} if space else {"url": kind}


def column_of(location: Sequence[int | str]) -> str | None:
    """The column behind a place in the nested shape."""
    if not location:
        return None
    name, inner = str(location[0]), str(location[1]) if len(location) > 1 else ""
    if name == "territory":
        return inner if inner in PLACE else "country"
    if name in TEXTS:
        return f"{name}_{inner}" if inner in LANGUAGES else f"{name}_{LANGUAGES[0]}"
    return "availability_since" if (name, inner) == ("availability", "since") else name


def cells(row: Mapping[str, Any]) -> list[Any]:
    """A profile as the cells of a row, in the order of the columns."""
    flat: dict[str, Any] = {name: row[name] for name in (*_PLAIN, *PLACE, "reference", "joined_on")}
    for text in TEXTS:
        flat |= {f"{text}_{language}": (row[text] or {}).get(language) for language in LANGUAGES}
    notice = row["availability"] or {}
    flat |= {"availability": notice.get("state"), "availability_since": notice.get("since")}
    # changes of earlier versions kept links without a kind of their own
    flat |= {"links": [f"{link.get('kind', LinkKind.WEBSITE)} {link['url']}" for link in row["links"]]}
    flat |= {"member_id": row["id"], "stage": Stage(row["stage"]).value}
    return [flat[name] for name in COLUMNS]
