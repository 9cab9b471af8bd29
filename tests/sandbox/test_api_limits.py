"""Each relevant limit of the Bot API: one request over the limit fails, and one within it passes."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

import pytest

from sandbox.telegram import Telegram, Upload
from tests.sandbox import limit_cases_content, limit_cases_objects
from tests.sandbox.conftest import Api, Clock
from tests.sandbox.limit_cases import MIB, PICTURE, Limit, keys, photo

SendRequest = Callable[[Limit, Mapping[str, Any]], Awaitable[dict[str, Any]]]


@pytest.fixture
async def send_request(started: Telegram, group: int, buyers: Api) -> SendRequest:
    """A function that makes a request after replacing {photo} and {query} in its fields."""
    started.add_bot(8, "house_bot", group)
    await buyers("sendMessage", chat_id=7, text="Sure?", **keys(1))
    sent = await buyers("sendPhoto", chat_id=7, photo=photo(PICTURE))
    names = {
        "{photo}": sent["photo"][-1]["file_id"],
        "{query}": started.tap(7, 2, "y", bot="house_bot"),
    }

    async def ask(limit: Limit, fields: Mapping[str, Any]) -> dict[str, Any]:
        filled = {
            name: names.get(value, value) if isinstance(value, str) else value
            for name, value in fields.items()
        }
        return await started.call(buyers.account.token, limit.method, {**limit.to, **filled})

    return ask


PREFIX = {400: "Bad Request: ", 403: "Forbidden: ", 404: "", 413: ""}


@pytest.mark.parametrize(
    "limit", [*limit_cases_content.LIMITS, *limit_cases_objects.LIMITS], ids=lambda limit: limit.name
)
async def test_a_request_over_a_limit_fails_and_one_within_it_passes(
    send_request: SendRequest, limit: Limit
) -> None:
    refused = await send_request(limit, limit.over)
    assert refused == {
        "ok": False,
        "error_code": limit.code,
        "description": PREFIX[limit.code] + limit.reason,
    }
    if limit.within:
        granted = await send_request(limit, limit.within)
        assert granted["ok"], granted


def test_limit_names_are_unique() -> None:
    names = [limit.name for limit in (*limit_cases_content.LIMITS, *limit_cases_objects.LIMITS)]
    assert len(names) == len(set(names))


async def test_a_wrong_token_gets_401(telegram: Telegram) -> None:
    reply = await telegram.call("1001:wrong", "getMe", {})
    assert reply == {"ok": False, "error_code": 401, "description": "Unauthorized"}


async def test_an_answer_to_a_tap_fails_after_30_seconds(
    started: Telegram, buyers: Api, clock: Clock
) -> None:
    await buyers("sendMessage", chat_id=7, text="Sure?", **keys(1))
    early, late = (started.tap(7, 2, "y", bot="house_bot") for _ in range(2))
    clock.forward(30)
    assert await buyers("answerCallbackQuery", callback_query_id=early)
    clock.forward(1)
    refused = await buyers.refused("answerCallbackQuery", callback_query_id=late)
    assert refused == f"Bad Request: {limit_cases_objects.TOO_OLD}"


async def test_get_file_refuses_files_over_20_mb(started: Telegram, buyers: Api) -> None:
    for size, passes in ((20 * MIB, True), (20 * MIB + 1, False)):
        sent = await buyers("sendDocument", chat_id=7, document=Upload("x.bin", bytes(size)))
        reply = await started.call(buyers.account.token, "getFile", {"file_id": sent["document"]["file_id"]})
        assert reply["ok"] == passes
        assert passes or reply["description"] == "Bad Request: file is too big"
