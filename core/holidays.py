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
