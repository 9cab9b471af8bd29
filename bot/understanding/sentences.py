"""Understanding a whole message: every fact of a booking in it, and what the writer wants.

Facts are read one kind after another, and each takes its words out of the text. docs/understanding.md states what is
understood, and how.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, time
from enum import StrEnum
from functools import lru_cache
from itertools import pairwise
from typing import TypeVar

from bot.understanding.characters import SIMPLIFIED
from bot.understanding.days import find_days, read_day
from bot.understanding.hours import read_house_hour
from bot.understanding.hours_in_text import HourSaid, find_hours, resolve
from bot.understanding.intent_patterns import Intent
from bot.understanding.intents import read_intent
from bot.understanding.mentioned_name import NameSaid
from bot.understanding.mentions import Mention
from bot.understanding.names_in_text import find_name
from bot.understanding.not_facts import take_not_facts
from bot.understanding.parties import PartySize, find_party
from bot.understanding.periods_of_day import PeriodOfDay, find_periods
from bot.understanding.phones import PhoneSaid, find_phones
from bot.understanding.text import compiled
from bot.understanding.unread import Unread
from core import timetable
from core.site import Hours

T = TypeVar("T")
# Characters. Only the beginning of a longer text is searched for facts.
LONGEST = 600
# Of a range of days.
MOST_DAYS = 14


class Asking(StrEnum):
    """What the writer has just been asked."""

    WHEN = "when"
    PARTY = "party"
    NAME = "name"
    PHONE = "phone"
    YES_NO = "yes_no"


@dataclass(frozen=True, kw_only=True)
class Setting:
    """What a message is read against: the day it is written on and the first day that can be booked (site time), the
    reception hours, and the region of phone numbers without a country code."""

    today: date
    earliest: date
    hours: Hours = field(default_factory=Hours)
    region: str = "CN"


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


# Between two mentions, what makes the later one replace the earlier one.
_CORRECTION = compiled(
    r"算了|不好意思|唔好意思|抱歉|那就|那改|要不|[,。]就|只能|所以|"
    r"(?:^|[,、. ])不(?=[,、. ])|不对|不不|错(?!过)|錯(?!過)|哦不|"
    r"啊不|噢不|喔不|更正|改|挪|换|推|"
    r"延|调|提前到|应该是|是周|"
    r"不是|唔系|唔啱|等等|等下|(?:^|[,.…;。!?~\s])(?:还|都)?(?:是|系)|"
    r"\b(?:sorry|i mean|meant|actually|wait|scratch|make (?:it|that)|rather|correction|no|oops|instead|"
    r"hang on|hold on|let'?s say|to)\b|、\s*不|\bnope\b|->|→"
)
_EXCLUDED_BEFORE = compiled(
    r"(?:(?:除了|除咗|除|别(?:在|约|选|安排|排)?|甭(?:约|选|安排|排)?|不要|不想(?:在|要)?|唔要|唔好|避开|"
    r"不(?:选|去)|"
    r"\b(?:except|but|anything but|apart from|other than|avoid|excluding|besides|"
    r"can'?t (?:do|make|come)(?: it)?(?: on)?|never|isn'?t)(?: for| on| the| a| any)*)[ ,]*|"
    r"(?:不是|唔系|别是|\bnot(?: on| for| the)*) *)$"
)
_UNSUITABLE = (
    r"(?<!行)不行(?!吗)|(?<!可)不可以|(?<!方)不(?:太)?方便|没空|没时间|有事|有(?:个)?(?:会|约|课)|除外|"
    r"以外|之外|不得闲|唔得闲"
    r"|冇时间|冇空|不在(?!话)|悬|"
    r"起不来|起唔到身|(?<!得)唔得(?!闲)(?=$|[,.。!~ ])|(?:我|人|我们|我哋)(?:还|都|正|仲)?(?:在|喺)(?!家"
    r"|附近|这|深圳|本地|门口|楼下)|来不了|去不了|不能来|不能去|不去|不来|不合适|太忙"
    r"|很忙|在忙|(?:加班|开会|出差|上课|开学|补觉|搬家)(?!吗|么|不|没)|(?:要|得|我)(?:上班|值班|"
    r"返工)(?!吗|么|不|没)"
)
_EXCLUDED_BEHIND = compiled(
    rf"^ ?[^,.。!?;\0 ]{{0,8}}? ?(?:{_UNSUITABLE})|"
    r"^(?: |\0|,|morning|afternoon)*(?:(?:doesn'?t|does not|won'?t|isn'?t|is not|don'?t|is no) (?:work|"
    r"good|suit|great|possible|"
    r"an option)|i (?:can'?t|cannot|am busy|have to work)|i'm busy|(?:is|are) (?:out|bad|off|no good))"
)
_NOT_HOUR_BEFORE = compiled(r"(?:别|不要|not|except|but not|不是)[ ]*(?:at )?$")
_JOINED = compiled(r" ?(?:和|同|跟|与|及|、|and|or|&) ?")
_UNTIL = compiled(r"\0*(?: *(?:到|至|-|~|\bto\b|through|until) *)\0*")


@lru_cache(maxsize=32)  # within one turn, several readers ask for the same text
def understand(text: str, setting: Setting, asking: Asking | None = None) -> Understood:
    """Everything that a message says about a booking. Never raises, and never names a day before "
    "``setting.today``."""
    unread = Unread.of(text[:LONGEST])
    wanted = read_intent(text[:LONGEST])
    phones = _read_phones(unread, setting)
    take_not_facts(unread)
    # A number is first of all the answer to what was asked.
    party = find_party(unread, asked=True) if asking is Asking.PARTY else None
    when = _read_when(unread, setting, asking, moved=wanted in {Intent.MOVE, Intent.CANCEL})
    if wanted is Intent.LATE:
        when = replace(when, hours=(), sure=False, period=None)
    party = party or find_party(unread)
    known = bool(when.days or when.hours or when.period or party or phones)
    asked = asking is Asking.NAME and wanted in {None, Intent.YES, Intent.THANKS}
    name = find_name(unread, asked=asked, has_facts=known)
    return Understood(
        day=when.days[0] if len(when.days) == 1 else None,
        days=when.days if len(when.days) > 1 else (),
        hour=when.hours[0] if when.sure else None,
        hours=() if when.sure else when.hours,
        period=when.period,
        party=party,
        name=name,
        phones=phones,
        intent=_wanted(text, known=known or name is not None, other_day=when.other_day),
    )


