"""Reading the tables the project ships, and finding what their three languages have in common."""

import csv
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

LANGUAGES = ("fr", "nl", "en")

Row = Mapping[str, str]
SameWords = tuple[str, str, str, str]  # table, key, column, the languages that share the words


def read_table(path: Path) -> list[dict[str, str]]:
    """The rows of a UTF-8, comma-separated table with one header line; a ragged row fails."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, strict=True, restkey="surplus", restval=None))


def translated_columns(rows: Sequence[Row]) -> list[str]:
    """The column names that exist in all three languages, without their language."""
    stems = [column.removesuffix("_fr") for column in rows[0] if column.endswith("_fr")]
    return [stem for stem in stems if all(f"{stem}_{language}" in rows[0] for language in LANGUAGES)]


def untranslated(rows: Sequence[Row]) -> list[tuple[Row, str]]:
    """Every translated cell that is empty, or padded with blanks, in one of the languages."""
    return [
        (row, f"{column}_{language}")
        for row in rows
        for column in translated_columns(rows)
        for language in LANGUAGES
        if not row[f"{column}_{language}"] or row[f"{column}_{language}"] != row[f"{column}_{language}"].strip()
    ]


def same_words(table: str, rows: Sequence[Row], *key: str) -> set[SameWords]:
    """The translated cells of a table that read the same, whatever the case, in two languages or in all three."""
    shared = set()
    for row in rows:
        for column in translated_columns(rows):
            languages = sharing({language: row[f"{column}_{language}"] for language in LANGUAGES})
            if languages:
                shared.add((table, " ".join(row[part] for part in key), column, languages))
    return shared


def sharing(texts: Mapping[str, str]) -> str:
    """The languages, joined by `|`, whose texts are equal; empty when all differ."""
    words = [texts[language].casefold() for language in LANGUAGES]
    return "|".join(language for language in LANGUAGES if words.count(texts[language].casefold()) > 1)


def translations_in(node: object, path: str = "") -> Iterator[tuple[str, dict[str, str]]]:
    """Every translated text inside a JSON document, with the path that leads to it."""
    if isinstance(node, dict):
        if set(LANGUAGES) <= set(node):
            yield path, node
            return
        for name, inner in node.items():
            yield from translations_in(inner, f"{path}/{name}")
    elif isinstance(node, list):
        for position, inner in enumerate(node):
            yield from translations_in(inner, f"{path}/{position}")


def justified(path: Path) -> set[SameWords]:
    """The list of cells that may be equal in two languages; each row must give its reason."""
    rows = read_table(path)
    assert all(row["reason"] for row in rows)
    allowed = [(row["table"], row["key"], row["column"], row["languages"]) for row in rows]
    assert len(set(allowed)) == len(allowed)
    return set(allowed)
