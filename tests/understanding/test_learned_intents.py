"""The model of wishes is trained on the corpus as it stands, and knows words that no pattern has."""

import json
from datetime import date
from importlib import resources

import pytest

from bot.understanding import wanted
from bot.understanding.intent_patterns import Intent
from bot.understanding.learned_intents import WEIGHTS, likely_intent
from bot.understanding.sentences import understand
from tests.understanding import corpus, learn


def test_the_weights_are_those_of_the_corpus() -> None:
    model = json.loads(resources.files("bot.understanding").joinpath(WEIGHTS).read_text(encoding="utf-8"))
    assert model["trained_on"] == learn.digest(), "run python -m tests.understanding.learn"


def test_it_tells_the_wishes_of_utterances_that_it_was_not_trained_on() -> None:
    unseen = corpus.load(corpus.HELD_BACK)
    wishes = [each for each in unseen if each.expect.get("intent") not in {None, Intent.YES}]
    found = [(likely_intent(each.text), each.expect.get("intent")) for each in unseen]
    told = [(likely, wanted) for likely, wanted in found if likely is not None]
    right = [likely for likely, wanted in told if likely == wanted]
    assert len(right) / len(told) >= 0.95, told
    assert len(right) / len(wishes) >= 0.7, (len(right), len(wishes))


@pytest.mark.parametrize(
    "text", ["好的", "就这么定了", "sounds good", "哈哈", "asdf", "三", "测试", "help", "海景房"]
)
def test_it_never_guesses_a_yes(text: str) -> None:
    assert likely_intent(text) is not Intent.YES


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("预约的那个作废吧,已经在别家下定了", Intent.CANCEL),
        ("過關排到癲,應該要遲成個鐘先到到", Intent.LATE),
        ("你们那接待的态度让人心寒", Intent.COMPLAINT),
        ("明天下午三点,两个人,我姓王", None),
        ("王建国", None),
        ("", None),
    ],
)
def test_a_wish_in_words_of_its_own(text: str, intent: Intent | None) -> None:
    assert likely_intent(text) is intent


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        # What a pattern has read stays, but a question gives way, and so does not coming to a move.
        ("转人工", Intent.HUMAN),
        ("你们几点开门", Intent.MOVE),
        ("那天来不了了", Intent.MOVE),
        ("随便写一点没有意思的话", Intent.MOVE),
    ],
)
def test_a_pattern_comes_before_it(monkeypatch: pytest.MonkeyPatch, text: str, intent: Intent) -> None:
    monkeypatch.setattr(wanted, "likely_intent", lambda text: Intent.MOVE)
    understand.cache_clear()
    assert understand(text, corpus.setting(date(2026, 11, 28))).intent is intent
    understand.cache_clear()
