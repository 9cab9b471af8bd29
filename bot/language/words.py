"""Sentences, labels, dates and times in one language."""

import html
from collections.abc import Iterable, Mapping
from datetime import date, datetime, time, timedelta
from functools import cache
from typing import Literal

from babel import Locale
from babel.dates import format_skeleton, format_time, get_day_names

from bot.language.catalogues import catalogue, listed
from core import timetable
from core.site import Site


class Words:
    """Texts in one reader's language and one site's time zone. ``say`` gives HTML, ``label`` gives plain text."""

    def __init__(self, language: str, site: Site) -> None:
        self.language = language
        self.site = site
        self._catalogue = catalogue(language)

    def say(self, msgid: str, /, **facts: object) -> str:
        """A sentence in HTML; the facts are escaped."""
        return self._catalogue.gettext(msgid).format_map(_escaped(facts))

    def say_n(self, one: str, many: str, n: int, /, **facts: object) -> str:
        """Like ``say``, in the plural form for ``n``, which the sentence calls ``{n}``."""
        return self._catalogue.ngettext(one, many, n).format_map(_escaped(facts | {"n": n}))

    def label(self, msgid: str, /, **facts: object) -> str:
        """A text in plain text."""
        return self._catalogue.gettext(msgid).format_map(facts)

    def label_n(self, one: str, many: str, n: int, /, **facts: object) -> str:
        return self._catalogue.ngettext(one, many, n).format_map(facts | {"n": n})

    def listed(self, parts: Iterable[str], *, phrases: bool = False) -> str:
        """Several items in one line of plain text."""
        return listed(self.language, parts, phrases=phrases)

    def day(self, day: date) -> str:
        """A day with its weekday, in short form."""
        return _day(self.language, day)

    def weekday(self, day: date) -> str:
        """A day's weekday in its shortest clear form."""
        return _weekdays(self.language)[day.weekday()]

    def day_of(self, moment: datetime) -> str:
        return self.day(timetable.day_of(self.site, moment))

    def weekday_name(self, number: int) -> str:
        """The full name of a weekday; Monday is 0."""
        return str(get_day_names("wide", locale=_locale(self.language))[number])

    def hour(self, moment: datetime) -> str:
        """The time of day at the site."""
        wall = timetable.local(self.site, moment).time()
        return _hour(self.language, wall.replace(second=0, microsecond=0))

    def slot(self, starts_at: datetime) -> str:
        """A slot: its day, its start and its end."""
        ends_at = starts_at + timedelta(minutes=self.site.hours.slot_minutes)
        return f"{self.day_of(starts_at)} {self.hour(starts_at)}–{self.hour(ends_at)}"

    def start(self, starts_at: datetime) -> str:
        """A slot in short form: its day and its start."""
        return f"{self.day_of(starts_at)} {self.hour(starts_at)}"


def _escaped(facts: Mapping[str, object]) -> dict[str, object]:
    return {name: html.escape(value) if isinstance(value, str) else value for name, value in facts.items()}


@cache
def _locale(language: str) -> Locale:
    return Locale.parse(language)


@cache
def _hour(language: str, wall: time) -> str:
    return format_time(wall, "HH:mm", locale=_locale(language))


@cache
def _weekdays(language: str) -> Mapping[int, str]:
    width: Literal["short", "narrow"] = "short" if language == "en" else "narrow"
    return get_day_names(width, locale=_locale(language))


@cache
def _day(language: str, day: date) -> str:
    return format_skeleton("MMMEd", day, locale=_locale(language), fuzzy=True)
