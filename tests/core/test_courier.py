"""The courier, with a way out that answers as the test says; the outbox is read through another house."""

import asyncio
from collections import defaultdict
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any

import pytest
from sqlalchemy import Row, select, update

from bot import wiring
from core.clock import PlayedClock
from core.courier import Blocked, Courier, Moved, Outcome, Refused, RetryAfter, Sent, Unsure
from core.desk import Desk
from core.house import House
from core.notices import BUYERS, STAFF
from core.site import Site
from core.staff import STAFF_GROUP
from core.store import outbox, staff
from core.store.outbox import Delivery, Kind, Letter
from core.store.tables import outbox as outbox_table

START = datetime(2026, 11, 19, 1, tzinfo=UTC)
GROUP = -100


def seconds(number: float) -> timedelta:
    return timedelta(seconds=number)


class WatchedClock(PlayedClock):
    """A clock that tells when somebody begins to wait for a moment of it."""

    def __init__(self, start: datetime) -> None:
        super().__init__(start)
        self.awaited: asyncio.Queue[datetime] = asyncio.Queue()

    async def wait_until(self, due: datetime) -> None:
        if due > self.now():
            self.awaited.put_nowait(due)
        await super().wait_until(due)

    async def forward(self, wait: timedelta) -> None:
        async def quiet() -> None:
            return

        await self.play(self.now() + wait, quiet)


@pytest.fixture
def clock() -> WatchedClock:
    return WatchedClock(START)


@pytest.fixture
async def outside(database_url: str, site: Site, clock: WatchedClock) -> AsyncIterator[House]:
    """Another house on the same record: what a restarted program opens."""
    house = wiring.open_house(database_url, site, clock)
    yield house
    await house.close()


class Scripted:
    """A way out. Each chat is answered as told, one answer a letter; then everything is sent."""

    def __init__(self) -> None:
        self.tried: list[Delivery] = []
        self.answers: dict[int, list[Outcome | Exception]] = defaultdict(list)
        self._ids = count(1)

    async def deliver(self, delivery: Delivery) -> Outcome:
        self.tried.append(delivery)
        told = self.answers[delivery.letter.chat_id]
        answer = told.pop(0) if told else Sent(next(self._ids), f"said {text_of(delivery)}")
        if isinstance(answer, Exception):
            raise answer
        return answer

    @property
    def texts(self) -> list[str]:
        """What was tried, in order."""
        return [text_of(delivery) for delivery in self.tried]


def text_of(delivery: Delivery) -> str:
    return str(delivery.letter.body["text"])


@pytest.fixture
def channel() -> Scripted:
    return Scripted()


@pytest.fixture
def courier(house: House, channel: Scripted) -> Courier:
    return Courier(BUYERS, house, channel)


def letter(text: str, chat_id: int = 1, **facts: Any) -> Letter:
    return Letter(
        **({"bot": BUYERS, "chat_id": chat_id, "kind": Kind.SCREEN, "body": {"text": text}} | facts)
    )


async def write(house: House, *letters: Letter) -> None:
    def put_all(desk: Desk) -> None:
        for each in letters:
            outbox.put(desk.conn, each, desk.now)

    await house.run(put_all)


async def rows(house: House) -> list[Row[Any]]:
    return await house.read(
        lambda desk: list(desk.conn.execute(select(outbox_table).order_by(outbox_table.c.id)))
    )


async def statuses(house: House) -> list[str]:
    return [row.status for row in await rows(house)]


async def drain(courier: Courier) -> None:
    """Run a courier that has been told to stop: it delivers what it can and ends."""
    stopping = asyncio.Event()
    stopping.set()
    await courier.run(stopping)


async def test_what_is_committed_is_sent_and_its_words_are_kept(
    courier: Courier, channel: Scripted, house: House, outside: House
) -> None:
    await write(house, letter("hello"))
    await drain(courier)
    assert [delivery.letter for delivery in channel.tried] == [letter("hello")]
    assert (channel.tried[0].again, channel.tried[0].attempts) == (False, 1)
    (row,) = await rows(outside)
    assert (row.status, row.message_id, row.words, row.attempts) == ("sent", 1, "said hello", 1)
    assert (row.written_at, row.sent_at, row.trouble) == (START, START, None)


