"""Finding names in Latin letters, and those of peoples whose names have no Chinese surname, in the
middle of a text."""

import re
from collections.abc import Iterator

from bot.understanding import not_names
from bot.understanding.mentioned_name import NameSaid, Place
from bot.understanding.names import BEHIND_NAMES, HAN, LATIN_TITLES, SHORT_TITLES, read_name
from bot.understanding.surnames import CANTONESE, PINYIN
from bot.understanding.text import compiled
from bot.understanding.unread import TAKEN
from core.guests import Name, Title

_WORD = r"(?:[sd]/o|a/[lp]|[A-Z]\.(?= ?[A-Z])|[A-Za-zÀ-ɏḀ-ỿ][A-Za-zÀ-ɏḀ-ỿ'’\-]*)"
_LATIN_NAME_SAID = re.compile(
    rf"(?:(?i:name) ?(?:係|系|是|叫)|个名 ?(?:係|系|叫)|個名 ?(?:係|系|叫)|用(?=[A-Z][a-z]+ ?(?:个|個)名)|"
    rf"姓(?= ?[A-Z])|是(?=[A-Z][a-z]+[,， ]*不是)|我叫做?|叫我|英文名(?:叫|是|:|：)?|名字?(?:叫|是|:|：|"
    rf" (?=[A-Z]))|"
    rf"我个名叫?|我個名叫?|称呼我|(?:登记|登記)(?:做|为|為|写|寫)?|"
    rf"稱呼我|姓名(?:是|:|"
    rf"：)?) ?(?P<name>{_WORD}(?: {_WORD}){{0,3}})"
)
# «我是Kelly», but not «我是VIP».
_LATIN_I_AM = compiled(
    r"(?:我是|我系|我係|这是|這是|这里是|這裡是|呢度係|"
    r"呢度系) ?(?P<name>[A-Z][a-zà-ÿ'’-]+(?: [A-Z][A-Za-zà-ÿ'’-]+){0,2})(?![A-Za-z])"
)
_PIECE_OF_OTHERS = compiled(
    rf"(?:^|[\s,，。!！:：{TAKEN}])(?P<name>[가-힣]{{2,4}}|"
    rf"(?:{'|'.join(not_names.FOREIGN_BEGINNINGS)})[{HAN}]{{0,4}})(?=$|[\s,，。!！.{TAKEN}])"
)
_LATIN_TITLED = re.compile(
    rf"(?<![A-Za-z])(?P<title>mr|mrs|ms|miss|mister|herr|frau|monsieur|madame|señora|señor|dr|doctor|prof|"
    rf"professor|"
    rf"madam|mdm)\b\.?(?P<couple> ?(?:and|&|"
    rf"\+) ?(?:mrs|mr|ms)\b\.?)? +(?P<name>{_WORD}(?: {_WORD}){{0,3}})",
    re.IGNORECASE,
)
_LATIN_SAID = re.compile(
    rf"(?P<cue>\b(?:my (?:full |sur|last |first )?name(?:'s| is|’s)|(?:the )?name (?:should|must) (?:be|read)|"
    rf"(?:the )?name(?:'s| is| of|’s)?[: ]|change (?:the|my) name to|"
    rf"name[: ]+|call me|put(?: down| me down as| it under)?(?= [A-Z])|under (?:the name(?: of)?)?|"
    rf"(?:booking|reservation|appointment|book|"
    rf"reserve)(?: it| a visit| a slot)? (?:for|under)|this is|myself|it is|it's|it’s|its|i am|i'm|i’m|im|"
    rf"surname(?: is|'s|’s|:)?)) *(?=(?P<name>{_WORD}(?: {_WORD}){{0,3}}))",
    re.IGNORECASE,
)
_MIXED = compiled(
    rf"(?P<name>(?:[A-Z][a-z'’-]+ ){{0,2}}{_WORD}) ?(?P<title>先生|女士|小姐|太太|总|總|生|太|"
    rf"老师)(?![共是价])"
)
_LATIN_HERE = re.compile(
    rf"^(?:(?:hi|hello|hey|hiya|g'day)(?: there)?)?[, ]*(?P<name>{_WORD}(?: {_WORD}){{0,2}}) (?:here|this side)\b",
    re.IGNORECASE,
)
_LATIN_PIECE = re.compile(
    rf"(?:^|(?<=[,，。.!;:/|\n{TAKEN}])|(?<=[,，。.!;:/|{TAKEN}] ))(?P<name>{_WORD}(?: {_WORD}){{0,3}})(?=$|"
    rf" ?[,，。.!;:/|{TAKEN}]| $)"
)


def after_chinese(text: str) -> Iterator[Place]:
    """«我叫Vivian», «名字：Wei Li»."""
    for found in (*_LATIN_NAME_SAID.finditer(text), *_LATIN_I_AM.finditer(text)):
        written = _latin_words(found["name"])
        if written:
            yield _latin(written, Title.NONE), found.start(), found.start("name") + len(written)


