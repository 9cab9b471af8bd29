"""Reading moves that are counted from a booked visit: «推迟一天», «an hour earlier», «same time next week»."""

import re
from dataclasses import dataclass

from bot.understanding.numbers import english_in_digits
from bot.understanding.text import compiled, plain


@dataclass(frozen=True)
class RelativeMove:
    """How far a visit is to be moved: by days, or by minutes; negative for an earlier visit."""

    days: int = 0
    minutes: int = 0


_DAY, _WEEK = "day", "week"
# Minutes of the units that are shorter than a day.
_MINUTES = {
    "小时": 60,
    "钟头": 60,
    "钟": 60,
    "刻钟": 15,
    "分钟": 1,
    "hour": 60,
    "hr": 60,
    "minute": 1,
    "min": 1,
}
_DAYS = {"天": 1, "日": 1, "周": 7, "星期": 7, "礼拜": 7, _DAY: 1, _WEEK: 7}
_EARLIER = r"提前|往前|提早|早|earlier|sooner|forward|up"
# Minutes. Less is a delay, and no other hour.
_SHORTEST = 30
_AMOUNT = r"(?P<count>\d{1,2}|半)个?(?P<half>半)?(?P<unit>小时|钟头|分钟|刻钟|钟|天|日|周|星期|礼拜)"
# «迟一个钟到» tells of a delay, «提前一天预约» of something else.
_NO_ARRIVAL = r"(?!左右?到|以?后?到|才?到|过?来(?!得)|过?嚟|出发|走|预?约|通知|说|讲)"
_BY_AMOUNT = compiled(
    r"(?P<way>往后|推后|延后|推迟|顺延|延迟|延期|延|押后|后推|(?<![今明昨听当最])(?:晚|迟)|提前|往前|提早|"
    rf"(?<![今明昨听当最])早)(?:推|移|挪|调|改|多|大概|约|返|翻|咗|了)*(?>{_AMOUNT}){_NO_ARRIVAL}"
)
# «一个钟头后行吗»; three days after are counted from today.
_HOURS_AFTER = compiled(
    r"(?>(?P<count>\d|半)个?(?P<half>半)?(?P<unit>小时|钟头|钟))(?:之|以)?(?P<way>后|前)"
    r"(?=$|[\s,.。!?~吧行可得好见呢])"
)
_ENGLISH_AMOUNT = (
    r"(?P<count>half an?|an?|\d{1,2}) (?P<unit>hour|hr|day|week|minute|min)s?(?P<half> and a half)?"
)
_AMOUNT_FIRST = compiled(
    rf"(?<!be there )(?<!arrive )(?<!arriving )(?<!reach )\b{_ENGLISH_AMOUNT} "
    r"(?P<way>later|earlier|sooner|forward|back)\b"
)
_AMOUNT_LAST = compiled(
    r"\b(?P<way>back|forward|up|later|earlier|sooner|postpone|delay)"
    r"(?: (?:it|that|this|us|(?:my|our|the) (?:visit|booking|appointment)))?(?: by)? "
    rf"{_ENGLISH_AMOUNT}\b"
)
_NEXT_DAY = compiled(
    r"第2[天日]|隔[天日]|翌日|次日|(?<![往推延以])后1[天日]|\b(?:next|following) day\b|\bday after\b(?! tomorrow)"
)
_DAY_BEFORE = compiled(r"(?<!提)前1[天日]|\b(?:previous day|day before)\b(?! yesterday)")
_NEXT_WEEK = compiled(
    r"下1?个?(?:周|星期|礼拜)的?(?:这个?|同1?个?|1样的?|同样的?)(?:时间|时候|钟点|时段|天)|"
    r"\bsame (?:time|hour|day|slot)(?: and (?:day|time|hour))?,? (?:the )?next week\b|"
    r"\bnext week,? (?:at )?(?:the )?same\b"
)

_ANOTHER_HOUR = compiled(
    r"(?<![今明昨听当最])(?:早|晚|迟)1?(?:点|些|啲)儿?(?:[,， ]|的话|会)?(?:行|可以|可唔可以|得|好|成|ok|有没有|有冇)|"
    r"(?:能|可以|可唔可以|可否|想)(?:不能)?(?:再|改|往)?(?:早|晚|迟)1?(?:点|些|啲)(?!到|来|过|嚟)|"
    r"(?<![今明昨听当最])(?:早|晚|迟)1?(?:点|些|啲)儿?(?:先|再|才)?(?:去|来|嚟|过来|过去)[, ]?(?:得唔得|行不行|行吗|"
    r"可以吗|可唔可以|"
    r"可不可以|得吗|得不得|好吗)|"
    r"(?:提前|提早|推迟|推后|延后|往前|往后)1?(?:点|些|啲)(?!到|来|过|嚟)|"
    r"\b(?:anything|something|any(?: time)?|a bit|a little|bit|slightly) (?:earlier|later)\b(?! than)|"
    r"\b(?:is|can|could) (?:it|we|i) (?:be|come|do|make it|have it)? ?(?:earlier|later)\b"
)


def read_relative_move(text: str) -> RelativeMove | None:
    """How far a text moves a visit; None where it does not count from the visit."""
    said = english_in_digits(plain(text))
    for pattern in (_BY_AMOUNT, _HOURS_AFTER, _AMOUNT_FIRST, _AMOUNT_LAST):
        if (found := pattern.search(said)) is not None:
            moved = _by(found)
            return moved if moved.days or abs(moved.minutes) >= _SHORTEST else None
    if _NEXT_WEEK.search(said):
        return RelativeMove(days=7)
    if _NEXT_DAY.search(said):
        return RelativeMove(days=1)
    return RelativeMove(days=-1) if _DAY_BEFORE.search(said) else None


def asks_for_another_hour(text: str) -> bool:
    """Whether a text asks for an earlier or a later hour, without saying how far: «早啲得唔得»."""
    said = plain(text)
    found = _ANOTHER_HOUR.search(said)
    # In «提前一点» no hour is named.
    return found is not None and not re.search(r"\d", said[: found.start()] + said[found.end() :])


def _by(found: re.Match[str]) -> RelativeMove:
    count, unit = found["count"], found["unit"]
    amount = 0.5 if count.startswith(("half", "半")) else 1 if count in {"a", "an"} else int(count)
    amount += 0.5 if found["half"] else 0
    sign = -1 if found["way"] == "前" or re.match(_EARLIER, found["way"]) else 1
    if unit in _DAYS:
        return RelativeMove(days=sign * int(amount * _DAYS[unit]))
    return RelativeMove(minutes=sign * int(amount * _MINUTES[unit]))
