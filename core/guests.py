"""Guests: names, phones, kinds, tiers and guest numbers. Rules: docs/rules.md, "Guests"."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import NewType

from core.consultants import ConsultantId

GuestId = NewType("GuestId", int)


class GuestKind(StrEnum):
    NEW = "new"
    RETURNING = "returning"
    PEER = "peer"
    EXECUTIVE = "executive"
    OFFICIAL = "official"


class Tier(StrEnum):
    A_PLUS = "A+"
    A = "A"
    B = "B"


class Title(StrEnum):
    """How a guest is addressed; NONE if they want no title."""

    MR = "mr"
    MS = "ms"
    MRS = "mrs"
    MISS = "miss"
    DOCTOR = "doctor"
    PHYSICIAN = "physician"
    PROFESSOR = "professor"
    TEACHER = "teacher"
    DIRECTOR = "director"
    NONE = "none"


class PhoneKind(StrEnum):
    """How the house received a phone number. Telegram vouches for a SHARED one; staff took a TAKEN one from a call; a
    TYPED one is only a claim."""

    SHARED = "shared"
    TYPED = "typed"
    TAKEN = "taken"
    DECLINED = "declined"


class HeardThrough(StrEnum):
    """How a guest heard of the house."""

    DAILY_PAPER = "daily_paper"
    EVENING_PAPER = "evening_paper"
    TELEVISION = "television"
    ONLINE = "online"
    PASSING_BY = "passing_by"
    HEARSAY = "hearsay"
    REFERRAL = "referral"
    LEAFLET = "leaflet"
    OUTDOOR = "outdoor"
    OTHER = "other"


MAX_DISTRICT_LENGTH = 80
MAX_PHONE_LENGTH = 20
MAX_AFFILIATION_LENGTH = 120


@dataclass(frozen=True, kw_only=True)
class Name:
    """A guest's name; ``given`` is empty until it is known."""

    surname: str
    given: str = ""
    title: Title = Title.NONE

    @property
    def is_chinese(self) -> bool:
        return any("㐀" <= char <= "鿿" for char in self.surname)


@dataclass(frozen=True, kw_only=True)
class Phone:
    """A guest's phone: ``number`` is E.164, with ``x`` and digits where there is an extension; None if the guest
    declined to give one."""

    number: str | None
    kind: PhoneKind


# From this length on (characters of an E.164 number) four last digits are not most of it.
_LONG_NUMBER = 11


def masked(number: str) -> str:
    """A number with four digits hidden, and without its extension: enough to recognise, not enough to call."""
    number = number.partition("x")[0]
    shown = 4 if len(number) >= _LONG_NUMBER else 2
    return f"{number[: -shown - 4]}****{number[-shown:]}"


@dataclass(frozen=True, kw_only=True)
class Guest:
    """One person; their record is kept for life. ``telegram_id`` is None for a guest known by phone only.

    ``consultant`` looks after this guest. ``affiliation`` is an official's or executive's organisation and title.
    ``language`` is the one they used last. A peer is received at any time up to the day ``exempt_until``.
    """

    id: GuestId
    number: str
    name: Name
    phone: Phone
    kind: GuestKind
    telegram_id: int | None
    heard_through: HeardThrough | None = None
    district: str | None = None
    consultant: ConsultantId | None = None
    affiliation: str | None = None
    language: str | None = None
    exempt_until: date | None = None


def tier_of(kind: GuestKind, *, booked: bool) -> Tier:
    """The tier of a guest of this kind, with or without a booking."""
    if kind in {GuestKind.EXECUTIVE, GuestKind.OFFICIAL}:
        return Tier.A_PLUS
    if booked or kind is GuestKind.RETURNING:
        return Tier.A
    return Tier.B


# Surnames that are pronounced differently from the same character in a sentence.
_SURNAME_INITIALS = {
    "单": "S", "曾": "Z", "解": "X", "仇": "Q", "查": "Z", "区": "O", "盖": "G", "乐": "Y", "朴": "P",
    "尉迟": "Y", "万俟": "M", "長孙": "Z", "长孙": "Z", "重": "C", "种": "C", "召": "S", "單": "S", "區": "O",
    "蓋": "G", "樂": "Y", "樸": "P", "洗": "X", "冼": "X", "折": "S", "祭": "Z", "繁": "P", "秘": "B",
    "藏": "Z", "粘": "N", "尉遲": "Y", "萬俟": "M", "長孫": "Z", "覃": "Q", "翟": "Z", "種": "C", "谌": "C", "諶": "C",
    "逄": "P", "乜": "N",
}  # fmt: skip


def initials(name: Name) -> str:
    """Capital initials for a guest's number, surname first, then the given name if known; 1–3 letters."""
    letters = _SURNAME_INITIALS.get(name.surname) or _letters(name.surname, 1)
    return (letters + _letters(name.given, 2)) or "X"


def guest_number(site_code: str, letters: str, serial: int) -> str:
    """A guest's number, such as ``TY-WX001``."""
    return f"{site_code}-{letters}{serial:03d}"


def _letters(text: str, most: int) -> str:
    from pypinyin import Style, lazy_pinyin  # noqa: PLC0415 its dictionaries take a quarter of a second to load

    found = [word[:1] for part in lazy_pinyin(text, style=Style.FIRST_LETTER) for word in part.split()]
    return "".join(letter.upper() for letter in found if letter.isascii() and letter.isalpha())[:most]
