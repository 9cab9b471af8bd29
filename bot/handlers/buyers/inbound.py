"""aiogram's updates as inputs."""

from aiogram.types import CallbackQuery, ChatMemberUpdated, Message, Update, User

from bot.engine.inputs import Edited, Incoming, Input, MediaSent, Person, SharedContact
from bot.handlers.signing import CallbackSigner
from bot.handlers.updates import read_membership, read_tap, read_text

Found = tuple[Person, Input]


def read(update: Update, username: str, signer: CallbackSigner) -> Incoming | None:
    """What a person did in a private chat, or with the bot itself; None for everything else."""
    found = _read(update, username, signer)
    if found is None:
        return None
    person, given = found
    return Incoming(update_id=update.update_id, person=person, input=given, username=username)


def _read(update: Update, username: str, signer: CallbackSigner) -> Found | None:
    if update.message is not None:
        return _message(update.message, username)
    if update.edited_message is not None:
        return _edited(update.edited_message)
    if update.callback_query is not None:
        return _tap(update.callback_query, signer)
    if update.my_chat_member is not None:
        return _membership(update.my_chat_member)
    return None


def _message(message: Message, username: str) -> Found | None:
    user = message.from_user
    if user is None or message.chat.id != user.id:
        return None
    given = _given(message, user, username)
    if given is None:
        return None
    return _person(user, message.chat.id), given


def _given(message: Message, user: User, username: str) -> Input | None:
    if message.contact is not None:
        return SharedContact(message.contact.phone_number, own=message.contact.user_id == user.id)
    text = message.text or message.caption
    return MediaSent() if text is None else read_text(text, username)


def _edited(message: Message) -> Found | None:
    user = message.from_user
    # A live location is edited every few seconds; only words are meant for us.
    if user is None or message.chat.id != user.id or message.text is None:
        return None
    return _person(user, message.chat.id), Edited()


def _tap(query: CallbackQuery, signer: CallbackSigner) -> Found | None:
    if query.message is None or query.message.chat.id != query.from_user.id:
        return None
    chat_id = query.message.chat.id
    tapped = read_tap(query.data, query.message.message_id, chat_id, signer)
    return _person(query.from_user, chat_id), tapped


def _membership(change: ChatMemberUpdated) -> Found | None:
    given = read_membership(change.old_chat_member.status, change.new_chat_member.status)
    if given is None or change.chat.type == "private":
        return None
    return _person(change.from_user, change.chat.id), given


def _person(user: User, chat_id: int) -> Person:
    return Person(
        user_id=user.id,
        chat_id=chat_id,
        first_name=user.first_name,
        last_name=user.last_name or "",
        language_code=user.language_code,
    )