def _read_phones(unread: Unread, setting: Setting) -> tuple[PhoneSaid, ...]:
    text = unread.original.lower().translate(SIMPLIFIED)
    found = [
        each
        for each in find_phones(unread, setting.region)
        if not _EXCLUDED_BEFORE.search(text[: each.start])
    ]
    found = _last_meant(text, found, moved=False)
    return _distinct(mention.value for mention in found)


def _wanted(text: str, *, known: bool, other_day: bool) -> Intent | None:
    """What the writer wants. «周五来不了,下周一可以» names another day, and cancels nothing."""
    wanted = read_intent(text[:LONGEST], has_facts=known)
    return None if wanted is Intent.CANCEL and other_day and "取消" not in text else wanted


@dataclass(frozen=True)
class _When:
    """The days and hours that can be meant; ``sure``: a single hour is meant; ``other_day``: a day is meant, and one
    before it is said not to suit."""

    days: tuple[date, ...] = ()
    hours: tuple[time, ...] = ()
    sure: bool = False
    period: PeriodOfDay | None = None
    other_day: bool = False


def _read_when(unread: Unread, setting: Setting, asking: Asking | None, *, moved: bool) -> _When:
    whole = _whole_answer(unread, setting) if asking is Asking.WHEN else None
    if whole is not None:
        return whole
    text = unread.text
    # As the answer to another question, 2.5 is no date.
    number = asking not in {None, Asking.WHEN} and re.fullmatch(r"\W*\d+[.,/-]\d+\W*", text)
    days = [] if number else find_days(unread, setting.today, setting.earliest)
    hours = find_hours(unread, setting.hours, beside_day=bool(days) or asking is Asking.WHEN)
    periods = find_periods(unread)
    suiting = _suiting(text, days)
    kept_days = _last_meant(text, suiting, moved=moved)
    unsuitable = {day for mention in days if mention not in suiting for day in mention.value}
    chosen = _distinct(
        day
        for mention in kept_days
        for day in mention.value
        if day >= setting.today and (day not in unsuitable or len(mention.value) == 1)
    )
    if len(kept_days) == len(chosen) == 2 and _UNTIL.fullmatch(text[kept_days[0].end : kept_days[1].start]):
        chosen = tuple(timetable.days_between(*sorted(chosen))[:MOST_DAYS])
    kept_hours = [hour for hour in hours if not _NOT_HOUR_BEFORE.search(text[: hour.start])]
    kept_periods = _suiting(text, periods)
    meant = _last_meant(text, kept_hours, moved=moved)
    combined = _combine(meant, _last_meant(text, kept_periods, moved=moved), setting.hours)
    if combined.period is None and combined.sure and (before := kept_hours[0].value.period) is not None:
        # «下午两点,不,三点» corrects the hour, not the part of the day.
        again = _in_period(meant[0].value, before, setting.hours)
        combined = replace(combined, hours=again.times, period=before) if again.firm else combined
    if not suiting and moved:
        # «周六来不了»: the day of the visit that is cancelled.
        chosen = _distinct(day for mention in days for day in mention.value if day >= setting.today)
    return replace(combined, days=chosen, other_day=bool(suiting) and len(suiting) < len(days))


