"""Signing of callback data: a tap is accepted only with data that this bot sent to this chat."""

from base64 import urlsafe_b64encode
from hashlib import blake2b
from hmac import compare_digest

_SIGNATURE_BYTES = 9
_SEPARATOR = "~"


class CallbackSigner:
    """Signs with the bot's token: nobody else can make a signature, and a new token invalidates old buttons."""

    def __init__(self, token: str) -> None:
        self._key = blake2b(token.encode(), person=b"yingbin-buttons").digest()

    def sign(self, data: str, chat_id: int) -> str:
        """The data with its signature for this chat."""
        return f"{data}{_SEPARATOR}{self._signature(data, chat_id)}"

    def verify(self, signed: str, chat_id: int) -> str | None:
        """The data, if it was signed for this chat; otherwise None."""
        data, _, signature = signed.rpartition(_SEPARATOR)
        return data if compare_digest(_encode(signature), _encode(self._signature(data, chat_id))) else None

    def _signature(self, data: str, chat_id: int) -> str:
        digest = blake2b(_encode(f"{chat_id}|{data}"), key=self._key, digest_size=_SIGNATURE_BYTES).digest()
        return urlsafe_b64encode(digest).decode()


def _encode(text: str) -> bytes:
    """Encode text that may be invalid, as forged data can be."""
    return text.encode(errors="surrogatepass")
