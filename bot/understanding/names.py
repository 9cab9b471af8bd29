"""Parsing a person's name and title."""

import re

from bot.understanding.intents import GREETINGS, NO, YES, bare
from bot.understanding.surnames import COMPOUND, PINYIN
from bot.understanding.text import tidy
from core.guests import Name, Title

_LONGEST_NAME = 40


_CHINESE_TITLES = {
    "先生": Title.MR,
    "女士": Title.MS,
    "小姐": Title.MISS,
    "太太": Title.MRS,
    "夫人": Title.MRS,
    "医生": Title.PHYSICIAN,
    "醫生": Title.PHYSICIAN,
    "醫師": Title.PHYSICIAN,
    "大夫": Title.PHYSICIAN,
    "博士": Title.DOCTOR,
    "教授": Title.PROFESSOR,
    "老师": Title.TEACHER,
    "老師": Title.TEACHER,
    "总": Title.DIRECTOR,
    "總": Title.DIRECTOR,
}


_LATIN_TITLES = {
    "mr": Title.MR,
    "mister": Title.MR,
    "ms": Title.MS,
    "mrs": Title.MRS,
    "miss": Title.MISS,
    "dr": Title.DOCTOR,
    "doctor": Title.DOCTOR,
    "prof": Title.PROFESSOR,
    "professor": Title.PROFESSOR,
}


def _chinese_name(cleaned: str) -> Name | None:
    cleaned = re.sub(r"^(我姓|我叫|免贵姓|免貴姓|叫我|我是)", "", cleaned) or cleaned
    title = Title.NONE
    for suffix, meaning in _CHINESE_TITLES.items():
        if cleaned.endswith(suffix) and len(cleaned) > len(suffix):
            cleaned, title = cleaned.removesuffix(suffix), meaning
            break
    length = 2 if cleaned[:2] in COMPOUND else 1
    return Name(surname=cleaned[:length], given=cleaned[length:], title=title)


def _latin_name(cleaned: str) -> Name | None:
    first, *rest = cleaned.split()
    title = _LATIN_TITLES.get(first.rstrip(".").lower(), Title.NONE)
    parts = rest if title is not Title.NONE else [first, *rest]
    if not parts:
        return None
    if len(parts) == 1:
        return Name(surname=parts[0], title=title)
    if parts[0].lower() in PINYIN:
        return Name(surname=parts[0], given=" ".join(parts[1:]), title=title)
    return Name(surname=parts[-1], given=" ".join(parts[:-1]), title=title)


def read_name(text: str) -> Name | None:
    """A name, with its title if one is given. None for a text without letters, a text that is too long, and a simple
    greeting, yes or no."""
    cleaned = tidy(text)
    if bare(cleaned) in GREETINGS | YES | NO:
        return None
    if not 1 <= len(cleaned) <= _LONGEST_NAME or not any(char.isalpha() for char in cleaned):
        return None
    chinese = re.fullmatch(r"[㐀-鿿·]{1,10}", cleaned.replace(" ", ""))
    return _chinese_name(cleaned.replace(" ", "")) if chinese else _latin_name(cleaned)
