"""An edition of a scheme: one version with all its concepts, and what it says of how concepts correspond."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from functools import cached_property

from partage_members.classifications.lookup import Concept
from partage_members.classifications.models import EVERY_OFFICE, Kind, Match


@dataclass(frozen=True, order=True)
class Mapped:
    """That two concepts correspond (SKOS): `broad` says that the target is the broader one. Codes as in profiles."""

    source: str
    target: str
    match: Match


@dataclass(frozen=True)
class Edition:
    """A version as it is published; `attribution` is what who uses it has to print."""

    code: str
    version: str
    kind: Kind
    attribution: str
    concepts: Sequence[Concept]
    mappings: Sequence[Mapped] = ()
    office: str = EVERY_OFFICE

    @cached_property
    def digest(self) -> str:
        """SHA-256 of all that it says: the same edition brought in again is known by it."""
        return digest_of(self.concepts, self.mappings)


def digest_of(concepts: Sequence[Concept], mappings: Sequence[Mapped]) -> str:
    """SHA-256 of some concepts and mappings, in whichever order they come."""
    told = [
        {**asdict(one), "alternatives": {language: texts for language, texts in one.alternatives.items() if texts}}
        for one in sorted(concepts, key=lambda concept: concept.code)
    ]
    matched = [[one.source, one.target, one.match] for one in sorted(mappings)]
    text = json.dumps([told, matched], sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
