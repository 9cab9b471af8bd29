"""Notices as screens: their words, and the buttons that answer them."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from bot.engine.screen import Screen
from bot.language.words import Words
from bot.wording import notices, standard_buttons
from bot.wording import requests as request_screens
from bot.wording import waitlist as waitlist_screens

Facts = Mapping[str, Any]


def screen(words: Words, kind: str, facts: Facts) -> Screen:
    """What a notice says and offers. Its buttons name subjects, and are checked when they are tapped."""
    if kind in _WITH_BUTTONS:
        return _WITH_BUTTONS[kind](words, facts)
    return Screen(text=notices.notice(words, kind, facts))


def _promised(words: Words, facts: Facts, *, kind: str) -> Screen:
    """A booking staff made or moved for a guest, who may change it."""
    rows = (standard_buttons.changes(words, facts["booking"], facts["version"]),)
    return Screen(text=notices.notice(words, kind, facts), rows=rows)


def _withdrawn(words: Words, facts: Facts) -> Screen:
    """A booking staff cancelled for a guest, who may make another."""
    text = notices.notice(words, "guest_cancelled", facts)
    return Screen(text=text, rows=((standard_buttons.reserve(words),),))


_WITH_BUTTONS: dict[str, Callable[[Words, Facts], Screen]] = {
    "guest_made": partial(_promised, kind="guest_made"),
    "guest_moved": partial(_promised, kind="guest_moved"),
    "guest_cancelled": _withdrawn,
    "guest_offered": partial(waitlist_screens.offered, to_guest=True),
    "member_offered": partial(waitlist_screens.offered, to_guest=False),
    "guest_offer_lapsed": partial(waitlist_screens.lapsed, to_guest=True),
    "member_offer_lapsed": partial(waitlist_screens.lapsed, to_guest=False),
    "guest_offer_recalled": partial(waitlist_screens.recalled, to_guest=True),
    "member_offer_recalled": partial(waitlist_screens.recalled, to_guest=False),
    "guest_taken_off": waitlist_screens.taken_off,
    "member_request": request_screens.made,
    "member_request_overdue": request_screens.overdue,
    "guest_request_overdue": request_screens.kept_waiting,
    "guest_request_declined": request_screens.declined,
}
