"""The purposes that every office begins with, as shipped."""

import json
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from partage_members.notices.schemas import Purpose, PurposeView

MOST = 50
"""Purposes of an office."""


@cache
def shipped() -> Mapping[str, Purpose]:
    """The shipped purposes by their code, in alphabetical order."""
    text = files("partage_members.notices").joinpath("data/purposes.json").read_text("utf-8")
    return {code: Purpose.model_validate(terms) for code, terms in sorted(json.loads(text).items())}


def view(code: str, terms: Purpose, version: int) -> PurposeView:
    """A purpose with its code and its version."""
    return PurposeView(code=code, version=version, **dict(terms))
