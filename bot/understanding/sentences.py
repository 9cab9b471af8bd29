"""Understanding a whole message: every fact of a booking in it, and what the writer wants.

Facts are read one kind after another, and each takes its words out of the text. docs/understanding.md states what is
understood, and how.
"""

import re
from dataclasses import dataclass, replace
from datetime import date, time
from functools import lru_cache
from itertools import pairwise

from bot.understanding.characters import SIMPLIFIED
from bot.understanding.corrections import distinct, last_meant
from bot.understanding.intent_patterns import Intent
from bot.understanding.intents import read_intent
from bot.understanding.mentioned_name import NameSaid
from bot.understanding.names_in_text import find_name, find_name_like_a_day
from bot.understanding.not_facts import take_not_facts
from bot.understanding.parties import PartySize, find_party
from bot.understanding.periods_of_day import PeriodOfDay
from bot.understanding.phones import PhoneSaid, find_phones
from bot.understanding.setting import Asking, Setting
from bot.understanding.suitable import is_excluded_before
from bot.understanding.text import compiled
from bot.understanding.unread import Unread
from bot.understanding.wanted import wanted_beside_facts
from bot.understanding.when_in_text import WhenSaid, read_when

# Characters. Only the beginning of a longer text is searched for facts.
LONGEST = 600
# Characters of an answer to the question for the name that asks back first.
_SHORT_ANSWER = 12


@dataclass(frozen=True, kw_only=True)
class Understood:
    """What a message says; None and empty for what it does not say.

    ``day``, ``hour`` (site time) and ``party.total`` are set only where a single one is meant. Where several can be
    meant they are in ``days``, ``hours`` and ``party.guesses``. ``phones`` are all numbers, the first one first.
    """

    day: date | None = None
    days: tuple[date, ...] = ()
    hour: time | None = None
    hours: tuple[time, ...] = ()
    period: PeriodOfDay | None = None
    party: PartySize | None = None
    name: NameSaid | None = None
    phones: tuple[PhoneSaid, ...] = ()
    intent: Intent | None = None

    @property
    def has_facts(self) -> bool:
        """Whether it says anything that a booking needs."""
        return any(
            (self.day, self.days, self.hour, self.hours, self.period, self.party, self.name, self.phones)
        )


# «Grandma comes too, so make it five»: five guests, not five o'clock.
_MAKES_PARTY = compiled(
    r"\b(?:too|also|joins?|joining|coming|wants? to (?:see|come)|as well)\b.{0,30}\bmake (?:it|"
    r"that) \d{1,2}\b(?! ?(?:o'?clock|am\b|pm\b|:))|"
    r"\bmake (?:it|that) \d{1,2}\b(?! ?(?:o'?clock|am\b|pm\b|:)).{0,30}\b(?:too|joins?|joining|coming|as well|people|"
    r"of us)\b"
)
# «… or, if no answer, …»: the later of two numbers does not correct the first.
_ALTERNATIVE = compiled(r"\bor\b|\0或|备用|另外|打不通|没人接")
# A text that wants this and does not say how many come only speaks of the people in it.
_SPOKEN_OF = frozenset({Intent.COMPLAINT, Intent.CANCEL, Intent.ERASE, Intent.FULL})
# What they want decides which days, hours and people are those of the visit.
_DECIDE_FACTS = _SPOKEN_OF | {Intent.MOVE, Intent.LATE}
_PROMISED = re.compile(r"说好|說好|答应|答應|话好|話好|承诺|承諾|\b(?:promised|said|told|agreed)\b")


@lru_cache(maxsize=32)  # within one turn, several readers ask for the same text
def understand(text: str, setting: Setting, asking: Asking | None = None) -> Understood:
    """Everything that a message says about a booking. Never raises, and never names a day before
    ``setting.today``."""
    wanted = read_intent(text[:LONGEST])
    said = _read(text, setting, asking, wanted)
    if wanted is None and said.intent in _DECIDE_FACTS:
        said = replace(_read(text, setting, asking, said.intent), intent=said.intent)
    return said


def _read(text: str, setting: Setting, asking: Asking | None, wanted: Intent | None) -> Understood:
    """Everything that a message says; ``wanted`` by its words, without its facts."""
    unread = Unread.of(text[:LONGEST])
    phones = _read_phones(unread, setting)
    take_not_facts(unread)
    like_a_day = find_name_like_a_day(unread)
    # A number is first of all the answer to what was asked.
    party_first = asking is Asking.PARTY or _MAKES_PARTY.search(unread.text) is not None
    asked_party = asking is Asking.PARTY and wanted not in {Intent.BACK, Intent.RESTART}
    party = find_party(unread, asked=asked_party) if party_first else None
    when = read_when(unread, setting, asking, moved=wanted in {Intent.MOVE, Intent.CANCEL})
    if wanted is Intent.COMPLAINT and (not when.days or _PROMISED.search(text.lower())):
        when = WhenSaid()  # «说好周二回电话», «花一整个下午»
    if wanted is Intent.LATE:
        when = replace(when, hours=(), sure=False, period=None)
    party = party or find_party(unread)
    counted = party is not None and (party.total is not None or bool(party.guesses))
    if party is not None and not counted and when.other_day and not (party.elders or party.children):
        party = None  # «周日下午,周六孩子有课走不开»
    added_up = wanted is Intent.COMPLAINT and party is not None and party.added_up
    spoken_of = added_up or (party is not None and not counted and bool(party.elders or party.children))
    if (
        wanted is Intent.ERASE
        or (wanted in _SPOKEN_OF and spoken_of)
        or (wanted is Intent.CANCEL and not counted)
    ):
        party = None  # «rude to my mother», «孩子病了,来不了»
    known = bool(when.days or when.hours or when.period or party or phones)
    asked = asking is Asking.NAME and wanted in {None, Intent.YES, Intent.THANKS}
    # «我吗?吕思源»
    asks_back = asking is Asking.NAME and wanted is Intent.QUESTION and len(text) <= _SHORT_ANSWER
    name = find_name(unread, asked=asked, has_facts=known or asks_back)
    if like_a_day is not None and (name is None or like_a_day.name.surname not in name.written):
        name = like_a_day  # «王建国,建设的建» only explains the name
    return Understood(
        day=when.days[0] if len(when.days) == 1 else None,
        days=when.days if len(when.days) > 1 else (),
        hour=when.hours[0] if when.sure else None,
        hours=() if when.sure else when.hours,
        period=when.period,
        party=party,
        name=name,
        phones=phones,
        intent=wanted_beside_facts(
            text[:LONGEST], unread.text, asking, when, party, known=known, named=name is not None
        ),
    )


def _read_phones(unread: Unread, setting: Setting) -> tuple[PhoneSaid, ...]:
    text = unread.original.lower().translate(SIMPLIFIED)
    found = [
        each for each in find_phones(unread, setting.region) if not is_excluded_before(text[: each.start])
    ]
    if not any(_ALTERNATIVE.search(text[one.end : other.start]) for one, other in pairwise(found)):
        found = last_meant(text, found, moved=False)
    return distinct(mention.value for mention in found)
