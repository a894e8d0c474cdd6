"""The README of an archive, in the member's language."""

import json
from collections.abc import Iterable, Mapping
from datetime import date
from functools import cache
from importlib.resources import files

from partage_kit.types import Language


@cache
def _texts() -> Mapping[str, str]:
    texts: Mapping[str, str] = json.loads(
        files("partage_members.data_exports").joinpath("data/readme.json").read_text("utf-8")
    )
    return texts


def readme(language: Language, office: str, day: date, classes: Iterable[tuple[str, str, int]]) -> str:
    """What is in the archive: each class by its file, what it is called, and how many rows it has."""
    lines = "\n".join(f"- {code}: {title} ({rows})" for code, title, rows in classes)
    return _texts()[language].format(office=office, day=day.isoformat(), classes=lines)
