"""The languages and their catalogues, which are compiled in memory."""

from collections.abc import Iterable
from functools import cache
from io import BytesIO
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import NullTranslations, Translations

from core.staff import Role

LOCALES = Path(__file__).parent.parent.parent / "locales"


# The name of each language in that language.
NAMES = {"en": "English", "zh_Hans": "简体中文", "zh_Hant": "繁體中文"}


_TRADITIONAL = ("hant", "tw", "hk", "mo")


def language_for(code: str | None) -> str | None:
    """Our language for an IETF language tag such as Telegram's ``zh-hans``; None if we do not have it."""
    first, *rest = (code or "").lower().replace("_", "-").split("-")
    if first == "zh":
        return "zh_Hant" if any(tag in _TRADITIONAL for tag in rest) else "zh_Hans"
    return first if first in NAMES else None


@cache
def catalogue(language: str) -> NullTranslations:
    """The catalogue of a language. English has none: its texts are the msgids."""
    source = LOCALES / language / "LC_MESSAGES" / "messages.po"
    if not source.exists():
        return NullTranslations()
    compiled = BytesIO()
    with source.open("rb") as file:
        write_mo(compiled, read_po(file, locale=language))
    compiled.seek(0)
    return Translations(compiled)


def role_name(role: Role, language: str) -> str:
    """The name of a role."""
    words = catalogue(language)
    return {
        Role.ADMINISTRATOR: words.gettext("administrator"),
        Role.SITE_MANAGER: words.gettext("site manager"),
        Role.SALES_MANAGER: words.gettext("sales manager"),
        Role.HEAD_BUTLER: words.gettext("head butler"),
        Role.BUTLER: words.gettext("butler"),
        Role.GATE: words.gettext("gate"),
        Role.PARKING: words.gettext("parking"),
        Role.DOORMAN: words.gettext("doorman"),
        Role.BAR: words.gettext("bar"),
        Role.CONSULTANT: words.gettext("consultant"),
        Role.OPERATOR: words.gettext("operator"),
        Role.SECRETARY: words.gettext("secretary"),
    }[role]


def listed(language: str, parts: Iterable[str], *, phrases: bool = False) -> str:
    """Several items in one line, separated as in the language; ``phrases`` may contain commas."""
    if language.startswith("zh"):
        return ("；" if phrases else "、").join(parts)
    return ("; " if phrases else ", ").join(parts)
