"""The settings of one sales centre: ``site.toml``, parsed and validated. Rules that use them: docs/rules.md."""

import tomllib
from dataclasses import dataclass
from datetime import date, time
from pathlib import Path
from typing import Annotated, Any, Literal, Self, get_args
from zoneinfo import ZoneInfo, available_timezones

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator, model_validator
from pydantic.fields import FieldInfo
from pydantic_core import PydanticCustomError

from core import holidays

Language = Literal["en", "zh_Hans", "zh_Hant"]
Small = Annotated[int, Field(ge=0, le=1000)]
Cap = Annotated[int, Field(ge=0, le=100_000)]
Weekday = Literal["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
WEEKDAYS: tuple[str, ...] = get_args(Weekday)
SATURDAY = 5


def _minutes(at: time) -> int:
    return at.hour * 60 + at.minute


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)


class LocalText(_Part):
    """One of the house's own texts in each language. Where a language is missing, English is used."""

    en: str = Field(min_length=1, max_length=200)
    zh_Hans: str | None = Field(default=None, min_length=1, max_length=200)  # noqa: N815 - a key of the file, named as locales are
    zh_Hant: str | None = Field(default=None, min_length=1, max_length=200)  # noqa: N815 - a key of the file, named as locales are

    def in_(self, language: str) -> str:
        keys = {"zh_Hans": ("zh_Hans", "zh_Hant"), "zh_Hant": ("zh_Hant", "zh_Hans")}.get(
            language, (language,)
        )
        texts: list[str | None] = [getattr(self, key, None) for key in keys]
        return next((text for text in texts if text), self.en)


class Hours(_Part):
    """Reception hours: slots of equal length from ``opens`` to ``closes``, site time.

    ``midday`` separates the two half days.
    """

    opens: time = time(9)
    closes: time = time(18)
    slot_minutes: int = Field(default=60, ge=15, le=240)
    midday: time = time(13)

    @model_validator(mode="after")
    def _whole_slots(self) -> Self:
        length = _minutes(self.closes) - _minutes(self.opens)
        if length <= 0:
            raise PydanticCustomError("closes_after_opens", "closes must be later than opens")
        if length % self.slot_minutes:
            raise PydanticCustomError("whole_slots", "the hours must hold whole slots")
        return self


class BookingRules(_Part):
    """What a guest may book. Days are calendar days of the site.

    The caps are parties a day, and parties a week from Monday on; None is no cap. In ``request_mode`` a guest asks
    for a day, and the house answers with an hour by ``answer_by``.
    """

    notice_days: int = Field(default=1, ge=0, le=60)
    horizon_days: int = Field(default=14, ge=1, le=180)
    largest_party: int = Field(default=10, ge=1, le=100)
    daily_cap: Cap | None = None
    weekly_cap: Cap | None = None
    request_mode: bool = False
    answer_by: time = time(18)

    @model_validator(mode="after")
    def _some_day_is_left(self) -> Self:
        if self.horizon_days < self.notice_days:
            raise PydanticCustomError("horizon_after_notice", "the horizon must not end before the notice")
        return self


class Agency(_Part):
    """One of the agencies that work on the site. Guests are never told its name."""

    name: str = Field(min_length=1, max_length=80)
    consultants: Small = 8
    weekday_rest: Small = 2

    @model_validator(mode="after")
    def _rest_within_staff(self) -> Self:
        if self.weekday_rest > self.consultants:
            raise PydanticCustomError("rest_within_staff", "more rest than there are consultants")
        return self


class PeerHours(_Part):
    """The only hours in which people of other property firms are received. Other guests may come then too."""

    weekday: Weekday = "thursday"
    opens: time = time(9)
    closes: time = time(12)

    @model_validator(mode="after")
    def _some_time(self) -> Self:
        if self.closes <= self.opens:
            raise PydanticCustomError("closes_after_opens", "closes must be later than opens")
        return self


class Waitlist(_Part):
    """How long an offer of a freed seat lasts, in minutes; the quiet hours of the night do not count. An offer ends at
    the latest ``last_call_minutes`` before its slot begins."""

    offer_minutes: int = Field(default=30, ge=5, le=1440)
    last_call_minutes: int = Field(default=15, ge=0, le=240)
    quiet_from: time = time(21)
    quiet_until: time = time(8)


class Holidays(_Part):
    """Days besides weekends on which all consultants work: the public holidays of ``country`` (none if it is empty),
    plus the ``extra`` days, minus the ``ordinary`` days."""

    country: str = Field(default="CN", pattern=r"^([A-Z]{2})?$")
    extra: tuple[date, ...] = Field(default=(), max_length=400)
    ordinary: tuple[date, ...] = Field(default=(), max_length=400)

    @field_validator("country")
    @classmethod
    def _known_country(cls, country: str) -> str:
        if country and not holidays.is_known(country):
            raise PydanticCustomError("country", "no public holidays are known of it")
        return country


