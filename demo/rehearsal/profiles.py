"""Profiles of the buyers, drawn from a seed."""

from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from random import Random

from core.site import Site
from demo.rehearsal.client import Question
from sandbox.telegram import Person

FIRST_ID = 700_000
# Telegram's language codes, weighted by frequency.
_LANGUAGES = ("zh-hans",) * 11 + ("zh-hant",) * 4 + ("en",) * 4 + ("fr",)
_SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾萧田董潘袁蔡蒋余于杜叶程苏魏吕丁任沈"
)
_GIVEN = (
    "伟",
    "芳",
    "娜",
    "敏",
    "静",
    "丽",
    "强",
    "磊",
    "军",
    "洋",
    "勇",
    "艳",
    "杰",
    "涛",
    "明",
    "超",
    "秀英",
    "建国",
    "子涵",
    "雨桐",
)
_ENGLISH_SURNAMES = (
    "Tan",
    "Wong",
    "Lim",
    "Smith",
    "Chen",
    "Lee",
    "Brown",
    "Ng",
    "Miller",
    "Zhang",
    "O'Neill",
    "<Koh & co>",
)
_ENGLISH_GIVEN = ("Grace", "Peter", "Mei", "Anna", "James", "Lucy", "David", "Emily", "Kai", "Sophie")
# The hour that most buyers want.
PEAK_HOUR = time(10)
# Hours in which buyers do not write.
NIGHT = range(8)


class Deviation(StrEnum):
    """Something a buyer does once instead of answering a question."""

    WRONG = "wrong"
    STALE = "stale"
    TWICE = "twice"
    BACK = "back"
    AWAY = "away"
    CHANGE = "change"
    DECLINE = "decline"
    DOUBT = "doubt"
    COMPLAIN = "complain"
    LEAVE = "leave"


class PhoneAnswer(StrEnum):
    """How a buyer answers the question for a phone."""

    SHARE = "share"
    TYPE = "type"
    DECLINE = "decline"


class After(StrEnum):
    """What a buyer does with a booking before the visit."""

    KEEP = "keep"
    MOVE = "move"
    CANCEL = "cancel"
    REBOOK = "rebook"


@dataclass(frozen=True, kw_only=True)
class VisitWish:
    """A wanted day and hour (site time)."""

    day: date
    hour: time


@dataclass(frozen=True, kw_only=True)
class Profile:
    """How one buyer behaves.

    ``typing_share`` is how often they type what others tap, from 0 to 1. A buyer who ``insists`` gives up if the wish
    is not available, unless they are one who ``joins_waitlist``. ``party`` is the number of guests in all, and of the
    elders and children among them. ``answers_optional`` is the share of the optional questions that they answer.
    ``arrival_offset`` is the time from the start of their slot to their arrival; None if they never come. ``by_code``:
    the gate finds them by their code. ``pace`` is the mean pause between two actions, in seconds.
    """

    person: Person
    typing_share: float
    wish: VisitWish
    insists: bool
    party: tuple[int, int, int]
    title: str
    phone_answer: PhoneAnswer
    deviations: tuple[tuple[Question, Deviation], ...]
    after: After
    arrival_offset: timedelta | None
    answers_optional: float
    by_code: bool
    pace: float
    joins_waitlist: bool


@dataclass(frozen=True)
class RehearsalPlan:
    """The buyers of a seed. Each first writes between ``opens`` and ``closes`` (UTC), not at night; many want the same
    hour of ``peak_day``."""

    buyers: int
    seed: int
    opens: datetime
    closes: datetime
    peak_day: date


def draw_profile(plan: RehearsalPlan, number: int, site: Site) -> Profile:
    """The profile of the plan's buyer with this number; it depends on the seed and the number only."""
    rng = Random(f"{plan.seed}/{number}")
    person, title = _draw_person(rng, number)
    return Profile(
        person=person,
        title=title,
        typing_share=rng.choice((0, 0, 0.2, 0.5, 1)),
        wish=_draw_wish(rng, plan, site),
        insists=rng.random() < 0.3,
        party=_draw_party(rng),
        phone_answer=rng.choice(
            (PhoneAnswer.SHARE, PhoneAnswer.SHARE, PhoneAnswer.TYPE, PhoneAnswer.DECLINE)
        ),
        deviations=_draw_deviations(rng),
        after=rng.choices(list(After), (74, 14, 8, 4))[0],
        arrival_offset=_draw_arrival_offset(rng),
        answers_optional=rng.choice((0, 0, 0.5, 1)),
        by_code=rng.random() < 0.35,
        pace=rng.choice((4, 8, 15, 40)),
        joins_waitlist=rng.random() < 0.5,
    )


