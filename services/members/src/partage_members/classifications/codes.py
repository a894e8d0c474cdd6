"""How a concept is written: bare in the lists that ship with the service, `scheme:code` in all others."""

import re
from collections.abc import Iterable, Mapping
from typing import Annotated, Any

from pydantic import BeforeValidator, Field, StringConstraints

from partage_kit.types import Line
from partage_kit.types.patterns import Pattern

_ADDRESSES = (
    (re.compile(r"http://data\.europa\.eu/esco/occupation/([0-9a-zA-Z-]{1,60})"), "esco:{}"),
    (re.compile(r"http://data\.europa\.eu/esco/skill/([0-9a-zA-Z-]{1,60})"), "esco-skills:{}"),
    (re.compile(r"http://data\.europa\.eu/esco/isco/C([0-9]{1,4})"), "isco:{}"),
)
"""The addresses by which ESCO names its concepts, and what they are here."""

_WITH_SCHEME = re.compile(r"[a-z][a-z0-9-]{1,30}:[A-Za-z0-9][A-Za-z0-9._-]*")


def of_scheme(scheme: str, code: str) -> str:
    """How a concept of a scheme is written where several schemes are used: `esco:aaaa-1`."""
    return f"{scheme}:{code}"


def parts_of(code: str) -> tuple[str | None, str]:
    """The scheme and its own code; no scheme for the lists that ship with the service."""
    scheme, colon, own = code.partition(":")
    return (scheme, own) if colon else (None, code)


def as_code(written: Any) -> Any:
    """The code of a concept that may be written as the address by which ESCO names it."""
    if isinstance(written, str):
        for address, code in _ADDRESSES:
            if found := address.fullmatch(written):
                return code.format(found[1])
    return written


def coded(skills: Iterable[str]) -> list[str]:
    """Those of some skills that are written as concepts of a scheme, not in words of somebody's own."""
    return [skill for skill in skills if _WITH_SCHEME.fullmatch(skill)]


def recoded_with(codes: Mapping[str, str], written: Iterable[str]) -> list[str]:
    """Some codes with others in their place, in their order, each once."""
    return list(dict.fromkeys(codes.get(code, code) for code in written))


Code = Annotated[
    str,
    StringConstraints(max_length=80),
    Pattern(
        r"^(?:[a-z][a-z0-9-]{1,30}:)?[A-Za-z0-9][A-Za-z0-9._-]{0,79}$",
        "a code without spaces and accents, such as photographer or isco:3431; GET /members/v1/classifications lists"
        " where words are looked up",
    ),
    BeforeValidator(as_code),
    Field(examples=["photographer", "esco:00030d09-2b3a-4efd-87cc-c4ea39d27c34", "isco:3431"]),
]
"""A concept: of the shipped lists by its code, of others as `scheme:code` or by the address that ESCO gives it."""

Skill = Annotated[Line, BeforeValidator(as_code)]
"""A skill in the member's own words, or a concept of a scheme of skills: `scheme:code`, or an address of ESCO."""

SchemeCode = Annotated[
    str, Pattern(r"^[a-z][a-z0-9-]{1,30}$", "the code of a scheme in small letters, digits and -, such as esco")
]
"""The code of a classification, which stands before those of its concepts."""
