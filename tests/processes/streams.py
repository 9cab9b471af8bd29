"""Records real updates: people talk to the house once, on the sandbox, and every delivered update is kept."""

import sys
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import zip_longest
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from bot.engine import conversation
from core import timetable
from core.bots import BUYERS, STAFF
from core.desk import Desk
from core.site import Agency, Site
from core.store.tables import receipts
from demo.cast import GATE, MANAGER, add_people, prepare_house
from demo.cast import OPERATOR as OPERATOR_PERSON
from demo.stage import BUYERS_BOT, STAFF_BOT, Stage
from sandbox.telegram import Person, Telegram
from tests.conftest import MORNING
from tests.processes.endings import Ending, ending
from tests.support.gestures import Chat
from tests.support.people import OPERATOR, guest
from tests.support.racing import books_as

FIRST_ID = 7000
PARTIES_TODAY = 6
SURNAMES = [
    "Adams",
    "Baker",
    "Clark",
    "Davis",
    "Evans",
    "Ford",
    "Grant",
    "Hill",
    "Irwin",
    "Jones",
    "King",
    "Lewis",
    "Moore",
    "Nash",
    "Owen",
    "Price",
    "Quinn",
    "Reed",
    "Scott",
    "Taylor",
    "Usher",
    "Vance",
    "Ward",
    "Xander",
    "Young",
    "Zane",
]
GIVEN = [
    "Anna",
    "Bella",
    "Clara",
    "Diana",
    "Emma",
    "Fiona",
    "Grace",
    "Helen",
    "Iris",
    "Julia",
    "Kate",
    "Laura",
    "Mary",
    "Nora",
    "Olive",
    "Paula",
    "Queenie",
    "Rose",
    "Sarah",
    "Tina",
    "Una",
    "Vera",
    "Wendy",
    "Xenia",
    "Yvonne",
    "Zoe",
]
RECEIVED = select(receipts.c.bot, receipts.c.update_id)
Steps = list[tuple[str, str]]


@dataclass(frozen=True)
class Recorded:
    """One update as Telegram delivered it, of one bot and one chat."""

    bot: str
    chat_id: int
    raw: Mapping[str, Any]


def roomy(site: Site) -> Site:
    """The site with seats for all, so that the order of bookings does not matter."""
    return site.model_copy(update={"agencies": (Agency(name="A", consultants=1000, weekday_rest=0),)})


