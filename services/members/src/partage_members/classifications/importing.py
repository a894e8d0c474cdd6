"""`python -m partage_members import-esco ...`: the files of an official ESCO download become a scheme to look up."""

import asyncio
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import Progress

from partage_kit.db import Database, open_database
from partage_kit.errors import Refusal
from partage_kit.plain_errors import plain_errors
from partage_kit.serving import fail
from partage_kit.types import LANGUAGES
from partage_members.classifications.commands import import_scheme
from partage_members.classifications.esco import ATTRIBUTION, FileWrong, read_esco
from partage_members.classifications.lookup import Concept
from partage_members.settings import MembersSettings
from partage_members.tables import tables


def import_esco(
    files: Annotated[list[Path], typer.Argument(help="occupations_fr.csv occupations_nl.csv occupations_en.csv")],
    version: Annotated[str, typer.Option(help="of ESCO, such as 1.2.0")],
    scheme: Annotated[str, typer.Option(help="by which it is looked up")] = "esco",
) -> None:
    """Import occupations from the CSV files of ESCO, one a language; they are published at once, or not at all."""
    try:
        concepts = _read(files)
    except (FileWrong, OSError) as error:
        fail(str(error))
    with plain_errors(MembersSettings.room):
        asyncio.run(_import(MembersSettings.load(), scheme, version, concepts))
    typer.echo(f"{len(concepts)} concepts can be looked up as {scheme}. {ATTRIBUTION}")


def _read(files: Sequence[Path]) -> list[Concept]:
    with ExitStack() as opened:
        texts = {
            language: (file.name, opened.enter_context(file.open(encoding="utf-8-sig", newline="")))
            for language, file in _by_language(files).items()
        }
        return read_esco(texts)


def _by_language(files: Sequence[Path]) -> Mapping[str, Path]:
    found = {file.stem.rpartition("_")[2]: file for file in files}
    unknown = [str(file) for language, file in found.items() if language not in LANGUAGES]
    if unknown or len(found) < len(files):
        raise FileWrong([f"{', '.join(unknown) or files[0]}: name each file by its language, as occupations_fr.csv"])
    return found


async def _import(settings: MembersSettings, scheme: str, version: str, concepts: Sequence[Concept]) -> None:
    database = open_database(settings.database(), tables, source="members")
    try:
        await _aloud(database, scheme, version, concepts)
    except Refusal as refusal:
        fail(f"{refusal.titles['en']}: {scheme} {version}. {refusal.remedy}")
    finally:
        await database.close()


async def _aloud(database: Database, scheme: str, version: str, concepts: Sequence[Concept]) -> None:
    with Progress(console=Console(stderr=True)) as progress:
        bar = progress.add_task(scheme, total=len(concepts))
        async for done in import_scheme(database, scheme, version, ATTRIBUTION, concepts):
            progress.update(bar, completed=done)
