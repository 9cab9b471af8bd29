"""The whole day, its morning or its afternoon: one vocabulary for all who write them."""

from enum import StrEnum

from bot.understanding.text import tidy


class PartOfDay(StrEnum):
    WHOLE = "all"
    MORNING = "morning"
    AFTERNOON = "afternoon"


_NAMES = {
    PartOfDay.WHOLE: ("all day", "whole day", "the whole day", "day", "all", "一整天", "全天", "整天"),
    PartOfDay.MORNING: ("morning", "am", "上午", "早上"),
    PartOfDay.AFTERNOON: ("afternoon", "pm", "下午"),
}
# Longest first: one ends another.
CHINESE = tuple(
    sorted((name for names in _NAMES.values() for name in names if not name.isascii()), key=len, reverse=True)
)


def read_part_of_day(text: str) -> PartOfDay | None:
    """The part of the day a text names; None where it names none."""
    said = tidy(text).lower()
    return next((part for part, names in _NAMES.items() if said in names), None)
