"""Schemes for all offices by command, from official downloads and from the generic layout."""

import asyncio
import re
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Annotated, TextIO

import typer
from rich.console import Console
from rich.progress import Progress

from partage_kit.db import Database, open_database
from partage_kit.errors import Refusal
from partage_kit.plain_errors import plain_errors
from partage_kit.serving import fail
from partage_kit.types import LANGUAGES
from partage_members.classifications.catalogue import Scheme
from partage_members.classifications.commands import import_scheme
from partage_members.classifications.editions import Edition
from partage_members.classifications.esco import Files, read_esco, read_isco
from partage_members.classifications.files import FileWrong
from partage_members.classifications.generic import read_concepts
from partage_members.classifications.layout import edition_of
from partage_members.classifications.models import EVERY_OFFICE, Kind
from partage_members.classifications.nace import read_nace
from partage_members.settings import MembersSettings
from partage_members.tables import tables

_SHARED = re.compile(r"(?!local-)[a-z][a-z0-9-]{1,30}")
_Version = Annotated[str, typer.Option(help="of the classification, such as 1.2.0")]
_Scheme = Annotated[str, typer.Option(help="by which it is looked up and written before its codes")]


def import_esco(
    files: Annotated[list[Path], typer.Argument(help="occupations_fr.csv occupations_nl.csv occupations_en.csv")],
    version: _Version,
    scheme: _Scheme = "esco",
) -> None:
    """Import occupations from the CSV files of ESCO, one a language; they are published at once, or not at all."""
    _bring_in(lambda: _by_language(files, lambda texts: read_esco(version, texts, scheme)))


def import_isco(
    files: Annotated[list[Path], typer.Argument(help="ISCOGroups_fr.csv ISCOGroups_nl.csv ISCOGroups_en.csv")],
    version: _Version,
    scheme: _Scheme = "isco",
) -> None:
    """Import the groups of ISCO-08 from the CSV files of ESCO, one a language."""
    _bring_in(lambda: _by_language(files, lambda texts: read_isco(version, texts, scheme)))


def import_nace(
    file: Annotated[Path, typer.Argument(help="code,parent,label_fr,label_nl,label_en")],
    version: _Version,
    scheme: _Scheme = "nace-rev2",
) -> None:
    """Import NACE Rev. 2 whole, from one CSV file with all languages."""
    _bring_in(lambda: _opened(file, lambda text: read_nace(version, file.name, text, scheme)))


def import_concepts(
    file: Annotated[Path, typer.Argument(help="CSV in the generic layout, which README describes")],
    version: _Version,
    scheme: _Scheme,
    kind: Annotated[Kind, typer.Option(help="what its concepts are")],
    attribution: Annotated[str, typer.Option(help="what who uses it has to print")] = "",
) -> None:
    """Import any scheme of occupations, sectors or skills from a CSV file in the generic layout."""

    _bring_in(lambda: edition_of(scheme, version, kind, attribution, read_concepts(file), EVERY_OFFICE))


def _bring_in(read: Callable[[], Edition]) -> None:
    try:
        edition = read()
        _require_shared(edition.code)
    except (FileWrong, OSError) as error:
        fail(str(error))
    with plain_errors(MembersSettings.room):
        asyncio.run(_import(MembersSettings.load(), edition))
    typer.echo(f"{len(edition.concepts)} concepts can be looked up as {edition.code}. {edition.attribution}".strip())


def _require_shared(scheme: str) -> None:
    if not _SHARED.fullmatch(scheme) or scheme in set(Scheme):
        raise FileWrong([f"{scheme}: a scheme for all offices has small letters, digits and -, and a name of its own"])


def _by_language(files: Sequence[Path], read: Callable[[Files], Edition]) -> Edition:
    with ExitStack() as opened:
        texts = {
            language: (file.name, opened.enter_context(file.open(encoding="utf-8-sig", newline="")))
            for language, file in _languages(files).items()
        }
        return read(texts)


def _languages(files: Sequence[Path]) -> Mapping[str, Path]:
    found = {file.stem.rpartition("_")[2]: file for file in files}
    unknown = [str(file) for language, file in found.items() if language not in LANGUAGES]
    if unknown or len(found) < len(files):
        raise FileWrong([f"{', '.join(unknown) or files[0]}: name each file by its language, as occupations_fr.csv"])
    return found


def _opened(file: Path, read: Callable[[TextIO], Edition]) -> Edition:
    with file.open(encoding="utf-8-sig", newline="") as text:
        return read(text)


async def _import(settings: MembersSettings, edition: Edition) -> None:
    database = open_database(settings.database(), tables, source="members")
    try:
        await _aloud(database, edition)
    except Refusal as refusal:
        fail(f"{refusal.titles['en']}: {edition.code} {edition.version}. {refusal.remedy}")
    finally:
        await database.close()


async def _aloud(database: Database, edition: Edition) -> None:
    with Progress(console=Console(stderr=True)) as progress:
        bar = progress.add_task(edition.code, total=len(edition.concepts))
        async for done in import_scheme(database, edition):
            progress.update(bar, completed=done)
