"""The booking conversation on the stage, beside the same number of bare requests to the sandbox."""

from collections.abc import Callable
from pathlib import Path
from statistics import median
from time import perf_counter

from sqlalchemy import select

from benchmarks import MORNING, ROUNDS, Figure, ratio_of
from core.site import Site
from core.store.tables import bookings
from demo.cast import add_people, prepare_house
from demo.stage import BUYERS_BOT, Stage
from sandbox.telegram import Person, Telegram

BATCH = 4
FLOOR_REPETITIONS = 20  # the floor takes only milliseconds, so it is repeated and averaged
GESTURES = "|Yes, please|Grace Tan|Ms|3|1|1|Sat, Nov 21|{hour:02}:00|I would rather not|✓ Confirm"
UPDATES = GESTURES.count("|") + 1
BOT = BUYERS_BOT.username


async def measure(folder: Path, site: Site, done: Callable[[], None]) -> Figure:
    """Whole conversations of new buyers, from /start to the confirmed booking."""
    stage = await Stage.open(folder / "stage.db", site, MORNING, add_people, prepare_house)
    conversations, floor_times, requests = [0.0] * (ROUNDS + 1), [0.0] * (ROUNDS + 1), 0
    for number in range((ROUNDS + 1) * BATCH):
        seconds, requests = await converse(stage, number)
        conversations[number // BATCH] += seconds / BATCH
        floor_times[number // BATCH] += await _floor(requests) / BATCH
        if number >= BATCH and number % BATCH == BATCH - 1:  # the first round is a warm-up
            done()
    count = await stage.house.read(lambda desk: len(desk.conn.execute(select(bookings)).all()))
    await stage.close()
    if count != (ROUNDS + 1) * BATCH:
        raise RuntimeError(f"the conversations made {count} bookings")
    speeds = (
        f"{1 / median(conversations[1:]):.2f}/s",
        f"{requests} bare sendMessage: {1 / median(floor_times[1:]):.0f}/s",
    )
    return Figure(
        [
            (
                "booking conversation, stage, SQLite FULL",
                *speeds,
                ratio_of(floor_times[1:], conversations[1:]),
                "none named",
            )
        ],
        "Conversation: the ratio is of speeds, higher is better, 1× out of reach; the floor is the sandbox alone "
        "answering as many requests as both bots make in one conversation (getUpdates left out).",
    )


async def converse(stage: Stage, number: int) -> tuple[float, int]:
    """The seconds one conversation keeps the house busy, and the number of both bots' requests."""
    telegram, buyer, seconds = stage.telegram, 10_000 + number, 0.0
    telegram.add_person(Person(buyer, "Grace", "Tan", language_code="en"))
    telegram.requests.clear()
    for label in GESTURES.format(hour=9 + number % 9).split("|"):
        _press(telegram, buyer, label)
        started = perf_counter()
        await stage.settle()
        seconds += perf_counter() - started
    return seconds, sum(request.method.lower() != "getupdates" for request in telegram.requests)


def _press(telegram: Telegram, buyer: int, label: str) -> None:
    """Tap the newest button whose text starts with ``label``, or send ``label``; an empty one opens the chat."""
    if not label:
        telegram.open_link(buyer, BOT)
        return
    for message in reversed(telegram.history(bot=BOT, user_id=buyer)):
        for button in (button for row in message.buttons or [] for button in row):
            if button["text"].startswith(label):
                telegram.tap(buyer, message.message_id, button["callback_data"], bot=BOT)
                return
    telegram.send(buyer, label, bot=BOT)


async def _floor(times: int) -> float:
    """The seconds for so many bare messages, with no bot running."""
    telegram = Telegram(lambda: MORNING, [BUYERS_BOT])
    telegram.add_person(Person(1, "Grace", "Tan", language_code="en"))
    telegram.open_link(1, BOT)
    message = {"chat_id": 1, "text": "Ms Tan, how many guests may we expect?"}
    started = perf_counter()
    for _ in range(times * FLOOR_REPETITIONS):
        if not (await telegram.call(BUYERS_BOT.token, "sendMessage", message))["ok"]:
            raise RuntimeError("the sandbox refused a message")
    return (perf_counter() - started) / FLOOR_REPETITIONS
