"""What the story has done so far, in a file, so that it goes on where it was interrupted and is told only once."""

import json
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

STARTED, FINISHED = "started", "finished"


class Journal:
    """One line a deed: its name and the id that the service gave. Holds no secret and nothing about answers given."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._done = _read(file)

    @property
    def finished(self) -> bool:
        """Whether the whole story was told."""
        return FINISHED in self._done

    @property
    def today(self) -> date:
        """The day on which the story began; dates in it count from there, also when it goes on later."""
        if STARTED not in self._done:
            self.note(STARTED, datetime.now(UTC).date().isoformat())
        return date.fromisoformat(self._done[STARTED])

    def __contains__(self, deed: str) -> bool:
        return deed in self._done

    def __getitem__(self, deed: str) -> str:
        return self._done[deed]

    def note(self, deed: str, value: str = "") -> None:
        """Remember a deed and what came of it; the line is out of this process before anything else is done."""
        self._file.parent.mkdir(parents=True, exist_ok=True)
        with self._file.open("a", encoding="utf-8") as out:
            out.write(json.dumps([deed, value]) + "\n")
        self._done[deed] = value

    def instant(self, name: str, ahead: timedelta) -> datetime:
        """A moment so far ahead of the first time it was asked for."""
        if name not in self._done:
            self.note(name, (datetime.now(UTC) + ahead).isoformat(timespec="milliseconds"))
        return datetime.fromisoformat(self._done[name])


def _read(file: Path) -> dict[str, str]:
    """The deeds of earlier runs; a last line that a crash cut short counts as not written."""
    if not file.exists():
        return {}
    whole = file.read_text(encoding="utf-8").rpartition("\n")[0]
    file.write_text(whole + "\n" if whole else "", encoding="utf-8")
    return dict(json.loads(line) for line in whole.splitlines())
