"""Finding Chinese names that stand by themselves, and surnames that are told from others by a word."""

import re
from collections.abc import Iterator

from bot.understanding import not_names
from bot.understanding.chinese_names import chinese_name, could_be_name
from bot.understanding.mentioned_name import Place
from bot.understanding.names import CHINESE_TITLES, DOTS, HAN, SHORT_TITLES
from bot.understanding.surnames import COMMON, COMPOUND, SINGLE
from bot.understanding.unread import TAKEN
from core.guests import Title

# «不是林,是凌»: only as an answer.
_IS_SURNAME = re.compile(
    rf"(?:^|[,，。\s])(?:应该|應該)?(?:是|系|係)(?P<name>[{HAN}]{{1,3}})(?=$|[,，。\s!！])"
)
# A surname explained by a word it is part of: «上官婉儿的上官», «凌晨的凌».
_OF_WORD = re.compile(
    rf"(?P<word>[{HAN}]{{2,4}})[的嘅](?P<name>[{HAN}]{{1,2}}?)(?=$|[,，。\s!！{TAKEN}]|不是|唔系|唔係)"
)
# «弓长张» spells the surname by its parts.
_EXPLAINED = re.compile(
    r"(?:弓长|弓長|立早|耳东|耳東|木子|双木|雙木|口天|草头|草頭|古月|言午|三横|三橫|人可|走肖|西早|禾呈|"
    rf"女娄|女婁|木易)(?P<name>[{HAN}])(?=$|[,，。\s!！{TAKEN}])"
)
# A text that speaks of the name holds rarer surnames too.
_SPEAKS_OF_NAME = re.compile(r"名字|姓名|登记|登記")
# Characters of most names.
_USUAL_LENGTH = 3
_LONE_SURNAME = re.compile(rf"(?:^|[,，{TAKEN}]) ?(?P<name>[{HAN}])(?=$| ?[,，。{TAKEN}])")
# Surnames that are words of their own when they stand alone.
_WORDS_TOO = frozenset("好行对對有可成中得高白温溫安常方时時和平古左右关關金石万萬向任于於路武甘江钱錢")
# «周一鸣» is a person, and no Monday.
_LIKE_A_DAY = re.compile(
    rf"(?:^|"
    rf"(?<=[,，。\s叫是]))[周週][一二三四五六日](?![三早上下中晚到来來去吧的可行有我之或和前后後起见見呢啊"
    rf"也都就白夜午点點开開没沒休全比最想要能方不约約哈嘛哦喔哟嘞啰咯吗嗎么麼])[{HAN}](?=$|[,，。\s]|先生|"
    rf"女士|小姐|太太)"
)
_PIECE = re.compile(
    rf"(?:^|(?<=[\s,，。.!！?？、;；:：/|{TAKEN}]))[{HAN}{DOTS}]{{2,16}}(?=$|[\s,，。.!！?？、;；:：/|"
    rf"{TAKEN}])"
)


def like_a_day(text: str) -> Iterator[Place]:
    """«周一鸣», which must be read before the days are."""
    for found in _LIKE_A_DAY.finditer(text):
        yield chinese_name(found[0], Title.NONE), found.start(), found.end()


def explained(text: str) -> Iterator[Place]:
    """A surname that is told from others by its parts: «弓长张»."""
    for found in _EXPLAINED.finditer(text):
        yield chinese_name(found["name"], Title.NONE), found.start(), found.end()


def of_word(text: str) -> Iterator[Place]:
    """«凌晨的凌», whose word must not be read as a part of the day."""
    for found in _OF_WORD.finditer(text):
        name = found["name"]
        if name in found["word"] and (name in COMPOUND or name in SINGLE):
            yield chinese_name(name, Title.NONE), found.start(), found.end()


def speaks_of_name(text: str) -> bool:
    """Whether a text says that it is about the name: «名字打错了,是徐嘉慧»."""
    return _SPEAKS_OF_NAME.search(text) is not None


def corrected(text: str) -> Iterator[Place]:
    """«不是林,是凌», as an answer."""
    for found in _IS_SURNAME.finditer(text):
        if found["name"] in SINGLE or (len(found["name"]) > 1 and could_be_name(found["name"])):
            yield chinese_name(found["name"], Title.NONE), found.start("name"), found.end("name")


def lone_surname(text: str) -> Iterator[Place]:
    """A surname between other facts: «后天2点,2人,程»."""
    for found in _LONE_SURNAME.finditer(text):
        if found["name"] in COMMON - _WORDS_TOO:
            yield chinese_name(found["name"], Title.NONE), found.start("name"), found.end("name")


def dotted(text: str) -> Iterator[Place]:
    """A name with a dot between its parts: «古丽娜尔·吐尔逊»."""
    for found in _PIECE.finditer(text):
        if any(dot in found[0][1:-1] for dot in DOTS):
            yield chinese_name(found[0], Title.NONE), found.start(), found.end()


def fuller(text: str, surname: str) -> Iterator[Place]:
    """A piece that is this surname with a given name."""
    for found in _PIECE.finditer(text):
        given = found[0].removeprefix(surname) if found[0] not in not_names.NO_NAMES else found[0]
        if (
            surname
            and given != found[0]
            and given not in CHINESE_TITLES
            and given not in SHORT_TITLES
            and 1 <= len(given) <= 2
            and not set(given) & not_names.NEVER_IN_NAMES
        ):
            yield chinese_name(found[0], Title.NONE), found.start(), found.end()


def piece(text: str) -> Iterator[Place]:
    sure = speaks_of_name(text)
    for found in _PIECE.finditer(text):
        if found[0] in not_names.NO_NAMES:
            continue
        rare = (
            sure
            and found[0][0] in SINGLE
            and len(found[0]) == _USUAL_LENGTH
            and could_be_name(found[0], sure=True)
        )
        if (len(found[0]) <= 4 and (rare or could_be_name(found[0]))) or any(dot in found[0] for dot in DOTS):
            yield chinese_name(found[0], Title.NONE), found.start(), found.end()
