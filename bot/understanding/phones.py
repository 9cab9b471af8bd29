"""Parsing phone numbers."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

import phonenumbers

from bot.understanding.mentions import Mention
from bot.understanding.text import folded, tidy
from bot.understanding.unread import Unread

_SPOKEN = str.maketrans("零〇幺一二两三四五六七八九洞拐勾", "0011223456789079")
_DIGIT = r"[零〇幺一二两三四五六七八九洞拐\d]"
# Digits as they are written or spoken, in groups that a few signs may part.
_RUN = re.compile(
    rf"(?:\+|(?<!\d)00)?(?:\(\+?\d{{1,4}}\) ?)?{_DIGIT}(?:(?:[ \-().·]{{0,2}}|"
    rf"(?<=[零〇幺一二两三四五六七八九])[,，、](?=[零〇幺一二两三四五六七八九])){_DIGIT}){{4,18}}"
)
_ENGLISH_RUN = re.compile(
    r"(?<!\w)(?:(?:double|triple) )?(?:\d|oh?\b)(?:[ ,]{1,2}(?:(?:double|triple) )?(?:\d|oh?)(?!\w)){4,14}"
)
_REPEATED = re.compile(r"(double|triple) (\d)")
_EXTENSION = re.compile(
    r" ?[,，]? ?(?:转|轉|分机(?:号)?|分機|内线|ext(?:ension)?\.?|x|#)[ :]?(\d{1,6})(?!\d)", re.IGNORECASE
)
# Country codes that people write without the plus. A number that begins with 1 is a domestic one, perhaps mistyped.
_WITHOUT_PLUS = re.compile(r"(?:852|853|886|65|60|81|82|44|61|971|66)\d{7,10}")
# No number of mainland China has this form.
_TAIWANESE_MOBILE = re.compile(r"09\d{8}")
_FEWEST_DIGITS = 7
_LOCAL_LENGTHS = (7, 8)


class PhoneProblem(StrEnum):
    """Why digits are no phone number."""

    NO_AREA_CODE = "no_area_code"
    TOO_SHORT = "too_short"
    TOO_LONG = "too_long"
    INVALID = "invalid"


@dataclass(frozen=True)
class PhoneSaid:
    """A valid number in E.164, and its extension (digits, empty for none)."""

    number: str
    extension: str = ""


def read_phone(text: str, region: str) -> str | None:
    """The first valid phone number of a text in E.164, otherwise None. A number without a country code is taken as one
    of ``region``. Digits may be full-width or spoken (幺三八…); what follows the number, such as 微信同号 or an
    extension, is left out."""
    found = find_phones(Unread.of(text), region)
    return found[0].value.number if found else None


def find_phones(unread: Unread, region: str) -> list[Mention[PhoneSaid]]:
    """The valid numbers of a text, in its order, and their places in the tidy text. Takes their digits."""
    found = []
    place = 0
    text = _half_width(unread.original)
    while (run := _RUN.search(text, place)) is not None:
        number, start, end = _number_in(run[0], region)
        if number is None:
            place = run.end()
            continue
        first, last = run.start() + start, run.start() + end
        extension = _EXTENSION.match(text, last)
        last = extension.end() if extension is not None else last
        said = PhoneSaid(number, extension[1] if extension is not None else "")
        found.append(Mention(said, first, last))
        unread.take_original(first, last)
        text, place = _half_width(unread.original), last
    return found or _spoken_in_english(unread, region)


def _spoken_in_english(unread: Unread, region: str) -> list[Mention[PhoneSaid]]:
    """A number in English words, «one three nine, oh …», which the plain text has as digits."""
    for run in unread.find(_ENGLISH_RUN):
        digits = re.sub(r"\boh?\b", "0", run[0])
        digits = _REPEATED.sub(lambda found: found[2] * (2 if found[1] == "double" else 3), digits)
        number = _as_written(digits, region)
        if number is not None:
            first, last = unread.origins[run.start()], unread.origins[run.end() - 1] + 1
            unread.take(*run.span())
            return [Mention(PhoneSaid(number), first, last)]
    return []


# Where a number is from, as the answer to which area code it has.
_PLACES = {
    "+91": r"\bindian?\b|印度",
    "+44": r"\b(?:uk|england|britain|british)\b|英国",
    "+61": r"\baustralian?\b|澳洲|澳大利亚",
    "+60": r"\bmalaysian?\b|马来西亚",
    "+81": r"\bjapan(?:ese)?\b|日本",
    "+1": r"\b(?:us|usa|america|canada)\b|美国|加拿大",
    "+852": r"852|香港|hong ?kong|\bhk\b",
    "+853": r"853|澳门|macau|macao",
    "+886": r"886|台湾|taiwan",
    "+65": r"\b65\b|新加坡|singapore",
}


def complete_phone(digits: str, text: str, region: str) -> str | None:
    """The number of these digits with the country or area code that a text names, in E.164; None where it names
    none."""
    said = folded(text)
    plus = re.search(r"\+(\d{1,3})(?!\d)", said)
    named = next((code for code, words in _PLACES.items() if re.search(words, said)), None)
    prefix = f"+{plus[1]}" if plus is not None else named
    area = re.search(r"(?<!\d)0?(\d{2,3})(?!\d)", said)
    if prefix is None and area is None:
        return None
    return _valid(
        f"{prefix}{digits}" if prefix is not None else f"0{area[1] if area else ''}{digits}", region
    )


def local_digits(text: str) -> str:
    """The digits of a local number that lacks its area code."""
    run = _RUN.search(_half_width(tidy(text)))
    return _digits(run[0]) if run is not None else ""


def phone_problem(text: str, region: str) -> PhoneProblem | None:
    """Why the digits of a text are no phone number; None for a text with fewer digits than any number has, or with a
    valid one."""
    said = _half_width(tidy(text))
    run = next((run for run in _RUN.finditer(said) if len(_digits(run[0])) >= _FEWEST_DIGITS - 2), None)
    if run is None or read_phone(text, region) is not None:
        return None
    digits = _digits(run[0])
    if _lacks_code(digits, run[0], region):
        return PhoneProblem.NO_AREA_CODE
    try:
        parsed = phonenumbers.parse(digits if not run[0].startswith("+") else f"+{digits}", region)
    except phonenumbers.NumberParseException:
        return PhoneProblem.INVALID
    match phonenumbers.is_possible_number_with_reason(parsed):
        case phonenumbers.ValidationResult.TOO_SHORT | phonenumbers.ValidationResult.IS_POSSIBLE_LOCAL_ONLY:
            return PhoneProblem.TOO_SHORT
        case phonenumbers.ValidationResult.TOO_LONG:
            return PhoneProblem.TOO_LONG
        case _:
            # A mobile number of China has eleven digits; the library finds other lengths possible too.
            short = digits.startswith("1") and len(digits) < 11 and region == "CN"
            return PhoneProblem.TOO_SHORT if short else PhoneProblem.INVALID


# Digits of a mobile number of another country, as it is dialled there.
_ABROAD = re.compile(r"0\d{9,10}|[2-9]\d{8,9}")


def _lacks_code(digits: str, written: str, region: str) -> bool:
    """Whether digits are whole but for an area or a country code."""
    if written.startswith("+"):
        return False
    if len(digits) in _LOCAL_LENGTHS:
        # No local number of China begins with 1, but every mobile one.
        return not (region == "CN" and digits.startswith("1"))
    return region == "CN" and _ABROAD.fullmatch(digits) is not None


def _half_width(text: str) -> str:
    """The text with half-width digits and signs, of the same length."""
    if unicodedata.is_normalized("NFKC", text):
        return text
    return "".join(
        normal if len(normal := unicodedata.normalize("NFKC", char)) == 1 else char for char in text
    )


def _digits(written: str) -> str:
    return re.sub(r"\D", "", written.translate(_SPOKEN))


def _number_in(run: str, region: str) -> tuple[str | None, int, int]:
    """The longest valid number of a run of groups of digits, and its place in it."""
    for start, end in _parts(run):
        number = _as_written(run[start:end], region)
        if number is not None:
            return number, start, end
    return None, 0, 0


def _parts(run: str) -> Iterator[tuple[int, int]]:
    """The run without none, one or more of its first and last groups, the longest first."""
    # In «8000两个人» the numeral is no digit of the number.
    changes = [
        found.end() for found in re.finditer(r"\d(?=[^\d\s().+·-])|[零〇幺一二两三四五六七八九](?=\d)", run)
    ]
    starts = [0, *changes, *(gap.end() for gap in re.finditer(r"[ \-().·,，、]+", run))]
    ends = [*changes, *(gap.start() for gap in re.finditer(r"[ \-().·,，、]+", run)), len(run)]
    parts = [
        (start, end) for start in starts for end in ends if len(_digits(run[start:end])) >= _FEWEST_DIGITS
    ]
    if run.startswith(("+", "(+")):
        # Without its plus it would be a number of another country.
        parts = [part for part in parts if part[0] == 0]
    yield from sorted(parts, key=lambda part: part[0] - part[1])


def _as_written(part: str, region: str) -> str | None:
    international = part.startswith(("+", "(+"))
    # «+44 (0)20 …»: the zero is dialled only within the country.
    digits = _digits(part.replace("(0)", "") if international else part)
    if international or digits.startswith("00"):
        return _valid("+" + digits.removeprefix("00"), region)
    whole = _valid(digits, region)
    if whole is None and _TAIWANESE_MOBILE.fullmatch(digits):
        whole = _valid(digits, "TW")
    if whole is None and _WITHOUT_PLUS.fullmatch(digits):
        whole = _valid(f"+{digits}", region)
    return whole


def _valid(text: str, region: str) -> str | None:
    try:
        parsed = phonenumbers.parse(text, region)
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_valid_number(parsed) or _lacks_prefix(parsed, text, region):
        return None
    return _formatted(parsed)


def _lacks_prefix(parsed: phonenumbers.PhoneNumber, text: str, region: str) -> bool:
    """Whether it would be a landline of the region without the prefix that its area code needs; a date
    could be."""
    prefix = phonenumbers.phonenumberutil.ndd_prefix_for_region(region, True)
    if not prefix or text.startswith(("+", prefix)):
        return False
    return bool(phonenumbers.number_type(parsed) == phonenumbers.PhoneNumberType.FIXED_LINE)


def _formatted(number: phonenumbers.PhoneNumber) -> str:
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