async def test_it_is_claimed_for_all_to_see_before_it_is_sent(house: House, outside: House) -> None:
    seen: list[list[str]] = []

    class Looks(Scripted):
        async def deliver(self, delivery: Delivery) -> Outcome:
            seen.append(await statuses(outside))
            return await super().deliver(delivery)

    await write(house, letter("hello"))
    await drain(Courier(BUYERS, house, Looks()))
    assert seen == [["sending"]]


async def test_a_write_that_was_rolled_back_sends_nothing(
    courier: Courier, channel: Scripted, house: House, outside: House
) -> None:
    def fails(desk: Desk) -> None:
        outbox.put(desk.conn, letter("hello"), desk.now)
        raise LookupError

    with pytest.raises(LookupError):
        await house.run(fails)
    await drain(courier)
    assert channel.tried == []
    assert await rows(outside) == []


async def test_each_chat_hears_its_letters_in_their_order_and_no_chat_waits_for_another(
    courier: Courier, channel: Scripted, house: House, clock: WatchedClock
) -> None:
    await write(house, *[letter(text, chat) for chat, text in ((1, "a1"), (1, "a2"), (2, "b1"), (2, "b2"))])
    channel.answers[1] = [RetryAfter(seconds(30))]
    await drain(courier)
    assert channel.texts == ["a1", "b1", "b2"]
    await clock.forward(seconds(30))
    await drain(courier)
    assert channel.texts == ["a1", "b1", "b2", "a1", "a2"]


@pytest.mark.parametrize("answer", [Unsure("silence"), RetryAfter(seconds(2))])
async def test_a_letter_written_while_an_older_one_waits_does_not_overtake_it(
    courier: Courier, channel: Scripted, house: House, clock: WatchedClock, answer: Outcome
) -> None:
    await write(house, letter("first"))
    channel.answers[1] = [answer]
    await drain(courier)
    await write(house, letter("second"))
    await drain(courier)
    assert channel.texts == ["first"]
    await clock.forward(seconds(2))
    await drain(courier)
    assert channel.texts == ["first", "first", "second"]


async def test_more_chats_than_it_takes_at_once_are_all_served(
    courier: Courier, channel: Scripted, house: House
) -> None:
    chats = range(1, 2 * Courier.BATCH + 4)
    await write(house, *[letter(f"to {chat}", chat) for chat in chats])
    await drain(courier)
    assert sorted(channel.texts) == sorted(f"to {chat}" for chat in chats)


async def test_a_pause_is_kept_in_the_record_and_kept_to_after_a_restart(
    courier: Courier, channel: Scripted, house: House, outside: House, clock: WatchedClock
) -> None:
    await write(house, letter("hello"))
    channel.answers[1] = [RetryAfter(seconds(30))]
    await drain(courier)
    (row,) = await rows(outside)
    assert (row.status, row.not_before) == ("waiting", START + seconds(30))
    restarted = Courier(BUYERS, outside, channel)
    await drain(restarted)
    await clock.forward(seconds(29.999))
    await drain(restarted)
    assert len(channel.tried) == 1
    await clock.forward(seconds(0.001))
    await drain(restarted)
    assert len(channel.tried) == 2
    assert not channel.tried[1].again
    assert await statuses(house) == ["sent"]


@pytest.mark.parametrize(
    ("answer", "trouble"),
    [
        (Blocked(), "blocked"),
        (Refused("chat not found"), "chat not found"),
        (LookupError("no such wording"), "LookupError('no such wording')"),
    ],
)
async def test_what_can_not_be_delivered_is_final_and_holds_nobody_up(
    courier: Courier,
    channel: Scripted,
    house: House,
    outside: House,
    clock: WatchedClock,
    answer: Outcome | Exception,
    trouble: str,
) -> None:
    await write(house, letter("first"), letter("second"), letter("other", 2))
    channel.answers[1] = [answer]
    await drain(courier)
    await clock.forward(timedelta(days=1))
    await drain(courier)
    assert channel.texts == ["first", "other", "second"]
    assert await statuses(outside) == ["failed", "sent", "sent"]
    assert (await rows(outside))[0].trouble == trouble


