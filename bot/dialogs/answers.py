"""Plain typed answers: a number, a name, a day, an hour, a phone. Pure; None for what they do not say."""

import re
import unicodedata
from datetime import date, time, timedelta

import phonenumbers

from bot.dialogs.surnames import COMPOUND, PINYIN
from core.guests import Name, Title

_LONGEST_NAME = 40
_YEARS = 5
_RECENT = 60
_CHINESE_TITLES = {
    "先生": Title.MR,
    "女士": Title.MS,
    "小姐": Title.MISS,
    "太太": Title.MRS,
    "夫人": Title.MRS,
    "医生": Title.PHYSICIAN,
    "醫生": Title.PHYSICIAN,
    "醫師": Title.PHYSICIAN,
    "大夫": Title.PHYSICIAN,
    "博士": Title.DOCTOR,
    "教授": Title.PROFESSOR,
    "老师": Title.TEACHER,
    "老師": Title.TEACHER,
    "总": Title.DIRECTOR,
    "總": Title.DIRECTOR,
}
_LATIN_TITLES = {
    "mr": Title.MR,
    "mister": Title.MR,
    "ms": Title.MS,
    "mrs": Title.MRS,
    "miss": Title.MISS,
    "dr": Title.DOCTOR,
    "doctor": Title.DOCTOR,
    "prof": Title.PROFESSOR,
    "professor": Title.PROFESSOR,
}
_NUMERALS = {
    "一": 1,
    "二": 2,
    "两": 2,
    "兩": 2,
    "三": 3,
    "四": 4,
    "五": 5,
    "六": 6,
    "七": 7,
    "八": 8,
    "九": 9,
    "十": 10,
}
_NEAR_DAYS = {
    "yesterday": -1, "昨天": -1,
    "today": 0, "今天": 0, "今日": 0,
    "tomorrow": 1, "明天": 1, "明日": 1,
    "后天": 2, "後天": 2,
}  # fmt: skip


_FORTNIGHT = re.compile(
    r"(the|this|next)?(a?weeks?|(two|2)weeks|fortnight|14days)"
    r"|(未来|未來|接下来|接下來|今后|今後|这|這|本|下)?([12一二两兩双雙]?(个|個)?(周|週|星期|礼拜|禮拜)|(14|十四)天)"
)
# Letters and signs by name that nobody sees.
_BLANKS = frozenset("\u115f\u1160\u3164\uffa0\u2800")


def tidy(text: str) -> str:
    """Text on one line without control characters, marks of direction, blanks in disguise, or doubled spaces."""
    kept = (" " if char.isspace() or char in _BLANKS else char for char in text)
    visible = "".join(char for char in kept if not unicodedata.category(char).startswith("C"))
    return " ".join(unicodedata.normalize("NFC", visible).split())


def lines(text: str) -> str:
    """Text as it was written, line by line, without control characters."""
    kept = (char for char in text if char == "\n" or not unicodedata.category(char).startswith("C"))
    return "".join(kept).strip()


def number(text: str) -> int | None:
    """A whole number, in digits of any script or as one Chinese numeral."""
    said = tidy(text).removesuffix("个人").removesuffix("個人").removesuffix("人").removesuffix("位").strip()
    if said in _NUMERALS:
        return _NUMERALS[said]
    return int(said) if re.fullmatch(r"[+-]?\d{1,6}", said) else None


def name(text: str) -> Name | None:
    """A name, with the title that came with it. None where no letter is in it, or far too many, and for a
    plain greeting, yes or no."""
    said = tidy(text)
    if _bare(said) in _GREETINGS | _YES | _NO:
        return None
    if not 1 <= len(said) <= _LONGEST_NAME or not any(char.isalpha() for char in said):
        return None
    chinese = re.fullmatch(r"[㐀-鿿·]{1,10}", said.replace(" ", ""))
    return _chinese_name(said.replace(" ", "")) if chinese else _latin_name(said)


def _chinese_name(said: str) -> Name | None:
    said = re.sub(r"^(我姓|我叫|免贵姓|免貴姓|叫我|我是)", "", said) or said
    title = Title.NONE
    for ending, meaning in _CHINESE_TITLES.items():
        if said.endswith(ending) and len(said) > len(ending):
            said, title = said.removesuffix(ending), meaning
            break
    length = 2 if said[:2] in COMPOUND else 1
    return Name(surname=said[:length], given=said[length:], title=title)


def _latin_name(said: str) -> Name | None:
    first, *rest = said.split()
    title = _LATIN_TITLES.get(first.rstrip(".").lower(), Title.NONE)
    parts = rest if title is not Title.NONE else [first, *rest]
    if not parts:
        return None
    if len(parts) == 1:
        return Name(surname=parts[0], title=title)
    if parts[0].lower() in PINYIN:
        return Name(surname=parts[0], given=" ".join(parts[1:]), title=title)
    return Name(surname=parts[-1], given=" ".join(parts[:-1]), title=title)


