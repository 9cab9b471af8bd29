"""Finding a person's name and title in the middle of a text."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from bot.understanding import not_names
from bot.understanding.names import CHINESE_TITLES, LATIN_TITLES, POSTS, SHORT_TITLES, read_name
from bot.understanding.surnames import CANTONESE, COMMON, COMPOUND, PINYIN, SINGLE
from bot.understanding.unread import TAKEN, Unread
from core.guests import Name, Title

_HAN = r"㐀-鿿豈-﫿\U00020000-\U000323af"
_DOTS = "·•・‧∙･"
_TITLES = {
    **CHINESE_TITLES,
    **dict.fromkeys(POSTS, Title.NONE),
    "总经理": Title.DIRECTOR,
    "經理": Title.NONE,
    "老板": Title.NONE,
    "老闆": Title.NONE,
    "阿姨": Title.NONE,
    "大哥": Title.NONE,
    "姐": Title.NONE,
    "哥": Title.NONE,
}
_TITLED = re.compile(
    rf"(?P<run>[{_HAN}{_DOTS}]{{1,15}}?) ?(?P<title>{'|'.join(sorted(_TITLES, key=len, reverse=True))})"
    rf"(?![共是价價体體监監部会會之算面裁房数數])"
)
_SHORT = re.compile(
    rf"(?P<run>(?:[{_HAN}]{{2}}|[{_HAN}]))(?P<title>{'|'.join(SHORT_TITLES)})(?![{_HAN}])|"
    rf"(?P<run2>(?:[{_HAN}]{{2}}|"
    rf"[{_HAN}]))(?P<title2>[太生工])(?=[到来來过過想要嚟同话話系係喺已约約唔会會今听聽明下周礼禮有打讲講吧好就呀啊哈得啦喇])"
)
_SURNAME_SAID = re.compile(
    rf"(?:(?:免贵|免貴)姓|(?<![贵貴])姓)(?:氏)?(?:是|:|：)? ?(?P<name>(?:{'|'.join(sorted(COMPOUND))})|"
    rf"[{_HAN}])(?![名什甚啥麼么])"
)
_SURNAME_AND_GIVEN = re.compile(
    rf"姓(?P<surname>[{_HAN}]{{1,2}})[,， ]?名(?:叫|字)?(?P<given>[{_HAN}]{{1,2}})(?![{_HAN}])"
)
_NAME_SAID = re.compile(
    rf"(?:我叫做?|名字?(?:叫做?|是|系|係|(?=[:：]))|名叫|姓名|叫我|称呼我|稱呼我|本人叫?|联系人|聯絡人|"
    rf"預約人|预约人|访客|訪客|客人叫?|我个名叫?|我個名叫?)(?:是|为|為|:|：|,|，|"
    rf" )*(?P<name>[{_HAN}{_DOTS} ]{{1,16}})"
)
_NOT_THE_OTHER = re.compile(
    rf"(?:应该|應該)?是(?P<name>[{_HAN}{_DOTS}]{{2,6}}?)[,，]?(?:不是|唔系|唔係|而不是)"
)
_I_AM = re.compile(
    rf"(?:我是|我系|我係|这是|這是|这里是|這裡是|这边是|我呢?度?系|呢度系)(?P<name>[{_HAN}{_DOTS}]{{1,12}})"
)
_NICKNAME = re.compile(
    rf"(?:叫我|我是|我系|我係|这里是|我(?=[老阿])|^|[\s,，。!！、:：{TAKEN}])(?P<name>[小老阿][{_HAN}])(?=$|"
    rf"[\s,，。!！、{TAKEN}吧啊呀就好了])"
)
_PIECE = re.compile(
    rf"(?:^|(?<=[\s,，。.!！?？、;；:：/|{TAKEN}]))[{_HAN}{_DOTS}]{{2,16}}(?=$|[\s,，。.!！?？、;；:：/|"
    rf"{TAKEN}])"
)
_WORD = r"[A-Za-zÀ-ɏ][A-Za-zÀ-ɏ'’\-]*"
_LATIN_TITLED = re.compile(
    rf"\b(?P<title>mr|mrs|ms|miss|mister|dr|doctor|prof|professor|madam|mdm)\b\.?(?P<couple> ?(?:and|&|"
    rf"\+) ?(?:mrs|mr|ms)\b\.?)? +(?P<name>{_WORD}(?: {_WORD}){{0,3}})",
    re.IGNORECASE,
)
_LATIN_SAID = re.compile(
    rf"(?P<cue>\b(?:my (?:full |sur|last |first )?name(?:'s| is|’s)|(?:the )?name(?:'s| is|’s)?[: ]|"
    rf"name[: ]+|call me|under (?:the name(?: of)?)?|(?:booking|reservation|appointment|book|"
    rf"reserve)(?: it| a visit| a slot)? (?:for|under)|this is|myself|it is|it's|it’s|i am|i'm|i’m|im|"
    rf"surname(?: is|:)?)) *(?P<name>{_WORD}(?: {_WORD}){{0,3}})",
    re.IGNORECASE,
)
_MIXED = re.compile(rf"(?P<name>{_WORD}) ?(?P<title>先生|女士|小姐|太太|总|總|生|太|老师)(?![共是价])")
_LONE_TITLE = re.compile(
    rf"(?:^|[\s,，、{TAKEN}])(?P<title>先生|女士|小姐|太太|mr|ms|mrs|miss)(?=$|[\s,，。.!、{TAKEN}])",
    re.IGNORECASE,
)
_LATIN_HERE = re.compile(
    rf"^(?:hi|hello|hey)?[, ]*(?P<name>{_WORD}(?: {_WORD}){{0,2}}) here\b", re.IGNORECASE
)
_LATIN_PIECE = re.compile(
    rf"(?:^|(?<=[,，。.!;:/|\n{TAKEN}])|(?<=[,，。.!;:/|{TAKEN}] ))(?P<name>{_WORD}(?: {_WORD}){{0,3}})(?=$|"
    rf" ?[,，。.!;:/|{TAKEN}]| $)"
)


_CORRECTION = re.compile(
    r"错|錯|不对|不對|不是|更正|唔系|唔係|sorry|i mean|actually|correction|no,", re.IGNORECASE
)


@dataclass(frozen=True)
class NameSaid:
    """``written`` is the name as the writer spells it, without its title; ``couple``: two titles go with it, as in «Mr
    and Mrs Smith»."""

    name: Name
    written: str
    couple: bool = False


_Finder = Callable[[str], Iterator[tuple[NameSaid, int, int]]]


def find_name(unread: Unread, *, asked: bool, has_facts: bool) -> NameSaid | None:
    """The name in a text; None where there is none. Takes its words. ``asked``: the text answers the question for the
    name; ``has_facts``: it says other things too, so a piece that looks like a name is one."""
    finders: list[_Finder] = [
        _latin_with_chinese_title,
        _chinese_titled,
        _chinese_said,
        _latin_titled,
        _latin_said,
        _nickname,
    ]
    if asked or has_facts:
        finders += [_chinese_piece, _latin_piece]
    found = _first(unread, finders)
    if found is None:
        return _answer(unread) if asked else None
    said, end = found
    if said.name.title is Title.NONE and (title := _LONE_TITLE.search(unread.original)) is not None:
        meaning = CHINESE_TITLES.get(title["title"]) or LATIN_TITLES[title["title"].lower()]
        return replace(said, name=replace(said.name, title=meaning))
    following = _first(unread, finders)
    # A name after a correction replaces the one before it.
    if (
        following is not None
        and following[1] > end
        and _CORRECTION.search(unread.original[end : following[1]])
    ):
        return following[0]
    return said


def _first(unread: Unread, finders: list[_Finder]) -> tuple[NameSaid, int] | None:
    """The first name that a reader finds, and where it ends. Takes its words."""
    for find in finders:
        for said, start, end in find(unread.original):
            unread.take_original(start, end)
            return said, end
    return None


def _chinese_titled(text: str) -> Iterator[tuple[NameSaid, int, int]]:
    for found in _TITLED.finditer(text):
        title = _TITLES[found["title"]]
        name = _name_before_title(found["run"])
        if found["title"] in {"姐", "哥", "阿姨", "大哥", "老板", "老闆"} and (
            name is None or len(name) > 1 or re.match(rf"[{_HAN}]", text[found.end() :])
        ):
            continue
        if name is not None:
            start = found.start("run") + len(found["run"].rstrip()) - len(name)
            yield _chinese(name, title), start, found.end()
    for found in _SHORT.finditer(text):
        run, title_word = found["run"] or found["run2"], found["title"] or found["title2"]
        before = text[: found.start()]
        name = _surname_ending(run)
        whole = name == run and not re.search(rf"[{_HAN}]$", before)
        if name is not None and (
            whole or re.search(r"[是系係叫我的,，写寫找约約帮幫]$", before + run[: len(run) - len(name)])
        ):
            yield _chinese(name, SHORT_TITLES[title_word]), found.start(), found.end()


def _surname_ending(run: str) -> str | None:
    if run[-2:] in COMPOUND:
        return run[-2:]
    return run[-1] if run[-1] in SINGLE else None


def _name_before_title(run: str) -> str | None:
    """The name at the end of the characters before a title: 王, 欧阳, 王建国, but not 我 or 这位."""
    run = (
        re.sub(
            r"^.*(?:我是|我叫|我姓|我系|我係|这是|這是|叫我|免贵姓|姓名|姓|帮|幫|给|給|替|找|约|約|和|跟"
            r"|与|同|"
            r"位|是|叫)(?=.)",
            "",
            run,
        )
        or run
    )
    if not run or run[-1] in not_names.NO_SURNAMES:
        return None
    if any(dot in run for dot in _DOTS):
        return run
    if run in COMPOUND or len(run) == 1:
        return run if run not in not_names.FUNCTION_CHARACTERS or run in SINGLE else None
    if (
        (run[0] in COMMON or run[:2] in COMPOUND)
        and len(run) <= 4
        and not set(run[1:]) & not_names.FUNCTION_CHARACTERS
    ):
        return run
    if run[-2:] in COMPOUND:
        return run[-2:]
    if (
        len(run) <= 4
        and not set(run) & not_names.FUNCTION_CHARACTERS
        and not set(run) & not_names.NO_SURNAMES
        and run[-1] not in SINGLE
    ):
        return run
    return run[-1] if run[-1] in SINGLE else None


def _chinese(name: str, title: Title) -> NameSaid:
    found = read_name(name)
    surname, given = (found.surname, found.given) if found is not None else (name, "")
    return NameSaid(Name(surname=surname, given=given, title=title), name)


def _chinese_said(text: str) -> Iterator[tuple[NameSaid, int, int]]:
    for pattern in (_NAME_SAID, _NOT_THE_OTHER, _I_AM):
        for found in pattern.finditer(text):
            name = re.split(r"[ ,，]|就(?:行|好|可以)|吧|呀|啊|就", found["name"].strip())[0]
            name = _name_at_beginning(name, sure=pattern is not _I_AM)
            if name is not None:
                start = found.start("name")
                nickname = name[1:] if len(name) == 2 and name[0] in "小老阿" else name
                yield _chinese(nickname, Title.NONE), found.start(), start + len(name)
    for found in _SURNAME_AND_GIVEN.finditer(text):
        yield _chinese(found["surname"] + found["given"], Title.NONE), found.start(), found.end()
    for found in _SURNAME_SAID.finditer(text):
        yield _chinese(found["name"], Title.NONE), found.start(), found.end()


def _name_at_beginning(text: str, *, sure: bool) -> str | None:
    """The name that characters begin with; voice input has no punctuation after it."""
    if _could_be_name(text, sure=sure) and len(text) > 1:
        return text
    longest = 4 if text[:2] in COMPOUND else 3
    if len(text) > longest and (text[:2] in COMPOUND or text[0] in COMMON):
        return next(
            (text[:length] for length in (longest, longest - 1) if _could_be_name(text[:length], sure=sure)),
            None,
        )
    return None


def _could_be_name(name: str, *, sure: bool = False) -> bool:
    if any(dot in name for dot in _DOTS):
        return all(name.strip(_DOTS))
    if len(name) == 2 and name[0] in "小老阿":
        return name[1] in COMMON and name not in not_names.NO_NAMES
    known = (
        name[:2] in COMPOUND
        or name[0] in COMMON
        or (sure and (name[0] in SINGLE or name[0] not in not_names.FUNCTION_CHARACTERS))
    )
    given = name[2:] if name[:2] in COMPOUND else name[1:]
    return known and len(given) <= (5 if sure else 2) and not set(given) & not_names.FUNCTION_CHARACTERS


def _nickname(text: str) -> Iterator[tuple[NameSaid, int, int]]:
    for found in _NICKNAME.finditer(text):
        if found["name"][1] in COMMON and found["name"] not in not_names.NO_NAMES:
            yield _chinese(found["name"][1], Title.NONE), found.start("name"), found.end("name")


def _chinese_piece(text: str) -> Iterator[tuple[NameSaid, int, int]]:
    for found in _PIECE.finditer(text):
        if found[0] in not_names.NO_NAMES:
            continue
        if (len(found[0]) <= 4 and _could_be_name(found[0])) or any(dot in found[0] for dot in _DOTS):
            yield _chinese(found[0], Title.NONE), found.start(), found.end()


def _latin_words(name: str, *, most: int = 4) -> str:
    """The words at the beginning that can be a name: capitalised ones, or one where none is."""
    words: list[str] = []
    for word in name.split():
        if word.lower().strip("'’") in not_names.ENGLISH or len(words) == most:
            break
        if word.lower().endswith(("'s", "’s")):
            words.append(word[:-2])
            break
        if (
            words
            and words[0][0].isupper()
            and not word[0].isupper()
            and word not in {"de", "van", "von", "da", "bin", "al", "la", "den", "der"}
        ):
            break
        words.append(word)
        if not words[0][0].isupper() and most == 1:
            break
    return " ".join(words)


def _latin_titled(text: str) -> Iterator[tuple[NameSaid, int, int]]:
    for found in _LATIN_TITLED.finditer(text):
        written = _latin_words(found["name"])
        if written and not written[0].isupper():
            written = written.split()[0]
        if written:
            title = LATIN_TITLES.get(found["title"].lower(), Title.MS)
            parsed = _latin(written, title)
            yield (
                NameSaid(parsed.name, written, couple=found["couple"] is not None),
                found.start(),
                found.start("name") + len(written),
            )


def _latin_said(text: str) -> Iterator[tuple[NameSaid, int, int]]:
    for found in (*_LATIN_SAID.finditer(text), *_LATIN_HERE.finditer(text)):
        cue = (found.groupdict().get("cue") or "").lower()
        written = _latin_words(found["name"])
        sure = "name" in cue or cue.startswith(("call me", "surname"))
        if written and (sure or all(word[0].isupper() for word in written.split()[:1])):
            yield _latin(written, Title.NONE), found.start(), found.start("name") + len(written)


def _latin_piece(text: str) -> Iterator[tuple[NameSaid, int, int]]:
    for found in _LATIN_PIECE.finditer(text):
        words = found["name"].split()
        if all(word[0].isupper() and word.lower() not in not_names.ENGLISH for word in words) or (
            len(words) in {2, 3}
            and words[0].lower() in PINYIN | CANTONESE
            and not set(map(str.lower, words)) & not_names.ENGLISH
        ):
            yield _latin(found["name"], Title.NONE), found.start(), found.end()


def _latin(written: str, title: Title) -> NameSaid:
    found = read_name(written)
    if found is None:
        found = Name(surname=written)
    return NameSaid(Name(surname=found.surname, given=found.given, title=title), written)


def _latin_with_chinese_title(text: str) -> Iterator[tuple[NameSaid, int, int]]:
    """«Fong生», «Lim 先生»."""
    for found in _MIXED.finditer(text):
        title = _TITLES.get(found["title"]) or SHORT_TITLES.get(found["title"], Title.NONE)
        yield _latin(found["name"], title), found.start(), found.end()


def _answer(unread: Unread) -> NameSaid | None:
    """What is left of an answer to the question for the name, if it can be one."""
    said = re.sub(rf"[{TAKEN},，。.!！~ ]+", " ", unread.original).strip()
    said = re.sub(
        r"^(?:就|叫|我|是|嗯|哦|好的?|你好|您好|hi|hello|hey|sure|yes|ok)[ ,，]*(?=\S{2})",
        "",
        said,
        flags=re.IGNORECASE,
    )
    words = said.lower().split()
    if (
        not said
        or said[0] in not_names.NO_SURNAMES - set("老小")
        or any(word in not_names.ENGLISH for word in words)
        or len(words) > 4
    ):
        return None
    han = re.fullmatch(rf"[{_HAN}{_DOTS}]+", said.replace(" ", ""))
    if han is not None and len(han[0]) == 1 and han[0] not in SINGLE:
        return None
    if han is not None and (
        (len(han[0]) > 4 and not set(said) & set(_DOTS))
        or len(set(han[0][1:]) & not_names.FUNCTION_CHARACTERS) > 0
    ):
        return None
    found = read_name(said)
    if found is None:
        return None
    written = said if han is None else said.replace(" ", "")
    return NameSaid(found, f"{found.surname}{found.given}" if found.is_chinese else written)