async def test_without_an_answer_it_is_sent_again_and_says_so_with_growing_waits(
    courier: Courier, channel: Scripted, house: House, outside: House, clock: WatchedClock
) -> None:
    await write(house, letter("hello"))
    waits = [2, 4, 8, 16, 32, 60, 60, 60]
    channel.answers[1] = [Unsure("silence") for _ in waits]
    for wait in waits:
        await drain(courier)
        (row,) = await rows(outside)
        assert (row.status, row.not_before) == ("waiting", clock.now() + seconds(wait))
        await clock.forward(seconds(wait) - timedelta(milliseconds=1))
        tried = len(channel.tried)
        await drain(courier)
        assert len(channel.tried) == tried
        await clock.forward(timedelta(milliseconds=1))
    await drain(courier)
    assert [delivery.again for delivery in channel.tried] == [False] + [True] * len(waits)
    assert [delivery.attempts for delivery in channel.tried] == list(range(1, len(waits) + 2))
    assert await statuses(outside) == ["sent"]


async def test_a_pause_does_not_make_it_forget_that_it_may_have_been_sent(
    courier: Courier, channel: Scripted, house: House, clock: WatchedClock
) -> None:
    await write(house, letter("hello"))
    channel.answers[1] = [Unsure("silence"), RetryAfter(seconds(5))]
    for _ in range(3):
        await drain(courier)
        await clock.forward(seconds(5))
    assert [delivery.again for delivery in channel.tried] == [False, True, True]


@pytest.mark.parametrize("attempts", [46, 100_000])
async def test_however_long_telegram_is_silent_the_wait_stays_a_minute(
    courier: Courier, channel: Scripted, house: House, outside: House, attempts: int
) -> None:
    await write(house, letter("hello"))
    await house.run(lambda desk: desk.conn.execute(update(outbox_table).values(attempts=attempts)).rowcount)
    channel.answers[1] = [Unsure("silence")]
    await drain(courier)
    assert (await rows(outside))[0].not_before == START + Courier.LONGEST_WAIT


class Crashing(Scripted):
    """It sends, and never gets to say so."""

    def __init__(self) -> None:
        super().__init__()
        self.sent = asyncio.Event()

    async def deliver(self, delivery: Delivery) -> Outcome:
        await super().deliver(delivery)
        self.sent.set()
        await asyncio.Event().wait()
        raise AssertionError


async def test_a_crash_between_sending_and_marking_sends_it_again_and_says_so(
    channel: Scripted, house: House, outside: House
) -> None:
    await write(house, letter("first"), letter("second"))
    crashing = Crashing()
    lost = asyncio.ensure_future(Courier(BUYERS, house, crashing).run(asyncio.Event()))
    await crashing.sent.wait()
    lost.cancel()
    await asyncio.wait([lost])
    assert crashing.texts == ["first"]
    assert await statuses(outside) == ["sending", "waiting"]
    restarted = Courier(BUYERS, outside, channel)
    await drain(restarted)
    assert [(text_of(delivery), delivery.again) for delivery in channel.tried] == [
        ("first", True),
        ("second", False),
    ]
    assert await statuses(house) == ["sent", "sent"]


