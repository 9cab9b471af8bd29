"""The courier and the pages of a handle: a newer page replaces the one before."""

from typing import Any

from core.bots import BUYERS, STAFF
from core.runtime.courier import Courier, Outcome, Rejected, RetryAfter
from core.runtime.house import House
from core.store import outbox
from core.store.outbox import Delivery, OutboxMessage
from tests.core.runtime.courier.scripted import (
    Scripted,
    WatchedClock,
    drain,
    message,
    seconds,
    statuses,
    text_of,
    write,
)


def page(text: str, chat_id: int = 1, **facts: Any) -> OutboxMessage:
    return message(text, chat_id, **({"handle": "form", "send_new": False} | facts))


async def test_a_newer_page_of_a_handle_supersedes_a_waiting_one(
    courier: Courier, channel: Scripted, house: House, outside: House
) -> None:
    await write(house, page("old"), message("notice"), page("board", handle="board"), page("elsewhere", 2))
    await write(house, page("of the other bot", bot=STAFF), page("new"))
    await drain(courier)
    assert sorted(channel.texts) == ["board", "elsewhere", "new", "notice"]
    assert await statuses(outside) == ["superseded", "sent", "sent", "sent", "waiting", "sent"]


async def test_the_message_of_a_handle_is_looked_up_when_the_page_is_sent(
    house: House, outside: House
) -> None:
    class WritesMore(Scripted):
        """Writes the next page while the first one is being sent."""

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
    assert channel.tried[0].previous is None
    assert channel.tried[1].previous == outbox.SentMessage(1, {"text": "old"})


async def test_a_handle_refers_to_the_last_sent_message_of_its_chat(
    courier: Courier, channel: Scripted, house: House
) -> None:
    for pages in (
        [page("elsewhere", 2), page("board", handle="board")],
        [page("refused")],
        [page("first")],
        [page("second")],
        [page("third"), page("fresh board", handle="board")],
    ):
        channel.answers[1] = [Rejected("no")] if pages[0].body == {"text": "refused"} else []
        await write(house, *pages)
        await drain(courier)
    found = {text_of(each): each.previous.body["text"] if each.previous else None for each in channel.tried}
    assert found == {
        "elsewhere": None,
        "board": None,
        "refused": None,
        "first": None,
        "second": "first",
        "third": "second",
        "fresh board": "board",
    }


async def test_a_page_that_must_wait_again_is_superseded_by_a_newer_one(
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
