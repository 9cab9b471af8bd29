"""Parsing number plates of cars."""

import re

from bot.understanding.text import tidy


def read_plate(text: str) -> str | None:
    """A number plate, in capitals without spaces and dots. None if the text is not one."""
    cleaned = re.sub(r"[\s.·•-]", "", tidy(text)).upper()
    whole = re.fullmatch(r"[0-9A-Z㐀-鿿]{4,12}", cleaned)
    return cleaned if whole and any(char.isdigit() for char in cleaned) else None
