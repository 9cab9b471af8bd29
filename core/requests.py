"""Requests: where a guest asks for a day and the house answers with the hour. docs/rules.md, "Request mode"."""

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
    """WITHDRAWN by the guest; DECLINED by the house."""

    OPEN = "open"
    ANSWERED = "answered"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, kw_only=True)
class DayRequest:
    """One guest's wish to come on a day; the house answers until ``answer_by`` (UTC)."""

    id: RequestId
    guest: Guest
    party: Party
    day: date
    status: RequestStatus
    asked_at: datetime
    answer_by: datetime


def answer_by(site: Site, now: datetime) -> datetime:
    """Until when the house answers who asks now: today's hour of answers, or tomorrow's when that has passed."""
    today = timetable.day_of(site, now)
    for day in (today, today + timedelta(days=1)):
        due = timetable.moment_at(site, day, site.booking.answer_by)
        if due is not None and due > now:
            return due
    return now + timedelta(days=1)
