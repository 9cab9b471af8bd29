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
from bot.understanding.intents import asks_besides_facts, read_intent, says
from bot.understanding.mentioned_name import NameSaid
from bot.understanding.mentions import Mention
from bot.understanding.names_in_text import find_name, find_name_like_a_day
from bot.understanding.not_facts import take_not_facts
from bot.understanding.parties import PartySize, find_party
from bot.understanding.periods_of_day import PeriodOfDay, find_periods
from bot.understanding.phones import PhoneSaid, find_phones
from bot.understanding.suitable import (
    clause_end,
    is_excluded,
    is_excluded_before,
    is_of_other_business,
    suiting,
)
from bot.understanding.text import compiled, folded
from bot.understanding.unread import Unread
from core import timetable
from core.site import Hours

T = TypeVar("T")
# Characters. Only the beginning of a longer text is searched for facts.
LONGEST = 600
# Of a range of days.
MOST_DAYS = 14
# Characters of an answer to the question for the name that asks back first.
_SHORT_ANSWER = 12


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
    r"算了|即系|即是|也就是|不好意思|唔好意思|抱歉|那就|那改|要不|[,。]就|只能|所以|(?:^|"
    r"[,、. ])不(?=[,、. ])|不对|不不|"
    r"错(?!过)|錯(?!過)|哦不|啊不|噢不|喔不|更正|改|挪|换|推|延|调|提前到|应该是|是周|不是|唔系|唔啱|等等|"
    r"等下|(?:^|[,.…;。!?~\s])(?:还|都)?(?:是|系)|\b(?:sorry|i mean|meant|actually|wait|scratch|"
    r"make (?:it|that)|rather|correction|no|oops|instead|hang on|hold on|let'?s say|to)\b|、\s*不|\bnope\b|"
    r"->|→"
)
_NOT_HOUR_BEFORE = compiled(
    r"(?:(?:别|不要|唔好|唔要|not|except|but not|不是)[ ]*(?:at )?|"
    r"(?:开|忙|睡|营业|上课|下课|加班|上班|工作|值班|做|搞)到|(?:原来|原本|本来|之前)约的?是?)$"
)
# «Grandma comes too, so make it five»: five guests, not five o'clock.
_MAKES_PARTY = compiled(
    r"\b(?:too|also|joins?|joining|coming|wants? to (?:see|come)|as well)\b.{0,30}\bmake (?:it|"
    r"that) \d{1,2}\b(?! ?(?:o'?clock|am\b|pm\b|:))"
)
# «… or, if no answer, …»: the later of two numbers does not correct the first.
_ALTERNATIVE = compiled(r"\bor\b|\0或|备用|另外|打不通|没人接")
# A text that wants this and does not say how many come only speaks of the people in it.
_SPOKEN_OF = frozenset({Intent.COMPLAINT, Intent.CANCEL, Intent.ERASE, Intent.FULL})
_UNTIL = compiled(r"\0*(?: *(?:到|至|-|~|\bto\b|through|until) *)\0*")


@lru_cache(maxsize=32)  # within one turn, several readers ask for the same text
def understand(text: str, setting: Setting, asking: Asking | None = None) -> Understood:
    """Everything that a message says about a booking. Never raises, and never names a day before
    ``setting.today``."""
    unread = Unread.of(text[:LONGEST])
    wanted = read_intent(text[:LONGEST])
    phones = _read_phones(unread, setting)
    take_not_facts(unread)
    like_a_day = find_name_like_a_day(unread)
    # A number is first of all the answer to what was asked.
    party_first = asking is Asking.PARTY or _MAKES_PARTY.search(unread.text) is not None
    party = find_party(unread, asked=asking is Asking.PARTY) if party_first else None
    when = _read_when(unread, setting, asking, moved=wanted in {Intent.MOVE, Intent.CANCEL})
    if wanted is Intent.COMPLAINT and _PROMISED.search(text.lower()):
        when = _When()  # «说好周二回电话»
    if wanted is Intent.LATE:
        when = replace(when, hours=(), sure=False, period=None)
    party = party or find_party(unread)
    counted = party is not None and (party.total is not None or bool(party.guesses))
    spoken_of = party is not None and not counted and bool(party.elders or party.children)
    if wanted is Intent.ERASE or (wanted in _SPOKEN_OF and spoken_of):
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
        intent=_wanted(text, unread.text, asking, when, party, known=known, named=name is not None),
    )


def _read_phones(unread: Unread, setting: Setting) -> tuple[PhoneSaid, ...]:
    text = unread.original.lower().translate(SIMPLIFIED)
    found = [
        each for each in find_phones(unread, setting.region) if not is_excluded_before(text[: each.start])
    ]
    if not any(_ALTERNATIVE.search(text[one.end : other.start]) for one, other in pairwise(found)):
        found = _last_meant(text, found, moved=False)
    return _distinct(mention.value for mention in found)


