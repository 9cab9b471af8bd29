"""Paints what a letter tells of, beside the event loop, one picture at a time."""

import asyncio
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from bot.language.words import Words
from bot.pictures.fullness import Fullness
from bot.wording import phrases
from core import timetable

# Matplotlib is not made for several threads at once. The thread begins with the first picture.
_PAINTER = ThreadPoolExecutor(max_workers=1, thread_name_prefix="painter")


async def paint(words: Words, kind: str, facts: Mapping[str, Any]) -> bytes:
    """The picture as a PNG, lettered in the reader's language."""
    _check_kind(kind)
    return await asyncio.get_running_loop().run_in_executor(
        _PAINTER, _heat_map, words, Fullness.from_json(dict(facts))
    )


def caption(words: Words, kind: str, facts: Mapping[str, Any]) -> str:
    """What stands under the picture, in HTML."""
    _check_kind(kind)
    loads = Fullness.from_json(dict(facts)).loads
    first, last = (timetable.day_of(words.site, loads[n].starts_at) for n in (0, -1))
    return words.say(
        "{house}: how full we are, {first} – {last}",
        house=phrases.house(words),
        first=words.day(first),
        last=words.day(last),
    )


def _check_kind(kind: str) -> None:
    if kind != Fullness.KIND:
        raise ValueError(f"no such picture: {kind}")


def _heat_map(words: Words, fullness: Fullness) -> bytes:
    # Half a second and fifty megabytes, for those houses only that ask for a picture.
    from bot.pictures.heat_map import heat_map  # noqa: PLC0415 - matplotlib is not loaded before it is needed

    return heat_map(words, fullness)
