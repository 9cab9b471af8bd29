"""The promises of ``house.run`` and ``house.read``. The tests read through another house with separate connections."""

import asyncio
from collections import Counter
from collections.abc import Callable
from contextlib import suppress

import pytest
from sqlalchemy import Connection, event, insert, select
from sqlalchemy.exc import DBAPIError, IntegrityError

from core.clock import PlayedClock
from core.desk import Desk
from core.guests import Name, Phone, PhoneKind
from core.runtime.house import House
from core.store import guests
from core.store.tables import booking_changes, places
from core.store.tables import guests as guest_table
from tests.core.runtime.house.transactions import PausedWork, UndoneError, mark, marked, marks
from tests.support.blocking import waiter, writing_engine


async def test_a_write_is_visible_only_after_it_has_returned(house: House, outside: House) -> None:
    wait = waiter()

    def work(desk: Desk) -> list[str]:
        mark(desk, "gate")
        seen: list[str] = wait(marked(outside))
        return seen

    assert await house.run(work) == []
    assert await marked(outside) == ["gate"]


async def test_a_write_that_raises_is_rolled_back(house: House, outside: House) -> None:
    def work(desk: Desk) -> None:
        mark(desk, "gate")
        raise UndoneError

    with pytest.raises(UndoneError):
        await house.run(work)
    assert await marked(outside) == []
    await house.run(marks("bar"))
    assert await marked(outside) == ["bar"]


async def test_a_read_changes_nothing_and_notifies_no_listener(house: House, outside: House) -> None:
    heard: list[str] = []
    house.on_commit(lambda: heard.append("committed"))
    with suppress(DBAPIError):
        await house.read(marks("gate"))
    assert await marked(outside) == []
    assert heard == []


async def test_a_read_sees_one_state_of_the_database(house: House, outside: House) -> None:
    wait = waiter()

    def looks_twice(desk: Desk) -> tuple[int, int]:
        look = select(places.c.name)
        before = len(desk.conn.execute(look).all())
        wait(outside.run(marks("meanwhile")))
        return before, len(desk.conn.execute(look).all())

    assert await house.read(looks_twice) == (0, 0)


async def test_the_moment_of_a_write_is_its_beginning(house: House, clock: PlayedClock) -> None:
    assert await house.run(lambda desk: desk.now) == clock.now()
    assert await house.read(lambda desk: (desk.now, desk.site)) == (clock.now(), house.site)


async def test_a_listener_is_called_after_each_commit_only(house: House) -> None:
    order: list[str] = []
    event.listen(writing_engine(house), "commit", lambda _: order.append("commit"))
    house.on_commit(lambda: order.append("heard"))
    house.on_commit(lambda: order.append("heard too"))
    await house.run(marks("gate"))
    assert order == ["commit", "heard", "heard too"]
    with pytest.raises(IntegrityError):
        await house.run(marks("gate"))
    assert order == ["commit", "heard", "heard too"]


async def test_a_failed_commit_notifies_no_listener(house: House, outside: House) -> None:
    heard: list[str] = []
    house.on_commit(lambda: heard.append("committed"))

    def fails(conn: Connection) -> None:
        raise UndoneError

    event.listen(writing_engine(house), "commit", fails)
    with pytest.raises(UndoneError):
        await house.run(marks("gate"))
    event.remove(writing_engine(house), "commit", fails)
    assert heard == []
    assert await marked(outside) == []


async def test_cancelling_the_caller_does_not_cancel_the_write(
    house: House, outside: House, paused_works: Callable[[str], PausedWork]
) -> None:
    def inserts_and_waits(desk: Desk) -> None:
        guests.insert_guest(
            desk.conn,
            number="TY-W001",
            name=Name(surname="Wang"),
            phone=Phone(number=None, kind=PhoneKind.DECLINED),
            telegram_id=1,
            now=desk.now,
        )
        paused(desk)

    paused = paused_works("gate")
    caller = asyncio.ensure_future(house.run(inserts_and_waits))
    await paused.begun.wait()
    caller.cancel()
    with pytest.raises(asyncio.CancelledError):
        await caller
    following = asyncio.ensure_future(house.run(marks("next")))
    paused.resume.set()
    await following
    await house.close()
    assert await marked(outside) == ["gate", "next"]
    numbers = await outside.read(lambda desk: desk.conn.execute(select(guest_table.c.number)).scalars().all())
    assert numbers == ["TY-W001"]


