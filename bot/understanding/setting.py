"""What a message is read against."""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from core.site import Hours


class Asking(StrEnum):
    """What the writer has just been asked."""

    WHEN = "when"
    PARTY = "party"
    NAME = "name"
    PHONE = "phone"
    YES_NO = "yes_no"


@dataclass(frozen=True, kw_only=True)
class Setting:
    """What a message is read against: the day it is written on and the first day that can be booked (site time), the
    reception hours, and the region of phone numbers without a country code."""

    today: date
    earliest: date
    hours: Hours = field(default_factory=Hours)
    region: str = "CN"
