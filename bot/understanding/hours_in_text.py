"""Finding times of day in the middle of a text."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import time

from bot.understanding.hours import MINUTES, in_house_hours, time_in_part
from bot.understanding.mentions import Mention
from bot.understanding.patterns import Pattern
from bot.understanding.periods_of_day import PARTS_BEFORE, PeriodOfDay, period_of
from bot.understanding.text import compiled, compiled_at_words
from bot.understanding.unread import Unread
from core.site import Hours


@dataclass(frozen=True)
class HourSaid:
    """What one phrase says of the hour: the times it can mean, and the part of the day it names. It is ``firm`` if it
    means its only time, and not if it contradicts itself. ``clock`` is an hour and minute as they were said, without a
    part of the day; such an hour can still be of another half of the day."""

    times: tuple[time, ...]
    period: PeriodOfDay | None = None
    firm: bool = True
    clock: tuple[int, int] | None = None


_PART = rf"(?:(?P<part>{PARTS_BEFORE})(?:的|,|、|大概|大约|差不多|约|左右| )*)?"
_MINUTE = (
    r"(?:(?P<minute>[0-5]\d)(?!\d|点)分?|(?P<few>[1-9])分|(?P<half>半)|(?P<quarters>[13]) ?刻|"
    r"(?P<fives>\d{1,2})个字|(?P<bones>[1-3])个骨|[踏搭]?(?P<few_fives>[1-9]|1[01])(?=$|[,.。!?~ ]|得|嚟|到|"
    r"啦|"
    r"喇))?"
)
_AFTER = (
    r"(?:,? ?-?(?P<after>am(?![a-z])|pm(?![a-z])|a\.m\.?|p\.m\.?|noon\b)|"
    r",?(?: in the| this| tomorrow)? ?(?P<wide>morning|afternoon|evening|at night)\b)"
)
# Words such as 早一点 and 有一点 are no hours.
_ONE_O_CLOCK = compiled(r"(?:^|[\s,.。!?~、\0\d到约在是改成就那于前后至-])$")
_NO_HOUR = r"(?<![\d.])(?<!\d/)(?!(?<=[早晚快慢宜多少大小近远有差好高低长短清])1点(?![半钟整\d]|[13]刻))"
_UNIT = (
    r"(?! ?(?:people|persons?|guests?|of us|pax|adults?|kids?|children|st\b|nd\b|rd\b|th\b|%|/|-?\d|min|"
    r"flats?\b|units?\b|apartments?\b|houses?\b|homes?\b|places?\b|more\b|of\b|or two|thing|million|k\b|"
    r"hours?\b|hrs?\b|days?\b|weeks?\b|[a-z]*(?:bed|room)|years?|位|个|人|大|"
    r"号|月|日))"
)
_CHINESE = compiled_at_words(
    rf"{_PART}{_NO_HOUR}(?P<hour>\d{{1,2}}) ?(?:点来|点多|点|时(?!候|间|段)) ?(?:钟|"
    rf"整)? ?{_MINUTE}{_AFTER}?"
)
_CLOCK = compiled_at_words(
    rf"{_PART}(?<![\d.:/-])(?P<hour>\d{{1,2}})(?: ?: ?|h(?=\d\d))(?P<minute>[0-5]\d)(?!\d)(?::00)?{_AFTER}?"
)
_PAST_OR_TO = compiled(
    rf"(?P<minutes>half|(?:a )?quarter|five|ten|twenty|"
    rf"(?:5|10|20)(?= past| minutes| after))(?: minutes)? (?P<side>past|to|"
    rf"after) (?P<hour>\d{{1,2}})\b{_AFTER}?"
)
_FOR = compiled(r"\bfor (?P<hour>\d{1,2})[:.](?P<minute>[0-5]\d)(?!\d|%)")
_HALF_HOUR = compiled(rf"\bhalf (?P<hour>\d{{1,2}})\b(?!\s*(?:day|hour)){_AFTER}?")
_LATIN = compiled(
    rf"(?<![\d.:/-])(?P<hour>\d{{1,2}})(?:[:. ](?P<minute>[0-5]\d))?(?: ?o'? ?clock| ?-?ish\b|"
    rf" sharp)?{_AFTER}|"
    r"(?<![\d.:/-])(?P<oclock>\d{1,2})(?: ?o'? ?clock| ?-?ish\b| sharp\b| on the dot| at the (?:latest|earliest))"
)
_AT = compiled(
    rf"(?:\b(?:at|do(?= \d{{1,2}} instead)|say|meant|around|about|by|till|until|still|make (?:it|that)|approx\.?)|"
    rf"@) ?(?:about |"
    rf"around |like |say |maybe |roughly |"
    rf"approx\.? )?(?P<hour>\d{{1,2}})(?![\d])(?:[:.](?P<minute>[0-5]\d))?{_UNIT}"
)
_AFTER_PART = compiled(
    rf"(?P<part>{PARTS_BEFORE}) ?(?P<hour>\d{{1,2}})(?P<half>半)?(?=$|[^\d点:./~a-z\u3400-\u9fff-]|"
    rf"[到来过去见左吧好行可前后嚟得])"
)
_NOON = compiled(
    r"(?:at |by |around |about )?(?<!before )(?<!after )(?<!before 12 )\b(?:12 )?noon\b|正午|at midday"
)
_MILITARY = compiled(
    r"(?<!\d)(?P<hour>[01]?\d|2[0-3])(?P<minute>[0-5]\d) ?(?:(?:hrs|hours|h)\b|(?P<after>[ap]\.?m\b))|"
    r"(?<!\d)(?P<hundred>\d{1,2}) hundred(?: hours| hrs)?\b|(?<![\d.:/-])(?P<h>[89]|1\d)h\b"
)
_WORDED = compiled(
    r"(?<![\d:./-])(?P<hour>[1-9]|1[0-2]) (?P<minute>00|15|30|45)(?!\d| ?(?:people|min|km|sqm|%))"
)
_BESIDE_DAY = compiled(
    r"(?<=\0)(?<!\d)[ ,]{1,2}(?P<hour>\d{1,2})(?=$|[,.!?;]| (?:ok|good|fine|please|possible|works?)\b)"
)
_CORRECTED = compiled(
    rf"\b(?:mean|meant|sorry|rather|make (?:it|that)|"
    rf"no),? (?P<hour>\d{{1,2}})(?:[:.](?P<minute>[0-5]\d))?(?=$|[,.!?]| (?:is|would be|works|suits)\b){_UNIT}"
)
_DOTTED = compiled(
    r"(?<![\d.])(?P<hour>[1-9]|1[0-2])\.(?P<minute>00|15|30|45)(?![\d.%万亿]| ?(?:m|k|sq|平|万|亿|米|折))"
)
_FOUR_DIGITS = compiled(r"(?<![\d/.:-])(?P<hour>0[89]|1\d)(?P<minute>00|15|30|45)(?![\d万元块平/.:-])")
_MOVED = compiled(
    r"\b(?:push|move|shift|change|switch|bring|resched\w*|prepone|postpone)\b"
    r"(?![^\d]{0,25}\b(?:guests?|people|party|persons?|headcount|visitors?)\b)[^\d]{0,25}\b(?:to|until|"
    r"till) ?(?P<hour>\d{1,2})(?:[:.](?P<minute>[0-5]\d))?"
    rf"{_UNIT}"
)
_SHORT_OF = compiled(
    r"差(?:(?P<quarters>1)刻|(?P<fives>\d)个字|(?P<few>\d{1,2})分)(?:钟)?(?:到)?(?P<hour>\d{1,2})点|"
    r"(?P<hour_first>\d{1,2})点差(?:(?P<quarters_after>1)刻|(?P<few_after>\d{1,2})分)"
)
_TWO = compiled_at_words(
    rf"{_PART}(?<!\d)(?:(?P<teen>十)?(?P<first>[一二两三四五六七八九])(?P<second>[二两三四五六七八九十])|"
    rf"(?P<low>[1-9])[,、或-](?P<high>[2-9])) ?点(?:钟|多)?|"
    rf"(?<![\d.:/-])(?P<latin_low>\d{{1,2}}) or (?P<latin_high>\d{{1,2}}){_AFTER}?(?! ?(?:people|of us|"
    rf"guests|persons|pax|adults|kids|children))"
)
# «Either 11 or 11:30».
_EITHER = compiled(
    r"(?<![\d.:/-])(?P<one>\d{1,2})(?:[:.](?P<one_minute>[0-5]\d))?(?P<one_dot>点半?)?(?: ?(?P<one_after>[ap]m))?"
    r" ?(?:or|或者?|或是) ?(?P<other>\d{1,2})(?:[:.](?P<other_minute>[0-5]\d))?(?P<other_dot>点半?)?"
    rf"{_AFTER}?{_UNIT}"
)
_END = r"(?:[:.](?P<{0}_minute>[0-5]\d)|(?P<{0}_dot>点|时)(?:钟|整)?(?P<{0}_half>半)?)?"
_RANGE = compiled_at_words(
    rf"(?P<lead>from |between |btw |从|"
    rf"在)?{_PART}(?<![\d./-])(?P<first>\d{{1,2}}){_END.format('first')} ?(?P<first_after>am|pm)? ?(?:到|"
    rf"至|-|~|—|–|\bto\b|\buntil\b|\btill\b|"
    rf"\band\b) ?(?:(?P<second_part>{PARTS_BEFORE}) ?)?(?P<second>\d{{1,2}})(?!\d){_END.format('second')}"
    rf" ?(?P<second_after>am\b|pm\b)?{_UNIT}"
)
# «After 11», «not before 11am», which bound the hour.
_LIMIT = compiled(
    rf"(?:\b(?:not|no|never|anything but) |(?:\bnot|n't)(?: [a-z]+){{1,3}} (?=until|till))?"
    rf"\b(?:before|after|earlier than|later than|until|till|from)(?: about| around)? "
    rf"(?P<hour>\d{{1,2}})(?![\d:.]\d|\d)(?: onwards?\b| o'?clock\b| or later\b)?{_UNIT}(?! ?[ap]\.?m\b| ?to\b| ?-)"
)
_BEFORE, _BEHIND = (
    compiled(
        r"(?:钟)?(?:之|以)?前(?!后)(?P<not>,?(?:都|就|我|我们)?(?:别|不行|不方便|不可以|不得|没空|唔得|来不了|到不了))?"
    ),
    compiled(
        r"(?:钟)?(?:之|以|往)?后(?!天|日)(?P<not>,?(?:都|就|我|我们)?(?:别|不行|不方便|不可以|不得|没空|唔得|来不了|"
        r"到不了))?"
    ),
)
_NOT = (
    r"(?P<not>\b(?:not|no|never|nothing|don't|anything but|avoid|can't (?:do|make|come)(?: it)?)(?: any)? )?"
)
_LATIN_BEFORE, _LATIN_BEHIND = (
    compiled(rf"{_NOT}\b(?:before|earlier than)(?: about| around)?\s*$"),
    compiled(rf"{_NOT}\b(?:after|later than|from)(?: about| around)?\s*$"),
)
# «Not until 11» is from 11 on.
_NOT_UNTIL = compiled(r"(?:\bnot|n't)(?: [a-z]+){0,3} (?:until|till)(?: about| around)? *$")
_LIMIT_WORD = compiled(r"[a-z' ]+(?=\d)")
_NUMERALS = {
    "一": 1,
    "二": 2,
    "两": 2,
    "三": 3,
    "四": 4,
    "五": 5,
    "六": 6,
    "七": 7,
    "八": 8,
    "九": 9,
    "十": 10,
}


def find_hours(unread: Unread, hours: Hours, *, beside_day: bool) -> list[Mention[HourSaid]]:
    """The times of day that a text names, in its order. Takes their words. ``beside_day``: the text is about a day or
    an hour, so four digits are an hour too."""
    found = [mention for pattern, read in _PATTERNS for mention in _read(unread, pattern, read, hours)]
    if beside_day:
        for pattern in (_FOUR_DIGITS, _DOTTED, _BESIDE_DAY):
            found += _read(unread, pattern, _one, hours)
    if found:
        found += _read_corrected(unread, hours)
    return sorted(found, key=lambda mention: mention.start)


def _read(unread: Unread, pattern: Pattern, read: "_Reader", hours: Hours) -> Iterator[Mention[HourSaid]]:
    for match in unread.find(pattern):
        said = read(match, hours)
        if said is not None:
            yield Mention(_limited(unread.text, match, said, hours), *match.span())
            unread.take(*match.span())


def _read_corrected(unread: Unread, hours: Hours) -> Iterator[Mention[HourSaid]]:
    for match in unread.find(_CORRECTED):
        said = _one(match, hours)
        if said is not None:
            # The words of the correction stand between the two hours.
            yield Mention(_limited(unread.text, match, said, hours), match.start("hour"), match.end())
            unread.take(*match.span())


def resolve(hour: int, minute: int, part: str, hours: Hours) -> HourSaid | None:
    """An hour as it was said, in a part of the day or, without one, in the reception hours; None for no
    hour."""
    if not 0 <= hour <= 24 or not 0 <= minute < 60:
        return None
    period = period_of(part) if part else None
    if period is None:
        wall = time_in_part(hour, minute, "")
        return HourSaid((in_house_hours(wall, hours),), clock=(hour, minute)) if wall is not None else None
    word = {
        PeriodOfDay.MORNING: "am",
        PeriodOfDay.NOON: "noon",
        PeriodOfDay.AFTERNOON: "pm",
        PeriodOfDay.EVENING: "evening",
    }[period]
    wall = time_in_part(hour, minute, word)
    if wall is not None:
        return HourSaid((wall,), period)
    plain = time_in_part(hour, minute, "")
    return HourSaid((plain,) if plain is not None else (), period, firm=False)


def _minute(found: re.Match[str]) -> int:
    groups = found.groupdict()
    if groups.get("half"):
        return 30
    if groups.get("quarters"):
        return 15 * int(groups["quarters"])
    if groups.get("bones"):
        return 15 * int(groups["bones"])
    if groups.get("fives") or groups.get("few_fives"):
        # Cantonese counts the minutes in fives.
        return 5 * int(groups.get("fives") or groups["few_fives"])
    return int(groups.get("minute") or groups.get("few") or 0)


def _one(found: re.Match[str], hours: Hours) -> HourSaid | None:
    groups = found.groupdict()
    if found[0] == "1点" and not _ONE_O_CLOCK.search(found.string[: found.start()]):
        return None  # 安静一点, not one o'clock
    before = groups.get("part") or ""
    after = (groups.get("after") or groups.get("wide") or "").strip()
    after = "evening" if after == "at night" else after
    hour = groups.get("hour") or groups.get("oclock") or groups.get("hundred") or groups.get("h") or "0"
    said = resolve(int(hour), _minute(found), before or after, hours)
    if said is not None and before and after and period_of(before) is not period_of(after):
        return HourSaid(said.times, firm=False)
    return said


def _past_or_to(found: re.Match[str], hours: Hours) -> HourSaid | None:
    minutes, back = MINUTES[found["minutes"]], found["side"] == "to"
    part = (found["after"] or found["wide"] or "").strip()
    return resolve(int(found["hour"]) - back, 60 - minutes if back else minutes, part, hours)


def _half_hour(found: re.Match[str], hours: Hours) -> HourSaid | None:
    return resolve(int(found["hour"]), 30, (found["after"] or found["wide"] or "").strip(), hours)


def _short_of(found: re.Match[str], hours: Hours) -> HourSaid | None:
    """«差一刻四点»: so long before the hour."""
    hour = int(found["hour"] or found["hour_first"])
    few = found["few"] or found["few_after"] or (str(5 * int(found["fives"])) if found["fives"] else None)
    return resolve(hour - 1, 60 - (int(few) if few else 15), "", hours)


def _noon(found: re.Match[str], hours: Hours) -> HourSaid | None:
    return HourSaid((time(12),), PeriodOfDay.NOON)


def _two(found: re.Match[str], hours: Hours) -> HourSaid | None:
    """«一两点»: either of them, and never one chosen."""
    if found["latin_low"]:
        numbers = [int(found["latin_low"]), int(found["latin_high"])]
        part = (found["after"] or found["wide"] or "").strip()
    else:
        part = found["part"] or ""
        numbers = (
            [_NUMERALS[found[which]] + (10 if found["teen"] else 0) for which in ("first", "second")]
            if found["first"]
            else [int(found["low"]), int(found["high"])]
        )
    if numbers[1] - numbers[0] != 1:
        return None
    both = [resolve(number, 0, part, hours) for number in numbers]
    times = tuple(said.times[0] for said in both if said is not None and said.times)
    period = both[0].period if both[0] is not None else None
    return HourSaid(times, period, firm=False) if len(times) == 2 else None


def _either(found: re.Match[str], hours: Hours) -> HourSaid | None:
    """Two hours to choose from, of which one at least is written as an hour."""
    after = (found["after"] or found["wide"] or "").strip()
    marks = ("one_minute", "one_dot", "one_after", "other_minute", "other_dot")
    if not (after or any(found[mark] for mark in marks)):
        return None
    before_noon = after == "pm" and int(found["one"]) > int(found["other"])
    part = found["one_after"] or ("" if before_noon else after)
    one = resolve(int(found["one"]), _minutes_of(found, "one"), part, hours)
    other = resolve(int(found["other"]), _minutes_of(found, "other"), after, hours)
    if one is None or other is None or len(one.times) != 1 or len(other.times) != 1:
        return None
    return HourSaid((*one.times, *other.times), other.period, firm=False)


def _minutes_of(found: re.Match[str], which: str) -> int:
    return 30 if (found[f"{which}_dot"] or "").endswith("半") else int(found[f"{which}_minute"] or 0)


def _range(found: re.Match[str], hours: Hours) -> HourSaid | None:
    """The full hours from its beginning up to its end."""
    if not found["lead"] and re.search(r"\band\b", found[0]):
        return None
    marks = ("lead", "part", "first_after", "second_after", "first_dot", "second_dot", "second_minute")
    by_words = (
        re.search(r"\b(?:to|until|till)\b", found[0]) and int(found["first"]) < int(found["second"]) <= 12
    )
    if not (by_words or any(found[mark] for mark in marks)) or (found["lead"] and not found["second"]):
        return None
    after = found["second_after"] or ""
    ends = resolve(int(found["second"]), _end_minute(found, "second"), found["second_part"] or after, hours)
    part = found["part"] or found["first_after"] or ""
    begins = resolve(int(found["first"]), _end_minute(found, "first"), part, hours)
    if begins is None or ends is None or not begins.times or not ends.times:
        return None
    first, last = begins.times[0], ends.times[0]
    if after == "pm" and not part and int(found["first"]) < int(found["second"]) < 12:
        first = first if first.hour >= 12 else first.replace(hour=first.hour + 12)
    if last <= first and last.hour < 12:
        last = last.replace(hour=last.hour + 12)
    times = tuple(time(hour) for hour in range(first.hour + bool(first.minute), 24) if time(hour) < last)
    times = (first, *times) if first.minute else times
    period = period_of(part or after) if part or after else None
    return HourSaid(times, period, firm=len(times) == 1) if times else None


def _end_minute(found: re.Match[str], which: str) -> int:
    return 30 if found[f"{which}_half"] else int(found[f"{which}_minute"] or 0)


def _limited(text: str, found: re.Match[str], said: HourSaid, hours: Hours) -> HourSaid:
    """«11点前», «after 3», «not before 11»: the hours of reception on that side of it."""
    if len(said.times) != 1 or not said.firm:
        return said
    word = _LIMIT_WORD.match(found[0])
    behind, before = text[found.end() :], text[: found.start() + (word.end() if word is not None else 0)]
    limit = said.times[0]
    receives = [time(hour) for hour in range(hours.opens.hour, hours.closes.hour)]
    earlier = tuple(wall for wall in receives if wall < limit)
    later = tuple(wall for wall in receives if wall >= limit)
    if (bound := _BEFORE.match(behind) or _LATIN_BEFORE.search(before)) is not None:
        return HourSaid(later if bound["not"] else earlier, said.period, firm=False)
    if (bound := _BEHIND.match(behind) or _LATIN_BEHIND.search(before)) is not None:
        return HourSaid(earlier if bound["not"] else later, said.period, firm=False)
    return HourSaid(later, said.period, firm=False) if _NOT_UNTIL.search(before) else said


_Reader = Callable[[re.Match[str], Hours], HourSaid | None]
_PATTERNS: tuple[tuple[Pattern, _Reader], ...] = (
    (_TWO, _two),
    (_EITHER, _either),
    (_RANGE, _range),
    (_SHORT_OF, _short_of),
    (_MILITARY, _one),
    (_CLOCK, _one),
    (_CHINESE, _one),
    (_PAST_OR_TO, _past_or_to),
    (_HALF_HOUR, _half_hour),
    (_NOON, _noon),
    (_LATIN, _one),
    (_WORDED, _one),
    (_LIMIT, _one),
    (_FOR, _one),
    (_AT, _one),
    (_MOVED, _one),
    (_AFTER_PART, _one),
)