async def test_a_group_that_has_moved_is_followed_by_its_letters_and_its_place(
    channel: Scripted, house: House, outside: House
) -> None:
    await house.run(lambda desk: staff.set_place(desk.conn, STAFF_GROUP, GROUP))
    await write(
        house,
        letter("past", GROUP, bot=STAFF),
        letter("first", GROUP, bot=STAFF),
        letter("second", GROUP, bot=STAFF),
        letter("of the other bot", GROUP),
    )
    channel.answers[GROUP] = [Sent(7, "past"), Moved(-1001)]
    await drain(Courier(STAFF, house, channel))
    assert [(text_of(delivery), delivery.letter.chat_id) for delivery in channel.tried] == [
        ("past", GROUP),
        ("first", GROUP),
        ("first", -1001),
        ("second", -1001),
    ]
    assert [(row.id, row.chat_id, row.status) for row in await rows(outside)] == [
        (1, GROUP, "sent"),
        (2, -1001, "sent"),
        (3, -1001, "sent"),
        (4, GROUP, "waiting"),
    ]
    assert await outside.read(lambda desk: staff.place(desk.conn, STAFF_GROUP)) == -1001


async def test_another_group_that_moves_does_not_take_the_house_with_it(
    channel: Scripted, house: House, outside: House
) -> None:
    await house.run(lambda desk: staff.set_place(desk.conn, STAFF_GROUP, GROUP))
    await write(house, letter("hello", -200, bot=STAFF))
    channel.answers[-200] = [Moved(-2001)]
    await drain(Courier(STAFF, house, channel))
    assert await outside.read(lambda desk: staff.place(desk.conn, STAFF_GROUP)) == GROUP
    assert [(row.chat_id, row.status) for row in await rows(outside)] == [(-2001, "sent")]


def page(text: str, chat_id: int = 1, **facts: Any) -> Letter:
    return letter(text, chat_id, **({"handle": "form", "anew": False} | facts))


async def test_a_newer_page_of_a_handle_takes_the_place_of_one_that_still_waits(
    courier: Courier, channel: Scripted, house: House, outside: House
) -> None:
    await write(house, page("old"), letter("notice"), page("board", handle="board"), page("elsewhere", 2))
    await write(house, page("of the other bot", bot=STAFF), page("new"))
    await drain(courier)
    assert sorted(channel.texts) == ["board", "elsewhere", "new", "notice"]
    assert await statuses(outside) == ["superseded", "sent", "sent", "sent", "waiting", "sent"]


async def test_the_message_a_handle_stands_for_is_looked_up_when_the_page_is_sent(
    house: House, outside: House
) -> None:
    class WritesMore(Scripted):
        """While the first page is on its way, the next one is written."""

        async def deliver(self, delivery: Delivery) -> Outcome:
            if text_of(delivery) == "old":
                await write(outside, page("new"))
                assert await statuses(outside) == ["sending", "waiting"]
            return await super().deliver(delivery)

    channel = WritesMore()
    await write(house, page("old"))
    await drain(Courier(BUYERS, house, channel))
    assert channel.texts == ["old", "new"]
    assert await statuses(outside) == ["sent", "sent"]
    assert channel.tried[0].standing is None
    assert channel.tried[1].standing == outbox.Standing(1, {"text": "old"})


async def test_a_handle_stands_for_its_own_chats_last_sent_message_only(
    courier: Courier, channel: Scripted, house: House
) -> None:
    for pages in (
        [page("elsewhere", 2), page("board", handle="board")],
        [page("refused")],
        [page("first")],
        [page("second")],
        [page("third"), page("fresh board", handle="board")],
    ):
        channel.answers[1] = [Refused("no")] if pages[0].body == {"text": "refused"} else []
        await write(house, *pages)
        await drain(courier)
    found = {text_of(each): each.standing.body["text"] if each.standing else None for each in channel.tried}
    assert found == {
        "elsewhere": None,
        "board": None,
        "refused": None,
        "first": None,
        "second": "first",
        "third": "second",
        "fresh board": "board",
    }


async def test_a_page_that_has_to_wait_again_gives_way_to_a_newer_one(
    house: House, outside: House, clock: WatchedClock
) -> None:
    class WritesMore(Scripted):
        async def deliver(self, delivery: Delivery) -> Outcome:
            if not self.tried:
                await write(outside, page("new"))
            return await super().deliver(delivery)

    channel = WritesMore()
    channel.answers[1] = [RetryAfter(seconds(5))]
    await write(house, page("old"))
    courier = Courier(BUYERS, house, channel)
    await drain(courier)
    await clock.forward(seconds(5))
    await drain(courier)
    assert channel.texts == ["old", "new"]


