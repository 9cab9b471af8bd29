"""What holds for every text."""

import unicodedata
from datetime import date, time, timedelta

import phonenumbers
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot.understanding.characters import SIMPLIFIED, TRADITIONAL
from bot.understanding.sentences import understand
from bot.understanding.setting import Asking
from bot.understanding.summary import summary
from tests.understanding import corpus

SATURDAY = date(2026, 11, 28)
TODAYS = st.dates(date(2026, 1, 1), date(2028, 12, 31))
ASKING = st.sampled_from([None, *Asking])
# Pieces of messages, so that random texts are full of facts.
PIECES = (
    "明天", "周六", "下周三", "18号", "12月9号", "除夕", "the 30th", "Dec 5", "next Thursday", "十点", "下午",
    "三点半", "at 3", "10:30",
    "两个人", "三大一小", "我跟先生", "two of us", "and a child", "姓王", "Mr Smith", "13900139000", "到",
    "还是", "算了", "改到", "不是", "吗?",
    "120平", "3号楼", "一两点", "2", "10", "-", "/", "，", " ", "from", "to", "or", "before", "周末",
    "晚20分钟", "取消", "人工", "我叫", "就行", "我是", "吧", "名字", "带", "孩子", "没有",
)  # fmt: skip
TRADITIONAL_OF = {
    simple: traditional
    for traditional, simple in zip(TRADITIONAL, TRADITIONAL.translate(SIMPLIFIED), strict=True)
}
NUMBERS = "零一二三四五六七八九十"


@settings(deadline=None)
@given(st.one_of(st.text(), st.lists(st.sampled_from(PIECES), max_size=12).map("".join)), TODAYS, ASKING)
@example("２０２７年２月２９日", SATURDAY, None)
@example("\0\0明天\0", SATURDAY, None)
def test_every_text_is_read_without_a_past_day_or_an_invalid_number(
    text: str, today: date, asking: Asking | None
) -> None:
    said = understand(text, corpus.setting(today), asking)
    assert all(day >= today for day in (*said.days, *((said.day,) if said.day is not None else ())))
    for phone in said.phones:
        assert phonenumbers.is_valid_number(phonenumbers.parse(phone.number))
    party = said.party
    if party is not None and party.total is not None:
        assert party.total > 0
    summary(said)


@settings(deadline=None)
@given(st.sampled_from(corpus.load(corpus.TUNED)))
def test_full_width_characters_read_the_same(utterance: corpus.Utterance) -> None:
    wide = "".join(chr(ord(char) + 0xFEE0) if "!" <= char <= "~" else char for char in utterance.text)
    assert unicodedata.normalize("NFKC", wide) == unicodedata.normalize("NFKC", utterance.text)
    assert _facts(utterance, wide) == _facts(utterance, utterance.text)


# Of some surnames, such as 周 and 范, the traditional form is another word.
NAMELESS = [utterance for utterance in corpus.load(corpus.TUNED) if "name" not in utterance.expect]


@settings(deadline=None)
@given(st.sampled_from(NAMELESS))
def test_traditional_characters_read_the_same(utterance: corpus.Utterance) -> None:
    traditional = "".join(TRADITIONAL_OF.get(char, char) for char in utterance.text)
    assert _facts(utterance, traditional) == _facts(utterance, utterance.text)


def _facts(utterance: corpus.Utterance, text: str) -> dict[str, object]:
    return summary(understand(text, corpus.setting(utterance.now.date()), utterance.asking))


def _in_chinese(number: int) -> str:
    tens, ones = divmod(number, 10)
    return (
        ("" if tens < 2 else NUMBERS[tens])
        + ("十" if tens else "")
        + (NUMBERS[ones] if ones or not tens else "")
    )


def _ways_to_write(day: date, today: date) -> list[str]:
    weekday = "一二三四五六日"[day.weekday()]
    ways = [


        day.isoformat(), f"{day:%Y%m%d}", f"{day.month}月{day.day}号", f"{day.month}/{day.day}",
        f"{day.month}.{day.day}",


        f"{_in_chinese(day.month)}月{_in_chinese(day.day)}日",
        f"{day:%b} {day.day}",
        f"{day.day} {day:%B}", f"{day:%a}, {day:%b} {day.day}",
        f"{(day - today).days}天后", f"in {(day - today).days} days",
    ]  # fmt: skip
    if day <= today + timedelta(days=7):
        ways += [
            f"周{weekday}",
            f"星期{weekday}",
            f"礼拜{weekday}",
            f"拜{weekday}",
            f"{day:%A}",
            f"on {day:%a}",
        ]
    week = (day - (today - timedelta(days=today.weekday()))).days // 7
    ways += [f"{('这', '下', '下下')[week]}周{weekday}"] if week < 3 else []
    ways += [f"next {day:%A}"] if week == 1 else []
    if day.month == today.month or day.day < today.day:
        ways += [
            f"{day.day}号",
            f"the {day.day}th" if day.day not in {1, 2, 3, 21, 22, 23, 31} else f"{day.day}号",
            f"{_in_chinese(day.day)}号",
        ]
    return ways


@pytest.mark.parametrize(
    "today", [SATURDAY, date(2026, 12, 28), date(2028, 2, 25), date(2027, 1, 31), date(2026, 4, 30)]
)
def test_every_bookable_day_is_read_in_every_way_to_write_it(today: date) -> None:
    setting = corpus.setting(today)
    for away in range(1, 15):
        day = today + timedelta(days=away)
        for way in _ways_to_write(day, today):
            for text in (way, f"我想约{way}过来看看" if not way.isascii() else f"Could we come {way} please"):
                assert understand(text, setting).day == day, text


@pytest.mark.parametrize("hour", range(9, 18))
def test_every_hour_is_read_in_every_way_to_write_it(hour: int) -> None:
    setting, twelve = corpus.setting(SATURDAY), (hour - 1) % 12 + 1
    part = "上午" if hour < 12 else "中午" if hour == 12 else "下午"
    ways = [


        f"{hour}:00", f"{hour}点", f"{twelve}点", f"{_in_chinese(twelve)}点钟", f"{part}{_in_chinese(twelve)}点",
        f"at {twelve}", f"{twelve} o'clock",
        f"{twelve}{'am' if hour < 12 else 'pm'}", f"{hour}時", f"{_in_chinese(twelve)}點左右",
    ]  # fmt: skip
    for way in ways:
        for text in (way, f"明天{way}" if not way.isascii() else f"tomorrow {way}"):
            assert understand(text, setting).hour == time(hour), text


def test_what_follows_a_long_beginning_is_left_out_without_harm() -> None:
    assert understand("啊" * 5000 + "明天", corpus.setting(SATURDAY)).day is None