# fmt: off
_YES = frozenset({
    "yes", "yes please", "y", "ok", "okay", "sure", "confirm",
    "可以了", "没问题", "沒問題", "好", "好的", "是", "是的", "可以", "行", "确认", "確認", "对", "對", "嗯",
})
_NO = frozenset({
    "no", "no thanks", "no thank you", "n", "not now", "none", "nope", "skip",
    "rather not", "i would rather not", "later",
    "不想留", "不太想留", "不想留电话", "不想留電話", "不留电话", "不留電話",
    "先不留", "暂时不用", "暫時不用", "以后再说", "以後再說",
    "不用了谢谢", "不用了謝謝", "不用谢谢", "不了谢谢", "不了謝謝",
    "不", "不用", "不用了", "不要", "不了", "没有", "沒有", "无", "無", "不留", "不方便", "算了",
})
_WAIT = frozenset({
    "waiting list", "waitlist", "wait", "the waiting list", "put me on the waiting list", "put me on the list",
    "候补", "候補", "等位", "排队", "排隊", "排候补", "排候補", "我要候补", "我要候補", "我候补", "我候補",
})
# fmt: on
_GREETINGS = frozenset({"hello", "hi", "hey", "back", "你好", "您好", "在吗", "在嗎"})


def affirms(text: str) -> bool:
    """A plain yes."""
    return _bare(text) in _YES


def declines(text: str) -> bool:
    """A plain no."""
    return _bare(text) in _NO


def waits(text: str) -> bool:
    """Whether somebody asks to be put on the waiting list."""
    return _bare(text) in _WAIT


def _bare(text: str) -> str:
    return tidy(text).lower().strip(" .,!?~。，！？～").replace(",", "").replace("，", "")


def day(text: str, today: date) -> date | None:
    """A day, the next one so named: ``2026-11-28``, ``11-28``, ``11/28``, ``11月28日``, ``28``, tomorrow.

    None also for a day years away, which nobody means.
    """
    named = _day_named(text, today)
    return named if named is not None and abs(named.year - today.year) <= _YEARS else None


def _day_named(text: str, today: date) -> date | None:
    said = tidy(text).lower()
    if said in _NEAR_DAYS:
        return today + timedelta(days=_NEAR_DAYS[said])
    if found := re.fullmatch(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?", said):
        return _date(*(int(part) for part in found.groups()))
    if found := re.fullmatch(r"(\d{1,2})[-/.月](\d{1,2})[日号號]?", said):
        month, of_month = (int(part) for part in found.groups())
        this_year = _date(today.year, month, of_month)
        # Who names a day of last month means that one, and who names a day of last winter the next.
        recent = this_year is None or this_year >= today - timedelta(days=_RECENT)
        return this_year if recent else _date(today.year + 1, month, of_month)
    if found := re.fullmatch(r"(\d{1,2})[日号號]?", said):
        return _next_day_numbered(int(found[1]), today)
    return None


def names_a_fortnight(text: str) -> bool:
    """Whether the days to come are meant rather than one of them."""
    said = unicodedata.normalize("NFKC", tidy(text)).lower().replace(" ", "")
    return _FORTNIGHT.fullmatch(said) is not None


def nearest_day(text: str, today: date) -> date | None:
    """A day like ``day``, but where neither month nor year says which, or no year, the one nearest to today."""
    following = day(text, today)
    if following is None or re.match(r"\d{4}", tidy(text)):
        return following
    back = day(text, _year_before(today)) if following - today > timedelta(days=31) else None
    before = _month_before(following) if re.fullmatch(r"\d{1,2}[日号號]?", tidy(text)) else back
    return before if before is not None and today - before < following - today else following


def _month_before(later: date) -> date | None:
    last = later.replace(day=1) - timedelta(days=1)
    return _date(last.year, last.month, later.day)


def _year_before(today: date) -> date:
    return today - timedelta(days=365)


def _next_day_numbered(of_month: int, today: date) -> date | None:
    this_month = _date(today.year, today.month, of_month)
    if this_month is not None and this_month >= today:
        return this_month
    first_of_next = (today.replace(day=1) + timedelta(days=32)).replace(day=1)
    return _date(first_of_next.year, first_of_next.month, of_month)


def _date(year: int, month: int, of_month: int) -> date | None:
    try:
        return date(year, month, of_month)
    except ValueError:
        return None


def hour(text: str) -> time | None:
    """A time of day: ``10``, ``10:00``, ``10点``, ``2pm``, ``下午2点``."""
    said = tidy(text).lower().replace("：", ":")
    said = re.sub(r"十[一二]|[一二两兩三四五六七八九十]", _in_digits, said)
    pattern = r"(上午|早上|下午|晚上)?\s*(\d{1,2})(?:[:点點时時](\d{2})?(半)?分?)?\s*(am|pm)?"
    found = re.fullmatch(pattern, said)
    if found is None:
        return None
    before, hours, minutes, half, after = found.groups()
    second_half = after == "pm" or before in {"下午", "晚上"}
    value = int(hours)
    if second_half and value < 12:
        value += 12
    elif value == 12 and (after == "am" or before in {"上午", "早上", "晚上"}):
        value = 0
    try:
        return time(value, 30 if half else int(minutes or 0))
    except ValueError:
        return None


def names_half_of_day(text: str) -> bool:
    """Whether an hour comes with its half of the day, and so can mean no other."""
    return re.search(r"am|pm|上午|早上|下午|晚上", tidy(text).lower()) is not None


def _in_digits(numeral: re.Match[str]) -> str:
    return str(sum(_NUMERALS[digit] for digit in numeral[0]))


def phone(text: str, region: str) -> str | None:
    """A number that could be dialled, in E.164; one without a country code is taken for the site's."""
    try:
        parsed = phonenumbers.parse(tidy(text), region)
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_valid_number(parsed):
        return None
    return phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164)


def plate(text: str) -> str | None:
    """A car's plate, in capitals without spaces and dots."""
    said = re.sub(r"[\s.·•-]", "", tidy(text)).upper()
    whole = re.fullmatch(r"[0-9A-Z㐀-鿿]{4,12}", said)
    return said if whole and any(char.isdigit() for char in said) else None
