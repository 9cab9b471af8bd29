"""Cleaning text that a person wrote."""

import unicodedata

# Characters that Unicode calls letters or symbols, but that are invisible.
_BLANKS = frozenset("\u115f\u1160\u3164\uffa0\u2800")


def tidy(text: str) -> str:
    """The text on one line, without control characters, direction marks, invisible characters or repeated spaces."""
    kept = (" " if char.isspace() or char in _BLANKS else char for char in text)
    visible = "".join(char for char in kept if not unicodedata.category(char).startswith("C"))
    return " ".join(unicodedata.normalize("NFC", visible).split())


def tidy_lines(text: str) -> str:
    """The text with its lines, without control characters."""
    kept = (char for char in text if char == "\n" or not unicodedata.category(char).startswith("C"))
    return "".join(kept).strip()
