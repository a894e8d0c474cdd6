"""Bulk intake: CSV and NDJSON are staged row by row, checked whole, and published at once, as a job.

A noun describes its rows in an `ImportKind`; its route takes the file with `receive_rows`, and its command line has the
same code behind it. Nothing of a file is published while one of its rows is wrong, unless the caller accepts the valid
ones.
"""

from partage_kit.imports.errors import ColumnsWrong, FileCompressed, FileUnreadable, ImportRejected, TooManyRows
from partage_kit.imports.faults import faults_in
from partage_kit.imports.kinds import CheckedRow, Fault, GivenRow, ImportKind, ImportOptions, Outdated, Ready
from partage_kit.imports.receiving import IMPORTING, receive_rows

__all__ = [
    "IMPORTING",
    "CheckedRow",
    "ColumnsWrong",
    "Fault",
    "FileCompressed",
    "FileUnreadable",
    "GivenRow",
    "ImportKind",
    "ImportOptions",
    "ImportRejected",
    "Outdated",
    "Ready",
    "TooManyRows",
    "faults_in",
    "receive_rows",
]
