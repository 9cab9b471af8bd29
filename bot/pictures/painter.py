"""Draws the pictures of outbox rows in a thread, one at a time."""

import asyncio
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from bot.language.words import Words
from bot.pictures.fullness import Fullness
from bot.wording import phrases
from core import timetable

# Matplotlib is not thread-safe, so there is one thread. It starts with the first picture.
_PAINTER = ThreadPoolExecutor(max_workers=1, thread_name_prefix="painter")


async def paint(words: Words, kind: str, facts: Mapping[str, Any]) -> bytes:
    """Draw a picture as a PNG, in the reader's language. Raises ValueError for an unknown kind."""
    _check_kind(kind)
    return await asyncio.get_running_loop().run_in_executor(
        _PAINTER, _heat_map, words, Fullness.from_json(dict(facts))
    )


def caption(words: Words, kind: str, facts: Mapping[str, Any]) -> str:
    """The caption of a picture, in HTML. Raises ValueError for an unknown kind."""
    _check_kind(kind)
    loads = Fullness.from_json(dict(facts)).loads
    first, last = (timetable.day_of(words.site, loads[n].starts_at) for n in (0, -1))
    return words.say(
        "{house}: availability, {first} – {last}",
        house=phrases.house(words),
        first=words.day(first),
        last=words.day(last),
    )


def _check_kind(kind: str) -> None:
    if kind != Fullness.KIND:
        raise ValueError(f"no such picture: {kind}")


def _heat_map(words: Words, fullness: Fullness) -> bytes:
    # Importing it takes half a second and fifty megabytes.
    from bot.pictures.heat_map import heat_map  # noqa: PLC0415 - matplotlib is not loaded before it is needed

    return heat_map(words, fullness)
