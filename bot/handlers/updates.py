"""Reading an update, the same for both frameworks."""

from bot.engine import payload
from bot.engine.inputs import Commanded, Input, Joined, Removed, Said, Tapped
from bot.handlers.signing import CallbackSigner

ALLOWED = ["message", "edited_message", "callback_query", "my_chat_member"]
# The account Telegram puts in the place of an administrator who speaks as the group.
ANONYMOUS = 1087968824
_OUTSIDE = frozenset({"left", "kicked"})


def read_text(text: str, username: str) -> Input | None:
    """What a text says to the bot of this username; None when it is a command for another bot."""
    if not text.startswith("/"):
        return Said(text)
    word, _, argument = text[1:].replace("\n", " ").partition(" ")
    name, at, addressee = word.partition("@")
    if at and addressee.lower() != username.lower():
        return None
    return Commanded(name.lower(), argument.strip())


def read_tap(data: str | None, message_id: int, chat_id: int, signer: CallbackSigner) -> Tapped:
    """A tap; without our valid signature for this chat it presses nothing."""
    opened = signer.verify(data or "", chat_id)
    return Tapped(None if opened is None else payload.decode(opened), message_id)


def read_membership(before: str, after: str) -> Joined | Removed | None:
    """The bot's own coming or going, by its status in a chat before and after."""
    if (before in _OUTSIDE) == (after in _OUTSIDE):
        return None
    return Removed() if after in _OUTSIDE else Joined()
