"""Day requests: a guest asks for a day, and the house answers with an hour. Rules: docs/rules.md, "Request mode"."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import NewType

from core import timetable
from core.booking import Party
from core.guests import Guest
from core.site import Site

RequestId = NewType("RequestId", int)


class RequestStatus(StrEnum):
    """The guest withdraws a request; the house answers or declines it."""

    OPEN = "open"
    ANSWERED = "answered"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, kw_only=True)
class DayRequest:
    """A guest's request to come on a day. The house answers by ``answer_by`` (UTC)."""

    id: RequestId
    guest: Guest
    party: Party
    day: date
    status: RequestStatus
    asked_at: datetime
    answer_by: datetime


def answer_by(site: Site, now: datetime) -> datetime:
    """The moment (UTC) by which the house answers a request made now: today's answer time, or else tomorrow's."""
    today = timetable.day_of(site, now)
    for day in (today, today + timedelta(days=1)):
        due = timetable.moment_at(site, day, site.booking.answer_by)
        if due is not None and due > now:
            return due
    return now + timedelta(days=1)