def _latin_words(name: str) -> str:
    """The words at the beginning that can be a name: capitalised ones, or all where none is capitalised."""
    words: list[str] = []
    given = name.split()
    capitals = any(word[0].isupper() for word in given)
    for number, word in enumerate(given):
        common = word.lower().strip("'’") in not_names.ENGLISH
        if common and not (number == 0 and _begins_name(given)):
            break
        if word.lower().endswith(("'s", "’s")):
            words.append(word[:-2])
            break
        if capitals and word[0].islower() and word not in _PARTICLES:
            break
        words.append(word)
    while words and words[-1] in _PARTICLES:
        words.pop()
    return " ".join(words)


# Of names such as van der Meer and Nur binti Rahman.
_PARTICLES = frozenset({
    "van", "von", "de", "da", "di", "du", "der", "den", "ten", "la", "le", "el", "al", "bin", "binti", "ibn",
    "dos", "del", "binte", "bte", "s/o", "d/o", "a/l", "a/p",
})  # fmt: skip
# «April Chan», «Will Smith»: words that are first names too.
_FIRST_NAMES = frozenset(
    {"april", "may", "june", "august", "will", "mark", "grace", "joy", "sunny", "dawn", "rich"}
)


def _begins_name(words: list[str]) -> bool:
    """Whether the first word, though a common one, is a first name before a surname."""
    surname = words[1] if len(words) > 1 else ""
    return (
        words[0].lower() in _FIRST_NAMES
        and surname[:1].isupper()
        and surname.lower() not in not_names.ENGLISH
    )


def titled(text: str) -> Iterator[Place]:
    for found in _LATIN_TITLED.finditer(text):
        written = _latin_words(found["name"])
        if written and not written[0].isupper() and written.split()[0] not in _PARTICLES:
            written = written.split()[0]
        if written:
            title = LATIN_TITLES.get(found["title"].lower(), Title.MS)
            parsed = _latin(written, title)
            yield (
                NameSaid(parsed.name, written, couple=found["couple"] is not None),
                found.start(),
                found.start("name") + len(written),
            )


def said(text: str) -> Iterator[Place]:
    for found in (*_LATIN_SAID.finditer(text), *_LATIN_HERE.finditer(text)):
        cue = (found.groupdict().get("cue") or "").lower()
        here = found.re is _LATIN_HERE and _is_name_here(found["name"])
        written = found["name"] if here and "'s" not in found["name"] else _latin_words(found["name"])
        first = found["name"].split()[0]
        if not written and first.lower() in _FIRST_NAMES and first[0].isupper():
            written = first  # «call me Will»
        sure = here or "name" in cue or cue.startswith(("call me", "surname"))
        # «i'm priya, coming on Thursday»: one word, and then a comma.
        one = " " not in written and text.startswith(",", found.start("name") + len(written))
        lower = one and cue.startswith(("i'm", "im", "i am", "this is"))
        if written and (sure or lower or written[0].isupper()):
            yield _latin(written, Title.NONE), found.start(), found.start("name") + len(written)


def _is_name_here(name: str) -> bool:
    """Whether the words before «here» can be a name, also in small letters."""
    return name.lower() in _FIRST_NAMES or not any(word in not_names.ENGLISH for word in name.lower().split())


def piece(text: str) -> Iterator[Place]:
    for found in _LATIN_PIECE.finditer(text):
        words = found["name"].split()
        whole = _latin_words(found["name"]) == found["name"]
        surname_first = len(words) in {2, 3} and words[0].lower() in PINYIN | CANTONESE
        if whole and (surname_first or all(word[0].isupper() for word in words if word not in _PARTICLES)):
            yield _latin(found["name"], Title.NONE), found.start(), found.end()


def _latin(written: str, title: Title) -> NameSaid:
    found = read_name(written)
    if found is None:
        found = Name(surname=written)
    return NameSaid(Name(surname=found.surname, given=found.given, title=title), written)


_TITLED_CHINESE = re.compile(
    rf"(?<![A-Za-z])(?P<title>Mr|Ms|Mrs|Miss|Dr)\.? ?(?P<name>[{HAN}]{{1,4}})(?![{HAN}])", re.IGNORECASE
)


def with_chinese_title(text: str) -> Iterator[Place]:
    """«Fong生», «Lim 先生», «Miss欧阳»."""
    for found in _TITLED_CHINESE.finditer(text):
        parsed = read_name(found["name"])
        if parsed is not None and parsed.is_chinese:
            name = Name(
                surname=parsed.surname, given=parsed.given, title=LATIN_TITLES[found["title"].lower()]
            )
            yield NameSaid(name, found["name"]), found.start(), found.end()
    for found in _MIXED.finditer(text):
        title = BEHIND_NAMES.get(found["title"]) or SHORT_TITLES.get(found["title"], Title.NONE)
        words = found["name"].split()
        while len(words) > 1 and words[0].lower() in not_names.ENGLISH:
            words.pop(0)  # «Hi Lim 先生»
        yield _latin(" ".join(words), title), found.start(), found.end()


def of_other_peoples(text: str) -> Iterator[Place]:
    """A Korean name, or one of a people whose names do not begin with a surname: 扎西次仁."""
    for found in _PIECE_OF_OTHERS.finditer(text):
        yield NameSaid(Name(surname=found["name"]), found["name"]), found.start("name"), found.end("name")
