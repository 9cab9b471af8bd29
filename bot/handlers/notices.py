"""Notices as screens: their words, and the buttons that answer them."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from bot import notice_wording
from bot.dialogs import cards, request_screens, waiting_screens
from bot.dialogs.screen import Screen
from bot.language import Words

Facts = Mapping[str, Any]


def screen(words: Words, kind: str, facts: Facts) -> Screen:
    """What a notice says and offers. Its buttons name subjects, and are checked when they are tapped."""
    if kind in _WITH_BUTTONS:
        return _WITH_BUTTONS[kind](words, facts)
    return Screen(text=notice_wording.notice(words, kind, facts))


def _promised(words: Words, facts: Facts, *, kind: str) -> Screen:
    """A booking staff made or moved for a guest, who may change it."""
    rows = (cards.changes(words, facts["booking"], facts["version"]),)
    return Screen(text=notice_wording.notice(words, kind, facts), rows=rows)


def _withdrawn(words: Words, facts: Facts) -> Screen:
    """A booking staff cancelled for a guest, who may make another."""
    text = notice_wording.notice(words, "guest_cancelled", facts)
    return Screen(text=text, rows=((cards.reserve(words),),))


_WITH_BUTTONS: dict[str, Callable[[Words, Facts], Screen]] = {
    "guest_made": partial(_promised, kind="guest_made"),
    "guest_moved": partial(_promised, kind="guest_moved"),
    "guest_cancelled": _withdrawn,
    "guest_offered": partial(waiting_screens.offered, to_guest=True),
    "member_offered": partial(waiting_screens.offered, to_guest=False),
    "guest_offer_lapsed": partial(waiting_screens.lapsed, to_guest=True),
    "member_offer_lapsed": partial(waiting_screens.lapsed, to_guest=False),
    "guest_offer_recalled": partial(waiting_screens.recalled, to_guest=True),
    "member_offer_recalled": partial(waiting_screens.recalled, to_guest=False),
    "guest_taken_off": waiting_screens.taken_off,
    "member_request": request_screens.made,
    "member_request_overdue": request_screens.overdue,
    "guest_request_overdue": request_screens.kept_waiting,
    "guest_request_declined": request_screens.declined,
}
