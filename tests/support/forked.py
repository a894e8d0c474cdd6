"""Programs that begin with their modules read: `python -m partage_<room> ...` without its seconds of imports.

The standard fork server of this process reads all rooms once; each program is a fork of it, with arguments, environment
and output of its own. What only a new interpreter can get wrong is tried where the house is started (`local_house`).
"""

import multiprocessing
import os
import runpy
import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

_READ = [
    *(f"partage_{room}.app" for room in ("members", "procurement", "impact", "gateway")),
    *("partage_kit.service_cli", "partage_kit.auth.token_command", "partage_members.classifications.importing"),
    *("partage_members.place_imports.importing", "uvicorn.protocols.http.httptools_impl", "aiosqlite", "asyncpg"),
]
_FORKING = multiprocessing.get_context("forkserver")
_FORKING.set_forkserver_preload(_READ)

NOWHERE = Path(os.devnull)


class Forked:
    """A module run as a program, used as one uses `subprocess.Popen`; it does not outlive this process."""

    def __init__(
        self,
        module: str,
        arguments: Sequence[str],
        environment: Mapping[str, str],
        out: Path = NOWHERE,
        errors: Path = NOWHERE,
    ) -> None:
        """Begin; what it prints is added to the files."""
        given = (module, list(arguments), dict(environment), out, errors)
        self._process = _FORKING.Process(target=_run, args=given, daemon=True)
        self._process.start()
        self.args = [module, *arguments]

    @property
    def pid(self) -> int:
        """Its process id."""
        assert self._process.pid is not None
        return self._process.pid

    @property
    def returncode(self) -> int | None:
        """Its exit code, negative for the signal that ended it; None while it runs."""
        return self._process.exitcode

    def poll(self) -> int | None:
        """The same."""
        return self.returncode

    def wait(self, timeout: float | None = None) -> int:
        """Its exit code, once it has ended.

        Raises:
            subprocess.TimeoutExpired: it runs for longer than `timeout` seconds
        """
        self._process.join(timeout)
        if (code := self.returncode) is None:
            raise subprocess.TimeoutExpired(self.args, timeout or 0)
        return code

    def send_signal(self, number: signal.Signals) -> None:
        """Signal it, if it runs."""
        if self.returncode is None:
            os.kill(self.pid, number)

    def kill(self) -> None:
        """kill -9."""
        self.send_signal(signal.SIGKILL)


def _run(module: str, arguments: list[str], environment: dict[str, str], out: Path, errors: Path) -> None:
    """What the fork does: all that a new interpreter would have been given."""
    for number, path in ((0, NOWHERE), (1, out), (2, errors)):
        with path.open("ab" if number else "rb") as file:
            os.dup2(file.fileno(), number)
    sys.stdout, sys.stderr = open(1, "w", closefd=False), open(2, "w", closefd=False, buffering=1)  # noqa: SIM115
    os.environ.clear()
    os.environ.update(environment)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    sys.argv = [module, *arguments]
    runpy.run_module(module, run_name="__main__", alter_sys=True)
