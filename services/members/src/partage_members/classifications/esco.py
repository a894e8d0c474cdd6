"""The CSV layout of the official ESCO download: one file a language, the same concepts in each."""

import csv
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TextIO

from partage_members.classifications.lookup import Concept

ATTRIBUTION = "This service uses the ESCO classification of the European Commission."
"""What who uses ESCO has to say."""

_NEEDED = ("conceptUri", "iscoGroup", "preferredLabel", "altLabels")
_URI = "http://data.europa.eu/esco/"
_LONGEST = 50_000
_MOST_FAULTS = 100


class FileWrong(Exception):
    """What is wrong with files, each place as `file:row:column: reason`; nothing of them is imported."""

    def __init__(self, faults: Iterable[str]) -> None:
        self.faults = list(faults)
        super().__init__("\n".join(self.faults))


@dataclass
class _Row:
    """What the files say of one concept."""

    isco08: str
    labels: dict[str, str] = field(default_factory=dict)
    alternatives: dict[str, tuple[str, ...]] = field(default_factory=dict)


def read_esco(files: Mapping[str, tuple[str, TextIO]]) -> list[Concept]:
    """The concepts of some files, which are named by their language: a name to tell of, and the text.

    Raises:
        FileWrong: a file is no ESCO file, or files tell of different concepts.
    """
    rows: dict[str, _Row] = {}
    faults: list[str] = []
    for language, (name, text) in files.items():
        told: dict[str, str] = {}
        for place, uri, row in _rows(name, text, faults):
            if uri in told:
                faults.append(f"{place}:conceptUri: {uri} stands in row {told[uri]} already")
            told[uri] = place.rpartition(":")[2]
            known = rows.setdefault(uri, _Row(row["iscoGroup"]))
            known.labels[language] = row["preferredLabel"].strip()
            known.alternatives[language] = tuple(
                dict.fromkeys(filter(None, map(str.strip, row["altLabels"].splitlines())))
            )
    faults += [
        f"{uri}: has no label in {language}"
        for uri, row in rows.items()
        for language in files
        if language not in row.labels
    ]
    if faults:
        raise FileWrong(faults[:_MOST_FAULTS])
    return [_concept(uri, row) for uri, row in sorted(rows.items())]


def _rows(name: str, text: TextIO, faults: list[str]) -> Iterator[tuple[str, str, Mapping[str, str]]]:
    """The rows that can be used, each with its place; what cannot is noted among the faults."""
    try:
        reader = csv.DictReader(text, strict=True)
        missing = [column for column in _NEEDED if column not in (reader.fieldnames or ())]
        if missing:
            faults.append(f"{name}:1: the columns {', '.join(missing)} are missing")
            return
        for number, row in enumerate(reader, start=2):
            wrong = _fault(row)
            if wrong:
                faults.append(f"{name}:{number}:{wrong}")
            else:
                yield f"{name}:{number}", row["conceptUri"].strip(), row
    except (UnicodeDecodeError, csv.Error) as error:
        faults.append(f"{name}: is no CSV in UTF-8 ({error})")


def _fault(row: Mapping[str, str | None]) -> str | None:
    if any(row[column] is None for column in _NEEDED):
        return " has too few columns"
    if not str(row["conceptUri"]).strip().startswith(_URI):
        return f"conceptUri: begins with {_URI}"
    if not str(row["preferredLabel"]).strip():
        return "preferredLabel: is empty"
    too_long = [column for column in _NEEDED if len(str(row[column])) > _LONGEST or "\x00" in str(row[column])]
    return f"{too_long[0]}: is longer than {_LONGEST} characters, or has a NUL" if too_long else None


def _concept(uri: str, row: _Row) -> Concept:
    return Concept(
        code=uri.rpartition("/")[2],
        labels=row.labels,
        alternatives=row.alternatives,
        broader=row.isco08 or None,
        isco08=row.isco08 or None,
        uri=uri,
    )
