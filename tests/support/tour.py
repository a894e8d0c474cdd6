"""The tour of README.md, taken word for word: its helpers, then its calls, in one shell."""

import json
import re
import subprocess
from collections.abc import Mapping
from typing import Any

from support.local_house import ROOT

_END_OF_CALL = "== end of call =="


def tour() -> tuple[str, list[str]]:
    """The helpers that a newcomer types first, and the calls by their numbers."""
    text = (ROOT / "README.md").read_text().partition("## A tour")[2].partition("\n## ")[0]
    helpers = re.search(r"```\n(.*?)```", text, re.DOTALL)
    assert helpers is not None
    return helpers[1], re.findall(r"^\d+\. [^`]*`(.*)`$", text, re.MULTILINE)


def taken(address: str, environment: Mapping[str, str]) -> list[dict[str, Any]]:
    """What each call of the tour shows, in a house at this address."""
    helpers, calls = tour()
    helpers = helpers.replace("http://127.0.0.1:8000", address)
    script = helpers + f"\necho '{_END_OF_CALL}'\n".join(["", *calls, ""])
    done = subprocess.run(
        ["bash", "-c", script], cwd=ROOT, env=environment, capture_output=True, text=True, timeout=120, check=False
    )
    shown = [part for part in done.stdout.split(_END_OF_CALL) if part.strip()]
    assert len(shown) == len(calls), f"{done.stdout[-2000:]}\n{done.stderr[-2000:]}"
    return [json.loads(part) for part in shown]
