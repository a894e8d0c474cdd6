"""The CSV layouts of the official ESCO download: occupations and ISCO-08 groups, one file a language."""

from collections.abc import Mapping
from typing import TextIO

from partage_members.classifications.catalogue import Scheme, concepts
from partage_members.classifications.codes import of_scheme
from partage_members.classifications.editions import Edition, Mapped
from partage_members.classifications.files import InLanguages, Layout, read_languages
from partage_members.classifications.lookup import Concept
from partage_members.classifications.models import Kind, Match

ATTRIBUTION = "This service uses the ESCO classification of the European Commission."
"""What who uses ESCO has to say."""

Files = Mapping[str, tuple[str, TextIO]]
"""Files by their language: a name to tell of, and the text."""

_ESCO = "http://data.europa.eu/esco/"
_OCCUPATIONS = Layout(("conceptUri", "iscoGroup", "preferredLabel", "altLabels"), "conceptUri", "preferredLabel", _ESCO)
_GROUPS = Layout(("conceptUri", "code", "preferredLabel"), "conceptUri", "preferredLabel", _ESCO + "isco/C")
_UNIT_GROUP = 4
"""Digits of the code of an ISCO-08 unit group, the lowest of four levels."""


def read_esco(version: str, files: Files, scheme: str = "esco") -> Edition:
    """The occupations of ESCO; each has its ISCO-08 unit group as the broader concept.

    Raises:
        FileWrong: a file is no ESCO file, or files tell of different concepts.
    """
    found = read_languages(_OCCUPATIONS, (), files)
    occupations = [_occupation(uri, found[uri]) for uri in sorted(found)]
    mappings = [
        Mapped(of_scheme(scheme, one.code), of_scheme("isco", one.isco08), Match.BROAD)
        for one in occupations
        if one.isco08
    ]
    return Edition(scheme, version, Kind.OCCUPATIONS, ATTRIBUTION, occupations, mappings)


def read_isco(version: str, files: Files, scheme: str = "isco") -> Edition:
    """The groups of ISCO-08 at its four levels; the trades of the list that ships are under their unit groups.

    Raises:
        FileWrong: a file is no file of groups, or files tell of different ones.
    """
    found = read_languages(_GROUPS, ("code",), files)
    groups = [_group(uri, found[uri]) for uri in sorted(found)]
    known = {group.code for group in groups}
    own = concepts(Scheme.OCCUPATIONS).values()
    mappings = [Mapped(one.code, of_scheme(scheme, one.isco08), Match.BROAD) for one in own if one.isco08 in known]
    return Edition(scheme, version, Kind.OCCUPATIONS, ATTRIBUTION, groups, mappings)


def _occupation(uri: str, told: InLanguages) -> Concept:
    group = next(iter(told.rows.values()))["iscoGroup"].strip() or None
    alternatives = {
        language: tuple(dict.fromkeys(filter(None, map(str.strip, row["altLabels"].splitlines()))))
        for language, row in told.rows.items()
    }
    return Concept(uri.rpartition("/")[2], _labels(told), alternatives, broader=group, isco08=group, uri=uri)


def _group(uri: str, told: InLanguages) -> Concept:
    code = next(iter(told.rows.values()))["code"].strip()
    unit_group = code if len(code) == _UNIT_GROUP else None
    return Concept(code, _labels(told), {}, broader=code[:-1] or None, isco08=unit_group, uri=uri)


def _labels(told: InLanguages) -> dict[str, str]:
    return {language: row["preferredLabel"].strip() for language, row in told.rows.items()}
