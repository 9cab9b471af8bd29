"""What people do: make groups, come and go, write, tap, share a contact, block."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from telegram.constants import InlineKeyboardButtonLimit, MessageLimit

from sandbox import chats
from sandbox.entities import clean, trimmed, units, with_found
from sandbox.model import GestureError, Person
from sandbox.world import Group, Message, Private, Query, Room, World

_PAYLOAD = re.compile(r"[A-Za-z0-9_-]*")


class Gestures:
    """The people's side. Each gesture takes effect at once; GestureError for what no client could do."""

    def __init__(self, world: World) -> None:
        self._world = world

    def add_person(self, person: Person) -> None:
        """Give somebody an account; the same id again changes it."""
        if person.id <= 0 or person.id in self._world.bots:
            raise GestureError(f"{person.id} cannot be a person's id")
        self._world.people[person.id] = person
        self._world.touch()

    def set_language(self, user_id: int, code: str) -> None:
        """Change the language a person's clients speak; bots see it from the next update on."""
        self.add_person(replace(self._world.person(user_id), language_code=code))

    def add_group(self, chat_id: int, title: str, people: Iterable[int], bots: Iterable[str]) -> None:
        """Make a group; its first person makes it, administers it and adds the bots."""
        members = [self._world.person(user_id).id for user_id in people]
        if chat_id >= 0 or chat_id in self._world.groups or not members:
            raise GestureError("a group needs a new negative id and somebody who makes it")
        self._world.groups[chat_id] = Group(chat_id, title, members[0], set(members))
        self._world.touch()
        for bot in bots:
            self.add_bot(members[0], bot, chat_id)

    def join(self, user_id: int, chat_id: int) -> None:
        """A person joins a group."""
        group = self._group(chat_id)
        if user_id in group.people:
            raise GestureError(f"{user_id} is in the group already")
        group.people.add(self._world.person(user_id).id)
        chats.service(self._world, group, user_id, "new_chat_members", user_id)

    def leave(self, user_id: int, chat_id: int) -> None:
        """A person leaves a group."""
        group = self._member_of(user_id, chat_id)
        chats.service(self._world, group, user_id, "left_chat_member", user_id)
        group.people.remove(user_id)

    def add_bot(self, user_id: int, bot: str, chat_id: int) -> None:
        """A member adds a bot to a group."""
        group, account = self._member_of(user_id, chat_id), self._world.bot_named(bot)
        if group.bots.get(account.id) == "member":
            raise GestureError(f"@{account.username} is in the group already")
        chats.change_status(self._world, group, account, "member", by=user_id)
        chats.service(self._world, group, user_id, "new_chat_members", account.id)

    def remove_bot(self, user_id: int, bot: str, chat_id: int) -> None:
        """A member removes a bot from a group; its later requests there are told it was kicked."""
        group, account = self._member_of(user_id, chat_id), self._world.bot_named(bot)
        if group.bots.get(account.id) != "member":
            raise GestureError(f"@{account.username} is not in the group")
        chats.change_status(self._world, group, account, "kicked", by=user_id)
        chats.service(self._world, group, user_id, "left_chat_member", account.id)

    def send(
        self,
        user_id: int,
        text: str,
        *,
        bot: str | None = None,
        chat_id: int | None = None,
        reply_to: int | None = None,
    ) -> int:
        """Send a text to a bot (`bot`, its username) or to a group (`chat_id`); the message's id.

        Pressing an ordinary button of the reply keyboard is sending its text.
        """
        room = self._room(user_id, bot, chat_id)
        self._must_be_open(room)
        text, _ = trimmed(clean(text), ())
        if not text or units(text) > MessageLimit.MAX_TEXT_LENGTH or not _is_unicode(text):
            raise GestureError("a text has 1 to 4096 characters, all of them whole")
        if reply_to is not None and reply_to not in room.messages:
            raise GestureError(f"there is no message {reply_to} to reply to")
        labels = {button["text"] for row in self._keyboard(room) for button in row}
        return self._say(
            room,
            user_id,
            pressed=text in labels,
            text=text,
            entities=tuple(with_found(text, ())),
            reply_to=reply_to,
        )

    def tap(
        self,
        user_id: int,
        message_id: int,
        data: str,
        *,
        bot: str | None = None,
        chat_id: int | None = None,
        forged: bool = False,
    ) -> str:
        """Tap the inline button of a message that carries this callback_data; the callback query's id.

        With `forged` no button need carry it: a client of somebody's own may send any data with a bot's message.
        """
        room = self._room(user_id, bot, chat_id)
        self._must_be_open(room)
        message = room.messages.get(message_id)
        if message is None or message.sender not in self._world.bots:
            raise GestureError(f"there is no message {message_id} of a bot in this chat")
        buttons = message.markup.buttons() if message.markup is not None and message.markup.inline else []
        if not forged and data not in [button.get("callback_data") for button in buttons]:
            raise GestureError(f"message {message_id} has no button with the data {data!r}")
        if not 1 <= len(data.encode()) <= InlineKeyboardButtonLimit.MAX_CALLBACK_DATA:
            raise GestureError("the data of a tap has 1 to 64 bytes")
        account = self._world.bots[message.sender]
        if isinstance(room, Group) and room.bots.get(account.id) != "member":
            raise GestureError(f"@{account.username} is no longer in the group")
        query = Query(str(next(self._world.query_ids)), account, user_id, message_id, self._world.now())
        self._world.queries[query.id] = query
        update = {
            "id": query.id,
            "from": self._world.user(user_id),
            "message": self._world.body(room, message),
            "chat_instance": str(hash((room.id if isinstance(room, Group) else user_id, account.id))),
            "data": data,
        }
        self._world.inboxes[account.id].put("callback_query", update)
        return query.id

    def share_contact(
        self, user_id: int, *, bot: str, phone: str | None = None, owner: int | None = None
    ) -> int:
        """Share a contact with a bot; the message's id.

        Without `owner` it is the person's own, by the contact button of the reply keyboard. `owner` is
        somebody else on Telegram, or 0 for somebody who is not, picked from the address book. `phone` is
        the number as the client sends it, by default the owner's.
        """
        room = self._room(user_id, bot, None)
        self._must_be_open(room)
        own = owner is None or owner == user_id
        if own and not any(button.get("request_contact") for row in self._keyboard(room) for button in row):
            raise GestureError("no button asks for a contact")
        card = self._card(user_id if owner is None else owner, phone)
        asked = room.keyboard.id if own and isinstance(room, Private) and room.keyboard is not None else None
        return self._say(room, user_id, pressed=own, contact=card, reply_to=asked)

    def open_link(self, user_id: int, bot: str, payload: str = "") -> int:
        """Follow t.me/bot?start=payload and press Start; the id of the message this sends."""
        if not _PAYLOAD.fullmatch(payload) or len(payload) > MessageLimit.DEEP_LINK_LENGTH:
            raise GestureError("a link carries up to 64 of A-Z, a-z, 0-9, _ and -")
        return self.send(user_id, f"/start {payload}", bot=bot)

    def block(self, user_id: int, bot: str) -> None:
        """Block a bot."""
        self._set_blocked(user_id, bot, blocked=True)

    def unblock(self, user_id: int, bot: str) -> None:
        """Unblock a bot."""
        self._set_blocked(user_id, bot, blocked=False)

    # Inside

    def _group(self, chat_id: int) -> Group:
        try:
            return self._world.groups[chat_id]
        except KeyError:
            raise GestureError(f"there is no group {chat_id}") from None

    def _member_of(self, user_id: int, chat_id: int) -> Group:
        group = self._group(chat_id)
        if user_id not in group.people:
            raise GestureError(f"{user_id} is not in the group")
        return group

    def _private(self, bot: str | None, user_id: int | None) -> Private:
        if bot is None or user_id is None:
            raise GestureError("a private chat is named by a bot and a person")
        return self._world.private(self._world.bot_named(bot), self._world.person(user_id).id)

    def _room(self, user_id: int, bot: str | None, chat_id: int | None) -> Room:
        if (bot is None) == (chat_id is None):
            raise GestureError("name either a bot or a group")
        return self._private(bot, user_id) if chat_id is None else self._member_of(user_id, chat_id)

    @staticmethod
    def _must_be_open(room: Room) -> None:
        if isinstance(room, Private) and room.blocked:
            raise GestureError("the bot is blocked; unblock it first")

    @staticmethod
    def _keyboard(room: Room) -> list[list[dict[str, Any]]]:
        shown = room.keyboard if isinstance(room, Private) else None
        return [] if shown is None or shown.markup is None else shown.markup.rows

    def _say(self, room: Room, user_id: int, *, pressed: bool, **content: Any) -> int:
        message = self._world.post(room, user_id, **content)
        if isinstance(room, Private):
            room.started = True
            if pressed and _is_one_time(room.keyboard):
                room.keyboard = None
        chats.deliver(self._world, room, message)
        return message.id

    def _card(self, owner: int, phone: str | None) -> dict[str, Any]:
        if owner == 0:
            card: dict[str, Any] = {"phone_number": phone, "first_name": phone}
        else:
            person = self._world.person(owner)
            card = {"phone_number": phone or person.phone, "first_name": person.first_name}
            if person.last_name:
                card["last_name"] = person.last_name
            card["user_id"] = owner
        if not card["phone_number"]:
            raise GestureError("there is no number to share")
        return card

    def _set_blocked(self, user_id: int, bot: str, *, blocked: bool) -> None:
        room = self._private(bot, user_id)
        if room.blocked == blocked:
            raise GestureError("the bot is blocked already" if blocked else "the bot is not blocked")
        chats.change_status(self._world, room, room.bot, "kicked" if blocked else "member", by=user_id)


def _is_unicode(text: str) -> bool:
    """Whether it can travel: half a surrogate pair cannot."""
    return not any("\ud800" <= char <= "\udfff" for char in text)


def _is_one_time(keyboard: Message | None) -> bool:
    return (
        keyboard is not None
        and keyboard.markup is not None
        and bool(keyboard.markup.options.get("one_time_keyboard"))
    )
