"""python-telegram-bot's updates as inputs."""

from telegram import CallbackQuery, ChatMemberUpdated, Message, Update, User

from bot.engine.inputs import Commanded, Edited, Incoming, Input, MediaSent, Migrated, Person, SharedContact
from bot.handlers.signing import CallbackSigner
from bot.handlers.updates import ANONYMOUS, read_membership, read_tap, read_text

Found = tuple[Person, Input]


def read(update: Update, username: str, signer: CallbackSigner) -> Incoming | None:
    """What a person did, privately or in a group; None for everything this bot does not listen to."""
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
    # A message sent as a channel has no person behind it; one sent as the group is answered with the reason.
    if user is None or (message.sender_chat is not None and user.id != ANONYMOUS):
        return None
    if message.migrate_to_chat_id is not None:
        return _migrated(user, message.chat.id, message.migrate_to_chat_id)
    if message.migrate_from_chat_id is not None:
        return _migrated(user, message.migrate_from_chat_id, message.chat.id)
    given = _given(message, user, username)
    in_group = message.chat.id != user.id
    if given is None or (in_group and not isinstance(given, Commanded)):
        return None
    return _person(user, message.chat.id), given


def _migrated(user: User, old: int, new: int) -> Found:
    return _person(user, old), Migrated(new)


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
    if query.message is None:
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
        anonymous=user.id == ANONYMOUS,
    )
