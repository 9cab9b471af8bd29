"""Reading names, numbers, days, hours and phone numbers from typed text."""

from datetime import date, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.understanding.days import read_day, read_nearest_day
from bot.understanding.hours import read_hour, read_house_hour
from bot.understanding.intents import is_no, is_yes
from bot.understanding.names import read_name
from bot.understanding.numbers import read_number
from bot.understanding.phones import read_phone
from bot.understanding.surnames import PINYIN
from core.guests import Name, Title
from core.site import Hours

THURSDAY = date(2026, 11, 19)


@pytest.mark.parametrize(
    ("text", "surname", "given_name", "title"),
    [
        ("王", "王", "", Title.NONE),
        ("王先生", "王", "", Title.MR),
        ("我姓王", "王", "", Title.NONE),
        ("免贵姓王", "王", "", Title.NONE),
        ("王小明", "王", "小明", Title.NONE),
        ("欧阳娜娜小姐", "欧阳", "娜娜", Title.MISS),
        ("司徒", "司徒", "", Title.NONE),
        ("陳太太", "陳", "", Title.MRS),
        ("李总", "李", "", Title.DIRECTOR),
        ("张 医生", "张", "", Title.PHYSICIAN),
        ("Mr Wang", "Wang", "", Title.MR),
        ("mrs. Smith", "Smith", "", Title.MRS),
        ("Wang Xiao Ming", "Wang", "Xiao Ming", Title.NONE),
        ("John Smith", "Smith", "John", Title.NONE),
        ("Dr Grace Tan", "Tan", "Grace", Title.DOCTOR),
        ("O'Brien", "O'Brien", "", Title.NONE),
        ("Иванов", "Иванов", "", Title.NONE),
        ("  Li \u202e\u0000 Wei ", "Li", "Wei", Title.NONE),
        ("Mr <b>&", "<b>&", "", Title.MR),
    ],
)
def test_names_are_read(text: str, surname: str, given_name: str, title: Title) -> None:
    assert read_name(text) == Name(surname=surname, given=given_name, title=title)


@pytest.mark.parametrize(
    "text", ["", " ", "hello", "Yes!", "你好", "好的。", "😀", "12345", "Mr", "…", "x" * 41, "\u202e\u200b"]
)
def test_a_text_without_a_name_is_not_read_as_a_name(text: str) -> None:
    assert read_name(text) is None


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("3", 3),
        (" 3 ", 3),
        ("三", 3),
        ("两位", 2),
        ("3人", 3),
        ("3个人", 3),
        ("٣", 3),
        ("10", 10),
        ("-1", -1),
        ("0", 0),
    ],
)
def test_numbers_are_read(text: str, count: int) -> None:
    assert read_number(text) == count


@pytest.mark.parametrize("text", ["", "abc", "three", "3.5", "3 or 4", "1" * 7, "²"])
def test_a_text_without_a_number_is_not_read_as_a_number(text: str) -> None:
    assert read_number(text) is None


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026-11-28", date(2026, 11, 28)),
        ("2026年11月28日", date(2026, 11, 28)),
        ("2026/1/2", date(2026, 1, 2)),
        ("11-28", date(2026, 11, 28)),
        ("11/28", date(2026, 11, 28)),
        ("11月28日", date(2026, 11, 28)),
        ("11月28号", date(2026, 11, 28)),
        ("1-2", date(2027, 1, 2)),
        ("28", date(2026, 11, 28)),
        ("19", date(2026, 11, 19)),
        ("3号", date(2026, 12, 3)),
        ("18", date(2026, 12, 18)),
        ("31", date(2026, 12, 31)),
        ("Tomorrow", date(2026, 11, 20)),
        ("后天", date(2026, 11, 21)),
        ("今天", THURSDAY),
    ],
)
def test_a_day_is_read(text: str, day: date) -> None:
    assert read_day(text, THURSDAY) == day


