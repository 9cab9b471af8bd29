"""The bots that the benchmarks compare lead a guest to the confirmation."""

from collections.abc import Callable
from datetime import date

import pytest

from benchmarks.dialog_bot import DialogBot
from benchmarks.fsm_bot import FsmBot
from benchmarks.no_database import HouseBot, without_database
from benchmarks.steps import time_answers
from benchmarks.transport import ANSWERS, Contender
from bot.language.words import Words
from core.site import Site


@pytest.mark.parametrize(
    "contender", [HouseBot, lambda _site: FsmBot(), lambda _site: DialogBot()], ids=["house", "fsm", "dialog"]
)
async def test_the_answers_of_the_benchmark_lead_to_the_confirmation(
    site: Site, contender: Callable[[Site], Contender]
) -> None:
    """``time_answers`` raises an error where they do not."""
    day = Words("en", site).day(date(2026, 11, 21))
    with without_database():
        _, requests = await time_answers(
            contender(site), 10_000, [answer.format(day=day, hour="09:00") for answer in ANSWERS]
        )
    assert requests >= len(ANSWERS)