def _wanted(
    text: str,
    rest: str,
    asking: Asking | None,
    when: "_When",
    party: PartySize | None,
    *,
    known: bool,
    named: bool,
) -> Intent | None:
    """What the writer wants; ``rest`` is the text without its facts. «周五来不了,下周一可以» names another day, and
    cancels nothing. ``named``: the text names its writer."""
    wanted = read_intent(text[:LONGEST], has_facts=known or named, asked=asking is Asking.YES_NO)
    if (
        wanted is None
        and named
        and not known
        and asking is not Asking.NAME
        and _THANKED.search(folded(text))
        and read_intent(text[:LONGEST]) is Intent.THANKS
    ):
        return Intent.THANKS
    known = known or named
    if wanted is None and known and asks_besides_facts(rest):
        return Intent.QUESTION
    if wanted is None or not _is_only_said_so(wanted, text, rest, when, party, known=known):
        return wanted
    # «周三来不了了,改到周五行吗»
    return Intent.MOVE if wanted is Intent.CANCEL and says(Intent.MOVE, folded(text)) else None


def _is_only_said_so(
    wanted: Intent, text: str, rest: str, when: "_When", party: PartySize | None, *, known: bool
) -> bool:
    """Whether words that mean this by themselves mean something else beside the facts of the text."""
    match wanted:
        case Intent.CANCEL:
            # «老婆来不了,我自己来» cancels nothing either; ``rest`` is without her.
            said = folded(text)
            counted = party is not None and party.total is not None
            only_others = counted and (not _I_CANCEL.search(said) or _OTHERS_COME.search(said) is not None)
            return "取消" not in text and (when.other_day or only_others or not says(wanted, rest))
        case Intent.FULL:
            # «这个月都排满了,下月8号有空» speaks of the writer's own days.
            return known and not _ASKING_MARKS.search(text.lower())
        case Intent.OUT_OF_TOWN:
            # «周日可以,周六我不在深圳»
            return (bool(when.days and when.hours) and not _ASKS_WORTH.search(text.lower())) or (
                when.other_day and "不在" in text
            )
        case Intent.WHY_APPOINTMENT:
            # «每天接送,太折腾了» is about something else.
            return known and not _SPEAKS_OF_BOOKING.search(text.lower())
        case Intent.MOVE:
            return _CORRECTS_ITSELF.search(text) is not None
        case Intent.WALK_IN:
            return bool(when.days or when.hours) and _HAS_NO_BOOKING.search(text.lower()) is None
        case Intent.QUESTION:
            return rest != "" and _ONLY_ASKS_BACK.match(text) is not None
        case _:
            return False


# «我吗?吕思源»
_ONLY_ASKS_BACK = re.compile(r"(?:我|谁|誰|你说我|名字)(?:吗|嗎|么|麼)?[?？]\s*[\u3400-\u9fff]{2,4}$")
_ASKING_MARKS = re.compile(r"[系係]咪|是不是|[?？吗嗎么麼没沒未不嘛呢冇]|\b(?:any|is|are|got|left|full)\b")
_CORRECTS_ITSELF = re.compile(r"(?:等等|等下|不对|不對|啊不|哦不|哎|算了)[^改]{0,14}改(?:成|到|为|為)")
_THANKED = compiled(r"谢谢你|谢谢您|感谢|辛苦|满意|\bthank|\bta\b|\bbye\b|再见")
# A clause that cancels without naming anybody else: «我来不了了», but not «太太那天要加班就不来了».
_I_CANCEL = compiled(
    r"(?:^|[,.。!?;\s])(?:(?!太太|老婆|老公|先生|爸|妈|他|她|佢|爷|奶|公|婆|父|母|孩|儿|女|哥|弟|姐|妹|友|"
    r"同事|"
    r"就不(?:过去|去)了)[^,.。!?;\s]){0,12}?(?:(?:来|去|嚟|到)(?:不|唔)(?:了|成|到|切)|(?:不|唔)(?:来|去|嚟|"
    r"过来|过去)(?:了|喇|啦)|"
    r"没法(?:来|去)|退|取消)|"
    r"\b(?:i|we)\b[^,.!?;]{0,30}\b(?:can'?t|cannot|won't|unable|not)\b|cancel|call (?:it )?off"
)
_OTHERS_COME = compiled(
    r"(?:们俩?|老婆|老公|太太|先生|爸|妈|父母|岳母|儿子|女儿|朋友|同事)(?:会|先|自己)?(?:来|去|过去|"
    r"过来)(?=$|[,.。!;])"
)
_ASKS_WORTH = re.compile(r"值|划算|劃算|\bworth\b|[?？]|吗|嗎")
_SPEAKS_OF_BOOKING = re.compile(
    r"约|約|登记|登記|手续|手續|步骤|步驟|问|問|book|appoint|form|question|why|为什么|點解|点解"
)
_HAS_NO_BOOKING = re.compile(
    r"约|約|登记|登記|直接|walk|book|appoint|reserv|随到|隨到|\b(?:drop|pop|turn|show|stop)\b|现在|現在|"
    r"\bnow\b|即刻"
)


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
    suited = [day for day in suiting(text, unread.text, days) if max(day.value) >= setting.today]
    suited = [day for day in suited if not is_of_other_business(text, day)] or suited
    others = [mention for mention in days if mention not in suited]
    chosen = _chosen(text, _last_meant(text, suited, moved=moved), others, setting)
    # «后天晚上才到家,大后天下午过来»: the evening belongs to the other day.
    away = [range(each.start, clause_end(text, each, days)) for each in others] if suited else []
    kept_hours = [
        hour
        for hour in hours
        if not (
            _NOT_HOUR_BEFORE.search(text[: hour.start])
            or _within(hour, away)
            or is_of_other_business(text, hour)
        )
    ]
    if moved:
        kept_hours = [hour for hour in kept_hours if not _booked_before(text, hour)]
    kept_hours = [hour for hour in kept_hours if not is_excluded(text, hour)] or kept_hours
    kept_periods = [
        period
        for period in suiting(text, unread.text, periods)
        if not (_within(period, away) or is_of_other_business(text, period))
    ]
    if (
        kept_hours
        and len(kept_periods) == 1
        and _AFTER_WORK.fullmatch(text, kept_periods[0].start, kept_periods[0].end)
    ):
        kept_periods = []  # «five o'clock, straight after work»
    if moved and not kept_periods:
        kept_periods = periods  # «明天上午的看房去不了了»
    if len(kept_periods) > 2 and kept_periods[-1].value in {each.value for each in kept_periods[:-1]}:
        kept_periods = kept_periods[-1:]
    meant = _last_meant(text, kept_hours, moved=moved)
    combined = _combine(meant, _last_meant(text, kept_periods, moved=moved), setting.hours)
    if combined.period is None and combined.sure and (before := kept_hours[0].value.period) is not None:
        # «下午两点,不,三点» corrects the hour, not the part of the day.
        again = _in_period(meant[0].value, before, setting.hours)
        combined = replace(combined, hours=again.times, period=before) if again.firm else combined
    if not suited and moved:
        # «周六来不了»: the day of the visit that is cancelled.
        chosen = _distinct(day for mention in days for day in mention.value if day >= setting.today)
    return replace(combined, days=chosen, other_day=bool(suited) and bool(others))


