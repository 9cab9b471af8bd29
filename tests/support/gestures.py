"""Gestures for tests: what a person sends and taps, and what they then see."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any, TypeVar

from sqlalchemy import Table, select

from bot.engine.conversation import FLOOD_WINDOW
from bot.engine.reply_writer import PAUSE_BETWEEN_PIECES
from bot.handlers.signing import CallbackSigner
from core import timetable
from core.booking import Actor, Booking, Channel, Party
from core.desk import Desk, booking, queries
from core.desk.booking import BookingDetails
from core.guests import Name, Phone, PhoneKind, Title
from demo import cast
from demo.cast import GATE, GROUP
from demo.stage import BUYERS_BOT, STAFF_BOT, Stage
from sandbox.telegram import Person, ShownMessage

T = TypeVar("T")
PAUSE_AFTER = 15
LATER = PAUSE_BETWEEN_PIECES + timedelta(seconds=1)
OPERATOR = Actor(user_id=cast.OPERATOR.id, channel=Channel.PHONE, staff_name="周静")


class Chat:
    """One person in one chat. Each gesture returns when the house is quiet again."""

    def __init__(
        self, stage: Stage, user_id: int, *, bot: str | None = None, group: int | None = None
    ) -> None:
        self.stage = stage
        self.user_id = user_id
        self._gestures = 0
        self.where: dict[str, Any] = {"chat_id": group} if group is not None else {"bot": bot}
        self.seen: dict[str, Any] = (
            {"chat_id": group} if group is not None else {"bot": bot, "user_id": user_id}
        )

    @property
    def shown(self) -> list[ShownMessage]:
        return self.stage.telegram.history(**self.seen)

    @property
    def said(self) -> list[str]:
        """The texts that bots have sent here, in order."""
        return [message.text for message in self.shown if message.sender.is_bot]

    @property
    def last(self) -> str:
        return self.said[-1]

    @property
    def card(self) -> str:
        """The last booking shown here."""
        return next(text for text in reversed(self.said) if "🔑" in text)

    @property
    def toast(self) -> str:
        return self.toasts[-1]

    @property
    def toasts(self) -> list[str]:
        return [toast.text for toast in self.stage.telegram.toasts(self.user_id)]

    @property
    def buttons(self) -> list[str]:
        """Labels of every button now in the chat: the keyboard at the bottom, or the newest message's."""
        bot = self.where.get("bot")
        keyboard = self.stage.telegram.reply_keyboard(bot, self.user_id) if bot else None
        rows = keyboard or next((m.buttons for m in reversed(self.shown) if m.buttons), None) or []
        return [button["text"] for row in rows for button in row]

    async def pause(self) -> None:
        """Let time pass now and then, so that the gestures do not count as a flood."""
        self._gestures += 1
        if self._gestures % PAUSE_AFTER == 0:
            await self.stage.play(self.stage.clock.now() + FLOOD_WINDOW)

    async def send(self, text: str) -> None:
        await self.pause()
        self.stage.telegram.send(self.user_id, text, **self.where)
        await self.stage.settle()

    async def open(self, payload: str = "") -> None:
        await self.pause()
        self.stage.telegram.open_link(self.user_id, self.where["bot"], payload)
        await self.stage.settle()

    async def share(self, **whose: Any) -> None:
        await self.pause()
        self.stage.telegram.share_contact(self.user_id, **self.where, **whose)
        await self.stage.settle()

    async def tap(self, label: str) -> None:
        """Tap the newest button whose label begins with this, or press it on the keyboard at the bottom."""
        await self.pause()
        self.press(label)
        await self.stage.settle()

    def press(self, label: str) -> None:
        """Tap without waiting for the answer."""
        bot = self.where.get("bot")
        keyboard = self.stage.telegram.reply_keyboard(bot, self.user_id) if bot else None
        for row in keyboard or []:
            for button in row:
                if button["text"].startswith(label):
                    self.stage.telegram.send(self.user_id, button["text"], **self.where)
                    return
        message, data = self.find(label)
        self.stage.telegram.tap(self.user_id, message, data, **self.where)

    def find(self, label: str) -> tuple[int, str]:
        """The message id and the data of the newest button whose label begins with this."""
        for message in reversed(self.shown):
            for row in message.buttons or []:
                for button in row:
                    if button["text"].startswith(label):
                        return message.message_id, button["callback_data"]
        raise LookupError(f"no button {label!r} among {self.buttons}")

    async def tap_data(self, message_id: int, data: str) -> None:
        """Tap a button that is no longer shown, as a slow or hostile client can."""
        self.stage.telegram.tap(self.user_id, message_id, data, **self.where)
        await self.stage.settle()


