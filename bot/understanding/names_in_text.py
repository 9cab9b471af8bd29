"""Finding a person's name and title in the middle of a text."""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace

from bot.understanding import chinese_names, latin_names, name_pieces, not_names
from bot.understanding.characters import SIMPLIFIED
from bot.understanding.mentioned_name import NameSaid, Place
from bot.understanding.names import CHINESE_TITLES, DOTS, HAN, LATIN_TITLES, read_name
from bot.understanding.surnames import SINGLE
from bot.understanding.unread import TAKEN, Unread
from core.guests import Name, Title

_LONE_TITLE = re.compile(
    rf"(?:^|[\s,，、{TAKEN}]|称呼|稱呼|叫)(?P<title>先生|女士|小姐|太太|mr|ms|mrs|miss)(?=$|[\s,，。.!、{TAKEN}]|就)",
    re.IGNORECASE,
)
_CORRECTION = re.compile(
    r"错|錯|不对|不對|不是|更正|唔系|唔係|sorry|i mean|actually|correction|no,", re.IGNORECASE
)
# «不是姓王»: somebody else's name.
_NEGATED = re.compile(r"(?:不是|不姓|唔系|唔係|并非|不叫|\bnot|isn'?t)(?: a| the)? ?$", re.IGNORECASE)
_Finder = Callable[[str], Iterator[Place]]


def find_name(unread: Unread, *, asked: bool, has_facts: bool) -> NameSaid | None:
    """The name in a text; None where there is none. Takes its words. ``asked``: the text answers the question for the
    name; ``has_facts``: it says other things too, so a piece that looks like a name is one."""
    finders: list[_Finder] = [
        latin_names.with_chinese_title,
        chinese_names.own_surname,
        latin_names.titled,
        latin_names.after_chinese,
        chinese_names.titled,
        chinese_names.said,
        latin_names.said,
        chinese_names.nickname,
        name_pieces.dotted,
    ]
    if asked or has_facts:
        finders += [name_pieces.piece, latin_names.of_other_peoples, latin_names.piece]
    if asked or name_pieces.speaks_of_name(unread.original):
        finders.append(name_pieces.corrected)
    elif has_facts:
        finders.append(name_pieces.lone_surname)
    explained = _first(unread, [name_pieces.explained])
    found = _first(unread, finders)
    if explained is not None and (found is None or explained[0].name.surname not in found[0].written):
        found = explained  # else «何小姐,人可何» only explains the name
    if found is None:
        return _answer(unread) if asked else None
    said, end = found
    if said.name.title is Title.NONE and (title := _LONE_TITLE.search(unread.original)) is not None:
        meaning = CHINESE_TITLES.get(title["title"]) or LATIN_TITLES[title["title"].lower()]
        return replace(said, name=replace(said.name, title=meaning))
    surname = said.name.surname
    following = _first(unread, [lambda text: name_pieces.fuller(text, surname), *finders])
    if following is not None and following[0].name.surname == surname and said.name.title is Title.NONE:
        # «我姓鄺,鄺先生»
        said = replace(said, name=replace(said.name, title=following[0].name.title))
    if following is not None and _is_fuller(following[0].name, said.name):
        # «蔡志明,叫我蔡先生就好»
        return replace(following[0], name=replace(following[0].name, title=said.name.title))
    # A name after a correction replaces the one before it.
    if (
        following is not None
        and following[1] > end
        and _CORRECTION.search(unread.original[end : following[1]])
    ):
        return following[0]
    return said


def find_name_like_a_day(unread: Unread) -> NameSaid | None:
    """A name that would be read as a day, «周一鸣»; None where there is none. Takes its characters."""
    found = _first(unread, [name_pieces.like_a_day, name_pieces.of_word])
    return found[0] if found is not None else None


def _is_fuller(name: Name, than: Name) -> bool:
    return bool(name.given) and not than.given and name.surname == than.surname


def _first(unread: Unread, finders: list[_Finder]) -> tuple[NameSaid, int] | None:
    """The first name that a reader finds, and where it ends. Takes its words."""
    for find in finders:
        for said, start, end in find(unread.original):
            if _NEGATED.search(unread.original[:start]):
                continue
            unread.take_original(start, end)
            return said, end
    return None


def _answer(unread: Unread) -> NameSaid | None:
    """What is left of an answer to the question for the name, if it can be one."""
    said = re.sub(rf"[{TAKEN},，。.!！~ ]+", " ", unread.original).strip()
    said = re.sub(
        r"^(?:就|叫|我|是|嗯|哦|好的?|你好|您好|hi|hello|hey|sure|yes|ok)[ ,，]*(?=\S{2})",
        "",
        said,
        flags=re.IGNORECASE,
    )
    words = [word for word in said.lower().split() if word.rstrip(".") not in LATIN_TITLES]
    if (
        not said
        or said[0].translate(SIMPLIFIED) in not_names.NO_SURNAMES - set("老小")
        or any(word in not_names.ENGLISH for word in words)
        or len(words) > 4
    ):
        return None
    if TAKEN in unread.original and (len(words) > 3 or any(char.isdigit() for char in said)):
        # What is left beside other facts is hardly a name.
        return None
    han = re.fullmatch(rf"[{HAN}{DOTS}]+", said.replace(" ", ""))
    if han is not None and len(han[0]) == 1 and han[0] not in SINGLE:
        return None
    if han is not None and (
        (len(han[0]) > 4 and not set(said) & set(DOTS))
        or set(han[0][1:] if han[0][0] in SINGLE else han[0]) & not_names.FUNCTION_CHARACTERS
    ):
        return None
    found = read_name(said)
    if found is None:
        return None
    written = said if han is None else said.replace(" ", "")
    return NameSaid(found, f"{found.surname}{found.given}" if found.is_chinese else written)
