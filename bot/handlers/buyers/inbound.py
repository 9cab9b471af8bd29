"""aiogram's updates as inputs."""

from aiogram.types import CallbackQuery, ChatMemberUpdated, Message, Update, User

from bot.engine.inputs import Edited, Incoming, Input, MediaSent, Person, SharedContact
from bot.handlers.signing import CallbackSigner
from bot.handlers.updates import read_membership, read_tap, read_text


def read(update: Update, username: str, signer: CallbackSigner) -> Incoming | None:
    """What a person did in a private chat, or with the bot itself; None for everything else."""
    if update.message is not None:
        return _message(update.update_id, update.message, username)
    if update.edited_message is not None:
        return _edited(update.update_id, update.edited_message)
    if update.callback_query is not None:
        return _tap(update.update_id, update.callback_query, signer)
    if update.my_chat_member is not None:
        return _membership(update.update_id, update.my_chat_member)
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
    text = message.text or message.caption
    return MediaSent() if text is None else read_text(text, username)


def _edited(update_id: int, message: Message) -> Incoming | None:
    user = message.from_user
    # A live location is edited every few seconds; only words are meant for us.
    if user is None or message.chat.id != user.id or message.text is None:
        return None
    return Incoming(update_id=update_id, person=_person(user, message.chat.id), input=Edited())


def _tap(update_id: int, query: CallbackQuery, signer: CallbackSigner) -> Incoming | None:
    if query.message is None or query.message.chat.id != query.from_user.id:
        return None
    chat_id = query.message.chat.id
    tapped = read_tap(query.data, query.message.message_id, chat_id, signer)
    return Incoming(update_id=update_id, person=_person(query.from_user, chat_id), input=tapped)


def _membership(update_id: int, change: ChatMemberUpdated) -> Incoming | None:
    given = read_membership(change.old_chat_member.status, change.new_chat_member.status)
    if given is None or change.chat.type == "private":
        return None
    return Incoming(update_id=update_id, person=_person(change.from_user, change.chat.id), input=given)


def _person(user: User, chat_id: int) -> Person:
    return Person(
        user_id=user.id,
        chat_id=chat_id,
        first_name=user.first_name,
        last_name=user.last_name or "",
        language_code=user.language_code,
    )
