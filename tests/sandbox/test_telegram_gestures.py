"""Gestures, the updates that bots receive for them, and gestures that no client could make."""

from typing import Any

import pytest

from sandbox.telegram import GestureError, Person, Telegram
from tests.sandbox.conftest import Api, Clock

ASK = {"inline_keyboard": [[{"text": "Yes", "callback_data": "y"}, {"text": "Map", "url": "https://e.com"}]]}
TOO_OLD = "Bad Request: query is too old and response timeout expired or query ID is invalid"


@pytest.fixture
async def asked(started: Telegram, buyers: Api) -> Telegram:
    """The Telegram after the buyers' bot has asked Lin a question and confirmed its updates."""
    await buyers.updates()
    await buyers("sendMessage", chat_id=7, text="Sure?", reply_markup=ASK)
    return started


async def test_a_text_reaches_the_bot(telegram: Telegram, buyers: Api, clock: Clock) -> None:
    assert telegram.send(7, " 我想看房 /book \n", bot="house_bot") == 1
    [update] = await buyers.updates()
    assert update["message"] == {
        "message_id": 1,
        "from": {
            "id": 7,
            "is_bot": False,
            "first_name": "Lin",
            "last_name": "Na",
            "username": "linna",
            "language_code": "zh-hans",
        },
        "chat": {"id": 7, "type": "private", "first_name": "Lin", "last_name": "Na", "username": "linna"},
        "date": int(clock.moment.timestamp()),
        "text": "我想看房 /book",
        "entities": [{"type": "bot_command", "offset": 5, "length": 5}],
    }
    [shown] = telegram.history(bot="house_bot", user_id=7)
    assert (shown.text, shown.sender.name, shown.sender.is_bot) == ("我想看房 /book", "Lin Na", False)


async def test_optional_names_are_left_out(telegram: Telegram, buyers: Api) -> None:
    telegram.send(8, "hello", bot="@House_Bot")
    [update] = await buyers.updates()
    assert update["message"]["from"] == {
        "id": 8,
        "is_bot": False,
        "first_name": "Wang",
        "language_code": "en",
    }
    assert "entities" not in update["message"]


@pytest.mark.parametrize("text", ["", " \n", "x" * 4097, "🏠" * 2049, "\ud83c"])
def test_texts_that_no_client_can_send_are_refused(telegram: Telegram, text: str) -> None:
    with pytest.raises(GestureError):
        telegram.send(7, text, bot="house_bot")
    assert telegram.history(bot="house_bot", user_id=7) == []


def test_gestures_need_a_person_and_one_chat(telegram: Telegram) -> None:
    unclear: list[dict[str, Any]] = [
        {"user_id": 99, "bot": "house_bot"},
        {"user_id": 7, "bot": "nobody_bot"},
        {"user_id": 7},
        {"user_id": 7, "bot": "house_bot", "chat_id": -5},
        {"user_id": 7, "chat_id": -5},
    ]
    for wrong in unclear:
        with pytest.raises(GestureError):
            telegram.send(wrong.pop("user_id"), "x", **wrong)
    with pytest.raises(GestureError):
        telegram.history(bot="house_bot")


async def test_a_reply_contains_the_quoted_message(asked: Telegram, buyers: Api) -> None:
    asked.send(7, "yes", bot="house_bot", reply_to=2)
    [update] = await buyers.updates()
    assert update["message"]["reply_to_message"]["text"] == "Sure?"
    with pytest.raises(GestureError):
        asked.send(7, "yes", bot="house_bot", reply_to=77)


async def test_a_deep_link_sends_start_with_its_payload(telegram: Telegram, buyers: Api) -> None:
    telegram.open_link(7, "house_bot", "a_B-9")
    telegram.open_link(7, "house_bot")
    assert [update["message"]["text"] for update in await buyers.updates()] == ["/start a_B-9", "/start"]


@pytest.mark.parametrize("payload", ["x" * 65, "with space", "迎宾", "a=b", "a\n"])
def test_invalid_payloads_are_refused(telegram: Telegram, payload: str) -> None:
    with pytest.raises(GestureError):
        telegram.open_link(7, "house_bot", payload)


async def test_a_tap_reaches_the_bot(asked: Telegram, buyers: Api) -> None:
    query_id = asked.tap(7, 2, "y", bot="house_bot")
    [update] = await buyers.updates()
    query = update["callback_query"]
    assert (query["id"], query["data"], query["from"]["id"]) == (query_id, "y", 7)
    assert query["message"]["message_id"] == 2
    assert query["message"]["reply_markup"] == ASK
    assert isinstance(query["chat_instance"], str)
    assert asked.toasts(7) == []


