"""Folding of text for sorting and searching: accents, ligatures, apostrophes and capitals make no difference."""

import unicodedata

_LETTERS = str.maketrans({"œ": "oe", "æ": "ae", "ß": "ss", "ø": "o", "ł": "l", "đ": "d", "’": "'", "ʼ": "'", "‘": "'"})


def fold(text: str) -> str:
    """`Œuvre d’Élodie` -> `oeuvre d'elodie`."""
    if text.isascii():
        return text.lower()
    decomposed = unicodedata.normalize("NFKD", text.casefold().translate(_LETTERS))
    return "".join(character for character in decomposed if not unicodedata.combining(character))