_AFTER_WORK = compiled(r"after work|下班后|放工后?")
_PROMISED = re.compile(r"说好|說好|答应|答應|话好|話好|承诺|承諾|\b(?:promised|said|told|agreed)\b")
# «约了明天三点,想改后天»: the hour of the visit that is moved.
_BOOKED = compiled(
    r"(?:约|book|订|定|排)(?:了|咗|好|的|过)|\bbooked\b|\b(?:was|is) (?:for|at)\b|原来|原本|本来|原定|之前|"
    r"早前"
)
_MOVED = compiled(r"改|换|挪|推|延|提前|调|\b(?:move|change|resched\w*|push|postpone|switch|shift|instead)\b")


def _booked_before(text: str, hour: Mention[HourSaid]) -> bool:
    clause = re.split(r"[,.。!?;]", text[: hour.start])[-1] + re.split(r"[,.。!?;]", text[hour.end :])[0]
    return (
        _BOOKED.search(clause) is not None
        and _MOVED.search(clause) is None
        and _MOVED.search(text, hour.end) is not None
    )


def _chosen(
    text: str,
    kept: list[Mention[tuple[date, ...]]],
    others: list[Mention[tuple[date, ...]]],
    setting: Setting,
) -> tuple[date, ...]:
    """The days, from today on, that the kept mentions mean, of which ``others`` rule some out."""
    if len(kept) > 1 and len(kept[-1].value) == 1 and any(_holds(each, kept[-1]) for each in kept[:-1]):
        # «周末吧,周日下午可以», «30号或1号,30号吧»: the last one decides.
        kept = kept[-1:]
    chosen = _distinct(
        day
        for mention in kept
        for day in mention.value
        if day >= setting.today and not any(_rules_out(text, other, mention, day) for other in others)
    )
    if len(kept) == len(chosen) == 2 and _UNTIL.fullmatch(text[kept[0].end : kept[1].start]):
        return tuple(timetable.days_between(*sorted(chosen))[:MOST_DAYS])
    return chosen


def _holds(wider: Mention[tuple[date, ...]], day: Mention[tuple[date, ...]]) -> bool:
    return day.value[0] in wider.value


def _rules_out(
    text: str, other: Mention[tuple[date, ...]], mention: Mention[tuple[date, ...]], day: date
) -> bool:
    """Whether ``other``, which does not suit, excludes a day of a mention: «周末,但周六要上课»."""
    if len(mention.value) > 1:
        return day.weekday() in {each.weekday() for each in other.value}
    return other.start > mention.start and day in other.value and is_excluded(text, other)


def _within(mention: Mention[T], spans: list[range]) -> bool:
    return any(mention.start in span for span in spans)


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