def _draw_person(rng: Random, number: int) -> tuple[Person, str]:
    language = rng.choice(_LANGUAGES)
    if language.startswith("zh"):
        first, last = rng.choice(_GIVEN), rng.choice(_SURNAMES)
    else:
        first, last = rng.choice(_ENGLISH_GIVEN), rng.choice(_ENGLISH_SURNAMES)
    phone = f"+86139{number:08d}"
    person = Person(FIRST_ID + number, first, last, language_code=language, phone=phone)
    return person, rng.choice(("mr", "ms", "mrs", "miss", "none"))


def _draw_wish(rng: Random, plan: RehearsalPlan, site: Site) -> VisitWish:
    peak = VisitWish(day=plan.peak_day, hour=PEAK_HOUR)
    # A fifth of many buyers, and nearly all of a few: there must be competition for the hour.
    if rng.random() < min(max(30 / plan.buyers, 0.2), 0.95):
        return peak
    length = timedelta(minutes=site.hours.slot_minutes)
    hours = timedelta(hours=site.hours.closes.hour - site.hours.opens.hour)
    begin = timedelta(hours=site.hours.opens.hour, minutes=site.hours.opens.minute)
    at = begin + length * rng.randrange(hours // length)
    hour = time(at.seconds // 3600, at.seconds // 60 % 60)
    first = plan.opens.astimezone(site.zone).date()
    return replace(peak, day=first + timedelta(days=rng.choice((1, 1, 2, 2, 3, 3, 3, 4, 4, 5))), hour=hour)


def _draw_party(rng: Random) -> tuple[int, int, int]:
    """The number of guests in all, and of the elders and the children among them."""
    guests = rng.choice((1, 1, 2, 2, 2, 3, 3, 4, 5, 8))
    if guests < 3:
        return guests, 0, 0
    return guests, rng.choice((0, 0, 1, 2)), rng.choice((0, 0, 1))


_QUESTIONS = (
    Question.WELCOME,
    Question.NAME,
    Question.TITLE,
    Question.GUESTS,
    Question.COMPANY,
    Question.DAY,
    Question.HOUR,
    Question.PHONE,
    Question.CONFIRM,
)


def _draw_deviations(rng: Random) -> tuple[tuple[Question, Deviation], ...]:
    """Most buyers have one or two deviations; one in eight leaves half-way, and a few decline at the start."""
    often = (
        Deviation.WRONG,
        Deviation.WRONG,
        Deviation.STALE,
        Deviation.TWICE,
        Deviation.TWICE,
        Deviation.BACK,
        Deviation.AWAY,
    )
    deviations = [(rng.choice(_QUESTIONS), rng.choice(often)) for _ in range(rng.choice((0, 0, 1, 1, 2, 3)))]
    if rng.random() < 0.15:
        deviations.append((Question.CONFIRM, Deviation.CHANGE))
    if rng.random() < 0.12:
        deviations.append((rng.choice(_QUESTIONS), Deviation.LEAVE))
    if rng.random() < 0.06:
        deviations.append((Question.WELCOME, Deviation.DECLINE))
        deviations.append((Question.DECLINED, rng.choice((Deviation.DECLINE, Deviation.AWAY))))
    if rng.random() < 0.1:
        deviations.append((rng.choice(_QUESTIONS), Deviation.DOUBT))
    if rng.random() < 0.04:
        deviations.append((rng.choice(_QUESTIONS), Deviation.COMPLAIN))
    return tuple(deviations)


def _draw_arrival_offset(rng: Random) -> timedelta | None:
    minutes = {
        "on time": rng.randint(-14, 12),
        "early": rng.randint(-110, -20),
        "late": rng.randint(20, 55),
        "never": None,
    }[rng.choices(("on time", "early", "late", "never"), (75, 6, 9, 10))[0]]
    return None if minutes is None else timedelta(minutes=minutes)
