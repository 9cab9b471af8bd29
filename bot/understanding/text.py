"""Cleaning what a person wrote."""

import unicodedata

# Letters and signs by name that nobody sees.
_BLANKS = frozenset("\u115f\u1160\u3164\uffa0\u2800")


def tidy(text: str) -> str:
    """Text on one line without control characters, marks of direction, blanks in disguise, or doubled spaces."""
    kept = (" " if char.isspace() or char in _BLANKS else char for char in text)
    visible = "".join(char for char in kept if not unicodedata.category(char).startswith("C"))
    return " ".join(unicodedata.normalize("NFC", visible).split())


def tidy_lines(text: str) -> str:
    """Text as it was written, line by line, without control characters."""
    kept = (char for char in text if char == "\n" or not unicodedata.category(char).startswith("C"))
    return "".join(kept).strip()