def _whole_answer(unread: Unread, setting: Setting) -> _When | None:
    """A bare number as the answer to when: an hour of reception, or else a day of the month."""
    found = re.fullmatch(r"[^\w+-]*(\d{1,4})(?:吧|呢|可以吗|ok)?\W*", unread.text)
    if found is None:
        return None
    unread.take(0, len(unread.text))
    if len(found[1]) > 2:
        wall = read_house_hour(f"{found[1][:-2]}:{found[1][-2:]}", setting.hours)
        return _When(hours=(wall,) if wall is not None else (), sure=wall is not None)
    wall = read_house_hour(found[1], setting.hours)
    if wall is not None and setting.hours.opens <= wall < setting.hours.closes:
        return _When(hours=(wall,), sure=True)
    day = read_day(found[1], setting.today, setting.earliest)
    return _When(days=(day,) if day is not None and day >= setting.today else ())


def _suiting(text: str, mentions: Sequence[Mention[T]]) -> list[Mention[T]]:
    """The mentions that the text does not say not to suit; «除了周三和周五» excludes both."""
    suiting: list[Mention[T]] = []
    before: Mention[T] | None = None
    for mention in mentions:
        joined = before is not None and _JOINED.fullmatch(text[before.end : mention.start]) is not None
        if _is_excluded(text, mention) or (joined and before not in suiting):
            before = mention
            continue
        suiting.append(mention)
        before = mention
    return suiting


def _is_excluded(text: str, mention: Mention[T]) -> bool:
    """Whether the text says that this day, or part of it, does not suit."""
    before = text[: mention.start]
    if _EXCLUDED_BEFORE.search(before):
        return True
    # «No weekends», but «the 2nd... no, the 3rd» corrects.
    if isinstance(mention.value, tuple) and len(mention.value) > 1 and before.endswith("no "):
        return True
    behind = text[mention.end :]
    return _EXCLUDED_BEHIND.match(behind) is not None


def _last_meant(text: str, mentions: Sequence[Mention[T]], *, moved: bool) -> list[Mention[T]]:
    """The mentions after the last correction between them; for a move, the last one."""
    kept = list(mentions)
    for earlier, later in pairwise(mentions):
        if earlier.value != later.value and _CORRECTION.search(text[earlier.end : later.start]):
            kept = [mention for mention in kept if mention.start >= later.start]
    if moved and len(kept) > 1 and not re.search(r"或|\bor\b|都", text[kept[0].end : kept[-1].start]):
        kept = kept[-1:]
    return kept


def _distinct(values: Iterable[T]) -> tuple[T, ...]:
    return tuple(dict.fromkeys(values))


def _combine(
    hours: Sequence[Mention[HourSaid]], periods: Sequence[Mention[PeriodOfDay]], site_hours: Hours
) -> _When:
    """The times and the part of the day, where one may be said apart from the other: «下午,两个人,三点到»."""
    apart = _distinct(mention.value for mention in periods)
    said = [mention.value for mention in hours]
    named = _distinct([*(each.period for each in said if each.period is not None), *apart])
    period = named[0] if len(named) == 1 else None
    settled = [_in_period(each, period, site_hours) for each in said] if len(named) <= 1 else said
    times = _distinct(wall for each in settled for wall in each.times)
    firm = all(each.firm for each in settled)
    return _When(hours=times, sure=firm and len(times) == 1, period=period)


def _in_period(said: HourSaid, period: PeriodOfDay | None, site_hours: Hours) -> HourSaid:
    if period is None or said.period is not None or said.clock is None:
        return said
    again = resolve(*said.clock, str(period), site_hours)
    return again if again is not None else said
