"""No pattern takes long for a text that somebody wrote to keep the bot busy, or misses what it would find by searching
every text."""

import importlib
import pkgutil
import re
from collections.abc import Iterator

import pytest

import bot.understanding
from bot.understanding.intent_patterns import Intent
from bot.understanding.intents import read_intent
from bot.understanding.patterns import Pattern, needed_words
from bot.understanding.spelling import without_slips
from bot.understanding.text import compiled_at_words, plain
from tests.understanding import corpus

# A group of alternatives without groups in it, any number of times, of which each division is tried.
_LOOP = re.compile(r"\(\?:([^()]*\|[^()]*)\)[*+](?!\+)")


def patterns() -> Iterator[tuple[str, Pattern | re.Pattern[str]]]:
    """Every pattern of the readers, with its name."""
    for module in pkgutil.iter_modules(bot.understanding.__path__):
        members = vars(importlib.import_module(f"bot.understanding.{module.name}"))
        for name, value in members.items():
            kept = value.values() if isinstance(value, dict) else [value]
            yield from (
                (f"{module.name}.{name}", each) for each in kept if isinstance(each, Pattern | re.Pattern)
            )


def divided_twice(pattern: str) -> list[str]:
    """The alternatives of a repeated group that are others of them put together, so that a text of n such words can be
    divided in 2^n ways."""
    found = []
    for loop in _LOOP.finditer(pattern):
        words = [word for word in loop[1].split("|") if word]
        literal = [word for word in words if word == re.escape(word).replace("\\ ", " ")]
        for word in literal:
            others = [re.escape(each) if each in literal else each for each in words if each != word]
            if others and re.fullmatch(f"(?:{'|'.join(others)})+", word):
                found.append(word)
    return found


def test_no_repeated_group_can_be_divided_in_two_ways() -> None:
    every = list(patterns())
    assert len(every) > 100
    assert not {name: words for name, pattern in every if (words := divided_twice(pattern.pattern))}


def test_a_group_that_can_be_divided_in_two_ways_is_found() -> None:
    assert divided_twice(r"^ok(?:go|ahead|go ahead| )*$") == ["go ahead"]


@pytest.mark.parametrize(
    ("said", "wanted"),
    [
        ("ok " + "go ahead " * 60 + "x", None),
        ("不" + "想留" * 250 + "x", Intent.NO),
        ("可以" * 250 + "x?", Intent.QUESTION),
    ],
    ids=["yes", "no", "request"],
)
def test_a_long_answer_is_read_to_its_end(said: str, wanted: Intent | None) -> None:
    """With a group that can be divided in two ways, this takes longer than anyone waits."""
    assert read_intent(said) is wanted


@pytest.mark.parametrize(
    ("pattern", "needed"),
    [
        (r"(?:预|提前)约[^,]{0,6}(?:作罢|推掉)|\bcancel\b(?! that)", {"作罢", "推掉", "cancel"}),
        (r"colou?rs?", {"colo"}),
        (r"(?<!\d)ab+c{2}(?=d)", {"ab"}),
        (r"(?:the )?(?P<nth>1st|last) day", {" day"}),
        (r"[南北]门口?|x[^a]", {"门", "x"}),
        (r"\d{4}|[1-9a]", {*"0123456789", "a"}),
        (r"(\w)(?P=word)\.\n\u4e00\0", {"."}),
        (r"(?:a|b)?|yes", {""}),
        (r"[\s,]+|[^a]|.|[a-z]", {""}),
    ],
)
def test_the_words_that_a_pattern_needs(pattern: str, needed: set[str]) -> None:
    assert needed_words(pattern) == needed


@pytest.mark.parametrize("pattern", ["(?i)yes", "(?#yes)", "(a)?(?(1)b|c)"])
def test_a_pattern_whose_words_cannot_be_told_is_refused(pattern: str) -> None:
    with pytest.raises(ValueError, match="not known"):
        needed_words(pattern)


def test_every_pattern_finds_what_it_would_find_if_it_searched_every_text() -> None:
    texts = [plain(utterance.text) for utterance in corpus.load(corpus.TUNED)[::7]]
    needing = 0
    for name, pattern in patterns():
        if not isinstance(pattern, Pattern):
            continue
        needing += needed_words(pattern.pattern) != {""}
        searched = re.compile(pattern.pattern, re.ASCII)
        for text in texts:
            found, expected = pattern.search(text), searched.search(text)
            assert (found and found.span()) == (expected and expected.span()), (name, text)
    assert needing > 200


def test_a_match_at_words_begins_nowhere_within_a_latin_word() -> None:
    found = compiled_at_words(r"am|pm|约").finditer("exam, 3pm am约3spam")
    assert [each.span() for each in found] == [(7, 9), (10, 12), (12, 13)]


@pytest.mark.parametrize(
    "text", ["早上五点", "晚上五六点", "楼下五个人", "看方便的时间", "看方案", "现在说不准", "我现在考虑一下"]
)
def test_a_word_that_only_holds_a_slip_stays(text: str) -> None:
    assert without_slips(text) == text


@pytest.mark.parametrize(
    ("text", "right"),
    [("下五三点", "下午三点"), ("新期六", "星期六"), ("我在考虑一下", "我再考虑一下"), ("三店半", "三点半")],
)
def test_a_slip_of_an_input_method_is_read_as_the_word_of_the_same_sound(text: str, right: str) -> None:
    assert without_slips(text) == right
