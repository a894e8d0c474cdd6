"""A CSV file in the generic layout, read by the kit as uploads are: what is wrong is told in the same words."""

import asyncio
from collections.abc import AsyncIterator, Iterator, Mapping
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from partage_kit.errors import Refusal
from partage_kit.imports import faults_in
from partage_kit.imports.rows import Format, rows_of
from partage_members.classifications.files import FileWrong
from partage_members.classifications.layout import ConceptRow, circle_in

_PIECE = 65_536


def read_concepts(file: Path) -> list[ConceptRow]:
    """The rows of a file in the generic layout; places are told as `file:row:column`, the head is no row.

    Raises:
        FileWrong: it names each place.
    """
    try:
        given = asyncio.run(_rows(file))
    except Refusal as refusal:
        raise FileWrong([f"{file.name}: {refusal.titles['en']}. {refusal.detail}. {refusal.remedy}"]) from refusal
    faults: list[str] = []
    rows: dict[str, ConceptRow] = {}
    for number, cells in enumerate(given, start=1):
        try:
            row = ConceptRow.model_validate(cells)
        except ValidationError as error:
            faults += [f"{file.name}:{number}:{one.column or ''}: {one.detail}" for one in faults_in(error)]
            continue
        if row.code in rows:
            faults.append(f"{file.name}:{number}:code: {row.code} stands there twice")
        rows[row.code] = row
    faults += _lost(file.name, rows)
    if faults:
        raise FileWrong(faults)
    return list(rows.values())


def _lost(name: str, rows: Mapping[str, ConceptRow]) -> Iterator[str]:
    """What is wrong with the hierarchy."""
    for row in rows.values():
        if row.broader and row.broader not in rows:
            yield f"{name}: {row.code}: {row.broader}, which is above it, is missing"
    if circle := circle_in({code: row.broader for code, row in rows.items()}):
        yield f"{name}: each above the next in a circle: {', '.join(circle[:20])}"


async def _rows(file: Path) -> list[dict[str, Any]]:
    columns = tuple(ConceptRow.model_fields)
    return [row async for rows in rows_of(_pieces(file), Format.CSV, columns, ("code",)) for row in rows]


async def _pieces(file: Path) -> AsyncIterator[bytes]:
    with file.open("rb") as opened:
        while piece := opened.read(_PIECE):
            yield piece
