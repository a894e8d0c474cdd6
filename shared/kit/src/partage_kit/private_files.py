"""Folders and files that hold names and addresses: only their owner may look into them, whatever the umask says."""

import os
from pathlib import Path


def make_private_folder(folder: Path) -> None:
    """Make a folder and those above it, unless they exist; what exists keeps its mode."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    folder.mkdir(mode=0o700, exist_ok=True)


def make_private_file(file: Path) -> None:
    """Make an empty file before something else would make it readable for others; what exists keeps its mode."""
    os.close(os.open(file, os.O_RDWR | os.O_CREAT, 0o600))