async def test_two_bots_couriers_leave_each_others_letters_alone(
    house: House, outside: House, clock: WatchedClock
) -> None:
    await write(house, letter("to a guest"), letter("to the staff", bot=STAFF))
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


async def test_told_to_stop_it_delivers_what_is_due_and_leaves_the_rest(
    courier: Courier, channel: Scripted, house: House, outside: House
) -> None:
    await write(house, letter("a1"), letter("a2"), letter("a3"), letter("later", 2), letter("after it", 2))
    channel.answers[2] = [RetryAfter(seconds(60))]
    await drain(courier)
    assert channel.texts == ["a1", "later", "a2", "a3"]
    assert await statuses(outside) == ["sent", "sent", "sent", "waiting", "waiting"]


class Watched(Scripted):
    """It tells of each letter it has tried."""

    def __init__(self) -> None:
        super().__init__()
        self.told: asyncio.Queue[str] = asyncio.Queue()

    async def deliver(self, delivery: Delivery) -> Outcome:
        self.told.put_nowait(text_of(delivery))
        return await super().deliver(delivery)


async def test_it_wakes_for_each_commit_and_ends_when_told(house: House, outside: House) -> None:
    channel, stopping = Watched(), asyncio.Event()
    running = asyncio.ensure_future(Courier(BUYERS, house, channel).run(stopping))
    for text in ("one", "two", "three"):
        await write(house, letter(text))
        assert await channel.told.get() == text
    await write(house, letter("the last"))
    stopping.set()
    await running
    assert channel.texts == ["one", "two", "three", "the last"]
    assert await statuses(outside) == ["sent"] * 4


async def test_it_wakes_at_the_moment_the_first_letter_is_due(house: House, clock: WatchedClock) -> None:
    channel, stopping = Watched(), asyncio.Event()
    channel.answers = defaultdict(list, {1: [RetryAfter(seconds(90))], 2: [RetryAfter(seconds(60))]})
    await write(house, letter("late", 1), letter("soon", 2))
    running = asyncio.ensure_future(Courier(BUYERS, house, channel).run(stopping))
    assert {await channel.told.get() for _ in range(2)} == {"late", "soon"}
    for wait, text in ((60, "soon"), (30, "late")):
        assert await clock.awaited.get() == clock.now() + seconds(wait)
        await clock.forward(seconds(wait))
        assert await channel.told.get() == text
    stopping.set()
    await running
    assert await statuses(house) == ["sent", "sent"]


async def test_it_goes_on_after_a_letter_its_channel_could_not_word(house: House) -> None:
    channel, stopping = Watched(), asyncio.Event()
    channel.answers[1] = [KeyError("kind")]
    running = asyncio.ensure_future(Courier(BUYERS, house, channel).run(stopping))
    await write(house, letter("odd"), letter("plain"))
    assert [await channel.told.get() for _ in range(2)] == ["odd", "plain"]
    stopping.set()
    await running
    assert await statuses(house) == ["failed", "sent"]


async def test_it_rests_once_nothing_is_left_to_deliver_until_the_clock_moves(
    courier: Courier, channel: Scripted, house: House, clock: WatchedClock
) -> None:
    stopping = asyncio.Event()
    assert not courier.rests
    running = asyncio.ensure_future(courier.run(stopping))
    await courier.rest()
    assert channel.texts == []
    channel.answers[1] = [RetryAfter(seconds(30))]
    await write(house, letter("first"))
    assert not courier.rests
    await courier.rest()
    assert channel.texts == ["first"]
    await clock.forward(seconds(29))
    assert courier.rests
    await clock.forward(seconds(1))
    assert not courier.rests
    await courier.rest()
    assert channel.texts == ["first", "first"]
    stopping.set()
    await running
