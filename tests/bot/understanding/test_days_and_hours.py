"""Days and hours as people write them, in Chinese and English."""

import unicodedata
from datetime import date, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.understanding.days import read_day, read_nearest_day
from bot.understanding.hours import read_hour, read_house_hour
from core.site import Hours

THURSDAY = date(2026, 11, 19)
FRIDAY = THURSDAY + timedelta(days=1)


def november(day: int) -> date:
    return date(2026, 11, day)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("周六", november(21)),
        ("礼拜六", november(21)),
        ("星期六吧", november(21)),
        ("拜六", november(21)),
        ("週六", november(21)),
        ("周日", november(22)),
        ("星期天", november(22)),
        ("这周六", november(21)),
        ("本周二", november(17)),
        ("下周二", november(24)),
        ("下个周四", november(26)),
        ("下下周一", date(2026, 11, 30)),
        ("Saturday", november(21)),
        ("on sat.", november(21)),
        ("this Sunday", november(22)),
        ("next Thursday", november(26)),
        ("next tues", november(24)),
        ("大后天", november(22)),
        ("大後天", november(22)),
        ("聽日", november(20)),
        ("the day after tomorrow", november(21)),
        ("十八号", date(2026, 12, 18)),
        ("廿一号", november(21)),
        ("十二月九号", date(2026, 12, 9)),
        ("12月9號", date(2026, 12, 9)),
        ("１２／８", date(2026, 12, 8)),
        ("12.8", date(2026, 12, 8)),
        ("20270103", date(2027, 1, 3)),
        ("五天后", november(24)),
        ("两周后", date(2026, 12, 3)),
        ("一個星期後", november(26)),
        ("in 3 days", november(22)),
        ("in two weeks", date(2026, 12, 3)),
        ("a week from today", november(26)),
        ("in a fortnight", date(2026, 12, 3)),
        ("Dec 5", date(2026, 12, 5)),
        ("Sat, Nov 28", november(28)),
        ("saturday 28 november", november(28)),
        ("11月28日周六", november(28)),
        ("11月28號（星期六）", november(28)),
        ("明天 11月20日 周五", november(20)),
        ("後天11月21日週六", november(21)),
        ("December 5th", date(2026, 12, 5)),
        ("3 Jan", date(2027, 1, 3)),
        ("the 3rd of January", date(2027, 1, 3)),
        ("the 30th", november(30)),
        ("31 Nov", None),
        ("decent 5", None),
        ("Mon, Nov 28", None),
        ("11月28日周一", None),
        ("明天 11月28日 周六", None),
        ("weeks", None),
        ("a week", None),
        ("第五周", None),
    ],
)
def test_a_day_is_read(text: str, day: date | None) -> None:
    assert read_day(text, THURSDAY) == day


@pytest.mark.parametrize("text", ["周四", "Thursday"])
def test_a_weekday_is_the_next_one_that_is_early_enough(text: str) -> None:
    assert read_day(text, THURSDAY) == THURSDAY
    assert read_day(text, THURSDAY, earliest=FRIDAY) == THURSDAY + timedelta(days=7)


@pytest.mark.parametrize(
    ("text", "day"), [("Nov 18", november(18)), ("the 18th", november(18)), ("18號", november(18))]
)
def test_the_nearest_day_may_be_past(text: str, day: date) -> None:
    assert read_nearest_day(text, THURSDAY) == day


@pytest.mark.parametrize("today", [date(2026, 12, 31), date(2028, 2, 28), date(2027, 1, 1)])
def test_every_day_of_the_horizon_is_read_back_in_every_way(today: date) -> None:
    for ahead in range(1, 15):
        day = today + timedelta(days=ahead)
        ways = [
            f"{day:%Y-%m-%d}",
            f"{day.month}月{day.day}日",
            f"{day.month}/{day.day}",
            f"{day:%b} {day.day}",
            f"{ahead}天后",
        ]
        if ahead <= 7:
            ways += [f"{day:%A}", "周" + "一二三四五六日"[day.weekday()]]
        for way in ways:
            assert read_day(way, today, today + timedelta(days=1)) == day, way


@pytest.mark.parametrize(
    ("text", "hour"),
    [
        ("下午两点半", time(14, 30)),
        ("三点三刻", time(3, 45)),
        ("十点一刻", time(10, 15)),
        ("下午4點20分", time(16, 20)),
        ("3点05分", time(3, 5)),
        ("16:30", time(16, 30)),
        ("１６：３０", time(16, 30)),
        ("half past nine", time(9, 30)),
        ("quarter to four", time(3, 45)),
        ("a quarter past ten", time(10, 15)),
        ("ten past 3 in the afternoon", time(15, 10)),
        ("nine thirty", time(9, 30)),
        ("at 3", time(3)),
        ("about 4pm", time(16)),
        ("around 10ish", time(10)),
        ("ten o'clock", time(10)),
        ("10 in the morning", time(10)),
        ("3点左右", time(3)),
        ("大概十一点吧", time(11)),
        ("十点整", time(10)),
        ("noon", time(12)),
        ("中午", time(12)),
        ("中午1点", time(13)),
        ("傍晚6点", time(18)),
        ("早上9点", time(9)),
        # A contradiction or an ambiguity is no hour.
        ("上午13点", None),
        ("13am", None),
        ("一两点", None),
        ("下午一两点", None),
        ("两三点", None),
        ("中午5点", None),
        ("half past", None),
    ],
)
def test_an_hour_is_read(text: str, hour: time | None) -> None:
    assert read_hour(text) == hour


@pytest.mark.parametrize(
    ("text", "hour"),
    [
        ("at 3", time(15)),
        ("quarter to four", time(15, 45)),
        ("三点三刻", time(15, 45)),
        ("half past nine", time(9, 30)),
    ],
)
def test_an_hour_without_its_half_of_the_day_is_one_of_the_opening_hours(text: str, hour: time) -> None:
    assert read_house_hour(text, Hours()) == hour


@given(
    st.text(
        st.sampled_from("周下下星期礼拜六日天两一二十廿后月号点半刻上午下午 0123456789:.nextfridaymonpast"),
        max_size=14,
    )
)
def test_no_text_makes_the_readers_raise_and_width_makes_no_difference(text: str) -> None:
    wide = text.translate({ord(char): chr(ord(char) + 0xFEE0) for char in "0123456789:."})
    assert unicodedata.normalize("NFKC", wide) == unicodedata.normalize("NFKC", text)
    assert read_day(wide, THURSDAY) == read_day(text, THURSDAY)
    assert read_hour(wide) == read_hour(text)
