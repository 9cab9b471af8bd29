"""The seal on callback data: a button is believed only where this bot put it."""

from base64 import urlsafe_b64encode
from hashlib import blake2b
from hmac import compare_digest

_SIGNATURE_BYTES = 9
_SEPARATOR = "~"


class CallbackSigner:
    """Keyed by the bot's token: only its holder can make one, and a new token voids the buttons of the old."""

    def __init__(self, token: str) -> None:
        self._key = blake2b(token.encode(), person=b"yingbin-buttons").digest()

    def sign(self, data: str, chat_id: int) -> str:
        """The data as it travels in this chat."""
        return f"{data}{_SEPARATOR}{self._signature(data, chat_id)}"

    def verify(self, signed: str, chat_id: int) -> str | None:
        """The data that was sealed for this chat; None for any other."""
        data, _, signature = signed.rpartition(_SEPARATOR)
        return data if compare_digest(_encode(signature), _encode(self._signature(data, chat_id))) else None

    def _signature(self, data: str, chat_id: int) -> str:
        digest = blake2b(_encode(f"{chat_id}|{data}"), key=self._key, digest_size=_SIGNATURE_BYTES).digest()
        return urlsafe_b64encode(digest).decode()


def _encode(text: str) -> bytes:
    """What a forger sends need not be writable text."""
    return text.encode(errors="surrogatepass")
