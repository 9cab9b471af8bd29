"""Pages as aiogram's requests, and aiogram's errors as outcomes."""

from collections.abc import Generator
from contextlib import contextmanager
from datetime import timedelta

from aiogram import Bot
from aiogram.exceptions import (
    AiogramError,
    TelegramBadRequest,
    TelegramEntityTooLarge,
    TelegramForbiddenError,
    TelegramMigrateToChat,
    TelegramNotFound,
    TelegramRetryAfter,
)
from aiogram.types import (
    BufferedInputFile,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    KeyboardButton,
    LinkPreviewOptions,
    ReplyKeyboardMarkup,
    ReplyKeyboardRemove,
)

from bot.engine.screen import Page
from bot.handlers.renderer import NotDeliveredError
from core.runtime.courier import Blocked, MovedTo, NoAnswer, Rejected, RetryAfter

_NO_PREVIEW = LinkPreviewOptions(is_disabled=True)


class AiogramMessenger:
    def __init__(self, bot: Bot) -> None:
        self._bot = bot

    async def send(self, chat_id: int, page: Page, *, html: bool) -> int:
        with _outcomes():
            message = await self._bot.send_message(
                chat_id,
                page.text,
                parse_mode="HTML" if html else None,
                link_preview_options=_NO_PREVIEW,
                reply_markup=_keyboard(page),
            )
        return message.message_id

    async def send_picture(self, chat_id: int, png: bytes, caption: str) -> int:
        with _outcomes():
            photo = BufferedInputFile(png, "picture.png")
            message = await self._bot.send_photo(chat_id, photo, caption=caption, parse_mode="HTML")
        return message.message_id

    async def edit(self, chat_id: int, message_id: int, page: Page, *, html: bool) -> None:
        with _outcomes():
            await self._bot.edit_message_text(
                page.text,
                chat_id=chat_id,
                message_id=message_id,
                parse_mode="HTML" if html else None,
                link_preview_options=_NO_PREVIEW,
                reply_markup=_inline(page),
            )

    async def strip(self, chat_id: int, message_id: int) -> None:
        with _outcomes():
            await self._bot.edit_message_reply_markup(chat_id=chat_id, message_id=message_id)

    async def delete(self, chat_id: int, message_id: int) -> None:
        with _outcomes():
            await self._bot.delete_message(chat_id, message_id)

    async def leave(self, chat_id: int) -> None:
        with _outcomes():
            await self._bot.leave_chat(chat_id)


@contextmanager
def _outcomes() -> Generator[None]:
    try:
        yield
    except TelegramRetryAfter as error:
        raise NotDeliveredError(RetryAfter(timedelta(seconds=error.retry_after))) from error
    except TelegramMigrateToChat as error:
        raise NotDeliveredError(MovedTo(error.migrate_to_chat_id)) from error
    except TelegramForbiddenError as error:
        raise NotDeliveredError(Blocked()) from error
    except (TelegramBadRequest, TelegramNotFound, TelegramEntityTooLarge) as error:
        raise NotDeliveredError(Rejected(error.message)) from error
    except AiogramError as error:
        raise NotDeliveredError(NoAnswer(str(error))) from error


def _keyboard(page: Page) -> InlineKeyboardMarkup | ReplyKeyboardMarkup | ReplyKeyboardRemove | None:
    if page.contact is not None:
        share = [KeyboardButton(text=page.contact, request_contact=True)]
        others = [[KeyboardButton(text=label) for label, _ in row] for row in page.rows]
        return ReplyKeyboardMarkup(keyboard=[share, *others], resize_keyboard=True, one_time_keyboard=True)
    return ReplyKeyboardRemove(remove_keyboard=True) if page.drops_keyboard else _inline(page)


def _inline(page: Page) -> InlineKeyboardMarkup | None:
    if not page.rows:
        return None
    return InlineKeyboardMarkup(
        inline_keyboard=[
            [InlineKeyboardButton(text=label, callback_data=data) for label, data in row] for row in page.rows
        ]
    )
