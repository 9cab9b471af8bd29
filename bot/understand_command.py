"""``yingbin understand``: shows how a message is read."""

import json
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from rich.console import Console

from bot.terminal import translate
from bot.understanding.sentences import understand
from bot.understanding.setting import Asking, Setting
from bot.understanding.summary import summary
from core import timetable
from core.clock import SystemClock
from core.site import Site


class UnreadableLineError(ValueError):
    """A line of the file is not as it should be; the message says which, and why."""


def show(
    console: Console, site: Site, text: str, asking: Asking | None, now: datetime | None, *, as_json: bool
) -> None:
    """Print what a text says, as lines or as one JSON object."""
    facts = summary(understand(text, setting(site, now), asking))
    if as_json:
        _print(console, facts)
        return
    said = {name: value for name, value in facts.items() if value is not None}
    if not said:
        console.print(translate("Nothing is understood."))
    for name, value in said.items():
        console.print(
            f"{name:<10} {json.dumps(value, ensure_ascii=False) if isinstance(value, dict) else value}"
        )


def show_file(console: Console, site: Site, file: Path) -> None:
    """Print a JSON object for each line of a file of JSON objects with ``text`` and, perhaps, ``asking`` and ``now``.
    Raises UnreadableLineError, OSError."""
    for text, asking, now in _lines(file):
        _print(console, summary(understand(text, setting(site, now), asking)))


def setting(site: Site, now: datetime | None) -> Setting:
    """What a message written ``now`` (by the site's clock, if it has no time zone) is read against."""
    moment = SystemClock().now() if now is None else now
    today = timetable.day_of(site, moment) if moment.tzinfo is not None else moment.date()
    earliest = today + timedelta(days=site.booking.notice_days)
    return Setting(today=today, earliest=earliest, hours=site.hours, region=site.phone_region)


def _lines(file: Path) -> Iterator[tuple[str, Asking | None, datetime | None]]:
    for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), start=1):
        if not line.strip():
            continue
        try:
            said = json.loads(line)
            asking, now = said.get("asking"), said.get("now")
            yield (
                str(said["text"]),
                Asking(asking) if asking else None,
                datetime.fromisoformat(now) if now else None,
            )
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            problem = translate("Line {number} cannot be read: {reason}", number=number, reason=repr(error))
            raise UnreadableLineError(problem) from error


def _print(console: Console, facts: dict[str, Any]) -> None:
    console.print(json.dumps(facts, ensure_ascii=False), soft_wrap=True)
