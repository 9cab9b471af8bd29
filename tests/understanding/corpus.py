"""The corpus: utterances with their right reading, in two halves and a set of long messages. Readers are tuned on
one half; the other was written first and is only scored.

A line has ``text``, perhaps ``asking`` and ``now`` (site time), ``expect`` (the facts that are not null) and perhaps
``guesses``.
"""

import json
from collections import Counter
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from bot.understanding.sentences import Understood, understand
from bot.understanding.setting import Asking, Setting
from bot.understanding.summary import summary

TUNED, HELD_BACK, LONG = (
    Path(__file__).with_name(f"{part}.jsonl") for part in ("tuned", "held_back", "long")
)
FIELDS = ("day", "time", "period", "party", "elders", "children", "name", "honorific", "phone", "intent")
# Most lines are written at this moment, a Saturday.
NOW = "2026-11-28T10:00"


@dataclass(frozen=True)
class Utterance:
    text: str
    expect: dict[str, Any]
    guesses: dict[str, list[Any]]
    asking: Asking | None
    now: datetime

    def read(self) -> Understood:
        return understand(self.text, setting(self.now.date()), self.asking)

    def misses(self) -> list[str]:
        """What is read otherwise than it should be, one line for each fact."""
        got = summary(self.read())
        wrong = [
            f"{name}: {got[name]!r}, not {self.expect.get(name)!r}"
            for name in FIELDS
            if got[name] != self.expect.get(name)
        ]
        several = got.get("guesses", {})
        wrong += [
            f"guesses of {name}: {several.get(name)}, not {values}"
            for name, values in self.guesses.items()
            if sorted(several.get(name, [])) != sorted(values)
        ]
        return wrong


@dataclass
class Score:
    """How many utterances are read right in every field, and how many are read wrong in each."""

    right: int = 0
    total: int = 0
    wrong: Counter[str] = field(default_factory=Counter)
    misses: list[str] = field(default_factory=list)

    @property
    def share(self) -> float:
        return self.right / self.total

    def __str__(self) -> str:
        fields = ", ".join(f"{name} {count}" for name, count in self.wrong.most_common())
        return f"{self.right} of {self.total} ({self.share:.1%}); wrong: {fields or 'none'}"


def load(half: Path) -> list[Utterance]:
    lines = [json.loads(line) for line in half.read_text(encoding="utf-8").splitlines()]
    return [
        Utterance(
            text=line["text"],
            expect=line["expect"],
            guesses=line.get("guesses", {}),
            asking=Asking(line["asking"]) if line.get("asking") else None,
            now=datetime.fromisoformat(line.get("now") or NOW),
        )
        for line in lines
    ]


def score(utterances: list[Utterance]) -> Score:
    found = Score()
    for utterance in utterances:
        misses = utterance.misses()
        found.total += 1
        found.right += not misses
        found.wrong.update(miss.split(":")[0] for miss in misses)
        if misses:
            found.misses.append(f"{utterance.text} | {'; '.join(misses)}")
    return found


def setting(today: date) -> Setting:
    return Setting(today=today, earliest=today + timedelta(days=1))
