"""Public holidays, from the ``holidays`` library; the site file overrides them. Rules: docs/rules.md, "Capacity"."""

from datetime import date
from functools import cache

import holidays


def is_known(country: str) -> bool:
    """Whether the library knows this country (ISO 3166, two letters)."""
    return country in holidays.list_supported_countries(include_aliases=False)


def is_public(country: str, day: date) -> bool:
    """Whether the day is a public holiday of the country."""
    return day in _of_year(country, day.year)


@cache
def _of_year(country: str, year: int) -> frozenset[date]:
    return frozenset(holidays.country_holidays(country, years=year))


@cache
def first_day(country: str, year: int, name: str) -> date | None:
    """The first day of the holiday of the year whose English name holds ``name``; None where there is none."""
    known = holidays.country_holidays(country, years=year, language="en_US")
    days = sorted(day for day, of_day in known.items() if name.lower() in of_day.lower())
    return next((day for day in days if "day off" not in known[day].lower()), None)
