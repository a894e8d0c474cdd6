"""Folders and files that hold names and addresses: only their owner may look into them, whatever the umask says."""

import os
import secrets
from contextlib import suppress
from pathlib import Path


def make_private_folder(folder: Path) -> None:
    """Make a folder and those above it, unless they exist; what exists keeps its mode."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    folder.mkdir(mode=0o700, exist_ok=True)


def make_private_file(file: Path) -> None:
    """Make an empty file before something else would make it readable for others; what exists is not touched.

    It is not even opened: closing it would end all locks that SQLite holds on it in this process (POSIX), and then
    another process that leaves the database takes the write-ahead log away from under us.
    """
    with suppress(FileExistsError):
        os.close(os.open(file, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600))


def write_private_once(file: Path, text: str) -> None:
    """Write a file, unless another process did it first: only a whole file ever has the final name."""
    make_private_folder(file.parent)
    draft = file.with_name(f".{file.name}.{secrets.token_hex(8)}")
    try:
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as out:
            out.write(text)
        with suppress(FileExistsError):
            os.link(draft, file)
    finally:
        draft.unlink(missing_ok=True)


def private_secret(file: Path) -> bytes:
    """The secret of a file, 256 random bits in hex, which is made when there is none yet."""
    if not file.exists():
        write_private_once(file, secrets.token_hex(32))
    return file.read_bytes()
