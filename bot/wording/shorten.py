"""Long text on a short line."""

from collections.abc import Callable


def _one(_char: str) -> int:
    return 1


def shorten(text: str, most: int, width: Callable[[str], int] = _one) -> str:
    """The text within ``most`` columns, with an ellipsis for what does not fit. ``width``: columns of a character."""
    if sum(map(width, text)) <= most:
        return text
    room, kept = most - 1, 0
    for char in text:
        room -= width(char)
        if room < 0:
            break
        kept += 1
    return f"{text[:kept]}…"