async def test_taps_that_no_client_can_make_are_refused(asked: Telegram, buyers: Api) -> None:
    await buyers("sendMessage", chat_id=7, text="plain", reply_markup={"keyboard": [["y"]]})
    for message_id, data in ((2, "n"), (2, "Yes"), (2, "https://e.com"), (1, "y"), (3, "y"), (9, "y")):
        with pytest.raises(GestureError):
            asked.tap(7, message_id, data, bot="house_bot")
    await buyers("editMessageReplyMarkup", chat_id=7, message_id=2)
    with pytest.raises(GestureError):
        asked.tap(7, 2, "y", bot="house_bot")
    assert asked.pending() == 0


async def test_a_forged_tap_can_have_any_data(asked: Telegram, buyers: Api) -> None:
    query_id = asked.tap(7, 2, "n", bot="house_bot", forged=True)
    [update] = await buyers.updates()
    assert (update["callback_query"]["id"], update["callback_query"]["data"]) == (query_id, "n")
    for message_id, data in ((1, "n"), (9, "n"), (2, ""), (2, "迎" * 22)):
        with pytest.raises(GestureError):
            asked.tap(7, message_id, data, bot="house_bot", forged=True)


async def test_an_answered_tap_shows_a_toast(asked: Telegram, buyers: Api, clock: Clock) -> None:
    first = asked.tap(7, 2, "y", bot="house_bot")
    second = asked.tap(7, 2, "y", bot="house_bot")
    assert first != second
    assert await buyers("answerCallbackQuery", callback_query_id=first, text="x" * 200, show_alert="true")
    assert await buyers("answerCallbackQuery", callback_query_id=second)
    noted, ended = asked.toasts(7)
    assert (noted.query_id, noted.text, noted.alert, noted.message_id) == (first, "x" * 200, True, 2)
    assert (noted.bot, noted.date) == ("house_bot", clock.moment.replace(microsecond=0))
    assert (ended.text, ended.alert, ended.url) == ("", False, "")
    assert asked.toasts(8) == []


async def test_a_tap_can_be_answered_once(asked: Telegram, buyers: Api) -> None:
    query_id = asked.tap(7, 2, "y", bot="house_bot")
    await buyers("answerCallbackQuery", callback_query_id=query_id)
    assert await buyers.refused("answerCallbackQuery", callback_query_id=query_id) == TOO_OLD


async def test_a_tap_can_be_answered_for_thirty_seconds(asked: Telegram, buyers: Api, clock: Clock) -> None:
    early, late = (asked.tap(7, 2, "y", bot="house_bot") for _ in range(2))
    clock.forward(30)
    assert await buyers("answerCallbackQuery", callback_query_id=early)
    clock.forward(1)
    assert await buyers.refused("answerCallbackQuery", callback_query_id=late) == TOO_OLD


async def test_a_tap_can_be_answered_only_by_its_bot(asked: Telegram, buyers: Api, staff: Api) -> None:
    query_id = asked.tap(7, 2, "y", bot="house_bot")
    assert await staff.refused("answerCallbackQuery", callback_query_id=query_id) == TOO_OLD
    assert await buyers.refused("answerCallbackQuery", callback_query_id="1") == TOO_OLD
    assert await buyers.refused("answerCallbackQuery") == TOO_OLD
    assert await buyers("answerCallbackQuery", callback_query_id=query_id)


async def test_invalid_answers_to_a_tap_are_refused(asked: Telegram, buyers: Api) -> None:
    query_id = asked.tap(7, 2, "y", bot="house_bot")

    async def answer(**params: Any) -> Any:
        return await buyers.refused("answerCallbackQuery", callback_query_id=query_id, **params)

    assert await answer(text="x" * 201) == "Bad Request: MESSAGE_TOO_LONG"
    assert await answer(url="https://e.com") == "Bad Request: URL_INVALID"
    assert await answer(cache_time=-1) == 'Bad Request: field "cache_time" must not be negative'
    link = "https://t.me/house_bot?start=x"
    assert await buyers("answerCallbackQuery", callback_query_id=query_id, url=link, cache_time=5)
    assert asked.toasts(7)[0].url == link


