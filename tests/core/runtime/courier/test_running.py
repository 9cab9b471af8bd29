"""Running a courier: a crash, two couriers, waking and stopping."""

import asyncio
from collections import defaultdict

from core.bots import BUYERS, STAFF
from core.runtime.courier import Courier, Outcome, RetryAfter
from core.runtime.house import House
from core.store.outbox import Delivery
from tests.core.runtime.courier.scripted import (
    Crashing,
    Scripted,
    WatchedClock,
    drain,
    message,
    seconds,
    statuses,
    text_of,
    write,
)


async def test_a_message_sent_but_not_marked_before_a_crash_is_sent_again_as_a_duplicate(
    channel: Scripted, house: House, outside: House
) -> None:
    await write(house, message("first"), message("second"))
    crashing = Crashing()
    lost = asyncio.ensure_future(Courier(BUYERS, house, crashing).run(asyncio.Event()))
    await crashing.sent.wait()
    lost.cancel()
    await asyncio.wait([lost])
    assert crashing.texts == ["first"]
    assert await statuses(outside) == ["sending", "waiting"]
    restarted = Courier(BUYERS, outside, channel)
    await drain(restarted)
    assert [(text_of(delivery), delivery.maybe_duplicate) for delivery in channel.tried] == [
        ("first", True),
        ("second", False),
    ]
    assert await statuses(house) == ["sent", "sent"]


async def test_a_courier_sends_only_the_messages_of_its_bot(
    house: House, outside: House, clock: WatchedClock
) -> None:
    await write(house, message("to a guest"), message("to the staff", bot=STAFF))
    crashing, staffs, guests = Crashing(), Scripted(), Scripted()
    lost = asyncio.ensure_future(Courier(BUYERS, house, crashing).run(asyncio.Event()))
    await crashing.sent.wait()
    lost.cancel()
    await asyncio.wait([lost])
    await drain(Courier(STAFF, outside, staffs))
    assert staffs.texts == ["to the staff"]
    assert await statuses(outside) == ["sending", "sent"]
    await drain(Courier(BUYERS, outside, guests))
    assert guests.texts == ["to a guest"]


async def test_a_stopping_courier_delivers_due_messages_and_leaves_the_rest(
    courier: Courier, channel: Scripted, house: House, outside: House
) -> None:
    await write(
        house, message("a1"), message("a2"), message("a3"), message("later", 2), message("after it", 2)
    )
    channel.answers[2] = [RetryAfter(seconds(60))]
    await drain(courier)
    assert channel.texts == ["a1", "later", "a2", "a3"]
    assert await statuses(outside) == ["sent", "sent", "sent", "waiting", "waiting"]


class Watched(Scripted):
    """A channel that reports each attempt."""

    def __init__(self) -> None:
        super().__init__()
        self.tried_texts: asyncio.Queue[str] = asyncio.Queue()

    async def deliver(self, delivery: Delivery) -> Outcome:
        self.tried_texts.put_nowait(text_of(delivery))
        return await super().deliver(delivery)


async def test_a_courier_wakes_for_each_commit_and_stops_when_asked(house: House, outside: House) -> None:
    channel, stopping = Watched(), asyncio.Event()
    running = asyncio.ensure_future(Courier(BUYERS, house, channel).run(stopping))
    for text in ("one", "two", "three"):
        await write(house, message(text))
        assert await channel.tried_texts.get() == text
    await write(house, message("the last"))
    stopping.set()
    await running
    assert channel.texts == ["one", "two", "three", "the last"]
    assert await statuses(outside) == ["sent"] * 4


async def test_a_courier_wakes_when_the_first_message_is_due(house: House, clock: WatchedClock) -> None:
    channel, stopping = Watched(), asyncio.Event()
    channel.answers = defaultdict(list, {1: [RetryAfter(seconds(90))], 2: [RetryAfter(seconds(60))]})
    await write(house, message("late", 1), message("soon", 2))
    running = asyncio.ensure_future(Courier(BUYERS, house, channel).run(stopping))
    assert {await channel.tried_texts.get() for _ in range(2)} == {"late", "soon"}
    for wait, text in ((60, "soon"), (30, "late")):
        assert await clock.awaited.get() == clock.now() + seconds(wait)
        await clock.forward(seconds(wait))
        assert await channel.tried_texts.get() == text
    stopping.set()
    await running
    assert await statuses(house) == ["sent", "sent"]


async def test_a_courier_continues_after_a_message_that_cannot_be_worded(house: House) -> None:
    channel, stopping = Watched(), asyncio.Event()
    channel.answers[1] = [KeyError("kind")]
    running = asyncio.ensure_future(Courier(BUYERS, house, channel).run(stopping))
    await write(house, message("odd"), message("plain"))
    assert [await channel.tried_texts.get() for _ in range(2)] == ["odd", "plain"]
    stopping.set()
    await running
    assert await statuses(house) == ["failed", "sent"]


async def test_a_courier_is_idle_until_a_message_is_due(
    courier: Courier, channel: Scripted, house: House, clock: WatchedClock
) -> None:
    stopping = asyncio.Event()
    assert not courier.is_idle
    running = asyncio.ensure_future(courier.run(stopping))
    await courier.wait_until_idle()
    assert channel.texts == []
    channel.answers[1] = [RetryAfter(seconds(30))]
    await write(house, message("first"))
    assert not courier.is_idle
    await courier.wait_until_idle()
    assert channel.texts == ["first"]
    await clock.forward(seconds(29))
    assert courier.is_idle
    await clock.forward(seconds(1))
    assert not courier.is_idle
    await courier.wait_until_idle()
    assert channel.texts == ["first", "first"]
    stopping.set()
    await running
