"""python-telegram-bot's updates as inputs."""

from telegram import Message, Update, User

from bot.dialogs import payload
from bot.dialogs.inputs import Commanded, Incoming, Input, Person, Sent, SharedContact, Tapped
from bot.handlers.reading import read_text

ALLOWED = ["message", "callback_query"]


def read(update: Update, username: str) -> Incoming | None:
    """What a person did, privately or in a group; None for everything this bot does not listen to."""
    if update.message is not None:
        return _message(update.update_id, update.message, username)
    query = update.callback_query
    if query is not None and query.message is not None:
        tapped = Tapped(payload.decode(query.data or ""), query.message.message_id)
        person = _person(query.from_user, query.message.chat.id)
        return Incoming(update_id=update.update_id, person=person, input=tapped)
    return None


def _message(update_id: int, message: Message, username: str) -> Incoming | None:
    user = message.from_user
    # Whoever speaks as a chat is nobody we could know.
    if user is None or message.sender_chat is not None:
        return None
    given = _given(message, user, username)
    in_group = message.chat.id != user.id
    if given is None or (in_group and not isinstance(given, Commanded)):
        return None
    return Incoming(update_id=update_id, person=_person(user, message.chat.id), input=given)


def _given(message: Message, user: User, username: str) -> Input | None:
    if message.contact is not None:
        return SharedContact(message.contact.phone_number, own=message.contact.user_id == user.id)
    return Sent() if message.text is None else read_text(message.text, username)


def _person(user: User, chat_id: int) -> Person:
    return Person(
        user_id=user.id,
        chat_id=chat_id,
        first_name=user.first_name,
        last_name=user.last_name or "",
        language_code=user.language_code,
    )
