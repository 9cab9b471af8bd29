"""The courier's messages: their order, Telegram's answers, and migrated groups."""

from datetime import timedelta

import pytest
from sqlalchemy import update

from core.bots import BUYERS, STAFF
from core.desk import Desk
from core.runtime.courier import Blocked, Courier, MovedTo, NoAnswer, Outcome, Rejected, RetryAfter, Sent
from core.runtime.house import House
from core.staff import STAFF_GROUP
from core.store import outbox, staff
from core.store.outbox import Delivery
from core.store.tables import outbox as outbox_table
from tests.core.runtime.courier.scripted import (
    GROUP,
    START,
    Scripted,
    WatchedClock,
    drain,
    message,
    rows,
    seconds,
    statuses,
    text_of,
    write,
)


async def test_a_committed_message_is_sent_and_its_text_is_stored(
    courier: Courier, channel: Scripted, house: House, outside: House
) -> None:
    await write(house, message("hello"))
    await drain(courier)
    assert [delivery.message for delivery in channel.tried] == [message("hello")]
    assert (channel.tried[0].maybe_duplicate, channel.tried[0].attempts) == (False, 1)
    (row,) = await rows(outside)
    assert (row.status, row.message_id, row.words, row.attempts) == ("sent", 1, "said hello", 1)
    assert (row.written_at, row.sent_at, row.error) == (START, START, None)


async def test_a_message_is_claimed_in_the_database_before_it_is_sent(house: House, outside: House) -> None:
    seen: list[list[str]] = []

    class Looks(Scripted):
        async def deliver(self, delivery: Delivery) -> Outcome:
            seen.append(await statuses(outside))
            return await super().deliver(delivery)

    await write(house, message("hello"))
    await drain(Courier(BUYERS, house, Looks()))
    assert seen == [["sending"]]


async def test_a_rolled_back_write_sends_nothing(
    courier: Courier, channel: Scripted, house: House, outside: House
) -> None:
    def fails(desk: Desk) -> None:
        outbox.add(desk.conn, message("hello"), desk.now)
        raise LookupError

    with pytest.raises(LookupError):
        await house.run(fails)
    await drain(courier)
    assert channel.tried == []
    assert await rows(outside) == []


async def test_messages_of_a_chat_keep_their_order_and_chats_do_not_wait_for_each_other(
    courier: Courier, channel: Scripted, house: House, clock: WatchedClock
) -> None:
    await write(house, *[message(text, chat) for chat, text in ((1, "a1"), (1, "a2"), (2, "b1"), (2, "b2"))])
    channel.answers[1] = [RetryAfter(seconds(30))]
    await drain(courier)
    assert channel.texts == ["a1", "b1", "b2"]
    await clock.forward(seconds(30))
    await drain(courier)
    assert channel.texts == ["a1", "b1", "b2", "a1", "a2"]


@pytest.mark.parametrize("answer", [NoAnswer("silence"), RetryAfter(seconds(2))])
async def test_a_newer_message_does_not_overtake_a_waiting_one(
    courier: Courier, channel: Scripted, house: House, clock: WatchedClock, answer: Outcome
) -> None:
    await write(house, message("first"))
    channel.answers[1] = [answer]
    await drain(courier)
    await write(house, message("second"))
    await drain(courier)
    assert channel.texts == ["first"]
    await clock.forward(seconds(2))
    await drain(courier)
    assert channel.texts == ["first", "first", "second"]


async def test_more_chats_than_a_batch_are_all_served(
    courier: Courier, channel: Scripted, house: House
) -> None:
    chats = range(1, 2 * Courier.BATCH_SIZE + 4)
    await write(house, *[message(f"to {chat}", chat) for chat in chats])
    await drain(courier)
    assert sorted(channel.texts) == sorted(f"to {chat}" for chat in chats)


async def test_a_retry_after_pause_survives_a_restart(
    courier: Courier, channel: Scripted, house: House, outside: House, clock: WatchedClock
) -> None:
    await write(house, message("hello"))
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
    assert not channel.tried[1].maybe_duplicate
    assert await statuses(house) == ["sent"]


