"""From bytes to whole lines: UTF-8 as it comes in, in pieces, with bounds; what is no plain text is refused."""

import codecs
from collections.abc import AsyncIterator

from partage_kit.imports.errors import FileCompressed, FileUnreadable

LONGEST_RECORD = 200_000
"""Characters of one row."""

_COMPRESSED = {
    b"PK\x03\x04": "a zip archive or a workbook (.xlsx, .ods)",
    b"PK\x05\x06": "a zip archive",
    b"\x1f\x8b": "gzip",
    b"BZh": "bzip2",
    b"\xfd7zXZ\x00": "xz",
    b"\x28\xb5\x2f\xfd": "zstd",
    b"7z\xbc\xaf\x27\x1c": "7z",
    b"\xd0\xcf\x11\xe0": "an old Office file (.xls)",
}
_WIDE = (b"\xff\xfe", b"\xfe\xff")
_ENOUGH = 8


async def records_of(chunks: AsyncIterator[bytes], *, quoted: bool) -> AsyncIterator[list[str]]:
    """The lines of each piece of a stream, with their ends; what is left of a line waits for the next piece.

    Where `quoted`, a line ends only outside of double quotes (RFC 4180), so that each record comes whole.

    Raises:
        FileCompressed: it begins as a compressed file does.
        FileUnreadable: not UTF-8, a NUL, or a record that is too long.
    """
    decoder = codecs.getincrementaldecoder("utf-8")("strict")
    cutter, line = _Cutter(quoted=quoted), 1
    async for chunk in _from_the_beginning(chunks):
        whole = cutter.cut(_decoded(decoder, chunk, line, final=False))
        _require_short(whole, line, cutter.length)
        if whole:
            yield whole
            line += sum(record.count("\n") for record in whole)
    _decoded(decoder, b"", line, final=True)
    if last := cutter.rest():
        _require_short([last], line, 0)
        yield [last]


async def _from_the_beginning(chunks: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
    """The same stream without a byte order mark, once its first bytes are known to be plain text's."""
    head = b""
    begun = False
    async for chunk in chunks:
        if begun:
            yield chunk
            continue
        head += chunk
        if len(head) >= _ENOUGH:
            begun = True
            yield _plain(head)
    if not begun and head:
        yield _plain(head)


def _plain(head: bytes) -> bytes:
    if kind := next((kind for magic, kind in _COMPRESSED.items() if head.startswith(magic)), None):
        raise FileCompressed(f"the file is {kind}")
    if head.startswith(_WIDE):
        raise FileUnreadable("the file is UTF-16: save it as UTF-8")
    return head.removeprefix(codecs.BOM_UTF8)


def _decoded(decoder: codecs.IncrementalDecoder, chunk: bytes, line: int, *, final: bool) -> str:
    try:
        text = decoder.decode(chunk, final)
    except UnicodeDecodeError as error:
        at = line + error.object[: error.start].count(b"\n")
        raise FileUnreadable(
            f"byte 0x{error.object[error.start]:02x} near line {at} is not UTF-8: "
            "the file may be Latin-1 (Windows-1252); save it as UTF-8"
        ) from error
    if "\x00" in text:
        raise FileUnreadable("the file has NUL characters: it may be UTF-16, or no text; save it as UTF-8")
    return text


class _Cutter:
    """Cuts a text that comes in pieces into records; looks at each piece once, however small they are."""

    def __init__(self, *, quoted: bool) -> None:
        self.length = 0
        """Characters of the record that has begun."""
        self._quoted, self._inside = quoted, False
        self._begun: list[str] = []

    def cut(self, text: str) -> list[str]:
        """The records that end in this piece."""
        *lines, rest = text.split("\n")
        records: list[str] = []
        for line in lines:
            self._add(line + "\n")
            if not self._inside:
                records.append(self.rest())
        self._add(rest)
        return records

    def rest(self) -> str:
        """The record that has begun, which is begun no longer."""
        record = "".join(self._begun)
        self._begun, self.length = [], 0
        return record

    def _add(self, part: str) -> None:
        self._begun.append(part)
        self.length += len(part)
        if self._quoted:
            self._inside ^= part.count('"') % 2 == 1


def _require_short(records: list[str], line: int, begun: int) -> None:
    if begun > LONGEST_RECORD or any(len(record) > LONGEST_RECORD for record in records):
        raise FileUnreadable(
            f"a row from line {line} on has more than {LONGEST_RECORD:,} characters: a quote may not be closed"
        )
