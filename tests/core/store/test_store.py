"""Queries of the store, on each engine; the tests read the result through another house."""

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from sqlalchemy import insert, select, update
from sqlalchemy.exc import IntegrityError, StatementError

from core.bots import BUYERS, STAFF
from core.clock import PlayedClock
from core.desk import Desk
from core.runtime.house import House
from core.store import outbox, receipts, sessions
from core.store.outbox import Delivery, OutboxKind, OutboxMessage
from core.store.receipts import Receipt, Result
from core.store.sessions import SessionKey
from core.store.tables import invitations
from core.store.tables import outbox as outbox_table
from core.store.tables import receipts as receipt_table
from tests.support.blocking import waiter

KEY = SessionKey(bot=BUYERS, chat_id=1, user_id=1)
SHANGHAI = timezone(timedelta(hours=8))


# Times


async def test_a_naive_time_is_refused(house: House, outside: House) -> None:
    naive = datetime(2026, 11, 21, 10)  # noqa: DTZ001 - the naive time is the point
    with pytest.raises(StatementError, match="naive"):
        await house.run(
            lambda desk: (
                desk.conn.execute(
                    insert(invitations).values(token_hash="t", role="gate", expires_at=naive)
                ).rowcount
            )
        )
    with pytest.raises(StatementError, match="naive"):
        await house.read(
            lambda desk: desk.conn.execute(select(invitations).where(invitations.c.expires_at > naive)).all()
        )
    assert await outside.read(lambda desk: desk.conn.execute(select(invitations)).all()) == []


async def test_a_time_with_any_offset_is_read_back_in_utc(house: House, outside: House) -> None:
    moment = datetime(2026, 11, 21, 10, 0, 0, 123456, tzinfo=SHANGHAI)
    await house.run(
        lambda desk: (
            desk.conn.execute(
                insert(invitations).values(token_hash="t", role="gate", expires_at=moment)
            ).rowcount
        )
    )
    stored = await outside.read(lambda desk: desk.conn.execute(select(invitations.c.expires_at)).scalar_one())
    assert stored == moment
    assert stored.utcoffset() == timedelta(0)
    assert (stored.hour, stored.microsecond) == (2, 123456)


async def test_times_are_compared_as_moments(house: House) -> None:
    moment = datetime(2026, 11, 21, 10, tzinfo=SHANGHAI)

    def work(desk: Desk) -> list[bool]:
        desk.conn.execute(insert(invitations).values(token_hash="t", role="gate", expires_at=moment))
        return [
            desk.conn.execute(select(invitations).where(invitations.c.expires_at > other)).first() is not None
            for other in (
                datetime(2026, 11, 21, 1, 59, tzinfo=UTC),
                datetime(2026, 11, 21, 2, tzinfo=UTC),
                datetime(2026, 11, 21, 2, 1, tzinfo=UTC),
            )
        ]

    assert await house.run(work) == [True, False, False]


# Receipts


def receipt(update_id: int = 1, bot: str = BUYERS, **said: Any) -> Receipt:
    return Receipt(bot=bot, update_id=update_id, user_id=1, chat_id=1, input=said)


async def take(house: House, what: Receipt, result: Result = Result.HANDLED) -> bool:
    return await house.run(lambda desk: receipts.insert_receipt(desk.conn, what, desk.now, result))


async def test_a_receipt_of_an_update_is_inserted_once_for_each_bot(
    house: House, outside: House, clock: PlayedClock
) -> None:
    assert await take(house, receipt(1, text="你好 <b>&"))
    assert not await take(outside, receipt(1, text="otherwise"), Result.FAILED)
    assert await take(house, receipt(1, STAFF))
    assert await take(house, receipt(2**53 + 1), Result.FAILED)
    assert await take(house, receipt(0))
    rows = await outside.read(
        lambda desk: desk.conn.execute(
            select(receipt_table).order_by(receipt_table.c.bot, receipt_table.c.update_id)
        ).all()
    )
    assert [(row.bot, row.update_id, row.result) for row in rows] == [
        (BUYERS, 0, "handled"),
        (BUYERS, 1, "handled"),
        (BUYERS, 2**53 + 1, "failed"),
        (STAFF, 1, "handled"),
    ]
    assert rows[1].input == {"text": "你好 <b>&"}
    assert rows[1].received_at == clock.now()


async def test_a_receipt_inserted_concurrently_is_inserted_once(house: House, outside: House) -> None:
    taken = await asyncio.gather(*(take(each, receipt()) for each in (house, outside) * 5))
    assert sorted(taken) == [False] * 9 + [True]


async def test_a_rolled_back_receipt_can_be_inserted_again(house: House) -> None:
    def fails(desk: Desk) -> None:
        assert receipts.insert_receipt(desk.conn, receipt(), desk.now)
        raise LookupError

    with pytest.raises(LookupError):
        await house.run(fails)
    assert await take(house, receipt())


