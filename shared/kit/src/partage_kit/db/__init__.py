"""Databases: one way to read, one way to write, alike on SQLite and PostgreSQL."""

from partage_kit.db.database import Database
from partage_kit.db.engines import open_database
from partage_kit.db.requests import AnonymousSession, ReadSession, WriteSession
from partage_kit.db.sessions import ReadOnlySession
from partage_kit.readable import Readable

__all__ = [
    "AnonymousSession",
    "Database",
    "ReadOnlySession",
    "ReadSession",
    "Readable",
    "WriteSession",
    "open_database",
]
