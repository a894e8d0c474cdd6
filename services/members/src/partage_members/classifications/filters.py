"""Concepts by which a list is narrowed: what is none at all is told, as a word typed in its place would find nobody."""

from collections.abc import Mapping, Sequence
from urllib.parse import urlencode

from partage_kit.db import Readable
from partage_members.classifications.catalogue import LISTS
from partage_members.classifications.codes import parts_of
from partage_members.classifications.known import known_codes
from partage_members.classifications.models import Kind

CONCEPTS = {
    "trade": Kind.OCCUPATIONS,
    "occupation": Kind.OCCUPATIONS,
    "sector": Kind.SECTORS,
    "skill": Kind.SKILLS,
}
"""What the concepts of a query parameter are."""


async def no_concepts(session: Readable, office: str, asked: Mapping[str, Sequence[str]]) -> list[dict[str, str]]:
    """Codes that are and were concepts of no scheme, by query parameter among `CONCEPTS`; where the right one is found.

    Nobody is asked about codes of the lists that ship with the service.
    """
    known = await known_codes(session, office, (code for codes in asked.values() for code in codes))
    return [
        {"pointer": f"/query/{name}", "detail": _no_code(name, code)}
        for name, codes in asked.items()
        for code in known.unknown(CONCEPTS[name], codes)
    ]


def _no_code(name: str, code: str) -> str:
    """What is wrong with a code, and where the right one is found."""
    scheme, own = parts_of(code)
    list_of_house = LISTS.get(CONCEPTS[name])
    if scheme is None and list_of_house is None:
        return f"{code!r} is no code of a {name}, such as esco-skills:...; words are found by `query={code}`"
    where = f"/members/v1/classifications/{scheme or list_of_house}/concepts?{urlencode({'query': own})}"
    return f"{code!r} is no code of a {name}; words are looked up with GET {where}"