# Sessions


async def test_a_new_session_is_empty_and_stored(house: House, outside: House, clock: PlayedClock) -> None:
    made = await house.run(lambda desk: sessions.lock(desk.conn, KEY, desk.now))
    assert (made.language, made.dialog, made.state, made.turn) == (None, None, None, 0)
    assert (made.reply_keyboard, made.touched_at) == (False, clock.now())
    assert await outside.run(lambda desk: sessions.lock(desk.conn, KEY, desk.now + timedelta(days=1))) == made


@pytest.mark.parametrize(
    "state",
    [
        None,
        {},
        {
            "name": "王鑫 <3 & co",
            "party": [1, 0, 2],
            "phone": None,
            "deep": {"day": "2026-11-21", "ok": True},
        },
    ],
)
async def test_a_session_is_read_as_it_was_saved(
    house: House, outside: House, state: dict[str, Any] | None
) -> None:
    def work(desk: Desk) -> sessions.Session:
        session = replace(
            sessions.lock(desk.conn, KEY, desk.now),
            language="zh_Hans",
            dialog="booking",
            state=state,
            turn=7,
            reply_keyboard=True,
            touched_at=desk.now + timedelta(hours=1),
        )
        sessions.save(desk.conn, KEY, session)
        return session

    saved = await house.run(work)
    assert await outside.run(lambda desk: sessions.lock(desk.conn, KEY, desk.now)) == saved


async def test_each_person_has_a_session_for_each_bot_and_chat(house: House, outside: House) -> None:
    keys = [
        KEY,
        replace(KEY, bot=STAFF),
        replace(KEY, chat_id=-(2**40)),
        replace(KEY, user_id=2**40),
    ]

    def work(desk: Desk) -> None:
        for turn, key in enumerate(keys):
            session = sessions.lock(desk.conn, key, desk.now)
            sessions.save(desk.conn, key, replace(session, turn=turn))

    await house.run(work)
    turns = await outside.run(lambda desk: [sessions.lock(desk.conn, key, desk.now).turn for key in keys])
    assert turns == [0, 1, 2, 3]


async def test_a_locked_session_is_waited_for(house: House, outside: House) -> None:
    """Each of many concurrent steps sees the turn of the step before."""
    await house.run(lambda desk: sessions.lock(desk.conn, KEY, desk.now))
    wait = waiter()

    def step(desk: Desk) -> int:
        session = sessions.lock(desk.conn, KEY, desk.now)
        for _ in range(3):
            wait(asyncio.sleep(0))
        sessions.save(desk.conn, KEY, replace(session, turn=session.turn + 1))
        return session.turn

    seen = await asyncio.gather(*(each.run(step) for each in (house, outside) * 5))
    assert sorted(seen) == list(range(10))


async def test_a_private_chat_has_its_persons_language_and_a_group_has_none(
    house: House, outside: House
) -> None:
    def work(desk: Desk) -> None:
        for key, language in ((KEY, "zh_Hant"), (replace(KEY, chat_id=-100), "en")):
            session = sessions.lock(desk.conn, key, desk.now)
            sessions.save(desk.conn, key, replace(session, language=language))

    await house.run(work)
    chats = ((BUYERS, 1), (BUYERS, -100), (STAFF, 1), (BUYERS, 2))
    await put(house, *[message("hello", chat, bot=bot) for bot, chat in chats])

    def read(desk: Desk) -> list[str | None]:
        claimed = [each for bot in (BUYERS, STAFF) for each in outbox.claim(desk.conn, bot, desk.now, 20)]
        return [delivery.language for delivery in sorted(claimed, key=lambda each: each.id)]

    assert await outside.run(read) == ["zh_Hant", None, None, None]


# The outbox


def message(text: str, chat_id: int = 1, **facts: Any) -> OutboxMessage:
    values: dict[str, Any] = {
        "bot": BUYERS,
        "chat_id": chat_id,
        "kind": OutboxKind.NOTICE,
        "body": {"text": text},
    }
    return OutboxMessage(**(values | facts))


async def put(house: House, *messages: OutboxMessage) -> None:
    def work(desk: Desk) -> None:
        for each in messages:
            outbox.add(desk.conn, each, desk.now)

    await house.run(work)


async def claim(house: House, most: int = 20, later: timedelta = timedelta(0)) -> list[Delivery]:
    return await house.run(lambda desk: outbox.claim(desk.conn, BUYERS, desk.now + later, most))


def texts(deliveries: list[Delivery]) -> list[str]:
    return [delivery.message.body["text"] for delivery in deliveries]


