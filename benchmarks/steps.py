"""Six answers of the booking conversation without a database, beside the same conversation with aiogram's FSM and with
aiogram-dialog. The input is an update's JSON, the output the bodies of the requests."""

import gc
from collections.abc import Callable
from datetime import date
from pathlib import Path
from statistics import median
from time import perf_counter

from benchmarks import ROUNDS, Figure, ratio_of
from benchmarks.dialog_bot import DialogBot
from benchmarks.fsm_bot import FsmBot
from benchmarks.no_database import HouseBot, without_database
from benchmarks.transport import ANSWERS, CONFIRM, OPENING, Contender
from bot.language.words import Words
from core.site import Site

BATCH = 20


async def measure(folder: Path, site: Site, done: Callable[[], None]) -> Figure:
    """Conversations of new buyers in sequence, alternating between the three bots."""
    contenders: tuple[Contender, ...] = HouseBot(site), FsmBot(), DialogBot()
    day = Words("en", site).day(date(2026, 11, 21))
    times = [[0.0] * (ROUNDS + 1) for _ in contenders]
    counts = [0, 0, 0]
    with without_database():
        for number in range((ROUNDS + 1) * BATCH):
            if number == BATCH:  # the first round is a warm-up
                gc.collect()
                gc.freeze()
            answers = [answer.format(day=day, hour=f"{9 + number % 9:02}:00") for answer in ANSWERS]
            for n, contender in enumerate(contenders):
                seconds, counts[n] = await time_answers(contender, 10_000 + number, answers)
                times[n][number // BATCH] += 1000 * seconds / BATCH
            if number >= BATCH and number % BATCH == BATCH - 1:
                done()
    gc.unfreeze()
    house_times, fsm, dialogs = (each[1:] for each in times)
    timings = f"{median(house_times):.2f} ms, {counts[0]} requests"
    name = "booking conversation, 6 steps, no database"
    return Figure(
        [
            (
                name,
                timings,
                f"aiogram FSM: {median(fsm):.2f} ms, {counts[1]} requests",
                ratio_of(house_times, fsm),
                "≤ 1×",
            ),
            (
                name,
                timings,
                f"aiogram-dialog: {median(dialogs):.2f} ms, {counts[2]} requests",
                ratio_of(house_times, dialogs),
                "≤ 0.4×",
            ),
        ],
        "Steps: the ratio is of times, lower is better; from each update's JSON to the bodies of its requests, "
        "with the house's queries answered from memory; the `/start` before is not timed.",
    )


async def time_answers(contender: Contender, buyer: int, answers: list[str]) -> tuple[float, int]:
    """The seconds for the answers, and the number of requests they caused."""
    transport, seconds = contender.transport, 0.0
    await contender.handle(transport.press(buyer, OPENING))
    before = transport.requests
    for answer in answers:
        update = transport.press(buyer, answer)
        started = perf_counter()
        await contender.handle(update)
        seconds += perf_counter() - started
    if "callback_query" not in transport.press(buyer, CONFIRM):
        raise RuntimeError("the conversation did not reach its confirmation")
    return seconds, transport.requests - before