class Play:
    """A house on a stage, and its people."""

    def __init__(self, stage: Stage) -> None:
        self.stage = stage
        self._newcomers = 5000

    def buyer(self, language: str = "en", first: str = "Grace", last: str = "Tan", phone: str = "") -> Chat:
        """A new person with a Telegram account, in the buyers' bot."""
        self._newcomers += 1
        person = Person(self._newcomers, first, last, language_code=language, phone=phone or "+8613800138000")
        self.stage.telegram.add_person(person)
        return Chat(self.stage, person.id, bot=BUYERS_BOT.username)

    def in_private(self, person: Person) -> Chat:
        """A private chat with the staff bot."""
        return Chat(self.stage, person.id, bot=STAFF_BOT.username)

    def operator(self) -> Chat:
        """The operator, in English."""
        self.stage.telegram.set_language(cast.OPERATOR.id, "en")
        return self.in_private(cast.OPERATOR)

    def outsider(self) -> Chat:
        return self.in_private(self._someone())

    def _someone(self) -> Person:
        self._newcomers += 1
        person = Person(self._newcomers, "Someone", language_code="en")
        self.stage.telegram.add_person(person)
        return person

    def join_group(self) -> Chat:
        """A person unknown to the house who has joined the staff group."""
        someone = self._someone()
        self.stage.telegram.join(someone.id, GROUP)
        return Chat(self.stage, someone.id, group=GROUP)

    async def forge(self, chat: Chat, message_id: int, data: str) -> None:
        """A tap with forged data that has the bot's valid signature, to test the checks behind it."""
        await chat.pause()
        account = BUYERS_BOT if chat.where.get("bot") == BUYERS_BOT.username else STAFF_BOT
        signed = CallbackSigner(account.token).sign(
            data.partition("~")[0], chat.where.get("chat_id", chat.user_id)
        )
        self.stage.telegram.tap(chat.user_id, message_id, signed, forged=True, **chat.where)
        await self.stage.settle()

    def in_group(self, person: Person) -> Chat:
        return Chat(self.stage, person.id, group=GROUP)

    @property
    def group(self) -> Chat:
        """The staff group, as the gate sees it."""
        return self.in_group(GATE)

    async def rows(self, table: Table) -> list[Any]:
        """All rows of a table."""
        return list(await self.look(lambda desk: desk.conn.execute(select(table)).all()))

    async def in_english(self, *people: Person) -> list[Chat]:
        """Private chats of members of staff who have written to the staff bot and read English."""
        chats = []
        for person in people:
            self.stage.telegram.set_language(person.id, "en")
            chat = self.in_private(person)
            await chat.open()
            chats.append(chat)
        return chats

    async def until(self, moment: datetime) -> None:
        await self.stage.play(moment)

    async def later(self) -> None:
        """Let so much time pass that what is typed next is a message by itself, with its own answer."""
        await self.until(self.stage.clock.now() + LATER)

    async def say(self, chat: Chat, *said: str) -> None:
        """Write these, and read each answer before the next."""
        for each in said:
            await chat.send(each)
            await self.later()

    async def fill(self, slot: datetime, parties: int | None = None) -> list[Booking]:
        """Book every seat of a slot, or a number of them, for callers."""

        def book_all(desk: Desk) -> list[Booking]:
            free = queries.loads(desk, *[timetable.day_of(desk.site, slot)] * 2)
            left = next(load.free for load in free if load.starts_at == slot)
            return [booking.book(desk, self._wish(slot, n), OPERATOR) for n in range(parties or left)]

        made = await self.stage.house.run(book_all)
        await self.stage.settle()
        return made

    async def fill_every_slot(self) -> None:
        """Book every free seat for callers, in one transaction."""

        def book_all(desk: Desk) -> None:
            a_guest = queries.seat_request(desk, Actor(user_id=1, channel=Channel.CHAT))
            while free := queries.free_slots(desk, a_guest):
                for number, slot in enumerate(free):
                    booking.book(desk, self._wish(slot, number), OPERATOR)

        await self.stage.house.run(book_all)
        await self.stage.settle()

    def _wish(self, slot: datetime, number: int) -> BookingDetails:
        return BookingDetails(
            name=Name(surname="Caller", given=f"N{number}", title=Title.MR),
            phone=Phone(number=None, kind=PhoneKind.DECLINED),
            party=Party(adults=1),
            starts_at=slot,
        )

    async def look(self, work: Callable[[Desk], T]) -> T:
        """Read from the database in a separate transaction."""
        return await self.stage.house.read(work)


BOOKING = (
    "Yes, please",
    "Grace Tan",
    "Ms",
    "3",
    "1 elder, 1 child",
    "Sat, Nov 21",
    "11:00",
    "I would rather not",
)


async def book(chat: Chat, *answers: str) -> str:
    """Go through the whole form, from /start to the confirmed booking; its code."""
    await chat.open()
    for answer in answers or BOOKING:
        await chat.tap(answer)
    await chat.tap("✓ Confirm")
    code = code_of(chat.card)
    await chat.tap("No more questions")
    return code


def code_of(text: str) -> str:
    """The booking code in a confirmation."""
    line = next(line for line in text.splitlines() if line.startswith("🔑"))
    return line.split()[-1].removeprefix("预约码").removeprefix("：").strip()
