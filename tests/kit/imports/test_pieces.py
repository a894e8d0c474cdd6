"""A file comes in pieces of any size: its rows are the same, and each piece is looked at once."""

from collections.abc import AsyncIterator, Iterable
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as some

from partage_kit.imports.rows import Format, GivenValues, rows_of

TEXT = 'number,name\n1,Vis\n2,"Écrou ""M8""\nde 8"\n3,"\n\n"\n4,Clou'
ROWS = [("1", "Vis"), ("2", 'Écrou "M8"\nde 8'), ("3", "\n\n"), ("4", "Clou")]


async def pieces(parts: Iterable[bytes]) -> AsyncIterator[bytes]:
    for part in parts:
        yield part


async def read(parts: Iterable[bytes]) -> list[GivenValues]:
    columns = ("number", "name")
    return [row async for rows in rows_of(pieces(parts), Format.CSV, columns, columns) for row in rows]


@given(some.sets(some.integers(1, len(TEXT.encode()) - 1)))
async def test_rows_are_the_same_wherever_a_file_is_cut(cuts: set[int]) -> None:
    content = TEXT.encode()
    bounds = [0, *sorted(cuts), len(content)]
    found = await read(content[start:end] for start, end in pairwise(bounds))
    assert [(row["number"], row["name"]) for row in found] == ROWS


async def test_a_long_row_that_comes_byte_by_byte_takes_no_longer_than_its_length() -> None:
    name = "\n" * 120_000
    (row,) = await read(bytes([byte]) for byte in f'number,name\n1,"{name}"\n'.encode())
    assert row["name"] == name
