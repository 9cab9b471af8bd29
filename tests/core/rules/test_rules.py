"""The pure rules: times, capacity, names and numbers, arrivals."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core import timetable
from core.booking import (
    CODE_ALPHABET,
    ArrivalTiming,
    Booking,
    BookingId,
    BookingStatus,
    Party,
    is_open,
    timing_of,
)
from core.capacity import SlotLoad, on_duty
from core.guests import (
    Guest,
    GuestId,
    GuestKind,
    Name,
    Phone,
    PhoneKind,
    Tier,
    Title,
    guest_number,
    initials,
    masked,
    tier_of,
)
from core.plan import Plan
from core.site import Agency, Hours, Site

THURSDAY, SATURDAY = date(2026, 11, 19), date(2026, 11, 21)
TEN = datetime(2026, 11, 21, 2, tzinfo=UTC)


def test_a_day_has_nine_slots_in_the_sites_timezone(site: Site) -> None:
    slots = timetable.slots_of(site, SATURDAY)
    assert [timetable.local(site, slot).strftime("%H:%M") for slot in slots] == [
        f"{hour:02}:00" for hour in range(9, 18)
    ]
    assert slots[0] == datetime(2026, 11, 21, 1, tzinfo=UTC)
    assert timetable.closing(site, SATURDAY) == datetime(2026, 11, 21, 10, tzinfo=UTC)


def test_daylight_saving_skips_a_slot_in_spring_and_uses_the_first_of_two_in_autumn(site: Site) -> None:
    london = site.model_copy(
        update={"timezone": "Europe/London", "hours": Hours(opens=time(0), closes=time(4))}
    )
    spring, autumn = date(2026, 3, 29), date(2026, 10, 25)
    assert [timetable.local(london, s).hour for s in timetable.slots_of(london, spring)] == [0, 2, 3]
    assert timetable.slots_of(london, autumn)[1] == datetime(2026, 10, 25, 0, tzinfo=UTC)
    assert timetable.moment_at(london, spring, time(1, 30)) is None


# hypothesis requires naive limits.
@given(st.datetimes(timezones=st.just(UTC), min_value=datetime(2020, 1, 1), max_value=datetime(2040, 1, 1)))  # noqa: DTZ001
def test_notice_and_horizon_are_calendar_days_of_the_site(moment: datetime) -> None:
    site = Site.model_validate({"code": "TY", "phone": "12345", "name": {"en": "x"}, "address": {"en": "x"}})
    today = timetable.day_of(site, moment)
    assert timetable.first_day(site, moment) == today + timedelta(days=1)
    assert timetable.last_day(site, moment) == today + timedelta(days=14)


def at_ten(site: Site, day: date) -> datetime:
    return timetable.slots_of(site, day)[1]


def capacity_of(site: Site, day: date) -> int:
    plan = Plan(site=site, now=TEN, arrangements=(), seats={})
    return plan.capacity(at_ten(site, day))


def test_the_capacity_is_sixteen_at_the_weekend_and_twelve_on_weekdays(site: Site) -> None:
    days = [THURSDAY + timedelta(days=n) for n in range(5)]
    assert [on_duty(site, at_ten(site, day)) for day in days] == [12, 12, 16, 16, 12]
    assert capacity_of(site, SATURDAY) == 16
    assert capacity_of(site.model_copy(update={"withheld": 13}), SATURDAY) == 3
    assert capacity_of(site.model_copy(update={"withheld": 13}), THURSDAY) == 0


def test_agencies_set_the_capacity(site: Site) -> None:
    small = site.model_copy(update={"agencies": (Agency(name="X", consultants=3, weekday_rest=1),)})
    assert (capacity_of(small, THURSDAY), capacity_of(small, SATURDAY)) == (2, 3)


def test_free_seats_are_never_negative() -> None:
    assert SlotLoad(TEN, on_duty=12, withheld=0, taken=5).free == 7
    assert SlotLoad(TEN, on_duty=12, withheld=1, taken=5, offered=2).free == 4
    assert SlotLoad(TEN, on_duty=12, withheld=0, taken=14).free == 0


@pytest.mark.parametrize(
    ("surname", "given", "expected"),
    [
        ("王", "", "W"),
        ("王", "欣", "WX"),
        ("王", "小明", "WXM"),
        ("单", "雄信", "SXX"),
        ("欧阳", "娜娜", "ONN"),
        ("Tan", "Grace", "TG"),
        ("Wang", "Xiao Ming", "WXM"),
        ("Иванов", "", "X"),
        ("藏", "", "Z"),
        ("粘", "", "N"),
        ("尉遲", "", "Y"),
        ("覃", "", "Q"),
        ("翟", "", "Z"),
        ("员", "", "Y"),
    ],
)
def test_initials_are_surname_first(surname: str, given: str, expected: str) -> None:
    assert initials(Name(surname=surname, given=given)) == expected


def test_a_guest_number_is_site_initials_serial() -> None:
    assert guest_number("TY", "WX", 1) == "TY-WX001"
    assert guest_number("TY", "W", 1234) == "TY-W1234"


@pytest.mark.parametrize(
    ("kind", "booked", "tier"),
    [
        (GuestKind.EXECUTIVE, False, Tier.A_PLUS),
        (GuestKind.OFFICIAL, True, Tier.A_PLUS),
        (GuestKind.RETURNING, False, Tier.A),
        (GuestKind.RETURNING, True, Tier.A),
        (GuestKind.NEW, True, Tier.A),
        (GuestKind.PEER, True, Tier.A),
        (GuestKind.NEW, False, Tier.B),
    ],
)
def test_the_tier_follows_from_kind_and_booking(kind: GuestKind, booked: bool, tier: Tier) -> None:
    assert tier_of(kind, booked=booked) is tier


@pytest.mark.parametrize(
    ("minutes", "timing"),
    [
        (-16, ArrivalTiming.EARLY),
        (-15, ArrivalTiming.ON_TIME),
        (0, ArrivalTiming.ON_TIME),
        (15, ArrivalTiming.ON_TIME),
        (16, ArrivalTiming.LATE),
    ],
)
def test_an_arrival_within_fifteen_minutes_is_on_time(
    site: Site, minutes: int, timing: ArrivalTiming
) -> None:
    assert timing_of(site, TEN, TEN + timedelta(minutes=minutes)) is timing


def test_a_booking_is_open_until_its_day_is_over(site: Site) -> None:
    guest = Guest(
        id=GuestId(1),
        number="TY-W001",
        name=Name(surname="Wang", title=Title.MR),
        phone=Phone(number=None, kind=PhoneKind.DECLINED),
        kind=GuestKind.NEW,
        telegram_id=None,
    )

    def booking(status: BookingStatus) -> Booking:
        return Booking(
            id=BookingId(1),
            code="ABCDE",
            guest=guest,
            starts_at=TEN,
            party=Party(adults=1),
            tier=Tier.A,
            status=status,
            version=1,
        )

    closing = datetime(2026, 11, 21, 10, tzinfo=UTC)
    assert is_open(site, booking(BookingStatus.BOOKED), closing - timedelta(seconds=1))
    assert not is_open(site, booking(BookingStatus.BOOKED), closing)
    assert not is_open(site, booking(BookingStatus.CANCELLED), TEN)
    assert not is_open(site, booking(BookingStatus.ARRIVED), TEN)


def test_codes_have_no_ambiguous_characters() -> None:
    assert not set("0O1I") & set(CODE_ALPHABET)
    assert len(set(CODE_ALPHABET)) == len(CODE_ALPHABET) == 32


def test_a_masked_number_hides_its_middle() -> None:
    assert masked("+8613812345678") == "+86138****5678"