async def test_a_message_is_claimed_as_it_was_written(house: House, outside: House) -> None:
    def speaks(desk: Desk) -> None:
        session = sessions.lock(desk.conn, KEY, desk.now)
        sessions.save(desk.conn, KEY, replace(session, language="zh_Hans"))

    await house.run(speaks)
    written = message("你好 <3", handle="form", send_new=False, kind=OutboxKind.SCREEN)
    await put(house, written, message("to the group", -(2**40)))
    first, second = await claim(outside)
    assert first == Delivery(
        id=1, message=written, previous=None, language="zh_Hans", attempts=1, maybe_duplicate=False
    )
    assert (second.message.chat_id, second.language) == (-(2**40), None)


async def test_only_the_oldest_unsent_message_of_a_chat_is_claimed_and_only_once(house: House) -> None:
    await put(house, message("a1"), message("a2"), message("b1", 2), message("s1", bot=STAFF))
    first, second = await claim(house)
    assert texts([first, second]) == ["a1", "b1"]
    assert await claim(house) == []
    await house.run(lambda desk: outbox.mark_failed(desk.conn, first, "blocked"))
    assert texts(await claim(house)) == ["a2"]


async def test_at_most_the_given_number_is_claimed_oldest_first(house: House) -> None:
    await put(house, *[message(f"to {chat}", chat) for chat in (5, 4, 3, 2, 1)])
    assert texts(await claim(house, 2)) == ["to 5", "to 4"]
    assert texts(await claim(house, 2)) == ["to 3", "to 2"]
    assert texts(await claim(house, 2)) == ["to 1"]


async def test_the_next_due_moment_is_the_earliest_of_the_chats_oldest_messages(
    house: House, outside: House, clock: PlayedClock
) -> None:
    async def next_due(bot: str = BUYERS) -> datetime | None:
        return await outside.read(lambda desk: outbox.next_due(desk.conn, desk.now, bot))

    assert await next_due() is None
    await put(house, message("a1"), message("a2"), message("b1", 2), message("s1", bot=STAFF))
    assert await next_due() is None
    claimed = {delivery.id: delivery for delivery in await claim(house)}
    now, minute = clock.now(), timedelta(minutes=1)
    await house.run(lambda desk: outbox.mark_waiting(desk.conn, claimed[1], now + 3 * minute))
    await house.run(lambda desk: outbox.mark_maybe_sent(desk.conn, claimed[3], now + 2 * minute))
    assert await next_due() == now + 2 * minute
    assert await next_due(STAFF) is None
    assert texts(await claim(house, later=2 * minute)) == ["b1"]
    await house.run(
        lambda desk: outbox.mark_sent(desk.conn, claimed[3], message_id=1, words="b1", now=desk.now)
    )
    assert await next_due() == now + 3 * minute


async def test_a_message_due_later_does_not_delay_its_chat(
    house: House, outside: House, clock: PlayedClock
) -> None:
    now, hour = clock.now(), timedelta(hours=1)

    def write(desk: Desk) -> None:
        outbox.add(desk.conn, message("later"), desk.now, due_at=now + hour)
        outbox.add(desk.conn, message("at once"), desk.now)

    await house.run(write)
    assert texts(await claim(house)) == ["at once"]
    assert await outside.read(lambda desk: outbox.next_due(desk.conn, now, BUYERS)) == now + hour
    assert texts(await claim(house, later=hour)) == []
    sent = outbox_table.update().where(outbox_table.c.id == 2).values(status="sent", sent_at=now)
    await house.run(lambda desk: desk.conn.execute(sent).rowcount)
    assert texts(await claim(house, later=hour)) == ["later"]


async def test_a_message_being_sent_is_not_claimed_again(house: House, outside: House) -> None:
    await put(house, message("a1"))
    await claim(house)
    assert not await claim(outside)


async def test_a_message_being_sent_is_recovered_as_a_possible_duplicate_of_its_bot(house: House) -> None:
    await put(house, message("a1"), message("a2"), message("s1", bot=STAFF))
    await claim(house)
    await house.run(lambda desk: outbox.claim(desk.conn, STAFF, desk.now, 20))
    await house.run(lambda desk: outbox.recover(desk.conn, BUYERS))
    assert [(d.message.body["text"], d.maybe_duplicate, d.attempts) for d in await claim(house)] == [
        ("a1", True, 2)
    ]
    status = await house.read(
        lambda desk: desk.conn.execute(select(outbox_table.c.status).where(outbox_table.c.id == 3)).scalar()
    )
    assert status == "sending"


async def test_a_sent_message_must_have_a_time(house: House) -> None:
    await put(house, message("a1"))
    for values in ({"status": "sent"}, {"sent_at": datetime(2026, 11, 21, tzinfo=UTC)}):
        with pytest.raises(IntegrityError):
            await house.run(
                lambda desk, values=values: desk.conn.execute(update(outbox_table).values(**values)).rowcount
            )
