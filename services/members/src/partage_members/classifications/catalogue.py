"""The compact classification that ships with the service: occupations with their ISCO-08 codes, and NACE Rev. 2."""

import csv
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files

from partage_kit.folding import fold
from partage_kit.types import LANGUAGES
from partage_members.classifications.errors import UnknownCode
from partage_members.classifications.gendered import without_marks, words_with_forms


class Scheme(StrEnum):
    """Which classification."""

    OCCUPATIONS = "occupations"
    NACE = "nace"


@dataclass(frozen=True, slots=True)
class Concept:
    """One code of a scheme: labels and alternative labels by language, the broader code, the ISCO-08 unit group."""

    code: str
    labels: Mapping[str, str]
    alternatives: Mapping[str, tuple[str, ...]]
    broader: str | None
    isco08: str | None
    folded: tuple[str, ...]


@cache
def concepts(scheme: str) -> Mapping[str, Concept]:
    """All concepts of a scheme by code, in the order of the file."""
    text = files("partage_members.classifications").joinpath("data", f"{scheme}.csv").read_text("utf-8")
    return {row["code"]: _concept(row) for row in csv.DictReader(text.splitlines())}


def _concept(row: Mapping[str, str]) -> Concept:
    labels = {language: row[f"label_{language}"] for language in LANGUAGES}
    alternatives = {language: tuple(filter(None, row.get(f"alt_{language}", "").split("|"))) for language in LANGUAGES}
    texts = [*labels.values(), *(text for texts in alternatives.values() for text in texts)]
    return Concept(
        code=row["code"],
        labels=labels,
        alternatives=alternatives,
        broader=row.get("parent") or row.get("isco08"),
        isco08=row.get("isco08"),
        folded=tuple(dict.fromkeys(fold(text) for text in texts)),
    )


def require_known(*, occupations: Iterable[str], sectors: Iterable[str]) -> None:
    """Refuse codes that this service does not know.

    Raises:
        UnknownCode: it names them.
    """
    given = (Scheme.OCCUPATIONS, occupations), (Scheme.NACE, sectors)
    wrong = [code for scheme, codes in given for code in codes if code not in concepts(scheme)]
    if wrong:
        raise UnknownCode(f"not in the classification: {', '.join(wrong)}")


def find_concepts(scheme: str, words: str) -> list[Concept]:
    """Concepts with a label in any language that has each of the words as the beginning of a word; best first.

    Marks such as h/f/x tell nothing; of a word in two forms (mixeur/mixeuse) one suffices. A label that begins with the
    whole query comes before one that has its words elsewhere; ties by code. Without words all are found, in the order
    of the file.
    """
    query = " ".join(without_marks(fold(words)).split())
    if not query:
        return list(concepts(scheme).values())
    ranked = sorted((rank, c.code, c) for c in concepts(scheme).values() if (rank := _rank(query, c)) is not None)
    return [concept for _, _, concept in ranked]


def _rank(query: str, concept: Concept) -> int | None:
    if concept.code.casefold() == query or query in concept.folded:
        return 0
    if any(label.startswith(query) for label in concept.folded):
        return 1
    wanted = list(words_with_forms(query))
    if wanted and any(_has_all(wanted, label) for label in concept.folded):
        return 2
    return None


def _has_all(wanted: Iterable[tuple[str, ...]], label: str) -> bool:
    """Whether each wanted word, in one of its forms, begins a word of the label."""
    found = re.findall(r"[^\W_]+", label)
    return all(any(word.startswith(forms) for word in found) for forms in wanted)
