"""What must not be used is refused by `make check`, not by memory."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
BANNED = (
    "import asyncio\n\n\nasync def wait() -> None:\n    await asyncio.wait_for(asyncio.sleep(0), 1)\n",
    "from asyncio import wait_for\n\nprint(wait_for)\n",
    "from starlette.middleware.base import BaseHTTPMiddleware\n\nprint(BaseHTTPMiddleware)\n",
)


@pytest.mark.parametrize("source", BANNED)
def test_the_linter_refuses_it(source: str) -> None:
    name = "shared/kit/src/partage_kit/new.py"
    command = [
        sys.executable,
        "-m",
        "ruff",
        "check",
        "--no-cache",
        "--output-format=concise",
        "--stdin-filename",
        name,
        "-",
    ]
    checked = subprocess.run(command, input=source, cwd=ROOT, capture_output=True, text=True, check=False)
    assert checked.returncode == 1
    assert "TID251" in checked.stdout
