"""aiogram's updates as inputs."""

from aiogram.types import CallbackQuery, Message, Update, User

from bot.dialogs import payload
from bot.dialogs.inputs import Incoming, Input, Person, Sent, SharedContact, Tapped
from bot.handlers.reading import read_text

ALLOWED = ["message", "callback_query"]


def read(update: Update, username: str) -> Incoming | None:
    """What a person did in a private chat; None for everything this bot does not listen to."""
    if update.message is not None:
        return _message(update.update_id, update.message, username)
    if update.callback_query is not None:
        return _tap(update.update_id, update.callback_query)
    return None


def _message(update_id: int, message: Message, username: str) -> Incoming | None:
    user = message.from_user
    if user is None or message.chat.id != user.id:
        return None
    given = _given(message, user, username)
    if given is None:
        return None
    return Incoming(update_id=update_id, person=_person(user, message.chat.id), input=given)


def _given(message: Message, user: User, username: str) -> Input | None:
    if message.contact is not None:
        return SharedContact(message.contact.phone_number, own=message.contact.user_id == user.id)
    return Sent() if message.text is None else read_text(message.text, username)


def _tap(update_id: int, query: CallbackQuery) -> Incoming | None:
    if query.message is None or query.message.chat.id != query.from_user.id:
        return None
    tapped = Tapped(payload.decode(query.data or ""), query.message.message_id)
    return Incoming(update_id=update_id, person=_person(query.from_user, query.message.chat.id), input=tapped)


def _person(user: User, chat_id: int) -> Person:
    return Person(
        user_id=user.id,
        chat_id=chat_id,
        first_name=user.first_name,
        last_name=user.last_name or "",
        language_code=user.language_code,
    )
