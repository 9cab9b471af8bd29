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
from bot.understanding.setting import Asking
from bot.understanding.text import folded

WEIGHTS = "learned_intents.json"
# A text that asks for nothing.
NOTHING = "nothing"
# Characters of the longest piece.
_LONGEST_PIECE = 3
# The weights are whole numbers, this many to one.
SCALE = 16
# Of the probabilities of all wishes, the least that is believed.
_LEAST = 0.3
_NUMBERS, _LATIN_WORDS = re.compile(r"\d+"), re.compile(r"[a-z']+")


def pieces(text: str, asking: Asking | None) -> frozenset[str]:
    """What the model sees of a text: runs of up to three characters, English words and pairs of them, and the
    question that it answers. All numbers are one."""
    said = f" {_NUMBERS.sub('0', folded(text))} "
    words = _LATIN_WORDS.findall(said)
    found = {
        said[at : at + length]
        for length in range(1, _LONGEST_PIECE + 1)
        for at in range(len(said) - length + 1)
    }
    found |= {f"«{word}»" for word in words} | {f"«{one} {two}»" for one, two in pairwise(words)}
    return frozenset(found | ({f"?{asking}"} if asking is not None else set()))


def probabilities(scores: list[float]) -> list[float]:
    """The shares, of 1 in all, that scores stand for."""
    highest = max(scores)
    shares = [math.exp(score - highest) for score in scores]
    return [share / sum(shares) for share in shares]


@lru_cache(maxsize=32)  # a message is asked for what it wants before and after its facts are read
def likely_intent(text: str, asking: Asking | None) -> Intent | None:
    """The wish that a text most likely has; None where it probably has none, or too many are as likely."""
    wishes, weights = _model()
    rows = [weights[piece] for piece in pieces(text, asking) if piece in weights]
    if not rows:
        return None
    unit = SCALE * math.sqrt(len(rows))
    shares = probabilities([sum(column) / unit for column in zip(*rows, strict=True)])
    share, wish = max(zip(shares, wishes, strict=True))
    return Intent(wish) if share >= _LEAST and wish != NOTHING else None


@cache
def _model() -> tuple[list[str], dict[str, list[int]]]:
    """The names of the wishes, and the weights of each piece for them in the same order."""
    model = json.loads(resources.files("bot.understanding").joinpath(WEIGHTS).read_text(encoding="utf-8"))
    return model["wishes"], model["weights"]
