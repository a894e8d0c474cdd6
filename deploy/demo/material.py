"""The demo's material: tables and texts of `data/`, read once."""

import csv
import json
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

DATA = Path(__file__).with_name("data")
LANGUAGES = ("fr", "nl", "en")

Row = Mapping[str, str]
Texts = dict[str, str]


@cache
def table(name: str) -> tuple[Row, ...]:
    """The rows of a table."""
    with (DATA / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return tuple(csv.DictReader(file, strict=True))


@cache
def document(name: str) -> Any:
    """A JSON document."""
    return json.loads((DATA / f"{name}.json").read_text(encoding="utf-8"))


@cache
def _sectors() -> Mapping[str, list[str]]:
    text = files("partage_members.classifications").joinpath("data/occupations.csv").read_text("utf-8")
    return {row["code"]: listed(row["related"]) for row in csv.DictReader(text.splitlines())}


def sectors_of(occupation: str) -> list[str]:
    """The NACE divisions in which an occupation of the shipped classification is usual, the most usual first."""
    return _sectors()[occupation]


def listed(cell: str) -> list[str]:
    """The values of a cell, which separates them by `|`."""
    return cell.split("|") if cell else []


def translated(row: Row, column: str) -> Texts:
    """A column that the table has in every language."""
    return {language: row[f"{column}_{language}"] for language in LANGUAGES}


def said(text_name: str, /, **filled: Mapping[str, str]) -> Texts:
    """One of the story's texts; each `{placeholder}` takes the words of its own language."""
    texts: Texts = document("texts")[text_name]
    return {
        language: text.format(**{placeholder: words[language] for placeholder, words in filled.items()})
        for language, text in texts.items()
    }