async def test_a_person_can_share_their_own_contact(asked: Telegram, buyers: Api) -> None:
    with pytest.raises(GestureError):
        asked.share_contact(7, bot="house_bot")
    keyboard = {"keyboard": [[{"text": "Share", "request_contact": True}]], "one_time_keyboard": True}
    asking = await buyers("sendMessage", chat_id=7, text="Your number?", reply_markup=keyboard)
    message_id = asked.share_contact(7, bot="house_bot")
    contact = {"phone_number": "+8613800138000", "first_name": "Lin", "last_name": "Na", "user_id": 7}
    [update] = await buyers.updates()
    assert update["message"]["contact"] == contact
    assert update["message"]["reply_to_message"]["message_id"] == asking["message_id"]
    assert "text" not in update["message"]
    shown = asked.history(bot="house_bot", user_id=7)[-1]
    assert (shown.message_id, shown.contact, shown.text) == (message_id, contact, "")
    assert asked.reply_keyboard("house_bot", 7) is None


async def test_a_contact_needs_a_contact_button(asked: Telegram, buyers: Api) -> None:
    await buyers("sendMessage", chat_id=7, text="x", reply_markup={"keyboard": [["Share"]]})
    with pytest.raises(GestureError):
        asked.share_contact(7, bot="house_bot")


async def test_a_contact_can_have_another_number_format(asked: Telegram, buyers: Api) -> None:
    keyboard = {"keyboard": [[{"text": "Share", "request_contact": True}]]}
    await buyers("sendMessage", chat_id=7, text="x", reply_markup=keyboard)
    asked.share_contact(7, bot="house_bot", phone="8613800138000")
    [update] = await buyers.updates()
    assert update["message"]["contact"]["phone_number"] == "8613800138000"
    assert asked.reply_keyboard("house_bot", 7) is not None


async def test_a_person_can_share_another_persons_contact(asked: Telegram, buyers: Api) -> None:
    asked.share_contact(7, bot="house_bot", owner=9)
    asked.share_contact(7, bot="house_bot", owner=0, phone="+85251234567")
    known, unknown = (update["message"]["contact"] for update in await buyers.updates())
    assert known == {"phone_number": "+8613900139000", "first_name": "Zhao", "user_id": 9}
    assert unknown == {"phone_number": "+85251234567", "first_name": "+85251234567"}
    for owner in (8, 99, 0):
        with pytest.raises(GestureError):
            asked.share_contact(7, bot="house_bot", owner=owner)


async def test_blocking_notifies_the_bot_and_prevents_gestures(asked: Telegram, buyers: Api) -> None:
    asked.block(7, "house_bot")
    for gesture in (
        lambda: asked.send(7, "x", bot="house_bot"),
        lambda: asked.tap(7, 2, "y", bot="house_bot"),
        lambda: asked.share_contact(7, bot="house_bot", owner=9),
        lambda: asked.open_link(7, "house_bot"),
        lambda: asked.block(7, "house_bot"),
    ):
        with pytest.raises(GestureError):
            gesture()
    asked.unblock(7, "house_bot")
    with pytest.raises(GestureError):
        asked.unblock(7, "house_bot")
    asked.send(7, "back", bot="house_bot")
    blocked, unblocked, said = await buyers.updates()
    assert statuses(blocked) == ("member", "kicked")
    assert statuses(unblocked) == ("kicked", "member")
    assert blocked["my_chat_member"]["from"]["id"] == blocked["my_chat_member"]["chat"]["id"] == 7
    assert said["message"]["text"] == "back"


async def test_blocking_one_bot_does_not_affect_the_other(asked: Telegram, staff: Api) -> None:
    asked.block(7, "house_bot")
    asked.send(7, "x", bot="desk_bot")
    assert await staff("sendMessage", chat_id=7, text="y")


async def test_the_language_changes_with_the_next_update(telegram: Telegram, buyers: Api) -> None:
    telegram.set_language(7, "en")
    telegram.send(7, "x", bot="house_bot")
    assert (await buyers.updates())[0]["message"]["from"]["language_code"] == "en"
    with pytest.raises(GestureError):
        telegram.set_language(99, "en")


def test_a_persons_id_is_positive_and_not_a_bots(telegram: Telegram) -> None:
    telegram.add_person(Person(10, "Chen"))
    assert telegram.people[10].name == "Chen"
    for taken in (0, -4, 1001):
        with pytest.raises(GestureError):
            telegram.add_person(Person(taken, "X"))


def statuses(update: dict[str, Any]) -> tuple[str, str]:
    change = update["my_chat_member"]
    return change["old_chat_member"]["status"], change["new_chat_member"]["status"]
