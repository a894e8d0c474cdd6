"""The words of an OpenAPI document: tags, summaries, and limits that tell something."""

import re
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from partage_kit.http.openapi_wording import drop_empty_limits, summary_of


@pytest.mark.parametrize(
    ("pattern", "bounded"),
    [
        (r"^[A-Z]{3}$", True),
        (r"^(0|[1-9][0-9]{0,8})(\.[0-9]{1,3})?$", True),
        (r"^https?://[^\s<>\"]{1,500}$", True),
        (r"^[^\r\n\x00]*$", False),
        (r"^a+$", False),
        (r"^a{2,}$", False),
        (r"[A-Z]{3}", False),
        (r"^a$|b", False),
        (r"^[*+]$", True),
    ],
)
def test_a_pattern_that_bounds_the_length_needs_no_other_limit(pattern: str, bounded: bool) -> None:
    schema = {"anyOf": [{"type": "string", "pattern": pattern, "maxLength": 50_000}, {"type": "null"}]}
    drop_empty_limits(schema)
    assert ("maxLength" not in str(schema)) is bounded


@pytest.mark.parametrize("more", [{"maxLength": 50_000}, {"maxLength": 254, "pattern": "^[a-z]{1,300}$"}])
def test_other_limits_stay(more: dict[str, Any]) -> None:
    schema = {"type": "string", **more}
    drop_empty_limits(schema)
    assert schema == {"type": "string", **more}


def test_a_bare_verb_says_of_what() -> None:
    description = "Answer a wave with a ticket; each\nticket counts once.\n\nNothing is kept."
    assert summary_of({"summary": "Respond", "description": description}) == "Answer a wave with a ticket"
    assert summary_of({"summary": "Read Wave", "description": description}) == "Read Wave"


@pytest.mark.parametrize("service", ["members", "procurement", "impact"])
def test_every_tag_is_explained_and_no_summary_is_a_bare_word(service: str, tmp_path: Path) -> None:
    settings = getattr(import_module(f"partage_{service}.settings"), f"{service.capitalize()}Settings")
    document: dict[str, Any] = import_module(f"partage_{service}.app").create_app(settings(home=tmp_path)).openapi()
    explained = {tag["name"]: tag["description"] for tag in document["tags"]}
    operations = [operation for path in document["paths"].values() for operation in path.values()]
    assert {tag for operation in operations for tag in operation["tags"]} == set(explained)
    assert all(re.fullmatch(r"[A-Z].{20,}\.", words) for words in explained.values()), explained
    assert not [operation["summary"] for operation in operations if " " not in operation["summary"]]
