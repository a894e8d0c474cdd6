"""What tables, groups and pictures are called, in fr, nl and en."""

import csv
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from partage_kit.types import LANGUAGES

Texts = Mapping[str, str]


@cache
def _labels() -> Mapping[str, Mapping[str, Texts]]:
    text = files("partage_members.analytics").joinpath("data", "labels.csv").read_text("utf-8")
    found: dict[str, dict[str, Texts]] = {}
    for row in csv.DictReader(text.splitlines()):
        found.setdefault(row["kind"], {})[row["code"]] = {language: row[f"label_{language}"] for language in LANGUAGES}
    return found


def codes(kind: str) -> tuple[str, ...]:
    """The codes of a kind of label, in their order."""
    return tuple(_labels()[kind])


def label(kind: str, code: str) -> Texts | None:
    """What a code of a kind is called; codes such as `other` are called alike everywhere."""
    labels = _labels()
    return labels.get(kind, {}).get(code) or labels["special"].get(code)
