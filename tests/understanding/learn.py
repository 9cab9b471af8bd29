"""Train the model of wishes on the corpus, without its held-back half: ``python -m tests.understanding.learn``.

Multinomial logistic regression, fitted by stochastic gradient descent with AdaGrad's steps.
"""

import hashlib
import json
import math
import random
from collections import Counter
from pathlib import Path

from bot.understanding import learned_intents
from bot.understanding.learned_intents import NOTHING, SCALE, pieces, probabilities
from tests.understanding import corpus

TRAINED_ON = (corpus.TUNED, corpus.LONG)
_SEED, _ROUNDS, _STEP = 1, 15, 0.7
# Of a piece, in how many utterances it must stand.
_LEAST_SEEN = 3
# A smaller error teaches nothing.
_LEAST_ERROR = 0.005
# A weight that moves no decision.
_SMALL = 4


def digest() -> str:
    """A digest of the utterances that the model is trained on."""
    return hashlib.sha256(b"".join(part.read_bytes() for part in TRAINED_ON)).hexdigest()


def train(utterances: list[corpus.Utterance]) -> tuple[list[str], dict[str, list[float]]]:
    """The wishes, and the weight of each piece for each of them."""
    texts = [pieces(each.text) for each in utterances]
    wanted = [each.expect.get("intent", NOTHING) for each in utterances]
    seen = Counter(piece for text in texts for piece in text)
    wishes, common = (
        sorted(set(wanted)),
        sorted(piece for piece, count in seen.items() if count >= _LEAST_SEEN),
    )
    weights = {piece: [0.0] * len(wishes) for piece in common}
    steps = {piece: [1.0] * len(wishes) for piece in common}
    counts = Counter(wanted)
    # The rarer a wish, the more an utterance of it counts.
    share = {wish: math.sqrt(len(wanted) / (len(wishes) * counts[wish])) for wish in wishes}
    order, chance = list(range(len(texts))), random.Random(_SEED)
    for _ in range(_ROUNDS):
        chance.shuffle(order)
        for at in order:
            known = [piece for piece in texts[at] if piece in weights]
            unit = 1 / math.sqrt(len(known))
            columns = zip(*(weights[piece] for piece in known), strict=True)
            found = probabilities([sum(column) * unit for column in columns])
            errors = [
                (place, share[wanted[at]] * (chance_of - (wish == wanted[at])) * unit)
                for place, (wish, chance_of) in enumerate(zip(wishes, found, strict=True))
                if abs(chance_of - (wish == wanted[at])) > _LEAST_ERROR
            ]
            for piece in known:
                row, step = weights[piece], steps[piece]
                for place, error in errors:
                    step[place] += error * error
                    row[place] -= _STEP * error / math.sqrt(step[place])
    return wishes, weights


def write() -> None:
    """Train the model and write its weights."""
    wishes, weights = train([each for part in TRAINED_ON for each in corpus.load(part)])
    whole = {piece: [round(SCALE * weight) for weight in row] for piece, row in weights.items()}
    kept = {piece: row for piece, row in whole.items() if max(map(abs, row)) >= _SMALL}
    lines = [
        f"{json.dumps(piece, ensure_ascii=False)}: {json.dumps(row)}" for piece, row in sorted(kept.items())
    ]
    head = f'"trained_on": "{digest()}",\n"wishes": {json.dumps(wishes)},\n"weights": {{\n'
    path = Path(learned_intents.__file__).with_name(learned_intents.WEIGHTS)
    path.write_text("{\n" + head + ",\n".join(lines) + "\n}\n}\n", encoding="utf-8")


if __name__ == "__main__":
    write()
