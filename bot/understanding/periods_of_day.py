"""The parts of a day that people name without an hour."""

from enum import StrEnum

from bot.understanding.mentions import Mention
from bot.understanding.text import compiled, folded
from bot.understanding.unread import Unread


class PeriodOfDay(StrEnum):
    MORNING = "morning"
    NOON = "noon"
    AFTERNOON = "afternoon"
    EVENING = "evening"


# In plain texts (``text.plain``). A whole morning ends before noon, so «before noon» comes first.
_SAID = {
    PeriodOfDay.MORNING: (
        r"before (?:noon|lunch|midday)|中午(?:之前|以前|前)|午饭前|午前|(?:1大早|1早(?!就|上|晨)|大清早|清早|早上|"
        r"早晨|上午|上半[天日]|"
        r"早间|朝早|朝头早|头晌|前晌|上昼|清晨|凌晨|(?<=[今明听\0])[早朝](?![餐南北东西向])|"
        r"(?:this |in the |early )?mornings?\b|\bforenoons?\b|(?<=\0) ?am\b)"
    ),
    PeriodOfDay.AFTERNOON: (
        r"after (?:lunch|noon)|午饭(?:之后|以后|后)|(?:吃过?|吃完|食完|食咗)(?:了)?(?:(?:午饭|午餐|中饭|"
        r"晏)(?:再|后|之后|先|了)?|饭(?:再|后|之后|先|来|过来))|中午(?:之后|以后|后)|下午|下半[天日]|午后|"
        r"lunch ?(?:之后|以后|后)|后晌|下晌|晏昼|下昼|晏啲"
        r"|(?:this |"
        r"in the |early |late )?afternoons?\b|arvo\b|(?<=\0) ?pm\b"
    ),
    PeriodOfDay.NOON: (
        r"中午|正午|晌午|午间|midday|mid-day|lunch ?time|around lunch|(?:at |around |about |"
        r"by )?(?:12 )?noon\b"
    ),
    PeriodOfDay.EVENING: (
        r"晚上|傍晚|晚间|夜晚|夜里|黄昏|下班后|放工后?|(?<=[今明听\0])晚|(?:this |in the |"
        r"early )?evenings?\b|tonight|at night|after work"
    ),
}
# The parts of a day before and after an hour, for the patterns of hours.
PARTS_BEFORE = (
    r"上午|早上|早晨|清晨|凌晨|1?大清早|朝早|朝头早|头晌|前晌|后晌|下晌|上昼|下午|下半[天日]|午后|下昼|晏昼|傍晚|晚上|"
    r"夜晚|夜里|中午|"
    r"(?<=[今明听\0])[早晚朝]|am|pm"
)
_IN_TEXT = compiled("|".join(f"(?P<{period}>{pattern})" for period, pattern in _SAID.items()))
_AM, _PM = compiled(r"a\.?m\.?"), compiled(r"p\.?m\.?")


# The Chinese words for them, as staff write them behind a day.
CHINESE_PERIODS = (
    "早上", "上午", "早晨", "朝早", "上昼", "中午", "正午", "下午", "午后", "下昼", "晏昼", "傍晚", "晚上",
    "夜晚",
)  # fmt: skip


def read_period(text: str) -> PeriodOfDay | None:
    """The period that a text is the name of; None for any other text."""
    found = _IN_TEXT.fullmatch(folded(text).strip())
    return PeriodOfDay(found.lastgroup) if found is not None and found.lastgroup else None


def period_of(word: str) -> PeriodOfDay | None:
    """The period of a plain word for a part of the day; None where it names none."""
    if _AM.fullmatch(word) or word in {"早", "朝"}:
        return PeriodOfDay.MORNING
    if _PM.fullmatch(word):
        return PeriodOfDay.AFTERNOON
    if word == "晚":
        return PeriodOfDay.EVENING
    found = _IN_TEXT.search(word)
    return PeriodOfDay(found.lastgroup) if found is not None and found.lastgroup else None


def find_periods(unread: Unread) -> list[Mention[PeriodOfDay]]:
    """The parts of the day that a text names, in its order. Takes their words."""
    found = [Mention(PeriodOfDay(match.lastgroup or ""), *match.span()) for match in unread.find(_IN_TEXT)]
    for mention in found:
        unread.take(mention.start, mention.end)
    return found
