"""Days that people call by the name of a holiday."""

import re
from calendar import isleap
from datetime import date, timedelta

from bot.understanding.text import compiled
from core import holidays

_FIXED = {
    (1, 1): "元旦|新年第1天|new year'?s? day",
    (2, 14): "(?<!中国)(?<!中式)情人节|valentine'?s?(?: day)?",
    (2, 29): "闰日|leap day",
    (3, 8): "妇女节|三八节|women'?s day",
    (3, 17): "st\\.? patrick'?s(?: day)?",
    (7, 1): "七一(?=放假|假期|嗰日|那天|当天|回归)|香港回归",
    (5, 1): "五一(?:节|劳动节|当天|那天|假期)?|劳动节|labou?r day|may day",
    (6, 1): "六一(?:儿童节)?|儿童节|children'?s day",
    (10, 10): "双十[节節]|双10节|double tenth",
    (10, 1): "国庆(?:节|当天)?|11(?:国庆|假期|黄金周)|national day",
    (10, 31): "万圣夜|halloween",
    (11, 1): "万圣节(?!前夕)",
    (11, 11): "双11",
    (12, 12): "双12",
    (12, 22): "冬至",
    (12, 24): "平安夜|圣诞前夜|christmas eve|x-?mas eve",
    (12, 25): "圣诞(?:节|日)?(?!前)|christmas(?: day)?(?! eve)|x-?mas(?: day)?(?! eve)",
    (12, 26): "boxing day|节礼日",
    (12, 31): "跨年夜?|元旦前(?:1天|夜)|new year'?s eve|nye\\b",
}
# The month, the weekday (Monday is 0) and which one of it.
_NTH_WEEKDAYS = {
    (5, 6, 2): "母亲节|mother'?s day",
    (6, 6, 3): "父亲节|father'?s day",
    (11, 3, 4): "感恩节|thanksgiving(?: day)?",
}
# The festivals of the lunar calendar and Easter, by the name the library of holidays gives them, and days from it.
_LUNAR = {
    ("spring", -1): "除夕|大年30|年30晚?|(?:chinese|lunar) new year'?s? eve",
    ("spring", 0): (
        "春节|(?:大年|年|正月)初1|农历新年|(?:chinese|lunar) new year(?:'?s? day)?(?!'?s? eve)|"
        "spring festival|cny\\b"
    ),
    ("spring", 1): "(?:大年|年|正月)初2",
    ("spring", 2): "(?:大年|年|正月)初3",
    ("spring", 14): "元宵节?|lantern festival",
    ("qingming", 0): "清明节?|tomb[- ]sweeping(?: day)?|ching ming|qingming",
    ("dragon", 0): "端午节?|端阳|dragon boat(?: festival)?",
    ("double ninth", 0): "重阳节?|double ninth(?: festival)?|chung yeung(?: festival)?",
    ("autumn", 0): "中秋节?|mid-?autumn(?: festival)?",
    ("easter", 0): "耶稣受难[日节]|good friday",
    ("easter", 2): "复活节(?!后|星期1|周1)|easter(?: sunday| day)?(?! monday)",
    ("easter", 3): "复活节(?:星期|周)1|easter monday",
}
# «初六», in the weeks before the festival.
_OF_FIRST_MONTH = r"(?:大年|年|正月)?初(?P<nth>\d{1,2})(?!中|级|步|期|稿|次)"
_WEEKS_BEFORE = timedelta(days=45)
_LIBRARY_NAMES = {
    "spring": "Spring Festival",
    "qingming": "Tomb-Sweeping",
    "dragon": "Dragon Boat",
    "autumn": "Mid-Autumn",
    "easter": "Good Friday",
    "double ninth": "Double Ninth",
}
NAMES = compiled(
    "|".join(f"(?P<f{month}_{day}>{names})" for (month, day), names in _FIXED.items())
    + "|"
    + "|".join(f"(?P<l{number}>{names})" for number, names in enumerate(_LUNAR.values()))
    + "|"
    + "|".join(
        f"(?P<w{month}_{weekday}_{nth}>{names})" for (month, weekday, nth), names in _NTH_WEEKDAYS.items()
    )
    + f"|(?P<first_month>{_OF_FIRST_MONTH})"
)
# The library of holidays knows most lunar festivals as those of China.
_COUNTRY = "CN"
_COUNTRIES = {"easter": "GB", "double ninth": "HK"}


def read_festival(found: re.Match[str], today: date) -> date | None:
    """The next day, from today on, of a match of ``NAMES``."""
    group = found.lastgroup or ""
    if found["first_month"]:
        first = holidays.first_day(_COUNTRY, today.year, _LIBRARY_NAMES["spring"])
        nth = first + timedelta(days=int(found["nth"]) - 1) if first is not None else None
        return nth if nth is not None and today <= nth <= today + _WEEKS_BEFORE else None
    for year in (today.year, today.year + 1):
        if group.startswith("f"):
            month, of_month = (int(part) for part in group[1:].split("_"))
            leaps = (month, of_month) != (2, 29) or isleap(year)
            day: date | None = date(year, month, of_month) if leaps else None
        elif group.startswith("w"):
            month, weekday, which = (int(part) for part in group[1:].split("_"))
            begins = date(year, month, 1)
            day = begins + timedelta(days=(weekday - begins.weekday()) % 7 + 7 * (which - 1))
        else:
            name, away = list(_LUNAR)[int(group[1:])]
            known = holidays.first_day(_COUNTRIES.get(name, _COUNTRY), year, _LIBRARY_NAMES[name])
            day = None if known is None else known + timedelta(days=away)
        if day is not None and day >= today:
            return day
    return None
