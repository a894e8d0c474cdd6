"""The compact catalogue that ships with the service: divisions and groups of the CPV, and their kinds."""

import csv
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files

from partage_kit.folding import fold
from partage_kit.types import LANGUAGES


class CategoryKind(StrEnum):
    """What sort of purchase a category is (R10)."""

    SERVICE = "service"
    CONSUMABLE = "consumable"
    PRODUCT = "product"
    INVESTMENT = "investment"


@dataclass(frozen=True, slots=True)
class Category:
    """One node: its CPV code without check digit, the code above it, its kind and its labels by language."""

    code: str
    parent: str | None
    kind: CategoryKind
    labels: Mapping[str, str]
    folded: tuple[str, ...]


@cache
def categories() -> Mapping[str, Category]:
    """All categories by code, in rising order of code."""
    text = files("partage_procurement.categories").joinpath("data", "cpv.csv").read_text("utf-8")
    found = (_category(row) for row in csv.DictReader(text.splitlines()))
    return {category.code: category for category in sorted(found, key=lambda category: category.code)}


def _category(row: Mapping[str, str]) -> Category:
    labels = {language: row[f"label_{language}"] for language in LANGUAGES}
    return Category(
        code=row["code"],
        parent=row["parent"] or None,
        kind=CategoryKind(row["kind"]),
        labels=labels,
        folded=tuple(dict.fromkeys(fold(label) for label in labels.values())),
    )


def unknown_categories(codes: Iterable[str]) -> list[str]:
    """Those of the codes that the catalogue does not have."""
    return [code for code in codes if code not in categories()]


@cache
def subtree(code: str) -> tuple[str, ...]:
    """A category and all below it; of an unknown code, only itself."""
    below = [category.code for category in categories().values() if category.parent == code]
    return (code, *(deeper for child in below for deeper in subtree(child)))


def find_categories(words: str, kind: CategoryKind | None, parent: str | None) -> list[Category]:
    """Categories with a label in any language that has each word as the beginning of a word, by code.

    Without words all are found; `kind` and `parent` narrow further.
    """
    wanted = fold(words).split()
    return [
        category
        for category in categories().values()
        if (kind is None or category.kind is kind)
        and (parent is None or category.parent == parent)
        and (not wanted or any(_has_all(wanted, label) for label in category.folded) or words == category.code)
    ]


def _has_all(wanted: list[str], label: str) -> bool:
    words = label.replace("-", " ").replace("'", " ").replace(",", " ").split()
    return all(any(word.startswith(beginning) for word in words) for beginning in wanted)