async def test_a_write_finishes_whenever_its_caller_is_cancelled(house: House, outside: House) -> None:
    moments = range(1, 31)
    for turns in moments:
        caller = asyncio.ensure_future(house.run(marks(f"cancelled {turns:02}")))
        for _ in range(turns):
            await asyncio.sleep(0)
        caller.cancel()
        await asyncio.wait([caller])
        await house.run(marks(f"next {turns:02}"))
    await house.close()
    written = await marked(outside)
    assert written == [f"{what} {turns:02}" for what in ("cancelled", "next") for turns in moments]


async def test_a_cancelled_read_leaves_the_house_usable(house: House, outside: House) -> None:
    for turns in range(1, 31):
        caller = asyncio.ensure_future(marked(house))
        for _ in range(turns):
            await asyncio.sleep(0)
        caller.cancel()
        await asyncio.wait([caller])
        await house.run(marks(f"next {turns:02}"))
    assert len(await marked(outside)) == 30


async def test_closing_waits_for_running_and_queued_writes(
    house: House, outside: House, paused_works: Callable[[str], PausedWork]
) -> None:
    paused = paused_works("gate")
    caller = asyncio.ensure_future(house.run(paused))
    await paused.begun.wait()
    queued = asyncio.ensure_future(house.run(marks("queued")))
    await asyncio.sleep(0)
    closing = asyncio.ensure_future(house.close())
    await marked(outside)
    assert not closing.done()
    paused.resume.set()
    await closing
    assert caller.done()
    assert queued.done()
    assert await marked(outside) == ["gate", "queued"]


async def test_closing_waits_for_writes_of_cancelled_callers_and_ignores_their_failures(
    house: House, outside: House, paused_works: Callable[[str], PausedWork]
) -> None:
    paused, fails = paused_works("gate"), paused_works("bar")

    def failing(desk: Desk) -> None:
        fails(desk)
        raise UndoneError

    callers = [asyncio.ensure_future(house.run(work)) for work in (paused, failing)]
    await paused.begun.wait()
    for caller in callers:
        caller.cancel()
    await asyncio.wait(callers)
    paused.resume.set()
    fails.resume.set()
    await house.close()
    assert await marked(outside) == ["gate"]


async def test_cancelling_the_closing_does_not_cancel_the_write(
    house: House, outside: House, paused_works: Callable[[str], PausedWork]
) -> None:
    paused = paused_works("gate")
    caller = asyncio.ensure_future(house.run(paused))
    await paused.begun.wait()
    closing = asyncio.ensure_future(house.close())
    await asyncio.sleep(0)
    closing.cancel()
    await asyncio.wait([closing])
    paused.resume.set()
    await asyncio.wait([caller])
    assert await marked(outside) == ["gate"]


async def test_an_ordinary_failure_is_not_retried(house: House) -> None:
    tries = Counter[str]()

    def work(desk: Desk) -> None:
        tries["work"] += 1
        mark(desk, "gate")
        mark(desk, "gate")

    with pytest.raises(IntegrityError):
        await house.run(work)
    assert tries["work"] == 1


async def test_a_foreign_key_without_a_row_is_refused(house: House) -> None:
    def work(desk: Desk) -> None:
        desk.conn.execute(
            insert(booking_changes).values(
                booking_id=999,
                version=1,
                what="made",
                by_user=1,
                channel="chat",
                starts_at=desk.now,
                made_at=desk.now,
            )
        )

    with pytest.raises(IntegrityError):
        await house.run(work)
