"""The yardstick with aiogram alone: its FSM in memory, one handler for each question, all filters asynchronous.

It makes the same requests as the house: a tap is answered and edits its message; a typed answer removes the buttons of
the last question; the keyboard for the phone is removed with a separate message.
"""

from html import escape

from aiogram import Bot, Dispatcher, Router
from aiogram.filters import CommandStart, Filter, StateFilter
from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State, StatesGroup
from aiogram.fsm.storage.memory import MemoryStorage
from aiogram.types import (
    CallbackQuery,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    KeyboardButton,
    Message,
    ReplyKeyboardMarkup,
    ReplyKeyboardRemove,
)

from benchmarks import yardstick_texts
from benchmarks.transport import Transport

Rows = list[list[tuple[str, str]]]
BACK = [(yardstick_texts.BACK, "back")]


class Asked(StatesGroup):
    welcome = State()
    name = State()
    guests = State()
    day = State()
    hour = State()
    phone = State()
    confirm = State()


class Picked(Filter):
    """Matches a tap on a button of this kind, and passes its choice."""

    def __init__(self, kind: str) -> None:
        self._kind = kind

    async def __call__(self, query: CallbackQuery) -> bool | dict[str, str]:
        kind, _, choice = (query.data or "").partition(":")
        return {"choice": choice} if kind == self._kind else False


class FsmBot:
    def __init__(self) -> None:
        self.transport = Transport()
        self._dispatcher = Dispatcher(storage=MemoryStorage())
        self._dispatcher.include_router(_router())

    async def handle(self, update: str) -> None:
        await self._dispatcher.feed_update(self.transport.bot, self.transport.parse(update))


def _inline(rows: Rows) -> InlineKeyboardMarkup:
    return InlineKeyboardMarkup(
        inline_keyboard=[
            [InlineKeyboardButton(text=text, callback_data=data) for text, data in row] for row in rows
        ]
    )


def _columns(buttons: list[tuple[str, str]], width: int) -> Rows:
    return [buttons[n : n + width] for n in range(0, len(buttons), width)]


async def _edit(query: CallbackQuery, text: str, rows: Rows) -> None:
    if isinstance(query.message, Message):
        await query.message.edit_text(text, parse_mode="HTML", reply_markup=_inline(rows))
    await query.answer()


async def _start(message: Message, state: FSMContext) -> None:
    await state.set_state(Asked.welcome)
    rows = [[(yardstick_texts.YES, "welcome:yes"), (yardstick_texts.NO, "welcome:no")]]
    sent = await message.answer(yardstick_texts.WELCOME, parse_mode="HTML", reply_markup=_inline(rows))
    await state.set_data({"form": sent.message_id})


async def _begin(query: CallbackQuery, state: FSMContext, choice: str) -> None:
    await state.set_state(Asked.name)
    profile = f"{query.from_user.first_name} {query.from_user.last_name}"
    await _edit(query, yardstick_texts.NAME, [[(profile, "name:profile")], BACK])


async def _name(message: Message, state: FSMContext, bot: Bot) -> None:
    given = await state.update_data(name=(message.text or "").strip())
    await state.set_state(Asked.guests)
    await bot.edit_message_reply_markup(chat_id=message.chat.id, message_id=given["form"])
    numbers = [(str(n), f"guests:{n}") for n in range(1, 11)]
    text = yardstick_texts.GUESTS.format(name=escape(given["name"]))
    sent = await message.answer(text, parse_mode="HTML", reply_markup=_inline([*_columns(numbers, 5), BACK]))
    await state.update_data(form=sent.message_id)


async def _guests(query: CallbackQuery, state: FSMContext, choice: str) -> None:
    await state.update_data(guests=choice)
    await state.set_state(Asked.day)
    days = [(yardstick_texts.day(day), f"day:{day}") for day in yardstick_texts.DAYS]
    await _edit(query, yardstick_texts.DAY, [*_columns(days, 2), BACK])


async def _day(query: CallbackQuery, state: FSMContext, choice: str) -> None:
    await state.update_data(day=choice)
    await state.set_state(Asked.hour)
    hours = [(f"{hour}:00", f"hour:{hour}") for hour in yardstick_texts.HOURS]
    text = yardstick_texts.HOUR.format(day=yardstick_texts.day(choice))
    await _edit(query, text, [*_columns(hours, 3), [(yardstick_texts.OTHER_DAY, "days"), *BACK]])


async def _hour(query: CallbackQuery, state: FSMContext, choice: str) -> None:
    given = await state.update_data(hour=choice)
    await state.set_state(Asked.phone)
    keys = [
        [KeyboardButton(text=yardstick_texts.SHARE, request_contact=True)],
        [KeyboardButton(text=yardstick_texts.DECLINE)],
        [KeyboardButton(text=yardstick_texts.BACK)],
    ]
    markup = ReplyKeyboardMarkup(keyboard=keys, resize_keyboard=True, one_time_keyboard=True)
    if isinstance(query.message, Message):
        answered = f"{yardstick_texts.HOUR.format(day=yardstick_texts.day(given['day']))}\n✓ {choice}:00"
        await query.message.edit_text(answered, parse_mode="HTML")
        await query.message.answer(yardstick_texts.PHONE, parse_mode="HTML", reply_markup=markup)
    await query.answer()


async def _phone(message: Message, state: FSMContext) -> None:
    given = await state.update_data(phone=None)
    await state.set_state(Asked.confirm)
    changes = [[(text, f"change:{text[7:]}") for text in row] for row in yardstick_texts.CHANGES]
    rows = [[(yardstick_texts.OK, "confirm:yes")], *changes, [(yardstick_texts.OVER, "confirm:over")]]
    text = yardstick_texts.CONFIRM.format_map(yardstick_texts.facts(given | {"name": escape(given["name"])}))
    await message.answer(
        yardstick_texts.VERY_WELL, parse_mode="HTML", reply_markup=ReplyKeyboardRemove(remove_keyboard=True)
    )
    await message.answer(text, parse_mode="HTML", reply_markup=_inline(rows))


async def _back(query: CallbackQuery, state: FSMContext, choice: str) -> None:
    await query.answer(await state.get_state())


def _router() -> Router:
    router = Router()
    router.message(CommandStart())(_start)
    router.message(StateFilter(Asked.name))(_name)
    router.message(StateFilter(Asked.phone))(_phone)
    router.callback_query(StateFilter(Asked.welcome), Picked("welcome"))(_begin)
    router.callback_query(StateFilter(Asked.guests), Picked("guests"))(_guests)
    router.callback_query(StateFilter(Asked.day), Picked("day"))(_day)
    router.callback_query(StateFilter(Asked.hour), Picked("hour"))(_hour)
    router.callback_query(Picked("back"))(_back)
    return router
