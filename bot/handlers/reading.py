"""Reading a message, the same for both frameworks."""

from bot.dialogs.inputs import Commanded, Input, Said


def read_text(text: str, username: str) -> Input | None:
    """What a text says to the bot of this username; None when it is a command for another bot."""
    if not text.startswith("/"):
        return Said(text)
    word, _, argument = text[1:].replace("\n", " ").partition(" ")
    name, at, addressee = word.partition("@")
    if at and addressee.lower() != username.lower():
        return None
    return Commanded(name.lower(), argument.strip())
