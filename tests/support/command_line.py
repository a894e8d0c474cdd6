"""The command line of a room, as an operator types it with settings of his own."""

import asyncio
import os
import subprocess
import tempfile
from pathlib import Path

from support.forked import Forked

WITHIN_S = 60


def run(room: str, *arguments: str, **settings: str) -> subprocess.CompletedProcess[str]:
    """`python -m partage_<room> ...` to its end; `settings` are variables without `PARTAGE_`."""
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("PARTAGE_")}
    given = {f"PARTAGE_{name}": value for name, value in settings.items()}
    with tempfile.TemporaryDirectory(prefix="partage-run-") as folder:
        out, errors = (Path(folder) / name for name in ("out", "errors"))
        command = Forked(f"partage_{room}", arguments, inherited | given, out, errors)
        try:
            code = command.wait(WITHIN_S)
        finally:
            command.kill()
        return subprocess.CompletedProcess(command.args, code, out.read_text(), errors.read_text())


async def run_beside(room: str, *arguments: str, **settings: str) -> subprocess.CompletedProcess[str]:
    """The same while a house in this process goes on: what its workers write would keep the command waiting."""
    return await asyncio.to_thread(run, room, *arguments, **settings)
