"""Staff have given up a guest's place on the waitlist, whether the guest asked for it or not."""

from bot.engine.screen import Screen
from bot.language.words import Words
from bot.wording import standard_buttons, waitlist
from core.notices.removed_from_waitlist import RemovedFromWaitlistForGuest


def for_guest(words: Words, notice: RemovedFromWaitlistForGuest) -> Screen:
    text = words.say(
        "Your place on our waiting list for <b>{awaited}</b> has been given up. If this was not your "
        "wish, we are sorry: please call {phone}, or keep waiting.",
        awaited=waitlist.awaited(words, notice),
        phone=words.site.phone,
    )
    return Screen(text=text, rows=(standard_buttons.ways_on(words, notice.entry),))
