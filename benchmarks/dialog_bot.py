"""The yardstick with aiogram-dialog: one window for each question, states and stacks in memory."""

import operator
from html import escape
from typing import Any

from aiogram import Dispatcher, Router
from aiogram.enums import ContentType
from aiogram.filters import CommandStart
from aiogram.fsm.state import State, StatesGroup
from aiogram.fsm.storage.memory import MemoryStorage
from aiogram.types import CallbackQuery, Message
from aiogram_dialog import Dialog, DialogManager, StartMode, Window, setup_dialogs
from aiogram_dialog.widgets.input import MessageInput
from aiogram_dialog.widgets.kbd import Button, Group, RequestContact, Row, Select, SwitchTo
from aiogram_dialog.widgets.markup.reply_keyboard import ReplyKeyboardFactory
from aiogram_dialog.widgets.text import Const, Format

from benchmarks import yardstick_texts
from benchmarks.transport import Transport


class Asked(StatesGroup):
    welcome = State()
    name = State()
    guests = State()
    day = State()
    hour = State()
    phone = State()
    confirm = State()
    reserved = State()


class DialogBot:
    """``booked`` contains the confirmed bookings."""

    def __init__(self) -> None:
        self.transport = Transport()
        self.booked: list[dict[str, Any]] = []
        self._dispatcher = Dispatcher(storage=MemoryStorage(), booked=self.booked)
        router = Router()
        router.message(CommandStart())(_start)
        self._dispatcher.include_routers(router, _dialog())
        setup_dialogs(self._dispatcher)

    async def handle(self, update: str) -> None:
        await self._dispatcher.feed_update(self.transport.bot, self.transport.parse(update))


async def _start(_message: Message, dialog_manager: DialogManager) -> None:
    await dialog_manager.start(Asked.welcome, mode=StartMode.RESET_STACK)


async def _name(message: Message, _input: MessageInput, manager: DialogManager) -> None:
    manager.dialog_data["name"] = (message.text or "").strip()
    await manager.switch_to(Asked.guests)


async def _guests(_query: CallbackQuery, _select: Any, manager: DialogManager, choice: str) -> None:
    manager.dialog_data["guests"] = choice
    await manager.switch_to(Asked.day)


async def _day(_query: CallbackQuery, _select: Any, manager: DialogManager, choice: str) -> None:
    manager.dialog_data["day"] = choice
    await manager.switch_to(Asked.hour)


async def _hour(_query: CallbackQuery, _select: Any, manager: DialogManager, choice: str) -> None:
    manager.dialog_data["hour"] = choice
    await manager.switch_to(Asked.phone)


async def _confirm(_query: CallbackQuery, _button: Button, manager: DialogManager) -> None:
    manager.middleware_data["booked"].append(dict(manager.dialog_data))
    await manager.switch_to(Asked.reserved)


async def _known_name(dialog_manager: DialogManager, **_: Any) -> dict[str, Any]:
    return {"name": escape(dialog_manager.dialog_data["name"]), "numbers": range(1, 11)}


async def _profile(dialog_manager: DialogManager, **_: Any) -> dict[str, Any]:
    user = dialog_manager.middleware_data["event_from_user"]
    return {"profile": f"{user.first_name} {user.last_name}"}


async def _days(**_: Any) -> dict[str, Any]:
    return {"days": [(yardstick_texts.day(day), day) for day in yardstick_texts.DAYS]}


async def _hours(dialog_manager: DialogManager, **_: Any) -> dict[str, Any]:
    return {"day": yardstick_texts.day(dialog_manager.dialog_data["day"]), "hours": yardstick_texts.HOURS}


async def _facts(dialog_manager: DialogManager, **_: Any) -> dict[str, Any]:
    given = dialog_manager.dialog_data
    return yardstick_texts.facts({**given, "name": escape(given["name"])})


def _back(to: State) -> SwitchTo:
    return SwitchTo(Const(yardstick_texts.BACK), id="back", state=to)


def _dialog() -> Dialog:
    days = Select(
        Format("{item[0]}"), id="day", item_id_getter=operator.itemgetter(1), items="days", on_click=_day
    )
    hours = Select(Format("{item}:00"), id="hour", item_id_getter=str, items="hours", on_click=_hour)
    numbers = Select(Format("{item}"), id="guests", item_id_getter=str, items="numbers", on_click=_guests)
    (name, guests), (when, phone) = yardstick_texts.CHANGES
    return Dialog(
        Window(
            Const(yardstick_texts.WELCOME),
            Row(
                SwitchTo(Const(yardstick_texts.YES), id="yes", state=Asked.name),
                SwitchTo(Const(yardstick_texts.NO), id="no", state=Asked.welcome),
            ),
            state=Asked.welcome,
            parse_mode="HTML",
        ),
        Window(
            Const(yardstick_texts.NAME),
            SwitchTo(Format("{profile}"), id="profile", state=Asked.guests),
            _back(Asked.welcome),
            MessageInput(_name, content_types=ContentType.TEXT),
            state=Asked.name,
            getter=_profile,
            parse_mode="HTML",
        ),
        Window(
            Format(yardstick_texts.GUESTS),
            Group(numbers, width=5),
            _back(Asked.name),
            state=Asked.guests,
            getter=_known_name,
            parse_mode="HTML",
        ),
        Window(
            Const(yardstick_texts.DAY),
            Group(days, width=2),
            _back(Asked.guests),
            state=Asked.day,
            getter=_days,
            parse_mode="HTML",
        ),
        Window(
            Format(yardstick_texts.HOUR),
            Group(hours, width=3),
            Row(SwitchTo(Const(yardstick_texts.OTHER_DAY), id="days", state=Asked.day), _back(Asked.day)),
            state=Asked.hour,
            getter=_hours,
            parse_mode="HTML",
        ),
        Window(
            Const(yardstick_texts.PHONE),
            RequestContact(Const(yardstick_texts.SHARE)),
            SwitchTo(Const(yardstick_texts.DECLINE), id="decline", state=Asked.confirm),
            _back(Asked.hour),
            markup_factory=ReplyKeyboardFactory(resize_keyboard=True, one_time_keyboard=True),
            state=Asked.phone,
            parse_mode="HTML",
        ),
        Window(
            Format(yardstick_texts.CONFIRM),
            Button(Const(yardstick_texts.OK), id="confirm", on_click=_confirm),
            Row(
                SwitchTo(Const(name), id="name", state=Asked.name),
                SwitchTo(Const(guests), id="guests", state=Asked.guests),
            ),
            Row(
                SwitchTo(Const(when), id="when", state=Asked.day),
                SwitchTo(Const(phone), id="phone", state=Asked.phone),
            ),
            SwitchTo(Const(yardstick_texts.OVER), id="over", state=Asked.welcome),
            state=Asked.confirm,
            getter=_facts,
            parse_mode="HTML",
        ),
        Window(
            Format(yardstick_texts.RESERVED),
            Row(
                Button(Const(yardstick_texts.MOVE), id="move"),
                Button(Const(yardstick_texts.CANCEL), id="cancel"),
            ),
            state=Asked.reserved,
            getter=_facts,
            parse_mode="HTML",
        ),
    )
