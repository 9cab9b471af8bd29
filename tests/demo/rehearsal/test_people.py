"""The rehearsal's people: how they read a screen, and how they are drawn."""

from datetime import UTC, date, datetime, timedelta
from random import Random
from zoneinfo import ZoneInfo

import pytest

from core.site import Site
from demo.rehearsal import phrases as spoken_phrases
from demo.rehearsal.buyers import Buyer, StuckError
from demo.rehearsal.client import Client, Question
from demo.rehearsal.profiles import PEAK_HOUR, RehearsalPlan, draw_profile
from demo.stage import BUYERS_BOT
from sandbox.telegram import Person, Telegram

NOW = datetime(2026, 11, 19, 1, tzinfo=UTC)
ZONE = ZoneInfo("Asia/Shanghai")
BUYER = Person(7, "Grace", "Tan", language_code="en", phone="+8613800138000")


@pytest.fixture
def telegram() -> Telegram:
    telegram = Telegram(lambda: NOW, [BUYERS_BOT])
    telegram.add_person(BUYER)
    telegram.open_link(BUYER.id, BUYERS_BOT.username)
    return telegram


@pytest.fixture
def client(telegram: Telegram) -> Client:
    return Client(telegram, BUYER.id, bot=BUYERS_BOT.username)


async def show(telegram: Telegram, *data: str) -> None:
    """Send a message of the bot with a button for each data."""
    rows = [[{"text": "…", "callback_data": f"{each}~seal"}] for each in data]
    message = {"chat_id": BUYER.id, "text": "?", "reply_markup": {"inline_keyboard": rows}}
    assert (await telegram.call(BUYERS_BOT.token, "sendMessage", message))["ok"]


@pytest.mark.parametrize(
    ("choices", "question"),
    [
        (("yes", "no", "more"), Question.WELCOME),
        (("yes", "no", "profile", "more"), Question.WELCOME),
        (("lead", "bye", "book"), Question.DECLINED),
        (("profile", "back"), Question.NAME),
        (("mr", "ms", "none", "back"), Question.TITLE),
        (("1", "2", "10", "back"), Question.GUESTS),
        (("e0c0", "e1c0", "e0c1", "back"), Question.COMPANY),
        (("d2026-11-21", "back"), Question.DAY),
        (("s2026-11-21T02:00:00+00:00", "days", "back"), Question.HOUR),
        (("days", "back"), Question.HOUR),
        (("yes", "name", "guests", "leave"), Question.CONFIRM),
        (("on", "over"), Question.RESUME),
        (("yes", "back", "leave"), Question.MOVE),
        (("yes", "leave"), Question.MOVE),
        (("cancel", "keep"), Question.CANCEL),
        (("back",), Question.UNCLEAR),
    ],
)
async def test_a_question_is_recognised_by_its_buttons_among_other_messages(
    telegram: Telegram, client: Client, choices: tuple[str, ...], question: Question
) -> None:
    await show(telegram, *(f"p|booking|3|{choice}" for choice in choices))
    assert client.screen().question is question
    more = ("p|booking|4|why", "a|walk_in|0|here")
    await show(telegram, *more, *(f"p|booking|4|{choice}" for choice in choices))
    assert client.screen().question is question
    await show(telegram, "a|leave_number|0|7")
    assert client.screen().question is question


@pytest.mark.parametrize(
    ("data", "question"),
    [("p|particulars|3|skip", Question.MORE), ("p|complaint|3|back", Question.COMPLAINT)],
)
async def test_another_dialog_is_recognised_by_its_name(
    telegram: Telegram, client: Client, data: str, question: Question
) -> None:
    await show(telegram, data)
    assert client.screen().question is question


async def test_the_newest_button_of_an_action_comes_first(telegram: Telegram, client: Client) -> None:
    await show(telegram, "a|move|1|5", "a|cancel|1|5")
    await show(telegram, "a|move|2|5", "a|cancel|2|5")
    assert [key.data for _, _, key in client.action_buttons("move")] == ["a|move|2|5~seal", "a|move|1|5~seal"]


def plan(seed: int = 1) -> RehearsalPlan:
    return RehearsalPlan(50, seed, NOW, NOW + timedelta(days=2), date(2026, 11, 21))


def test_the_seed_determines_each_buyer(site: Site) -> None:
    drawn = [draw_profile(plan(), number, site) for number in range(50)]
    assert drawn == [draw_profile(plan(), number, site) for number in range(50)]
    assert drawn != [draw_profile(plan(2), number, site) for number in range(50)]
    assert len({profile.person.phone for profile in drawn}) == 50
    at_peak = [m for m in drawn if (m.wish.day, m.wish.hour) == (date(2026, 11, 21), PEAK_HOUR)]
    assert 10 < len(at_peak) < 50


def test_every_typed_phrase_has_a_valid_length() -> None:
    rng = Random(1)
    for question in Question:
        for code in ("en", "zh-hans", "zh-hant"):
            for _ in range(20):
                assert 1 <= len(spoken_phrases.wrong(question, NOW.date(), code, rng)) <= 4096


def test_a_buyer_without_answers_gives_up(telegram: Telegram, client: Client, site: Site) -> None:
    profile = draw_profile(plan(), 0, site)
    buyer = Buyer(profile, client, ZONE, Random(1), lambda visit: None)
    with pytest.raises(StuckError):
        for _ in buyer.actions():
            pass
