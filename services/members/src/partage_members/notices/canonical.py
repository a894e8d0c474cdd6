"""The canonical form of texts and documents, so that anybody can compute their hashes again."""

import hashlib
import json
import unicodedata
from collections.abc import Mapping
from typing import Any


def canonical_text(title: str, text: str) -> str:
    """A notice in one language: title, an empty line, text; Unicode NFC, no blanks at the ends of lines."""
    whole = unicodedata.normalize("NFC", f"{title}\n\n{text}".replace("\r\n", "\n"))
    return "\n".join(line.rstrip() for line in whole.split("\n")).strip()


def text_hash(title: str, text: str) -> str:
    """SHA-256 of the canonical text in UTF-8, in hex."""
    return hashlib.sha256(canonical_text(title, text).encode()).hexdigest()


def text_hashes(titles: Mapping[str, str], texts: Mapping[str, str]) -> dict[str, str]:
    """The hash of the notice in each language in which it is written whole."""
    return {code: text_hash(titles[code], texts[code]) for code in sorted(titles.keys() & texts.keys())}


def document_hash(document: Mapping[str, Any]) -> str:
    """SHA-256 of a JSON document without its member `sha256`: members sorted, no blanks, UTF-8 (as RFC 8785 has it)."""
    hashed = {name: value for name, value in document.items() if name != "sha256"}
    written = json.dumps(hashed, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(written.encode()).hexdigest()
