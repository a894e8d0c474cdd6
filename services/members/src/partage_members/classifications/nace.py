"""NACE Rev. 2 whole, from one CSV file with its labels in all languages: sections, divisions, groups, classes."""

from typing import TextIO

from partage_kit.types import LANGUAGES
from partage_members.classifications.catalogue import Scheme, concepts
from partage_members.classifications.codes import of_scheme
from partage_members.classifications.editions import Edition, Mapped
from partage_members.classifications.files import FileWrong, Layout, rows_of
from partage_members.classifications.lookup import Concept
from partage_members.classifications.models import Kind, Match

ATTRIBUTION = "NACE Rev. 2 - Statistical classification of economic activities, Eurostat."
"""What who uses NACE has to say."""

_LABELS = tuple(f"label_{language}" for language in LANGUAGES)
_LAYOUT = Layout(("code", "parent", *_LABELS), "code", _LABELS[0])


def read_nace(version: str, name: str, text: TextIO, scheme: str = "nace-rev2") -> Edition:
    """The codes of NACE; its sections and divisions are those of the list that ships.

    Raises:
        FileWrong: the file has another layout.
    """
    faults: list[str] = []
    found: dict[str, Concept] = {}
    for place, row in rows_of(_LAYOUT, name, text, faults):
        code = row["code"].strip()
        if code in found:
            faults.append(f"{place}:code: {code} stands there twice")
        labels = {language: label for language in LANGUAGES if (label := row[f"label_{language}"].strip())}
        found[code] = Concept(code, labels, {}, broader=row["parent"].strip() or None)
    faults += [
        f"{name}: {one.code}: its parent {one.broader} is missing" for one in found.values() if _lost(one, found)
    ]
    if faults:
        raise FileWrong(faults)
    same = [code for code in concepts(Scheme.NACE) if code in found]
    mappings = [Mapped(of_scheme(scheme, code), code, Match.EXACT) for code in same]
    return Edition(scheme, version, Kind.SECTORS, ATTRIBUTION, [found[code] for code in sorted(found)], mappings)


def _lost(concept: Concept, found: dict[str, Concept]) -> bool:
    return concept.broader is not None and concept.broader not in found
