"""The layouts of GeoNames: a line a row, columns between tabs, nothing quoted, no head; as the kit's rows."""

import json
from collections.abc import AsyncIterator, Sequence

from partage_kit.imports import FileUnreadable
from partage_kit.imports.text import records_of

MEDIA_TYPE = "text/tab-separated-values"


async def tabbed(chunks: AsyncIterator[bytes], columns: Sequence[str], least: int) -> AsyncIterator[bytes]:
    """The rows of a file as NDJSON, some at a time; an empty cell is null. Columns behind `least` may be left out.

    Raises:
        FileUnreadable: not UTF-8, or a line has another number of columns.
        FileCompressed
    """
    number = 0
    async for records in records_of(chunks, quoted=False):
        rows = []
        for record in records:
            number += 1
            line = record.rstrip("\r\n")
            if line:
                rows.append(_row(line.split("\t"), columns, least, number))
        yield "".join(rows).encode()


def _row(cells: Sequence[str], columns: Sequence[str], least: int, number: int) -> str:
    if not least <= len(cells) <= len(columns):
        raise FileUnreadable(f"line {number} has {len(cells)} columns between tabs, this layout has {len(columns)}")
    return json.dumps({name: cell.strip() or None for name, cell in zip(columns, cells, strict=False)}) + "\n"
