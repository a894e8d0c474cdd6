"""`make token`: the token alone on stdout, whatever the office; a word on stderr when nobody lives there."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from deploy.demo.people import OFFICES

ROOT = Path(__file__).parents[2]


def token(home: Path, *options: str) -> subprocess.CompletedProcess[str]:
    """Run what `make token` runs."""
    assert "-m deploy.house.token --role" in (ROOT / "Makefile").read_text()
    others = {name: value for name, value in os.environ.items() if not name.startswith("PARTAGE_")}
    command = [sys.executable, "-m", "deploy.house.token", "--role", "buyer", "--new-key", *options]
    environment = others | {"PARTAGE_HOME": str(home)}
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=60, check=True)


def test_an_office_without_data_is_said_beside_the_token(tmp_path: Path) -> None:
    given = token(tmp_path, "--office", "nowhere")
    assert given.stdout.count("\n") == 1 and given.stdout.count(".") == 2
    assert given.stderr.count("\n") == 1
    assert not [office for office in ("nowhere", *OFFICES) if office not in given.stderr]


@pytest.mark.parametrize("options", [(), *(("--office", office) for office in OFFICES)])
def test_an_office_of_the_demo_needs_no_word(tmp_path: Path, options: tuple[str, ...]) -> None:
    given = token(tmp_path, *options)
    assert (given.stdout.count("\n"), given.stderr) == (1, "")
