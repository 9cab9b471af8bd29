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
from core.capacity import is_full_roster
from core.site import Site


class Words:
    """One reader's language and one site's clock. ``say`` gives HTML, ``label`` plain text for buttons.

    ``now`` is the time at which the words are read; without it, no day is called today.
    """

    def __init__(self, language: str, site: Site, now: datetime | None = None) -> None:
        self.language = language
        self.site = site
        self.now = now
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

    def day_button(self, day: date) -> str:
        """A day to choose, in plain text: with today, tomorrow and the day after named, and a quiet mark on weekends
        and public holidays. It fits a button of two columns."""
        locale = _locale(self.language)
        label = self.label(
            "{weekday}, {date}",
            weekday=get_day_names("abbreviated", locale=locale)[day.weekday()],
            date=format_skeleton("MMMd", day, locale=locale),
        )
        if is_full_roster(self.site, day):
            label = self.label("{day} ✦", day=label)
        today = timetable.day_of(self.site, self.now) if self.now is not None else None
        match (day - today).days if today is not None else None:
            case 0:
                return self.label("{day} · today", day=label)
            case 1:
                return self.label("{day} · tomorrow", day=label)
            case 2:
                return self.label("{day} · in 2 days", day=label)
            case _:
                return label

    def said_day(self, day: date) -> str:
        """A day as people say it, in plain text: the next days by their names, each with its weekday."""
        today = timetable.day_of(self.site, self.now) if self.now is not None else None
        names = {0: self.label("today"), 1: self.label("tomorrow"), 2: self.label("the day after tomorrow")}
        name = names.get((day - today).days) if today is not None else None
        if name is None:
            return self.day(day)
        weekday = get_day_names("abbreviated", locale=_locale(self.language))[day.weekday()]
        return self.label("{name}, {weekday}", name=name, weekday=weekday)

    def said_start(self, starts_at: datetime) -> str:
        """A slot as people say it: its day and when it starts."""
        day = self.said_day(timetable.day_of(self.site, starts_at))
        return self.label("{day} at {hour}", day=day, hour=self.hour(starts_at))

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
        return self.label(
            "{day} {begins}–{ends}",
            day=self.day_of(starts_at),
            begins=self.hour(starts_at),
            ends=self.hour(ends_at),
        )

    def start(self, starts_at: datetime) -> str:
        """A slot in short: its day and when it starts."""
        return self.label("{day} {hour}", day=self.day_of(starts_at), hour=self.hour(starts_at))

    def moment(self, at: datetime) -> str:
        """A point in time, not a slot: its day and its hour; the hour alone where the day is today."""
        if self.now is not None and timetable.day_of(self.site, at) == timetable.day_of(self.site, self.now):
            return self.label("today at {hour}", hour=self.hour(at))
        return self.start(at)


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
    width: Literal["short", "narrow"] = "narrow" if language.startswith("zh") else "short"
    return get_day_names(width, locale=_locale(language))


@cache
def _day(language: str, day: date) -> str:
    written = format_skeleton("MMMEd", day, locale=_locale(language), fuzzy=True)
    # Traditional Chinese sets the weekday apart by a space, which would tear a sentence.
    return written.replace("日 ", "日")
