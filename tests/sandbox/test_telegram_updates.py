"""The queue of updates and long polls; the tests never wait for real seconds to pass."""

import asyncio
from typing import Any

import pytest
from aiogram.enums import UpdateType as AiogramUpdateType
from telegram.constants import UpdateType

from sandbox.telegram import Telegram
from sandbox.updates import UPDATE_KINDS
from tests.sandbox.conftest import Api, StartPoll

CONFLICT = "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running"


async def test_updates_come_oldest_first_and_stay_until_confirmed(started: Telegram, buyers: Api) -> None:
    started.send(7, "one", bot="house_bot")
    started.send(7, "two", bot="house_bot")
    first = await buyers("getUpdates")
    assert [update["message"]["text"] for update in first] == ["/start", "one", "two"]
    ids = [update["update_id"] for update in first]
    assert ids == list(range(ids[0], ids[0] + 3))
    assert await buyers("getUpdates") == first
    assert started.pending("house_bot") == started.pending() == 3
    assert await buyers("getUpdates", offset=ids[1]) == first[1:]
    assert started.pending("house_bot") == 2
    assert await buyers("getUpdates", offset=ids[2] + 1) == []
    assert started.pending() == 0


async def test_limit_restricts_the_number_of_updates(started: Telegram, buyers: Api) -> None:
    started.send(7, "one", bot="house_bot")
    assert len(await buyers("getUpdates", limit=1)) == 1
    assert len(await buyers("getUpdates", limit="100")) == 2
    for limit in (0, 101):
        assert (
            await buyers.refused("getUpdates", limit=limit) == "Bad Request: limit must be between 1 and 100"
        )


async def test_a_negative_offset_keeps_the_newest(started: Telegram, buyers: Api) -> None:
    for text in ("one", "two"):
        started.send(7, text, bot="house_bot")
    newest = await buyers("getUpdates", offset=-1)
    assert [update["message"]["text"] for update in newest] == ["two"]
    assert started.pending("house_bot") == 1
    assert await buyers("getUpdates", offset=-100) == newest


async def test_each_bot_has_its_own_queue(started: Telegram, buyers: Api, staff: Api) -> None:
    started.open_link(7, "desk_bot")
    assert len(await buyers("getUpdates")) == len(await staff("getUpdates")) == 1
    assert started.pending() == 2
    first, second = (await buyers.updates())[0], (await staff.updates())[0]
    assert first["update_id"] != second["update_id"]


async def test_a_poll_answers_at_once_when_something_is_queued(started: Telegram, buyers: Api) -> None:
    async with asyncio.timeout(1):
        assert len(await buyers("getUpdates", timeout=50)) == 1


async def test_a_poll_waits_for_the_next_update(
    telegram: Telegram, buyers: Api, start_poll: StartPoll
) -> None:
    poll = await start_poll(buyers("getUpdates", timeout=50))
    assert not poll.done()
    telegram.send(7, "hello", bot="house_bot")
    async with asyncio.timeout(1):
        updates = await poll
    assert [update["message"]["text"] for update in updates] == ["hello"]


async def test_a_poll_is_not_woken_by_disallowed_updates(
    telegram: Telegram, buyers: Api, start_poll: StartPoll
) -> None:
    poll = await start_poll(buyers("getUpdates", timeout=50, allowed_updates=["callback_query"]))
    telegram.send(7, "hello", bot="house_bot")
    await asyncio.sleep(0)
    assert not poll.done()
    telegram.release()
    assert await poll == []


async def test_a_poll_without_timeout_answers_empty(buyers: Api) -> None:
    assert await buyers("getUpdates") == []
    refused = await buyers.refused("getUpdates", timeout=-1)
    assert refused == "Bad Request: timeout must not be negative"


