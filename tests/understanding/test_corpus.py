"""Both halves of the corpus, field by field."""

from pathlib import Path

import pytest

from tests.understanding import corpus

# Of the utterances, exact in every field.
GOAL = 0.97


@pytest.mark.parametrize("half", [corpus.TUNED, corpus.HELD_BACK], ids=lambda half: half.stem)
def test_people_are_understood(half: Path) -> None:
    score = corpus.score(corpus.load(half))
    assert score.total >= 300
    assert score.share >= GOAL, "\n  ".join([str(score), *score.misses])
