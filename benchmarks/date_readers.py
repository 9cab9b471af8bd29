"""Libraries that read a day and an hour in a text: yardsticks of the understanding.

jionlp is in no lock, because it brings 220 MB, most of them for splitting words. It is measured where it is installed:
``.venv/bin/python -m pip install 'jionlp>=1.5.31,<1.6'``.
"""

import re
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from importlib import import_module
from typing import Any

from dateparser.search import search_dates

_CHINESE = re.compile("[㐀-鿿]")


@dataclass(frozen=True)
class DateReader:
    """``read`` takes a text and the moment it is written; None where the library is not installed."""

    name: str
    read: Callable[[str, datetime], datetime | None] | None
    chinese_only: bool = False

    def fits(self, text: str) -> bool:
        return not self.chinese_only or _CHINESE.search(text) is not None


def load_readers() -> list[DateReader]:
    return [DateReader("dateparser", _dateparser), DateReader("jionlp", _load_jionlp(), chinese_only=True)]


def _dateparser(text: str, now: datetime) -> datetime | None:
    settings = {"PREFER_DATES_FROM": "future", "RELATIVE_BASE": now}
    found = search_dates(text, languages=["zh", "zh-Hant", "en"], settings=settings)
    return found[0][1] if found else None


def _load_jionlp() -> Callable[[str, datetime], datetime | None] | None:
    """Loaded only when it is measured: it takes a second and prints its address."""
    try:
        jionlp = import_module("jionlp")
    except ImportError:
        return None

    def read(text: str, now: datetime) -> datetime | None:
        """The whole text as a time or, where it is none, the first time in it."""
        with suppress(Exception):  # it refuses with errors of many types
            if (whole := _beginning(jionlp.parse_time(text, time_base=now.timestamp()))) is not None:
                return whole
        found = jionlp.ner.extract_time(text, time_base=now.timestamp(), with_parsing=True)
        return _beginning(found[0]["detail"]) if found else None

    return read


def _beginning(said: dict[str, Any]) -> datetime | None:
    """Where a point or span of time begins, or ends if it has no beginning; a length of time is no day."""
    for bound in said["time"] if isinstance(said["time"], list) else []:
        with suppress(ValueError):  # an open end
            return datetime.fromisoformat(bound)
    return None