@pytest.mark.parametrize(
    "text",
    [
        "",
        "soon",
        "32",
        "0",
        "9999-12-31",
        "0001-01-01",
        "11-31",
        "2026-13-01",
        "13/13",
        "99999999",
    ],
)
def test_a_text_without_a_day_is_not_read_as_a_day(text: str) -> None:
    assert read_day(text, THURSDAY) is None


@pytest.mark.parametrize(
    ("text", "hour"),
    [
        ("10", time(10)), ("10:00", time(10)), ("10：30", time(10, 30)), ("9点", time(9)),
        ("两点", time(2)), ("十一点半", time(11, 30)), ("下午三点半", time(15, 30)), ("9點半", time(9, 30)),
        ("2pm", time(14)), ("12am", time(0)), ("3am", time(3)), ("2 PM", time(14)), ("下午2点", time(14)),
        ("12pm", time(12)),
        ("上午10点", time(10)),
    ],
)  # fmt: skip
def test_an_hour_is_read(text: str, hour: time) -> None:
    assert read_hour(text) == hour


@pytest.mark.parametrize("text", ["", "25", "10:60", "10:0", "-1"])
def test_a_text_without_an_hour_is_not_read_as_an_hour(text: str) -> None:
    assert read_hour(text) is None


@pytest.mark.parametrize(
    ("text", "hour"),
    [
        ("3", time(15)),
        ("3点", time(15)),
        ("10", time(10)),
        ("14:30", time(14, 30)),
        # The house is closed at both; the hour nearer to the reception hours is meant.
        ("8", time(8)),
        ("6", time(18)),
        ("3am", time(3)),
        ("上午3点", time(3)),
        ("3pm", time(15)),
    ],
)
def test_an_hour_outside_opening_hours_is_read_as_afternoon_if_that_is_open(text: str, hour: time) -> None:
    assert read_house_hour(text, Hours()) == hour


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("13800138000", "+8613800138000"),
        ("138 0013 8000", "+8613800138000"),
        ("+86 138-0013-8000", "+8613800138000"),
        ("+1 (415) 555-2671", "+14155552671"),
        ("+65 8123 4567", "+6581234567"),
        ("0755 8888 0000", "+8675588880000"),
    ],
)
def test_phone_numbers_are_read(text: str, number: str) -> None:
    assert read_phone(text, "CN") == number


@pytest.mark.parametrize("text", ["", "123", "1380013800", "call me", "+999 12345678", "1" * 30, "+"])
def test_a_text_without_a_phone_number_is_not_read_as_one(text: str) -> None:
    assert read_phone(text, "CN") is None


@given(st.text(max_size=60))
def test_no_text_makes_the_readers_raise(text: str) -> None:
    read_name(text)
    read_number(text)
    read_day(text, THURSDAY)
    read_hour(text)
    read_phone(text, "CN")


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("11-18", date(2026, 11, 18)),
        ("11-25", date(2026, 11, 25)),
        ("18", date(2026, 11, 18)),
        ("20", date(2026, 11, 20)),
        ("25", date(2026, 11, 25)),
        ("1-2", date(2027, 1, 2)),
        ("2027-11-18", date(2027, 11, 18)),
        ("yesterday", date(2026, 11, 18)),
        ("someday", None),
    ],
)
def test_the_nearest_day_is_read_in_the_past_or_future(text: str, day: date | None) -> None:
    assert read_nearest_day(text, THURSDAY) == day


@pytest.mark.parametrize(
    ("text", "yes", "no"),
    [("OK.", 1, 0), ("好的！", 1, 0), ("No, thanks", 0, 1), ("不用了", 0, 1), ("maybe", 0, 0)],
)
def test_yes_and_no_are_recognised(text: str, yes: int, no: int) -> None:
    assert (is_yes(text), is_no(text)) == (yes, no)


def test_the_word_lists_have_single_words() -> None:
    assert all(word == word.strip().lower() and " " not in word for word in PINYIN)
