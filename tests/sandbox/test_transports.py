"""Both frameworks work with the sandbox, in process and over HTTP, as with Telegram."""

import asyncio

import aiogram
import pytest
import telegram as ptb
from aiogram import types
from aiogram.exceptions import (
    TelegramBadRequest,
    TelegramConflictError,
    TelegramForbiddenError,
    TelegramNetworkError,
    TelegramRetryAfter,
    TelegramUnauthorizedError,
)
from telegram.error import BadRequest, Conflict, Forbidden, InvalidToken, NetworkError, RetryAfter, TimedOut
from telegram.ext import ExtBot
from telegram.request import RequestData
from telegram.request._requestparameter import RequestParameter

from sandbox.telegram import Telegram
from sandbox.transports import TelegramRequest
from tests.sandbox.conftest import StartPoll
from tests.sandbox.framework_bots import aiogram_bot, ptb_bot

FLOOD = {"ok": False, "error_code": 429, "description": "Too Many Requests", "parameters": {"retry_after": 7}}


async def test_aiogram_talks_with_a_person(telegram: Telegram, aiogram_client: aiogram.Bot) -> None:
    assert (await aiogram_client.me()).username == "house_bot"
    telegram.open_link(7, "house_bot", "promo")
    [update] = await aiogram_client.get_updates(timeout=20, allowed_updates=["message", "callback_query"])
    assert update.message.from_user.language_code == "zh-hans"
    assert update.message.entities[0].extract_from(str(update.message.text)) == "/start"

    keyboard = types.InlineKeyboardMarkup(
        inline_keyboard=[[types.InlineKeyboardButton(text="Tomorrow", callback_data="d:1", style="primary")]]
    )
    sent = await aiogram_client.send_message(7, "Which <b>day</b>? <i>3 &lt; 4</i>", reply_markup=keyboard)
    assert sent.html_text == "Which <b>day</b>? <i>3 &lt; 4</i>"
    assert telegram.history(bot="house_bot", user_id=7)[-1].html == sent.html_text

    telegram.tap(7, sent.message_id, "d:1", bot="house_bot")
    [update] = await aiogram_client.get_updates(offset=update.update_id + 1, timeout=20)
    assert update.callback_query.data == "d:1"
    assert update.callback_query.message.reply_markup.model_dump() == keyboard.model_dump()
    assert await aiogram_client.answer_callback_query(update.callback_query.id, text="Noted", show_alert=True)
    assert [(toast.text, toast.alert) for toast in telegram.toasts(7)] == [("Noted", True)]

    edited = await aiogram_client.edit_message_text("Done", chat_id=7, message_id=sent.message_id)
    assert (edited.text, edited.reply_markup) == ("Done", None)
    assert await aiogram_client.edit_message_reply_markup(
        chat_id=7, message_id=sent.message_id, reply_markup=keyboard
    )
    assert await aiogram_client.delete_message(7, sent.message_id)
    assert await aiogram_client.send_chat_action(7, "typing")
    assert (await aiogram_client.get_chat(7)).full_name == "Lin Na"
    await aiogram_client.get_updates(offset=update.update_id + 1)
    assert telegram.pending("house_bot") == 0


async def test_ptb_talks_with_a_person(telegram: Telegram, ptb_client: ExtBot[None]) -> None:
    async with ptb_client:
        assert ptb_client.username == "desk_bot"
    await asyncio.gather(*(request.initialize() for request in ptb_client._request))
    telegram.open_link(7, "desk_bot", "promo")
    [update] = await ptb_client.get_updates(timeout=20, allowed_updates=["message", "callback_query"])
    assert update.message.from_user.language_code == "zh-hans"
    assert update.message.parse_entities() == {update.message.entities[0]: "/start"}

    keyboard = ptb.InlineKeyboardMarkup([[ptb.InlineKeyboardButton("Tomorrow", callback_data="d:1")]])
    sent = await ptb_client.send_message(7, "Which <b>day</b>?", parse_mode="HTML", reply_markup=keyboard)
    assert sent.text_html == "Which <b>day</b>?"

    telegram.tap(7, sent.message_id, "d:1", bot="desk_bot")
    [update] = await ptb_client.get_updates(offset=update.update_id + 1, timeout=20)
    assert update.callback_query.message.reply_markup == keyboard
    assert await update.callback_query.answer("Noted", show_alert=True)
    assert [(toast.text, toast.alert) for toast in telegram.toasts(7)] == [("Noted", True)]

    edited = await update.callback_query.edit_message_text("Done")
    assert (edited.text, edited.reply_markup) == ("Done", None)
    assert await edited.edit_reply_markup(keyboard)
    assert await edited.delete()
    assert await ptb_client.send_chat_action(7, "typing")
    assert (await ptb_client.get_chat(7)).full_name == "Lin Na"
    await ptb_client.get_updates(offset=update.update_id + 1)
    assert telegram.pending("desk_bot") == 0


