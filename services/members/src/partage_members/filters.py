"""Codes by which lists are narrowed: what is none at all is told, as a word or a slip in its place would find nobody.

Whether it is told follows from classifications and places alone, which everybody may look up, and never from what
anybody shows or hides: by the same statements for all who ask.
"""

from collections.abc import Mapping, Sequence

from pydantic import BaseModel

from partage_kit.db import Readable
from partage_members.classifications.errors import UnknownCode
from partage_members.classifications.filters import CONCEPTS, no_concepts
from partage_members.places.filters import never_regions
from partage_members.places.naming import country_of

REGIONS = ("territory", "nuts")
"""Query parameters that name regions."""


async def require_codes(session: Readable, office: str, wanted: BaseModel) -> None:
    """Refuse codes of a filter that are and were none, in an office; those that have left their scheme are kept.

    Raises:
        UnknownCode: it names each, and where its code is looked up.
    """
    errors = await no_concepts(session, office, _named(wanted, CONCEPTS))
    regions = _named(wanted, REGIONS)
    never = await never_regions(session, (code for codes in regions.values() for code in codes))
    errors += [
        {"pointer": f"/query/{name}", "detail": _no_region(code)}
        for name, codes in regions.items()
        for code in codes
        if code in never
    ]
    if errors:
        raise UnknownCode("; ".join(one["detail"] for one in errors), errors=errors)


def _named(wanted: BaseModel, parameters: Sequence[str] | Mapping[str, object]) -> dict[str, list[str]]:
    """What a filter names in some query parameters, as far as it has them."""
    given = {name: getattr(wanted, name, None) or [] for name in parameters}
    return {name: [codes] if isinstance(codes, str) else codes for name, codes in given.items() if codes}


def _no_region(code: str) -> str:
    country = country_of(code)
    return f"{code!r} is no region of {country}; they are listed by GET /members/v1/places/regions?country={country}"
