"""What a text most likely wants where no pattern knows its words: a linear model over the pieces of its words.

``python -m tests.understanding.learn`` trains it on the corpus and writes its weights. docs/understanding.md, "Wishes".
"""

import json
import math
import re
from functools import cache, lru_cache
from importlib import resources
from itertools import pairwise

from bot.understanding.intent_patterns import Intent
from bot.understanding.text import folded

WEIGHTS = "learned_intents.json"
# A text that asks for nothing.
NOTHING = "nothing"
_NEVER = frozenset({NOTHING, Intent.YES})
# Characters of the longest piece.
_LONGEST_PIECE = 3
# The weights are whole numbers, this many to one.
SCALE = 16
# Of the probabilities of all wishes, the least that is believed. Many texts look like a question, or speak of a gate.
_LEAST = {Intent.QUESTION: 0.8, Intent.ARRIVED: 0.8}
_LEAST_OF_OTHERS = 0.5
# Chinese characters and English words of the shortest text that says enough to judge by.
_ENOUGH = re.compile(r"(?:[\u3400-\u9fff][^\u3400-\u9fff]*){6}|(?:[a-z']++[^a-z']*){3}")
_NUMBERS, _LATIN_WORDS = re.compile(r"\d+"), re.compile(r"[a-z']+")


def pieces(text: str) -> frozenset[str]:
    """What the model sees of a text: runs of up to three characters, English words and pairs of them. All numbers are
    one."""
    said = f" {_NUMBERS.sub('0', folded(text))} "
    words = _LATIN_WORDS.findall(said)
    found = {
        said[at : at + length]
        for length in range(1, _LONGEST_PIECE + 1)
        for at in range(len(said) - length + 1)
    }
    found |= {f"«{word}»" for word in words} | {f"«{one} {two}»" for one, two in pairwise(words)}
    return frozenset(found)


def probabilities(scores: list[float]) -> list[float]:
    """The shares, of 1 in all, that scores stand for."""
    highest = max(scores)
    shares = [math.exp(score - highest) for score in scores]
    return [share / sum(shares) for share in shares]


def says_enough(said: str) -> bool:
    """Whether a folded text, or what is left of it, is long enough to judge by."""
    return _ENOUGH.search(said) is not None


@lru_cache(maxsize=32)  # a message is asked for what it wants before and after its facts are read
def likely_intent(text: str) -> Intent | None:
    """The wish that a text most likely has; None where it probably has none, or too many are as likely. Never a yes: a
    guess books nothing."""
    wishes, weights = _model()
    if not says_enough(folded(text)):
        return None
    rows = [row for row in map(weights.get, pieces(text)) if row is not None]
    if not rows:
        return None
    unit = SCALE * math.sqrt(len(rows))
    shares = probabilities([sum(column) / unit for column in zip(*rows, strict=True)])
    share, wish = max(zip(shares, wishes, strict=True))
    believed = wish not in _NEVER and share >= _LEAST.get(Intent(wish), _LEAST_OF_OTHERS)
    return Intent(wish) if believed else None


@cache
def _model() -> tuple[list[str], dict[str, list[int]]]:
    """The names of the wishes, and the weights of each piece for them in the same order."""
    model = json.loads(resources.files("bot.understanding").joinpath(WEIGHTS).read_text(encoding="utf-8"))
    return model["wishes"], model["weights"]
