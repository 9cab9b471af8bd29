"""Reading and describing days and hours as managers write them."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.language.words import Words
from bot.understanding import spans
from bot.understanding.spans import Span
from bot.wording.periods import describe_periods
from core.site import Site

TODAY = date(2026, 11, 19)


def of(month: int, day: int, year: int = 2026) -> date:
    return date(year, month, day)


@pytest.mark.parametrize(
    ("said", "first", "last"),
    [
        ("11-28", of(11, 28), of(11, 28)),
        ("11-28..12-1", of(11, 28), of(12, 1)),
        ("11-28 - 12-1", of(11, 28), of(12, 1)),
        ("11-28 to 12-1", of(11, 28), of(12, 1)),
        ("11-28-12-1", of(11, 28), of(12, 1)),
        ("11月28日至12月1日", of(11, 28), of(12, 1)),
        ("11月28日到12月1日", of(11, 28), of(12, 1)),
        ("11月28日-12月1日", of(11, 28), of(12, 1)),
        ("28-30", of(11, 28), of(11, 30)),
        ("28..2", of(11, 28), of(12, 2)),
        ("12-28..1-3", of(12, 28), of(1, 3, 2027)),
        ("2026-11-28..2026-12-01", of(11, 28), of(12, 1)),
        ("tomorrow", of(11, 20), of(11, 20)),
        ("明天到后天", of(11, 20), of(11, 21)),
        ("today..11-30", of(11, 19), of(11, 30)),
    ],
)
def test_days_are_read(said: str, first: date, last: date) -> None:
    assert spans.read_days(said, TODAY) == (first, last)


@pytest.mark.parametrize("said", ["", "soon", "12-1..11-28", "13-45", "11-28..", "..", "11-28..12-1..12-5"])
def test_a_text_without_days_is_not_read_as_days(said: str) -> None:
    assert spans.read_days(said, TODAY) is None


def hours(*each: int) -> tuple[time, ...]:
    return tuple(time(one) for one in each)


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("10:00", hours(10)),
        ("10", hours(10)),
        ("2", hours(14)),
        ("10-12", hours(10, 11)),
        ("10 - 12", hours(10, 11)),
        ("10:00–12:00", hours(10, 11)),
        ("10点到12点", hours(10, 11)),
        ("从10点到12点", hours(10, 11)),
        ("from 10 to 12", hours(10, 11)),
        ("十点至十二点", hours(10, 11)),
        ("下午2点到4点", hours(14, 15)),
        ("2pm-4pm", hours(14, 15)),
        ("2-4", hours(14, 15)),
        ("11-1", hours(11, 12)),
        ("10:30-11:30", hours(10, 11)),
        ("10, 14:00-16:00", hours(10, 14, 15)),
        ("上午", hours(9, 10, 11, 12)),
        ("afternoon", hours(13, 14, 15, 16, 17)),
        ("全天", ()),
        ("9-18", ()),
        ("一整天", ()),
        ("the whole day", ()),
        ("早上", hours(9, 10, 11, 12)),
    ],
)
def test_hours_are_read(site: Site, said: str, meant: tuple[time, ...]) -> None:
    assert spans.read_hours(said, site) == meant


@pytest.mark.parametrize("said", ["", "works", "19:00", "20-22", "10-12-14", "10-x", "25:00", "8"])
def test_a_text_without_slots_is_not_read_as_hours(site: Site, said: str) -> None:
    assert spans.read_hours(said, site) is None


@pytest.mark.parametrize(
    ("said", "days", "named", "rest"),
    [
        ("28 10-12 works in the hall", (of(11, 28), of(11, 28)), hours(10, 11), "works in the hall"),
        ("11-28 - 12-1 10 - 12 works", (of(11, 28), of(12, 1)), hours(10, 11), "works"),
        ("28 2 lifts fail", (of(11, 28), of(11, 28)), hours(14), "lifts fail"),
        ("11月28日10点到12点 水电检修", (of(11, 28), of(11, 28)), hours(10, 11), "水电检修"),
        ("11月28日下午水电检修", (of(11, 28), of(11, 28)), hours(13, 14, 15, 16, 17), "水电检修"),
        ("明天上午", (of(11, 20), of(11, 20)), hours(9, 10, 11, 12), ""),
        ("11月28日一整天水电检修", (of(11, 28), of(11, 28)), (), "水电检修"),
        ("11月28日至12月1日 春节放假", (of(11, 28), of(12, 1)), None, "春节放假"),
    ],
)
def test_days_hours_and_a_reason_are_read_from_one_line(
    site: Site, said: str, days: tuple[date, date], named: tuple[time, ...] | None, rest: str
) -> None:
    found, left = spans.take_longest(said, lambda text: spans.read_days(text, TODAY))
    assert found == days
    assert spans.take_longest(left, lambda text: spans.read_hours(text, site)) == (named, rest)


@given(st.text(max_size=60))
def test_no_text_makes_reading_days_or_hours_raise(text: str) -> None:
    site = Site(code="TY", name={"en": "x"}, address={"en": "x"}, phone="+86 1")
    found = spans.read_days(text, TODAY)
    assert found is None or found[0] <= found[1]
    named = spans.read_hours(text, site)
    assert named is None or set(named) <= set(spans.walls(site))


def test_periods_begin_and_end_with_their_hours(site: Site) -> None:
    midnight = datetime(2026, 11, 27, 16, tzinfo=UTC)
    day = timedelta(days=1)
    assert spans.periods(site, Span(of(11, 28), of(12, 1))) == [(midnight, midnight + 4 * day)]
    found = spans.periods(site, Span(of(11, 28), of(11, 29), hours(10, 11, 14)))
    assert [(start - midnight, end - start) for start, end in found] == [
        (timedelta(hours=10), timedelta(hours=2)),
        (timedelta(hours=14), timedelta(hours=1)),
        (timedelta(hours=34), timedelta(hours=2)),
        (timedelta(hours=38), timedelta(hours=1)),
    ]


@pytest.mark.parametrize(
    ("span", "expected"),
    [
        (Span(of(11, 28), of(11, 28)), "Sat, Nov 28, the whole day"),
        (Span(of(11, 28), of(12, 1)), "Sat, Nov 28 – Tue, Dec 1, the whole day"),
        (Span(of(11, 28), of(11, 29), hours(10, 11, 14)),
         "Sat, Nov 28 – Sun, Nov 29, 10:00–12:00, 14:00–15:00"),
    ],
)  # fmt: skip
def test_spans_are_described_in_plain_words(site: Site, span: Span, expected: str) -> None:
    assert describe_periods(Words("en", site), spans.periods(site, span)) == expected


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("zh_Hans", "11月28日周六至11月29日周日10:00–12:00、14:00–15:00；12月1日周二全天"),
        ("zh_Hant", "11月28日週六至11月29日週日10:00–12:00、14:00–15:00；12月1日週二全天"),
    ],
)
def test_chinese_separates_hours_and_days_with_its_own_punctuation(
    site: Site, language: str, expected: str
) -> None:
    found = spans.periods(site, Span(of(11, 28), of(11, 29), hours(10, 11, 14)))
    found += spans.periods(site, Span(of(12, 1), of(12, 1)))
    assert describe_periods(Words(language, site), found) == expected


def test_the_rest_of_a_closure_is_described_by_its_hours(site: Site) -> None:
    start = datetime(2026, 11, 27, 16, tzinfo=UTC)
    left = [(start, start + timedelta(hours=34)), (start + timedelta(hours=36), start + timedelta(days=3))]
    assert describe_periods(Words("en", site), left) == (
        "Sat, Nov 28, the whole day; Sun, Nov 29, 09:00–10:00, 12:00–18:00; Mon, Nov 30, the whole day"
    )