async def test_aiogram_receives_a_contact(started: Telegram, aiogram_client: aiogram.Bot) -> None:
    keyboard = types.ReplyKeyboardMarkup(
        keyboard=[
            [types.KeyboardButton(text="Share", request_contact=True)],
            [types.KeyboardButton(text="No")],
        ],
        resize_keyboard=True,
        one_time_keyboard=True,
    )
    await aiogram_client.send_message(7, "Your number?", reply_markup=keyboard)
    assert started.reply_keyboard("house_bot", 7) == [
        [{"text": "Share", "request_contact": True}],
        [{"text": "No"}],
    ]
    started.share_contact(7, bot="house_bot")
    contact = (await aiogram_client.get_updates())[-1].message.contact
    assert (contact.user_id, contact.phone_number) == (7, "+8613800138000")
    await aiogram_client.send_message(7, "Thanks", reply_markup=types.ReplyKeyboardRemove())


async def test_ptb_receives_a_contact(telegram: Telegram, ptb_client: ExtBot[None]) -> None:
    telegram.open_link(7, "desk_bot")
    keyboard = ptb.ReplyKeyboardMarkup(
        [[ptb.KeyboardButton("Share", request_contact=True)], ["No"]], one_time_keyboard=True
    )
    await ptb_client.send_message(7, "Your number?", reply_markup=keyboard)
    telegram.share_contact(7, bot="desk_bot")
    contact = (await ptb_client.get_updates())[-1].message.contact
    assert (contact.user_id, contact.phone_number) == (7, "+8613800138000")
    await ptb_client.send_message(7, "Thanks", reply_markup=ptb.ReplyKeyboardRemove())
    await ptb_client.send_message(7, "Name?", reply_markup=ptb.ForceReply(input_field_placeholder="Name"))


async def test_aiogram_works_in_a_group(telegram: Telegram, group: int, aiogram_client: aiogram.Bot) -> None:
    telegram.add_bot(8, "house_bot", group)
    telegram.send(7, "/today@house_bot please", chat_id=group)
    added, joined, command = await aiogram_client.get_updates()
    assert added.my_chat_member.new_chat_member.status == "member"
    assert joined.message.new_chat_members[0].username == "house_bot"
    assert command.message.chat.title == "Reception"
    reply = await aiogram_client.send_message(
        group, "None", reply_parameters=types.ReplyParameters(message_id=command.message.message_id)
    )
    assert reply.reply_to_message.text == "/today@house_bot please"
    telegram.remove_bot(8, "house_bot", group)
    assert (await aiogram_client.get_updates())[-1].my_chat_member.new_chat_member.status == "kicked"
    assert (await aiogram_client.me()).can_read_all_group_messages is False


async def test_ptb_works_in_a_group(telegram: Telegram, group: int, ptb_client: ExtBot[None]) -> None:
    telegram.send(7, "/today@desk_bot please", chat_id=group)
    added, joined, command = await ptb_client.get_updates()
    assert added.my_chat_member.new_chat_member.status == "member"
    assert joined.message.new_chat_members[0].username == "desk_bot"
    reply = await ptb_client.send_message(group, "None", reply_to_message_id=command.message.message_id)
    assert reply.reply_to_message.text == "/today@desk_bot please"
    telegram.block(7, "desk_bot")
    assert (await ptb_client.get_updates())[-1].my_chat_member.new_chat_member.status == "kicked"
    assert await ptb_client.leave_chat(group)


