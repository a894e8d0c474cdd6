"""What cells of a CSV become, so that no spreadsheet calculates them, and are again when they come back."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as some

from partage_kit.imports.rows import FORMULA, as_written, neutral

TEXTS = some.text() | some.text("=+-@;\t\r\n' ,a", max_size=12)


@given(TEXTS)
def test_a_cell_comes_back_as_it_was_written(text: str) -> None:
    assert as_written(neutral(text)) == text


@given(TEXTS)
def test_no_part_of_a_cell_begins_a_formula_wherever_a_spreadsheet_cuts(text: str) -> None:
    for part in re.split("[;\t\r\n]", neutral(text)):
        assert not part.lstrip(" ").startswith(tuple(FORMULA)), part


@pytest.mark.parametrize("text", ["a;b", "12 - 4", "a, -b", "it's", "'quoted'", "user@members.example", "a=b"])
def test_what_is_no_formula_stays(text: str) -> None:
    assert neutral(text) == text