async def test_a_poll_ends_after_its_timeout(buyers: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    waited = []
    original = asyncio.timeout

    def at_once(seconds: float) -> asyncio.Timeout:
        waited.append(seconds)
        return original(0)

    monkeypatch.setattr("sandbox.updates.asyncio.timeout", at_once)
    assert await buyers("getUpdates", timeout=5) == []
    assert await buyers("getUpdates", timeout=600) == []
    assert waited == [5, 50]


async def test_a_second_poll_ends_the_first_as_a_conflict(
    telegram: Telegram, buyers: Api, start_poll: StartPoll
) -> None:
    first = await start_poll(telegram.call(buyers.account.token, "getUpdates", {"timeout": 50}))
    second = await start_poll(buyers("getUpdates", timeout=50))
    assert await first == {"ok": False, "error_code": 409, "description": CONFLICT}
    assert not second.done()
    telegram.send(7, "hello", bot="house_bot")
    assert len(await second) == 1


async def test_a_second_poll_wins_even_when_an_update_woke_the_first(
    telegram: Telegram, buyers: Api, start_poll: StartPoll
) -> None:
    first = await start_poll(telegram.call(buyers.account.token, "getUpdates", {"timeout": 50}))
    telegram.send(7, "hello", bot="house_bot")
    assert len(await buyers("getUpdates")) == 1
    assert (await first)["error_code"] == 409


async def test_consecutive_polls_do_not_conflict(
    telegram: Telegram, buyers: Api, staff: Api, start_poll: StartPoll
) -> None:
    poll = await start_poll(staff("getUpdates", timeout=50))
    assert await buyers("getUpdates") == []
    assert await buyers("getUpdates") == []
    telegram.send(7, "hello", bot="desk_bot")
    assert len(await poll) == 1


async def test_a_cancelled_poll_leaves_nothing_behind(
    telegram: Telegram, buyers: Api, start_poll: StartPoll
) -> None:
    poll = await start_poll(buyers("getUpdates", timeout=50))
    poll.cancel()
    with pytest.raises(asyncio.CancelledError):
        await poll
    telegram.send(7, "hello", bot="house_bot")
    assert len(await buyers("getUpdates", timeout=50)) == 1


@pytest.mark.parametrize("method", ["close", "logOut"])
async def test_closing_ends_a_waiting_poll(buyers: Api, method: str, start_poll: StartPoll) -> None:
    poll = await start_poll(buyers("getUpdates", timeout=50))
    assert await buyers(method) is True
    assert await poll == []


async def test_allowed_updates_are_kept_for_later_updates(started: Telegram, buyers: Api) -> None:
    await buyers("getUpdates", allowed_updates=["my_chat_member"])
    started.send(7, "unheard", bot="house_bot")
    started.block(7, "house_bot")
    assert [kind(update) for update in await buyers.updates()] == ["message", "my_chat_member"]
    started.unblock(7, "house_bot")
    started.send(7, "unheard", bot="house_bot")
    assert [kind(update) for update in await buyers.updates()] == ["my_chat_member"]


async def test_an_empty_allowed_updates_means_the_default(started: Telegram, buyers: Api) -> None:
    await buyers("getUpdates", allowed_updates='["callback_query"]')
    await buyers("getUpdates", allowed_updates="[]")
    started.send(7, "heard", bot="house_bot")
    assert len(await buyers.updates()) == 2


@pytest.mark.parametrize("kinds", [["mesage"], [["message"]], [5]])
async def test_unknown_kinds_of_update_are_refused(buyers: Api, kinds: list[Any]) -> None:
    refused = await buyers.refused("getUpdates", allowed_updates=kinds)
    assert refused == f"Bad Request: unknown kind of update: {kinds[0]}"


def test_every_kind_that_the_frameworks_know_is_accepted() -> None:
    assert {kind.value for kind in UpdateType} | {kind.value for kind in AiogramUpdateType} <= UPDATE_KINDS


async def test_delete_webhook_can_drop_pending_updates(started: Telegram, buyers: Api) -> None:
    assert await buyers("deleteWebhook") is True
    assert started.pending("house_bot") == 1
    assert await buyers("deleteWebhook", drop_pending_updates="true") is True
    assert started.pending("house_bot") == 0


def kind(update: dict[str, Any]) -> str:
    return next(name for name in update if name != "update_id")


async def test_drained_waits_until_all_updates_are_confirmed(
    started: Telegram, buyers: Api, staff: Api
) -> None:
    started.open_link(7, "desk_bot")
    drained = asyncio.ensure_future(started.drained())
    await buyers.updates()
    started.send(7, "again", bot="house_bot")
    await staff.updates()
    await asyncio.sleep(0)
    assert not drained.done()
    await buyers("deleteWebhook", drop_pending_updates=True)
    async with asyncio.timeout(1):
        await drained
        await started.drained()


async def test_polled_waits_until_every_bot_polls(telegram: Telegram, buyers: Api, staff: Api) -> None:
    polled = asyncio.ensure_future(telegram.polled())
    polls = [asyncio.ensure_future(buyers("getUpdates", timeout=50))]
    await asyncio.sleep(0)
    assert telegram.polling("house_bot")
    assert not telegram.polling("desk_bot")
    assert not polled.done()
    polls.append(asyncio.ensure_future(staff("getUpdates", timeout=50)))
    async with asyncio.timeout(1):
        await polled
        telegram.release()
        assert await asyncio.gather(*polls) == [[], []]
