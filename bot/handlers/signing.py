"""The seal on callback data: a button is believed only where this bot put it."""

from base64 import urlsafe_b64encode
from hashlib import blake2b
from hmac import compare_digest

_BYTES = 9
_MARK = "~"


class CallbackSigner:
    """Keyed by the bot's token: only its holder can make one, and a new token voids the buttons of the old."""

    def __init__(self, token: str) -> None:
        self._key = blake2b(token.encode(), person=b"yingbin-buttons").digest()

    def close(self, data: str, chat_id: int) -> str:
        """The data as it travels in this chat."""
        return f"{data}{_MARK}{self._tag(data, chat_id)}"

    def open(self, sealed: str, chat_id: int) -> str | None:
        """The data that was sealed for this chat; None for any other."""
        data, _, tag = sealed.rpartition(_MARK)
        return data if compare_digest(_bytes(tag), _bytes(self._tag(data, chat_id))) else None

    def _tag(self, data: str, chat_id: int) -> str:
        digest = blake2b(_bytes(f"{chat_id}|{data}"), key=self._key, digest_size=_BYTES).digest()
        return urlsafe_b64encode(digest).decode()


def _bytes(text: str) -> bytes:
    """What a forger sends need not be writable text."""
    return text.encode(errors="surrogatepass")