async def test_both_set_menus(
    telegram: Telegram, aiogram_client: aiogram.Bot, ptb_client: ExtBot[None]
) -> None:
    await aiogram_client.set_my_commands(
        [types.BotCommand(command="book", description="Book a visit")],
        scope=types.BotCommandScopeAllPrivateChats(),
        language_code="zh",
    )
    await ptb_client.set_my_commands([("today", "Visits")], scope=ptb.BotCommandScopeAllGroupChats())
    assert [entry.command for entry in telegram.commands("house_bot", 7, "zh-hant")] == ["book"]
    assert [entry.command for entry in telegram.commands("desk_bot", -5, "en")] == ["today"]
    scope = types.BotCommandScopeAllPrivateChats()
    assert (await aiogram_client.get_my_commands(scope=scope, language_code="zh"))[
        0
    ].description == "Book a visit"
    assert (await ptb_client.get_my_commands(ptb.BotCommandScopeAllGroupChats()))[0].command == "today"
    await aiogram_client.delete_my_commands(scope=scope, language_code="zh")
    await ptb_client.delete_my_commands(ptb.BotCommandScopeAllGroupChats())
    assert telegram.commands("house_bot", 7, "zh") == telegram.commands("desk_bot", -5, "en") == []


async def test_the_frameworks_defaults_are_accepted(telegram: Telegram, base_url: str | None) -> None:
    telegram.open_link(7, "house_bot")
    telegram.open_link(7, "desk_bot")
    settings = {"link_preview_is_disabled": True, "protect_content": True, "disable_notification": True}
    async with aiogram_bot(telegram, base_url, "1001:buyers-token", **settings) as bot:
        sent = await bot.send_message(7, "x")
        await bot.edit_message_text("y", chat_id=7, message_id=sent.message_id)
        await bot.delete_webhook(drop_pending_updates=True)
    preview = ptb.LinkPreviewOptions(is_disabled=True)
    defaults = ptb.ext.Defaults(
        parse_mode="HTML",
        disable_notification=True,
        protect_content=True,
        link_preview_options=preview,
        allow_sending_without_reply=True,
    )
    async with ptb_bot(telegram, base_url, "1002:staff-token", defaults) as second:
        posted = await second.send_message(7, "<b>x</b>", reply_to_message_id=99)
        await second.edit_message_text("y", chat_id=7, message_id=posted.message_id)
        await posted.edit_reply_markup(
            ptb.InlineKeyboardMarkup.from_button(ptb.InlineKeyboardButton("x", url="https://e.com"))
        )
        await second.delete_webhook(drop_pending_updates=True)
    assert telegram.pending() == 0


async def test_aiogram_raises_its_errors(
    started: Telegram, base_url: str | None, aiogram_client: aiogram.Bot
) -> None:
    with pytest.raises(TelegramBadRequest, match="message text is empty"):
        await aiogram_client.send_message(7, " ")
    with pytest.raises(TelegramBadRequest, match="message text is empty"):
        await aiogram_client.send_message(7, "")
    with pytest.raises(TelegramForbiddenError, match="can't initiate"):
        await aiogram_client.send_message(8, "x")
    started.fail_next("house_bot", "sendMessage", FLOOD)
    with pytest.raises(TelegramRetryAfter) as flood:
        await aiogram_client.send_message(7, "x")
    assert flood.value.retry_after == 7
    async with aiogram_bot(started, base_url, "1001:wrong") as unknown_bot:
        with pytest.raises(TelegramUnauthorizedError):
            await unknown_bot.me()