@pytest.mark.parametrize(
    ("answer", "error"),
    [
        (Blocked(), "blocked"),
        (Rejected("chat not found"), "chat not found"),
        (LookupError("no such wording"), "LookupError('no such wording')"),
    ],
)
async def test_an_undeliverable_message_fails_and_does_not_delay_others(
    courier: Courier,
    channel: Scripted,
    house: House,
    outside: House,
    clock: WatchedClock,
    answer: Outcome | Exception,
    error: str,
) -> None:
    await write(house, message("first"), message("second"), message("other", 2))
    channel.answers[1] = [answer]
    await drain(courier)
    await clock.forward(timedelta(days=1))
    await drain(courier)
    assert channel.texts == ["first", "other", "second"]
    assert await statuses(outside) == ["failed", "sent", "sent"]
    assert (await rows(outside))[0].error == error


async def test_a_message_without_an_answer_is_retried_as_a_duplicate_with_growing_waits(
    courier: Courier, channel: Scripted, house: House, outside: House, clock: WatchedClock
) -> None:
    await write(house, message("hello"))
    waits = [2, 4, 8, 16, 32, 60, 60, 60]
    channel.answers[1] = [NoAnswer("silence") for _ in waits]
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
    assert [delivery.maybe_duplicate for delivery in channel.tried] == [False] + [True] * len(waits)
    assert [delivery.attempts for delivery in channel.tried] == list(range(1, len(waits) + 2))
    assert await statuses(outside) == ["sent"]


async def test_a_pause_keeps_the_mark_of_a_possible_duplicate(
    courier: Courier, channel: Scripted, house: House, clock: WatchedClock
) -> None:
    await write(house, message("hello"))
    channel.answers[1] = [NoAnswer("silence"), RetryAfter(seconds(5))]
    for _ in range(3):
        await drain(courier)
        await clock.forward(seconds(5))
    assert [delivery.maybe_duplicate for delivery in channel.tried] == [False, True, True]


@pytest.mark.parametrize("attempts", [46, 100_000])
async def test_the_wait_between_retries_is_at_most_a_minute(
    courier: Courier, channel: Scripted, house: House, outside: House, attempts: int
) -> None:
    await write(house, message("hello"))
    await house.run(lambda desk: desk.conn.execute(update(outbox_table).values(attempts=attempts)).rowcount)
    channel.answers[1] = [NoAnswer("silence")]
    await drain(courier)
    assert (await rows(outside))[0].not_before == START + Courier.MAX_RETRY_DELAY


async def test_messages_and_place_follow_a_migrated_group(
    channel: Scripted, house: House, outside: House
) -> None:
    await house.run(lambda desk: staff.set_place(desk.conn, STAFF_GROUP, GROUP))
    await write(
        house,
        message("past", GROUP, bot=STAFF),
        message("first", GROUP, bot=STAFF),
        message("second", GROUP, bot=STAFF),
        message("of the other bot", GROUP),
    )
    channel.answers[GROUP] = [Sent(7, "past"), MovedTo(-1001)]
    await drain(Courier(STAFF, house, channel))
    assert [(text_of(delivery), delivery.message.chat_id) for delivery in channel.tried] == [
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
    assert await outside.read(lambda desk: staff.find_place(desk.conn, STAFF_GROUP)) == -1001


async def test_a_migration_of_another_group_does_not_change_the_staff_group(
    channel: Scripted, house: House, outside: House
) -> None:
    await house.run(lambda desk: staff.set_place(desk.conn, STAFF_GROUP, GROUP))
    await write(house, message("hello", -200, bot=STAFF))
    channel.answers[-200] = [MovedTo(-2001)]
    await drain(Courier(STAFF, house, channel))
    assert await outside.read(lambda desk: staff.find_place(desk.conn, STAFF_GROUP)) == GROUP
    assert [(row.chat_id, row.status) for row in await rows(outside)] == [(-2001, "sent")]
