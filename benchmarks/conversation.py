"""The booking conversation on the stage, beside as many bare requests to the same Telegram."""

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
FLOORS = 20  # one takes milliseconds: so many are timed beside each conversation, and shared out
SCRIPT = "|Yes, please|Grace Tan|Ms|3|1|1|Sat, Nov 21|{hour:02}:00|I would rather not|✓ Confirm"
UPDATES = SCRIPT.count("|") + 1
BOT = BUYERS_BOT.username


async def measure(folder: Path, site: Site, done: Callable[[], None]) -> Figure:
    """Whole conversations of new buyers, from /start to the confirmed booking."""
    stage = await Stage.open(folder / "stage.db", site, MORNING, add_people, prepare_house)
    talks, floors, requests = [0.0] * (ROUNDS + 1), [0.0] * (ROUNDS + 1), 0
    for number in range((ROUNDS + 1) * BATCH):
        seconds, requests = await converse(stage, number)
        talks[number // BATCH] += seconds / BATCH
        floors[number // BATCH] += await _floor(requests) / BATCH
        if number >= BATCH and number % BATCH == BATCH - 1:  # the first round is a warm-up
            done()
    kept = await stage.house.read(lambda desk: len(desk.conn.execute(select(bookings)).all()))
    await stage.close()
    if kept != (ROUNDS + 1) * BATCH:
        raise RuntimeError(f"{kept} bookings came of the conversations")
    speeds = f"{1 / median(talks[1:]):.2f}/s", f"{requests} bare sendMessage: {1 / median(floors[1:]):.0f}/s"
    return Figure(
        [
            (
                "booking conversation, stage, SQLite FULL",
                *speeds,
                ratio_of(floors[1:], talks[1:]),
                "none named",
            )
        ],
        "Conversation: the ratio is of speeds, higher is better, 1× out of reach; the floor is the sandbox alone "
        "answering as many requests as both bots make in one conversation (getUpdates left out).",
    )


async def converse(stage: Stage, number: int) -> tuple[float, int]:
    """Seconds until the house was quiet, over one conversation, and the requests of both bots in it."""
    telegram, buyer, seconds = stage.telegram, 10_000 + number, 0.0
    telegram.add_person(Person(buyer, "Grace", "Tan", language_code="en"))
    telegram.requests.clear()
    for label in SCRIPT.format(hour=9 + number % 9).split("|"):
        _press(telegram, buyer, label)
        began = perf_counter()
        await stage.settle()
        seconds += perf_counter() - began
    return seconds, sum(request.method.lower() != "getupdates" for request in telegram.requests)


def _press(telegram: Telegram, buyer: int, label: str) -> None:
    """Open the chat; then tap the newest button that begins so, or else send what a key below the chat would."""
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
    """Seconds for so many bare messages in a Telegram nobody listens to."""
    telegram = Telegram(lambda: MORNING, [BUYERS_BOT])
    telegram.add_person(Person(1, "Grace", "Tan", language_code="en"))
    telegram.open_link(1, BOT)
    message = {"chat_id": 1, "text": "Ms Tan, how many guests may we expect?"}
    began = perf_counter()
    for _ in range(times * FLOORS):
        if not (await telegram.call(BUYERS_BOT.token, "sendMessage", message))["ok"]:
            raise RuntimeError("the sandbox refused a message")
    return (perf_counter() - began) / FLOORS