class Site(_Part):
    """One sales centre. Code, name, address and phone are required; everything else has a default."""

    code: str = Field(pattern=r"^[A-Z]{2,4}$")
    name: LocalText
    address: LocalText
    phone: str = Field(min_length=3, max_length=30)
    timezone: str = "Asia/Shanghai"
    language: Language = "zh_Hans"
    phone_region: str = Field(default="CN", pattern=r"^[A-Z]{2}$")
    hours: Hours = Hours()
    booking: BookingRules = BookingRules()
    peers: PeerHours = PeerHours()
    waitlist: Waitlist = Waitlist()
    holidays: Holidays = Holidays()
    grace_minutes: int = Field(default=15, ge=0, le=120)
    lead_days: int = Field(default=1, ge=1, le=60)
    withheld: Small = 0
    agencies: tuple[Agency, ...] = Field(
        default=(Agency(name="A"), Agency(name="B")), min_length=1, max_length=8
    )

    @field_validator("timezone")
    @classmethod
    def _known_zone(cls, timezone: str) -> str:
        if timezone not in available_timezones():
            raise PydanticCustomError("zone", "not a time zone")
        return timezone

    @model_validator(mode="after")
    def _someone_receives(self) -> Self:
        if self.withheld >= sum(agency.consultants for agency in self.agencies):
            raise PydanticCustomError("withheld_below_staff", "all capacity is withheld")
        return self

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.timezone)


@dataclass(frozen=True)
class Problem:
    """A mistake in the site file: its dotted ``key``, the ``kind`` of mistake, and ``facts``, such as a limit."""

    key: str
    kind: str
    facts: dict[str, str]


class SiteFileError(Exception):
    """The site file is invalid; ``problems`` lists every mistake in it."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__("; ".join(f"{p.key}: {p.kind} {p.facts}" for p in problems))
        self.problems = problems


def load_site(path: Path) -> Site:
    """Read and validate a site file. Raises SiteFileError."""
    try:
        return parse_site(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise SiteFileError([Problem(str(path), "unreadable", {"reason": error.strerror or ""})]) from error
    except UnicodeDecodeError as error:
        raise SiteFileError([Problem(str(path), "not_utf8", {})]) from error


def parse_site(text: str) -> Site:
    """Parse and validate the text of a site file. Raises SiteFileError."""
    try:
        return Site.model_validate(tomllib.loads(text))
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise SiteFileError([Problem("", "not_toml", {"reason": str(error)})]) from error
    except ValidationError as error:
        raise SiteFileError([_problem(dict(e)) for e in error.errors()]) from error


_KINDS = {
    "extra_forbidden": "unknown",
    "missing": "missing",
    "int_type": "whole_number",
    "int_parsing": "whole_number",
    "int_from_float": "whole_number",
    "greater_than_equal": "whole_number",
    "less_than_equal": "whole_number",
    "string_too_short": "text",
    "string_too_long": "text",
    "string_type": "text",
    "string_pattern_mismatch": "pattern",
    "literal_error": "one_of",
    "time_type": "time",
    "time_parsing": "time",
    "time_delta_type": "time",
    "date_type": "date",
    "date_parsing": "date",
    "date_from_datetime_parsing": "date",
    "date_from_datetime_inexact": "date",
    "bool_type": "boolean",
    "bool_parsing": "boolean",
    "model_type": "table",
    "model_attributes_type": "table",
    "tuple_type": "tables",
    "too_short": "tables",
    "too_long": "tables",
}


def _problem(error: dict[str, Any]) -> Problem:
    location: tuple[str | int, ...] = error["loc"]
    kind = _KINDS.get(error["type"], error["type"])
    if kind == "unknown":
        owner = _model_at(location[:-1])
        return Problem(_dotted(location), kind, {"allowed": ", ".join(owner.model_fields if owner else ())})
    facts = {name: str(value) for name, value in error.get("ctx", {}).items()}
    field = _field_at(location)
    if kind == "one_of" and field is not None:
        facts["allowed"] = ", ".join(get_args(field.annotation))
    for limit in field.metadata if field else ():
        for name in ("ge", "le", "min_length", "max_length", "pattern"):
            if getattr(limit, name, None) is not None:
                facts[name] = str(getattr(limit, name))
    return Problem(_dotted(location), kind, facts)


def _dotted(location: tuple[str | int, ...]) -> str:
    return ".".join(str(step + 1) if isinstance(step, int) else step for step in location)


def _model_at(location: tuple[str | int, ...]) -> type[BaseModel] | None:
    parts: dict[str, type[BaseModel]] = {
        "name": LocalText,
        "address": LocalText,
        "hours": Hours,
        "booking": BookingRules,
        "peers": PeerHours,
        "waitlist": Waitlist,
        "holidays": Holidays,
        "agencies": Agency,
    }
    return parts.get(str(location[0])) if location else Site


def _field_at(location: tuple[str | int, ...]) -> FieldInfo | None:
    owner = _model_at(location[:-1])
    return owner.model_fields.get(str(location[-1])) if owner and location else None
