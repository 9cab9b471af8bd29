"""Parsing phone numbers."""

import re
import unicodedata

import phonenumbers

from bot.understanding.text import tidy

_SPOKEN = str.maketrans("零〇幺一二两三四五六七八九", "0011223456789")
_SPOKEN_RUN = re.compile(r"[零〇幺一二两三四五六七八九\d][零〇幺一二两三四五六七八九\d\s-]{5,}")
# Country codes that people write without the plus. A number that begins with 1 is a domestic one, perhaps mistyped.
_WITHOUT_PLUS = re.compile(r"(852|853|886|65|60|81|82|44|61)[\d\s()-]{8,}")


def read_phone(text: str, region: str) -> str | None:
    """The first valid phone number of a text in E.164, otherwise None. A number without a country code is taken as one
    of ``region``. Digits may be full-width or spoken (幺三八…); what follows the number, such as 微信同号 or an
    extension, is left out."""
    said = tidy(unicodedata.normalize("NFKC", text))
    said = _SPOKEN_RUN.sub(lambda run: run[0].translate(_SPOKEN), said)
    whole = _valid(said, region)
    if whole is None and _WITHOUT_PLUS.fullmatch(said):
        whole = _valid(f"+{said}", region)
    if whole is not None:
        return whole
    found = next(iter(phonenumbers.PhoneNumberMatcher(said, region)), None)
    return _formatted(found.number) if found is not None else None


def _valid(text: str, region: str) -> str | None:
    try:
        parsed = phonenumbers.parse(text, region)
    except phonenumbers.NumberParseException:
        return None
    return _formatted(parsed) if phonenumbers.is_valid_number(parsed) else None


def _formatted(number: phonenumbers.PhoneNumber) -> str:
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
