"""Who of a party does not come after all: «老婆来不了», «孩子不来了», «one less»."""

from dataclasses import dataclass

from bot.understanding.people import CHILDREN, ELDERS, PEOPLE, STAYS_AWAY, STAYS_AWAY_LATIN, alternatives
from bot.understanding.text import compiled, plain, series


@dataclass(frozen=True)
class Absence:
    """``count`` people stay away, ``elders`` and ``children`` among them. ``all_of_them``: all elders or all children
    of the party, however many there are."""

    count: int
    elders: int = 0
    children: int = 0
    all_of_them: bool = False


# These name a kind, not a person.
_KINDS = frozenset(
    {"老人家", "老人", "长辈", "长者", "小朋友", "小孩子", "小孩", "孩子", "儿童", "细路", "children"}
)
_WHY = series("那天|当天|临时|可能|应该|今天|们|都|也|就|又|要|有事|加班|出差|,| ")
_ABSENT = compiled(
    rf"(?<![和跟同、])(?:(?P<count>\d|俩)个?(?:位|名)?)?(?P<who>{alternatives(PEOPLE, latin=False)}){_WHY}{STAYS_AWAY}|"
    rf"\b(?:(?P<latin_count>\d) )?(?P<latin>{alternatives(PEOPLE, latin=True)})(?P<plural>s)? "
    rf"(?:is |are )?{STAYS_AWAY_LATIN}"
)
_FEWER = compiled(
    r"少(?:来|去|嚟|了|咗)?(?P<count>\d)(?:个|位|名)|"
    r"\b(?P<latin>\d|one) (?:(?:person|people|guests?) )?(?:less|fewer)\b"
)


def find_absence(text: str) -> Absence | None:
    """Who stays away; None where nobody is said to."""
    said = plain(text)
    fewer = _FEWER.search(said)
    if fewer is not None:
        number = fewer["count"] or fewer["latin"]
        return Absence(int(number) if number.isdigit() else 1)
    found = _ABSENT.search(said)
    if found is None:
        return None
    who, counted = found["who"] or found["latin"], found["count"] or found["latin_count"]
    count = PEOPLE[who] if not counted else 2 if counted == "俩" else int(counted)
    elders, children = count if who in ELDERS else 0, count if who in CHILDREN else 0
    kind = (who in _KINDS or bool(found["plural"])) and bool(elders or children)
    return Absence(count, elders, children, all_of_them=kind and not counted)
