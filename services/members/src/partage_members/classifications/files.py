"""CSV files of classifications as others publish them: read whole, and what is wrong told by row and column."""

import csv
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TextIO

_LONGEST = 50_000
_MOST_FAULTS = 100

Row = Mapping[str, str]


class FileWrong(Exception):
    """What is wrong with files, each place as `file:row:column: reason`; nothing of them is imported."""

    def __init__(self, faults: Iterable[str]) -> None:
        self.faults = list(faults)[:_MOST_FAULTS]
        super().__init__("\n".join(self.faults))


@dataclass(frozen=True)
class Layout:
    """The columns that a file must have; which of them names a concept, and how that begins."""

    needed: Sequence[str]
    key: str
    filled: str
    beginning: str = ""


@dataclass
class InLanguages:
    """What files, one a language, say of one concept: what they must agree on, and their rows by language."""

    place: str
    rows: dict[str, Row] = field(default_factory=dict)


def read_languages(
    layout: Layout, agreed: Sequence[str], files: Mapping[str, tuple[str, TextIO]]
) -> Mapping[str, InLanguages]:
    """The concepts of some files, which are named by their language: a name to tell of, and the text.

    Raises:
        FileWrong: a file has another layout, or files tell of different concepts.
    """
    found: dict[str, InLanguages] = {}
    faults: list[str] = []
    for language, (name, text) in files.items():
        for place, row in rows_of(layout, name, text, faults):
            key = row[layout.key].strip()
            concept = found.setdefault(key, InLanguages(place))
            if language in concept.rows:
                faults.append(f"{place}:{layout.key}: {key} stands there twice")
            other = next(iter(concept.rows.values()), row)
            faults += [
                f"{place}:{column}: differs from {concept.place}" for column in agreed if row[column] != other[column]
            ]
            concept.rows.setdefault(language, row)
    faults += [
        f"{key}: has no label in {language}"
        for key, concept in found.items()
        for language in files
        if language not in concept.rows
    ]
    if faults:
        raise FileWrong(faults)
    return found


def rows_of(layout: Layout, name: str, text: TextIO, faults: list[str]) -> Iterator[tuple[str, Row]]:
    """The rows that can be used, each with its place; what cannot is noted among the faults."""
    try:
        reader = csv.DictReader(text, strict=True)
        missing = [column for column in layout.needed if column not in (reader.fieldnames or ())]
        if missing:
            faults.append(f"{name}:1: the columns {', '.join(missing)} are missing")
            return
        for number, row in enumerate(reader, start=2):
            wrong = _fault(layout, row)
            if wrong:
                faults.append(f"{name}:{number}:{wrong}")
            else:
                yield f"{name}:{number}", row
    except (UnicodeDecodeError, csv.Error) as error:
        faults.append(f"{name}: is no CSV in UTF-8 ({error})")


def _fault(layout: Layout, row: Mapping[str, str | None]) -> str | None:
    if any(row[column] is None for column in layout.needed):
        return " has too few columns"
    key = str(row[layout.key]).strip()
    if not key or not key.startswith(layout.beginning):
        return f"{layout.key}: begins with {layout.beginning}" if layout.beginning else f"{layout.key}: is empty"
    if not str(row[layout.filled]).strip():
        return f"{layout.filled}: is empty"
    too_long = [column for column in layout.needed if len(str(row[column])) > _LONGEST or "\x00" in str(row[column])]
    return f"{too_long[0]}: is longer than {_LONGEST} characters, or has a NUL" if too_long else None
