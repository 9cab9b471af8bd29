"""The model of wishes is trained on the corpus as it stands, and knows words that no pattern has."""

import json
from importlib import resources

import pytest

from bot.understanding.intent_patterns import Intent
from bot.understanding.intents import read_intent
from bot.understanding.learned_intents import WEIGHTS, likely_intent
from bot.understanding.setting import Asking
from tests.understanding import corpus, learn


def test_the_weights_are_those_of_the_corpus() -> None:
    model = json.loads(resources.files("bot.understanding").joinpath(WEIGHTS).read_text(encoding="utf-8"))
    assert model["trained_on"] == learn.digest(), "run python -m tests.understanding.learn"


def test_it_tells_the_wishes_of_utterances_that_it_was_not_trained_on() -> None:
    unseen = corpus.load(corpus.HELD_BACK)
    right = [each for each in unseen if likely_intent(each.text, each.asking) == each.expect.get("intent")]
    assert len(right) / len(unseen) >= 0.95


@pytest.mark.parametrize(
    ("text", "asking", "intent"),
    [
        ("预约的那个作废吧,已经在别家下定了", None, Intent.CANCEL),
        ("過關排到癲,應該要遲成個鐘先到到", None, Intent.LATE),
        ("你们那接待的态度让人心寒", None, Intent.COMPLAINT),
        ("明天下午三点,两个人,我姓王", None, None),
        ("王建国", Asking.NAME, None),
        ("", None, None),
    ],
)
def test_a_wish_in_words_of_its_own(text: str, asking: Asking | None, intent: Intent | None) -> None:
    assert likely_intent(text, asking) is intent


def test_a_pattern_comes_before_it() -> None:
    assert read_intent("转人工") is Intent.HUMAN
