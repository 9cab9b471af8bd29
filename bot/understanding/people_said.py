"""Finding the words that name a person: «带两个孩子», «my wife», «爸妈»."""

from collections.abc import Iterator
from dataclasses import dataclass

from bot.understanding.people import PEOPLE, alternatives
from bot.understanding.text import compiled, compiled_at_words
from bot.understanding.unread import Unread

# How many two and three people are, in one character.
PAIRS = {"俩": 2, "仨": 3}
_CHINESE_WORDS, _LATIN_WORDS = alternatives(PEOPLE, latin=False), alternatives(PEOPLE, latin=True)
LINKS = (
    r"(?:带(?:着|上|埋|同|了|个)?|跟|和|与|同(?:埋|我|住)?|加(?:上|个|埋)?|外加|还有|以及|连|陪|、|,|\+|及|有|其中|"
    r"包括|含|里(?:面)?(?:有)?|是|再加|另|另外)"
)
_CHINESE_PERSON = (
    rf"(?:我们?的?|他的?|她的?|俺|我哋|咱|个)?(?P<count>1[群帮伙班众]|\d{{1,2}}|俩|仨|几)? ?(?:个|位|名|口)?(?:是|系|"
    rf"为)?(?:大学|高中|公司|小|老|好)??(?P<person>{_CHINESE_WORDS})(?<!女(?=[士朋友]))(?P<pair>俩|"
    rf"(?P<behind>\d)(?:个|位|名|人)(?!小|老|大|孩|娃|仔|囝))?(?P<many>们)?"
)
_LATIN_PERSON = (
    rf"(?:both )?(?:(?:my|our|his|her|their|the|an?|one) )?(?:(?P<latin_count>\d{{1,2}})(?: |"
    rf"个) ?)?(?:(?:of (?:them|us)|is|are|being|little|small|young|younger|older|elder|elderly|"
    rf"old) )*(?P<latin_person>{_LATIN_WORDS})(?P<plural>e?s)?"
    r"(?![a-z]|'(?!s (?:also |now )?(?:com|join|tagg)))"
)
_PERSON = compiled_at_words(
    rf"(?P<link>{LINKS})? ?{_CHINESE_PERSON}|(?P<latin_link>,|&|\+|"
    rf"\b(?:and|with|plus|(?:bring(?:ing)?|tak(?:e|ing))(?: along)?|including|incl\.?|"
    rf"have)\b/?)? ?(?<![a-z]){_LATIN_PERSON}"
)
# «老人两位», but in «我同老公同囡囡三个» the three are all of them.
COUNTED_BEHIND = frozenset(
    {"老人", "老人家", "长辈", "长者", "小孩", "小孩子", "孩子", "小朋友", "儿童", "细路"}
)
_TWO_IN_PLURAL = frozenset({"parent", "grandparent", "elderly parent", "twin"})
_NOT_COUNTED = frozenset(
    {"children", "grandchildren", "small children", "young children", "仔女", "儿女", "子女"}
)
GENERAL = frozenset({"朋友", "好朋友", "同事", "同学", "friend", "colleague"})
# «加上八岁的儿子», whose age has been taken.
_LINKED_BEFORE = compiled(
    rf"({LINKS}|\b(?:with|plus|bringing|and)|&) ?(?:[1-9]?个|our |my |an? )? ?\0+ ?的? ?$"
)


@dataclass(frozen=True)
class PersonSaid:
    """Words of a text, from ``start`` to ``end``, that name a ``person``. ``link`` is the word that joins them to what
    stands before, ``written`` their number as it is written, ``own`` their beginning up to the person; ``plural``: more
    than one is meant, without a number."""

    words: str
    person: str
    link: str
    written: str
    own: str
    plural: bool
    many: bool
    start: int
    end: int

    @property
    def people(self) -> int | None:
        """How many people they are; None for a plural without a number, such as «kids», and for 几."""
        if self.written and not (self.written.isdigit() or self.written in PAIRS):
            return None
        if self.written:
            return PAIRS.get(self.written) or int(self.written)
        if self.person in _NOT_COUNTED or self.many:
            return None
        if self.plural and PEOPLE[self.person] == 1:
            return 2 if self.person in _TWO_IN_PLURAL else None
        return PEOPLE[self.person]


def find_people(unread: Unread) -> Iterator[PersonSaid]:
    """The words that name somebody, from left to right; each may be taken before the next is asked for."""
    last = 0
    for found in unread.find(_PERSON):
        person = found["person"] or found["latin_person"]
        behind = found["behind"] if person in COUNTED_BEHIND else None
        pair = found["pair"] if not found["behind"] else None
        link = found["link"] or found["latin_link"]
        aside = None if link else _LINKED_BEFORE.search(unread.text, last, found.start())
        link = aside[1] if aside is not None else link
        last = found.end()
        yield PersonSaid(
            words=found[0],
            person=person,
            link=link or "",
            written=found["count"] or found["latin_count"] or behind or pair or "",
            own=found[0][: found[0].index(person)],
            plural=bool(found["plural"]),
            many=bool(found["many"]),
            start=found.start(),
            end=found.start("pair") if found["behind"] and behind is None else found.end(),
        )
