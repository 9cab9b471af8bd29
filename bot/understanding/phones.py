"""Parsing phone numbers."""

import phonenumbers

from bot.understanding.text import tidy


def read_phone(text: str, region: str) -> str | None:
    """A valid phone number in E.164, otherwise None. A number without a country code is taken as one of ``region``."""
    try:
        parsed = phonenumbers.parse(tidy(text), region)
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_valid_number(parsed):
        return None
    return phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164)
