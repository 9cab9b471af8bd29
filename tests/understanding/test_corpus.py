"""The corpus, field by field."""

from pathlib import Path

import pytest

from tests.understanding import corpus

# Of the utterances, exact in every field.
GOAL = 0.97


@pytest.mark.parametrize("part", [corpus.TUNED, corpus.HELD_BACK, corpus.LONG], ids=lambda part: part.stem)
def test_people_are_understood(part: Path) -> None:
    score = corpus.score(corpus.load(part))
    assert score.total >= 250
    assert score.share >= GOAL, "\n  ".join([str(score), *score.misses])
