"""The compact classification that ships with the service: occupations with ISCO-08 codes, NACE Rev. 2, and needs."""

import csv
from collections.abc import Mapping
from enum import StrEnum
from functools import cache
from importlib.resources import files

from partage_kit.types import LANGUAGES
from partage_members.classifications.lookup import Concept, Lookup
from partage_members.classifications.models import Kind


class Scheme(StrEnum):
    """Which classification."""

    OCCUPATIONS = "occupations"
    NACE = "nace"
    NEEDS = "needs"


@cache
def shipped(scheme: str) -> Lookup:
    """A scheme that ships with the service, in the order of its file."""
    text = files("partage_members.classifications").joinpath("data", f"{scheme}.csv").read_text("utf-8")
    return Lookup(_concept(row) for row in csv.DictReader(text.splitlines()))


def concepts(scheme: str) -> Mapping[str, Concept]:
    """All concepts of a scheme that ships with the service, by code."""
    return shipped(scheme).concepts


def _concept(row: Mapping[str, str]) -> Concept:
    return Concept(
        code=row["code"],
        labels={language: row[f"label_{language}"] for language in LANGUAGES},
        alternatives={
            language: tuple(filter(None, row.get(f"alt_{language}", "").split("|"))) for language in LANGUAGES
        },
        broader=row.get("parent") or row.get("isco08"),
        isco08=row.get("isco08"),
    )


LISTS = {Kind.OCCUPATIONS: Scheme.OCCUPATIONS, Kind.SECTORS: Scheme.NACE}


def is_shipped(kind: Kind, code: str) -> bool:
    """Whether the list of this kind that ships with the service has the code."""
    return kind in LISTS and code in concepts(LISTS[kind])


def shipped_concept(code: str) -> Concept | None:
    """The trade or sector of a bare code; no code is in both lists."""
    return next((concepts(scheme)[code] for scheme in LISTS.values() if code in concepts(scheme)), None)
