"""Phone numbers."""

import phonenumbers

from bot.understanding.text import tidy


def read_phone(text: str, region: str) -> str | None:
    """A number that could be dialled, in E.164; one without a country code is taken for the site's."""
    try:
        parsed = phonenumbers.parse(tidy(text), region)
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_valid_number(parsed):
        return None
    return phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164)
