"""Parsing a person's name and title."""

import re

from bot.understanding.intents import GREETINGS, NO, YES, bare
from bot.understanding.surnames import CANTONESE, COMPOUND, PINYIN
from bot.understanding.text import tidy
from core.guests import Name, Title

_LONGEST_NAME = 40


CHINESE_TITLES = {
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


# Posts, which are no titles of ours: the guest is asked how to be addressed.
POSTS = (
    "董事长", "董事長", "科长", "科長", "处长", "處長", "局长", "局長", "部长", "部長", "院长", "院長", "校长", "校長",
    "主任", "律师", "律師", "经理", "經理", "总监", "總監", "书记", "書記", "师傅", "師傅", "同学", "同學",
)  # fmt: skip
# What stands behind a Chinese name: titles, posts and forms of address.
BEHIND_NAMES = {
    **CHINESE_TITLES,
    **dict.fromkeys(POSTS, Title.NONE),
    "总经理": Title.DIRECTOR,
    **dict.fromkeys(("董", "老板", "老闆", "阿姨", "大哥", "姐", "哥"), Title.NONE),
}
# Ideographs, also those beyond the basic plane, and the dots between the parts of a name, for character classes.
HAN = r"㐀-鿿豈-﫿\U00020000-\U000323af"
DOTS = "·•・‧∙･"
# After a surname alone: 陈太, 陈生, 李工.
SHORT_TITLES = {"太": Title.MRS, "生": Title.MR, "工": Title.NONE}
_CHINESE = re.compile(rf"[{HAN}{DOTS}]{{1,16}}")
_CHINESE_BEGINNING = re.compile(r"^(我姓|我叫|免贵姓|免貴姓|敝姓|叫我|我是|我系|我係|这是|這是|姓)")
_LATIN_BEGINNING = re.compile(
    r"^(this is|i am|i'm|i’m|my name is|my name's|call me|it is|it's) ", re.IGNORECASE
)
_COUPLE = re.compile(r"^mr\.? (?:and|&) mrs\.? ", re.IGNORECASE)
# A question, a day and a refusal are no names.
_NO_NAME = re.compile(
    r"[?？]|^\d|吗$|嗎$|什么|什麼|怎么|怎麼|为何|為何|多少|哪里|哪裡|^(今|明|后|後|前|大后|大後)[天日]$|"
    r"^(这|這|本|下|下下)?(周|週|星期|礼拜|禮拜)[一二三四五六日天]?$|"
    r"^(不|别|別|没|沒|先不|暂不|暫不)(?!.*(先生|女士|小姐))"
)
_NO_LATIN_NAME = re.compile(
    r"(why|what|how|where|when|who|which|is|are|can|could|do|does) "
    r"(is|are|do|does|can|could|many|much|you|i|we|it|this|that|there)\b.*|"
    r"(why|what|how|where|when|(i )?(do not|don't|won't|would rather not|prefer not)\b.*)|"
    r"((next|this) )?(tomorrow|today|tonight|monday|tuesday|wednesday|thursday|friday|saturday|sunday|week)"
    r"( morning| afternoon| evening)?",
    re.IGNORECASE,
)


# They are part of the surname that follows: van den Berg, de Souza.
_OF_SURNAMES = frozenset(
    {"van", "von", "de", "da", "di", "du", "der", "den", "ten", "la", "le", "dos", "del", "della", "zu", "af"}
)
LATIN_TITLES = {
    "mr": Title.MR,
    "mister": Title.MR,
    "herr": Title.MR,
    "monsieur": Title.MR,
    "señor": Title.MR,
    "frau": Title.MRS,
    "madame": Title.MRS,
    "señora": Title.MRS,
    "ms": Title.MS,
    "mrs": Title.MRS,
    "miss": Title.MISS,
    "dr": Title.DOCTOR,
    "doctor": Title.DOCTOR,
    "prof": Title.PROFESSOR,
    "professor": Title.PROFESSOR,
}


def _chinese_name(cleaned: str) -> Name | None:
    cleaned = _CHINESE_BEGINNING.sub("", cleaned) or cleaned
    title = Title.NONE
    for suffix, meaning in (CHINESE_TITLES | dict.fromkeys(POSTS, Title.NONE)).items():
        if cleaned.endswith(suffix) and len(cleaned) > len(suffix):
            cleaned, title = cleaned.removesuffix(suffix), meaning
            break
    else:
        surname = cleaned[:-1]
        if cleaned[-1] in SHORT_TITLES and (len(surname) == 1 or surname in COMPOUND):
            return Name(surname=surname, title=SHORT_TITLES[cleaned[-1]])
    if len(cleaned) == 2 and cleaned[0] in "小老阿":
        return Name(surname=cleaned[1], title=title)
    length = 2 if cleaned[:2] in COMPOUND else 1
    return Name(surname=cleaned[:length], given=cleaned[length:], title=title)


def _latin_name(cleaned: str) -> Name | None:
    cleaned = _COUPLE.sub("Mr ", _LATIN_BEGINNING.sub("", cleaned))
    if not cleaned or _NO_LATIN_NAME.fullmatch(cleaned.rstrip(" .,!")):
        return None
    first, *rest = cleaned.split()
    title = LATIN_TITLES.get(first.rstrip(".").lower(), Title.NONE)
    parts = rest if title is not Title.NONE else [first, *rest]
    if not parts:
        return None
    if len(parts) == 1:
        return Name(surname=parts[0], title=title)
    surname_first = CANTONESE if len(parts) > 2 else {"au-yeung", "auyeung", "szeto", "sze-to"}
    if parts[0].lower() in PINYIN or parts[0].lower() in surname_first:
        return Name(surname=parts[0], given=" ".join(parts[1:]), title=title)
    begins = len(parts) - 1
    while begins and parts[begins - 1] in _OF_SURNAMES:
        begins -= 1
    return Name(surname=" ".join(parts[begins:]), given=" ".join(parts[:begins]), title=title)


def read_title(text: str) -> Title | None:
    """The title that a text names by itself: «女士», «叫我先生就好», «Mrs please». None where it names none."""
    said = tidy(text).lower()
    for word in re.findall(r"[a-z]+", said):
        if word in LATIN_TITLES:
            return LATIN_TITLES[word]
    if (sex := re.fullmatch(r"(?:我是)?([男女])(?:的|士|生)?[。.!！]*", said)) is not None:
        return Title.MR if sex[1] == "男" else Title.MS
    return next((title for word, title in CHINESE_TITLES.items() if word in said), None)


def read_name(text: str) -> Name | None:
    """A name, with its title if one is given. None for a text without letters, a text that is too long, a simple
    greeting, yes or no, a question, a day and a refusal."""
    cleaned = tidy(text)
    if bare(cleaned) in GREETINGS | YES | NO or _NO_NAME.search(cleaned.rstrip(" .,!。，！")):
        return None
    if not 1 <= len(cleaned) <= _LONGEST_NAME or not any(char.isalpha() for char in cleaned):
        return None
    chinese = _CHINESE.fullmatch(cleaned.replace(" ", "").rstrip("。，！"))
    return _chinese_name(chinese[0]) if chinese else _latin_name(cleaned)
