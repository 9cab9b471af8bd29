"""Small sites with few slots and consultants; every rule is in force at one of them."""

from datetime import UTC, date, datetime, time
from typing import Any

from core.site import Agency, BookingRules, Holidays, Hours, LocalText, PeerHours, Site, Waitlist

# A Thursday, 09:00 in Shanghai; the week ends within the horizon.
MORNING = datetime(2026, 11, 19, 1, tzinfo=UTC)
DAYS = 4


def _site(rules: BookingRules, withheld: int = 0) -> Site:
    return Site(
        code="TY",
        name=LocalText(en="Tianyue Bay"),
        address=LocalText(en="8 Haiyue Road"),
        phone="+86 755 8888 0000",
        hours=Hours(opens=time(10), closes=time(12), midday=time(11)),
        booking=rules,
        peers=PeerHours(weekday="saturday", opens=time(10), closes=time(11)),
        waitlist=Waitlist(offer_minutes=30, last_call_minutes=15),
        holidays=Holidays(country="", extra=(date(2026, 11, 20),)),
        withheld=withheld,
        agencies=(
            Agency(name="A", consultants=2, weekday_rest=1),
            Agency(name="B", consultants=1, weekday_rest=0),
        ),
    )


def _rules(**rules: Any) -> BookingRules:
    return BookingRules(horizon_days=DAYS, largest_party=4, **rules)


SITES = (
    _site(_rules()),
    _site(_rules(), withheld=1),
    _site(_rules(daily_cap=3)),
    _site(_rules(weekly_cap=6)),
    _site(_rules(daily_cap=3, weekly_cap=5, notice_days=0)),
    _site(_rules(request_mode=True)),
)
