"""Parsing number plates of cars."""

import re

from bot.understanding.text import tidy


def read_plate(text: str) -> str | None:
    """A number plate, in capitals without spaces and dots. None if the text is not one."""
    cleaned = re.sub(r"[\s.·•-]", "", tidy(text)).upper()
    whole = re.fullmatch(r"[0-9A-Z㐀-鿿]{4,12}", cleaned)
    return cleaned if whole and any(char.isdigit() for char in cleaned) else None


_CHINESE_PLATE = re.compile(
    r"[京津沪滬渝冀豫云雲辽遼黑湘皖鲁魯新苏蘇浙赣贛鄂桂甘晋晉蒙陕陝吉闽閩贵貴粤粵青藏川宁寧琼瓊][A-Z][·.・ "
    r"]?[A-Z0-9]{4,6}[港澳学學警]?"
)


def find_plate(text: str) -> str | None:
    """The Chinese number plate in the middle of a text, in capitals without spaces and dots; None where
    there is none."""
    found = _CHINESE_PLATE.search(tidy(text).upper())
    return read_plate(found[0]) if found is not None else None
