"""Parsing how many people come: «三大一小», «我跟先生», «two adults and a child»."""

import re
from dataclasses import dataclass

from bot.understanding.numbers import english_in_digits
from bot.understanding.text import plain

# fmt: off
_CHINESE_PEOPLE = {
    "先生": 1, "太太": 1, "老公": 1, "老婆": 1, "爱人": 1, "丈夫": 1, "妻子": 1, "男朋友": 1, "女朋友": 1, "对象": 1,
    "朋友": 1, "同事": 1, "哥哥": 1, "弟弟": 1, "姐姐": 1, "妹妹": 1, "爸爸": 1, "妈妈": 1, "父亲": 1, "母亲": 1,
    "爸": 1, "妈": 1, "哥": 1, "弟": 1, "姐": 1, "妹": 1, "岳父": 1, "岳母": 1, "公公": 1, "婆婆": 1,
    "爸妈": 2, "父母": 2, "公婆": 2, "岳父母": 2,
}
_CHINESE_CHILDREN = ("小朋友", "小孩子", "小孩", "孩子", "儿子", "女儿", "宝宝", "娃娃", "娃", "儿童")
_ENGLISH_CHILDREN = frozenset({"child", "children", "kid", "kids", "son", "daughter", "sons", "daughters", "baby"})
_ENGLISH_PEOPLE = frozenset({
    "wife", "husband", "partner", "brother", "sister", "mother", "father", "mum", "mom", "dad", "friend", "colleague",
    "girlfriend", "boyfriend", "fiance", "fiancee", "son-in-law", "mother-in-law", "father-in-law",
})
# fmt: on
_ALONE = frozenset({"me", "just me", "only me", "myself", "just myself", "alone", "i am alone", "on my own"})
_CHINESE_ALONE = re.compile(r"(就|只有|只|仅)?我(自己|1个人|1个|1人)?(来)?")
_TOKEN = re.compile(
    r"(?P<between>[,，、和跟与同带加还有以及]+)|(?:我们?的?|他|她)?(?P<count>\d{1,2}|个)?个?(?P<person>"
    + "|".join(sorted((*_CHINESE_PEOPLE, *_CHINESE_CHILDREN), key=len, reverse=True))
    + ")"
)


@dataclass(frozen=True)
class PartySize:
    """``total`` people, ``children`` of them; None where the text says nothing of children."""

    total: int
    children: int | None = None


def read_party(text: str) -> PartySize | None:
    """The people of a visit, the writer included. None where the text names none, or not how many."""
    said = re.sub(r"[.!。！~]+$", "", plain(text)).strip()
    found = _read_english(said) if said.isascii() else _read_chinese(said.replace(" ", ""))
    return found if found is not None and found.total > 0 else None


def _read_chinese(said: str) -> PartySize | None:
    said = re.sub(r"^(?:我们|咱们|一行|1共|总共|大概|应该|就)+(?=.*\d|.*[俩仨])|(?:来|过来|吧|呢)$", "", said)
    if _CHINESE_ALONE.fullmatch(said):
        return PartySize(1)
    if said in {"俩", "我俩", "咱俩", "俩人"}:
        return PartySize(2)
    if said in {"仨", "我仨", "咱仨", "仨人"}:
        return PartySize(3)
    if found := re.fullmatch(r"(?:1家)?(\d{1,2})(?:口人|口|个人|个|位|人|名)", said):
        return PartySize(int(found[1]))
    if found := re.fullmatch(r"(\d)大(\d)小", said):
        return PartySize(int(found[1]) + int(found[2]), int(found[2]))
    children = "|".join(_CHINESE_CHILDREN)
    if found := re.fullmatch(rf"(\d)个?(?:大人|成人|大)[,，、和跟加带]?(\d)个?(?:{children})", said):
        return PartySize(int(found[1]) + int(found[2]), int(found[2]))
    for beginning, people in (
        ("小2口", 2),
        ("2口子", 2),
        ("夫妻俩", 2),
        ("夫妻2人", 2),
        ("夫妻", 2),
        ("我", 1),
    ):
        if said.startswith(beginning):
            return _count(said.removeprefix(beginning), people)
    return None


def _count(said: str, people: int) -> PartySize | None:
    """These people and those who come with them, «带一个孩子»."""
    children = place = 0
    while place < len(said):
        found = _TOKEN.match(said, place)
        if found is None:
            return None
        place = found.end()
        if found["person"] is None:
            continue
        count = int(found["count"]) if (found["count"] or "").isdigit() else 1
        people += count * _CHINESE_PEOPLE.get(found["person"], 1)
        children += count if found["person"] in _CHINESE_CHILDREN else 0
    return PartySize(people, children or None)


def _read_english(said: str) -> PartySize | None:
    said = re.sub(
        r"^(?:it is|it's|there (?:will be|are)|we are|we're|party of|just|only) (?!me\b|myself)", "", said
    )
    if said in _ALONE:
        return PartySize(1)
    if said in {"a couple", "the couple", "both of us"}:
        return PartySize(2)
    said = re.sub(r"\ban?\b", "1", english_in_digits(said))
    if found := re.fullmatch(
        r"(?:the |us )?(\d{1,2})(?: of us| people| persons?| guests?| pax| adults?)?", said
    ):
        return PartySize(int(found[1]))
    if found := re.fullmatch(r"(\d) adults?(?:,| and|, and| plus| \+)? (\d) (?:child|children|kids?)", said):
        return PartySize(int(found[1]) + int(found[2]), int(found[2]))
    if found := re.fullmatch(
        r"(?:the )?(\d{1,2})(?: of us| people)?,? (?:with )?(\d)(?: of them)?(?: are)? (?:kids|kid|children|child)",
        said,
    ):
        return PartySize(int(found[1]), int(found[2]))
    return _count_english(said)


def _count_english(said: str) -> PartySize | None:
    """«My brother, his wife and me»: everybody by name, the writer among them."""
    people = children = 0
    writer = False
    for part in re.split(r"\s*(?:,? and |, |,? plus |,? with | & )\s*", said):
        found = re.fullmatch(r"(?:my|his|her|our|their|(\d)) ([a-z-]+)", part)
        if part in {"me", "i", "myself"}:
            people, writer = people + 1, True
        elif found is None or (found[2] not in _ENGLISH_PEOPLE | _ENGLISH_CHILDREN):
            return None
        else:
            plural = found[2].endswith("s") or found[2] == "children"
            if plural and found[1] is None:
                return None
            count = int(found[1] or 1)
            people += count
            children += count if found[2] in _ENGLISH_CHILDREN else 0
    return PartySize(people, children or None) if writer else None