def tight(site: Site, people: int) -> Site:
    """The site with seats for the bookings made before the play and for some of the later ones."""
    few = Agency(name="A", consultants=people // 40 + 1, weekday_rest=0)
    return site.model_copy(update={"agencies": (few,)})


def names(number: int) -> tuple[str, str]:
    """Given name and surname; the initials of the first 676 are all different."""
    return GIVEN[number // 26 % 26], SURNAMES[number % 26]


def prepare(people: int) -> Any:
    """Prepare the house before the play: its staff, the parties of today, and a booking for every third person.

    These bookings have the same ids in every house, and only their buttons refer to a booking.
    """

    def prepared(desk: Desk) -> None:
        prepare_house(desk)
        today = timetable.slots_of(desk.site, timetable.day_of(desk.site, desk.now))
        for number in range(PARTIES_TODAY):
            books_as(OPERATOR, f"Caller{number}", today[1 + number])(desk)
        for number in range(0, people, 3):
            given, surname = names(number)
            hour = today[number % len(today)] + timedelta(days=2 + number % 5)
            books_as(guest(FIRST_ID + number), surname, hour, given)(desk)

    return prepared


def steps_of(number: int) -> Steps:
    """The steps of one person: a third move or cancel their booking, the others book by tapping or typing."""
    given, surname = names(number)
    day, hour = 20 + number // 3 % 4, f"{10 + number // 3 % 2}:00"
    label = f"{datetime(2026, 11, day):%a, %b} {day}"  # noqa: DTZ001 only a calendar day
    opening = [("open", ""), ("say", "/my"), ("say", "/start")]
    if number % 6 == 0:
        moves = [("tap", "Move"), ("tap", label), ("tap", "16:00")]
        return [*opening, *moves, ("tap", "Yes, move it"), ("say", "/my")]
    if number % 3 == 0:
        return [
            *opening,
            ("tap", "Cancel"),
            ("tap", "No, keep it"),
            ("tap", "Cancel"),
            ("tap", "Yes, cancel it"),
        ]
    if number % 3 == 1:
        answers = [
            "Yes, please",
            f"{given} {surname}",
            "Ms",
            "3",
            "1 elder, 1 child",
            label,
            hour,
            "I would rather not",
        ]
        return [("open", ""), *(("tap", answer) for answer in [*answers, "✓ Confirm", "No more questions"])]
    answers = [
        "yes",
        f"{given} {surname}",
        "Ms",
        "3",
        "1 elder, 1 child",
        f"11-{day}",
        hour,
        "I would rather not",
    ]
    return [
        ("open", ""),
        *(("say", answer) for answer in [*answers, "✓ Confirm", "Skip", "Futian", "Skip", "Skip"]),
    ]


def staff_steps(callers: int) -> dict[int, Steps]:
    """The steps of the staff, whose subjects do not overlap."""
    gate: Steps = [("open", ""), ("say", "/arrived"), ("tap", "10:00")]
    for number in range(1, PARTIES_TODAY):
        gate += [("tap", f"{10 + number}:00"), ("tap", "Yes, arrived")]
    calls: Steps = [("open", "")]
    for number in range(callers):
        calls += [
            ("say", "/book"),
            ("tap", "Yes, please"),
            ("say", f"{GIVEN[number % 26]} Zimmer{number // 26}"),
        ]
        calls += [
            ("tap", "Ms"),
            ("tap", "2"),
            ("tap", f"Sat, Nov {21 + 7 * (number % 2)}"),
        ]
        calls += [("tap", f"{10 + number % 8}:00"), ("tap", "I would rather not"), ("tap", "✓ Confirm")]
        calls += [("tap", "No more questions")]
    reports = [("say", "/capacity"), ("say", "/help"), ("say", "/today 2026-12-02")] * callers
    return {GATE.id: gate, OPERATOR_PERSON.id: calls, MANAGER.id: [("open", ""), *reports]}


async def record(database: Path, site: Site, people: int) -> tuple[list[Recorded], Ending]:
    """Play the steps of all people in turn; every update that the house received, in order of delivery, and the
    final state."""
    delivered: dict[tuple[str, int], Recorded] = {}
    with pytest.MonkeyPatch.context() as patch:
        # Time does not pass in these plays, so without this all gestures would count as a flood.
        patch.setattr(conversation, "FLOOD", sys.maxsize)
        patch.setattr(Telegram, "call", recording(delivered))
        stage = await Stage.open(database, site, MORNING, add_people, prepare(people))
        try:
            await play(stage, people)
            ended = await stage.house.read(ending)
            heard = await stage.house.read(lambda desk: {tuple(row) for row in desk.conn.execute(RECEIVED)})
        finally:
            await stage.close()
    return [recorded for update, recorded in delivered.items() if update in heard], ended


async def play(stage: Stage, people: int) -> None:
    steps = {}
    for number in range(people):
        person = Person(FIRST_ID + number, *names(number), language_code="en")
        stage.telegram.add_person(person)
        steps[Chat(stage, person.id, bot=BUYERS_BOT.username)] = steps_of(number)
    for user_id, theirs in staff_steps(callers=max(people // 12, 2)).items():
        stage.telegram.set_language(user_id, "en")
        steps[Chat(stage, user_id, bot=STAFF_BOT.username)] = theirs
    for now in zip_longest(*steps.values()):
        for chat, step in zip(steps, now, strict=True):
            if step is not None:
                take(chat, *step)
        await stage.settle()


def take(chat: Chat, how: str, what: str) -> None:
    if how == "tap":
        chat.press(what)
    elif how == "say":
        chat.stage.telegram.send(chat.user_id, what, **chat.where)
    else:
        chat.stage.telegram.open_link(chat.user_id, chat.where["bot"], what)


def recording(delivered: dict[tuple[str, int], Recorded]) -> Callable[..., Awaitable[Any]]:
    """A replacement of ``Telegram.call`` that records every delivered update."""
    call, bots = Telegram.call, {BUYERS_BOT.token: BUYERS, STAFF_BOT.token: STAFF}

    async def kept(self: Telegram, token: str, method: str, params: Mapping[str, Any]) -> dict[str, Any]:
        reply = await call(self, token, method, params)
        for raw in reply["result"] if method == "getUpdates" and reply["ok"] else ():
            bot = bots[token]
            delivered.setdefault((bot, raw["update_id"]), Recorded(bot, chat_of(raw), raw))
        return reply

    return kept


def chat_of(raw: Mapping[str, Any]) -> int:
    body = next(value for name, value in raw.items() if name != "update_id")
    chat_id: int = body.get("message", body)["chat"]["id"]
    return chat_id