async def test_ptb_raises_its_errors(
    telegram: Telegram, base_url: str | None, ptb_client: ExtBot[None], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PTB_TIMEDELTA", "true")
    telegram.open_link(7, "desk_bot")
    with pytest.raises(BadRequest, match=r"[Mm]essage text is empty"):
        await ptb_client.send_message(7, " ")
    with pytest.raises(Forbidden, match="can't initiate"):
        await ptb_client.send_message(8, "x")
    telegram.fail_next("desk_bot", "sendMessage", FLOOD)
    with pytest.raises(RetryAfter) as flood:
        await ptb_client.send_message(7, "x")
    assert flood.value.retry_after.total_seconds() == 7
    async with ptb_bot(telegram, base_url, "1002:wrong") as unknown_bot:
        with pytest.raises(InvalidToken):
            await unknown_bot.get_me()


async def test_aiogram_raises_on_a_broken_connection(started: Telegram, aiogram_client: aiogram.Bot) -> None:
    started.fail_next("house_bot", "sendMessage", ConnectionResetError("cut"), after=True)
    with pytest.raises(TelegramNetworkError):
        await aiogram_client.send_message(7, "x")
    assert started.history(bot="house_bot", user_id=7)[-1].text == "x"
    assert await aiogram_client.send_message(7, "y")


async def test_ptb_raises_on_a_broken_connection(telegram: Telegram, ptb_client: ExtBot[None]) -> None:
    telegram.open_link(7, "desk_bot")
    telegram.fail_next("desk_bot", "sendMessage", ConnectionResetError("cut"))
    with pytest.raises(NetworkError):
        await ptb_client.send_message(7, "x")
    assert len(telegram.history(bot="desk_bot", user_id=7)) == 1
    assert await ptb_client.send_message(7, "y")


async def test_both_raise_on_a_conflict(
    telegram: Telegram, aiogram_client: aiogram.Bot, ptb_client: ExtBot[None], start_poll: StartPoll
) -> None:
    first = await start_poll(aiogram_client.get_updates(timeout=20))
    assert await aiogram_client.get_updates() == []
    with pytest.raises(TelegramConflictError):
        await first
    second = await start_poll(ptb_client.get_updates(timeout=20))
    assert await ptb_client.get_updates() == ()
    with pytest.raises(Conflict):
        await second


async def test_aiogram_times_out(telegram: Telegram) -> None:
    async with aiogram_bot(telegram, None, "1001:buyers-token") as bot:
        with pytest.raises(TelegramNetworkError, match="timeout"):
            await bot.get_updates(timeout=50, request_timeout=0.001)  # type: ignore[arg-type]  # a fraction serves
        bot.session.timeout = 0.001
        with pytest.raises(TelegramNetworkError, match="timeout"):
            await bot.get_updates(timeout=50)


async def test_ptb_times_out(telegram: Telegram) -> None:
    request = TelegramRequest(telegram, read_timeout=0.001)
    assert request.read_timeout == 0.001
    poll = "https://api.telegram.org/bot1002:staff-token/getUpdates"
    data = RequestData([RequestParameter.from_input("timeout", 50)])
    with pytest.raises(TimedOut):
        await request.post(poll, data)
    with pytest.raises(TimedOut):
        await request.post(poll, data, read_timeout=0.002)


async def test_closing_breaks_pending_requests(telegram: Telegram) -> None:
    async with aiogram_bot(telegram, None, "1001:buyers-token") as bot:
        poll = asyncio.ensure_future(bot.get_updates(timeout=50))
        await asyncio.sleep(0)
        await bot.session.close()
        with pytest.raises(TelegramNetworkError, match="closed"):
            await poll
        assert await bot.me()
    async with ptb_bot(telegram, None, "1002:staff-token") as second:
        waiting = asyncio.ensure_future(second.get_updates(timeout=50))
        await asyncio.sleep(0)
        await second._request[0].shutdown()
        with pytest.raises(NetworkError, match="closed"):
            await waiting
        with pytest.raises(NetworkError, match="shut down"):
            await second.get_updates()
        await second._request[0].initialize()
        assert await second.get_updates() == ()


async def test_a_cancelled_poll_does_not_take_updates(telegram: Telegram) -> None:
    async with aiogram_bot(telegram, None, "1001:buyers-token") as bot:
        poll = asyncio.ensure_future(bot.get_updates(timeout=50))
        await asyncio.sleep(0)
        poll.cancel()
        with pytest.raises(asyncio.CancelledError):
            await poll
        telegram.open_link(7, "house_bot")
        assert len(await bot.get_updates(timeout=50)) == 1


async def test_a_path_that_get_file_did_not_return_is_not_found(telegram: Telegram) -> None:
    async with aiogram_bot(telegram, None, "1001:buyers-token") as bot:
        with pytest.raises(FileNotFoundError):
            await bot.download_file("photos/1.jpg")
    async with ptb_bot(telegram, None, "1002:staff-token") as bot:
        with pytest.raises(InvalidToken):
            await bot.request.retrieve("https://api.telegram.org/file/bot1002:staff-token/photos/1.jpg")
