"""Doubts and side questions before a booking: each has its answer, which leads back to the booking.

docs/rules.md, "The script".
"""

import re
from dataclasses import replace
from enum import StrEnum

from bot.dialogs.booking import peers, when
from bot.dialogs.booking import screens as booking_screens
from bot.dialogs.booking.form import CARD, BookingForm, BookingStep
from bot.dialogs.booking.guest_names import best_name
from bot.engine.dialog import Context
from bot.engine.form import Again, Answer
from bot.engine.replies import Open, Reply, Show
from bot.engine.screen import Screen
from bot.understanding.text import tidy
from core.desk import leads, queries

# Characters. A doubt is short; only the beginning of a text is searched.
LONGEST_DOUBT = 200


# The dialog that takes a complaint, which is not the booking's own.
COMPLAINT = "complaint"


class Doubt(StrEnum):
    WHY = "why"
    FREE = "free"
    LEAVING = "leaving"
    GATE = "gate"
    PEER = "peer"
    COMPLAINT = "complaint"
    STOP = "stop"


# fmt: off
_SAID = {
    Doubt.STOP: r"^(please )?(stop|unsubscribe)( it)?( please)?[.!]?$|no more (news|messages)"
                r"|(do not|don.t) (write( to)?|contact) (me|us)\b"
                r"|(不要|别|別)再?(联系|聯繫|聯絡|打扰|打擾|发|發)|退订|退訂",
    Doubt.COMPLAINT: r"\bcomplain|投诉|投訴|提(个|個|点|點)?(意见|意見|建议|建議)",
    Doubt.PEER: peers.SAID,
    Doubt.GATE: r"(at|outside) (the|your) (gate|door|entrance)|(no|without)( an)? appointment|walk.?in\b"
                r"|(在|到)(了)?(你们|你們)?(门口|門口|大门|大門)|没有?预约|沒有?預約",
    Doubt.LEAVING: r"out of town|\b(leav(e|ing)|fly(ing)?|go(ing)? (home|back))( home| back)? "
                   r"(tomorrow|tonight|soon|today)\b"
                   r"|外地|(明天|今晚|马上|馬上|就)要?(走|离开|離開|回去)|赶(飞机|火车|高铁)|趕(飛機|火車|高鐵)",
    Doubt.WHY: r"why .*(complicated|appointment|book|form|question)|(so|too) complicated|so many questions"
               r"|(为什么|為什麼|怎么|怎麼|干嘛|幹嘛).*(麻烦|麻煩|复杂|複雜|预约|預約)|(太|这么|這麼|好)(麻烦|麻煩|复杂|複雜)",
    Doubt.FREE: r"(nothing|anything|something) (is )?(still )?(free|open|available)|fully booked"
                r"|(还有|還有|有没有|有沒有)(空|位)|(都|全)?(约满|約滿|订满|訂滿)|没有?(空位|位置)|沒有?(空位|位置)",
}
# fmt: on


def heard_in(text: str) -> Doubt | None:
    """The doubt that a text expresses; None for any other text."""
    said = tidy(text[:LONGEST_DOUBT]).lower()
    return next((doubt for doubt, pattern in _SAID.items() if re.search(pattern, said)), None)


def answer(context: Context, form: BookingForm, doubt: Doubt) -> Answer[BookingForm]:
    """The answer, and the way on; a guest who has a booking is shown it."""
    if doubt is Doubt.COMPLAINT:
        return Open(COMPLAINT)
    if doubt is Doubt.STOP:
        return _stop(context)
    if doubt is Doubt.WHY:
        at = BookingStep.WELCOME if form.at is BookingStep.MORE else form.at
        note = context.words.say(
            "It is only to make your visit a good one: an hour of your own, a consultant with time for "
            "you, and everything ready when you arrive. It takes a minute, and you can change every "
            "answer."
        )
        return Again(at=at, note=note)
    if doubt is Doubt.PEER:
        return peers.answer(context, form)
    existing = None if context.actor.is_staff else queries.open_booking(context.desk, context.person.user_id)
    if existing is not None:
        return Show(booking_screens.expected(context, existing), handle=CARD)
    near = queries.nearest(context.desk, context.desk.now, form.seat_request(context.desk, context.actor))
    if doubt is Doubt.LEAVING:
        form = replace(form, pressed=form.pressed or _tell_operators(context, form))
    note = {Doubt.FREE: _free, Doubt.LEAVING: _leaving, Doubt.GATE: _gate}[doubt](context, form, bool(near))
    shown = replace(form, when=when.offering(context, near))
    return Again(state=shown, at=BookingStep.WHEN, note=note)


def _stop(context: Context) -> Reply:
    if not context.actor.is_staff:
        leads.close_of_guest(context.desk, context.person.user_id)
    text = context.words.say(
        "Very well: we no longer keep your number for news, and will not contact you unless you write to us."
    )
    return Show(Screen(text=text))


def _free(context: Context, _form: BookingForm, any_near: bool) -> str:
    return (
        context.words.say("Let me look right away: these are the nearest hours we can keep for you.")
        if any_near
        else ""
    )


def _tell_operators(context: Context, form: BookingForm) -> bool:
    """Whether operators are told of a guest who leaves soon; staff know of their caller."""
    if context.actor.is_staff:
        return False
    return leads.report_urgent(context.desk, best_name(context, form), form.line.number)


def _leaving(context: Context, form: BookingForm, any_near: bool) -> str:
    words = context.words
    if not any_near:
        return words.say(
            "How kind of you to make time for us before you leave. Our booking centre may still find you "
            "an hour: please call {phone}.",
            phone=words.site.phone,
        )
    if form.pressed:
        return words.say(
            "How kind of you to make time for us before you leave. These are the nearest hours. We have "
            "told our booking centre as well; they may find you an earlier one: please call {phone}.",
            phone=words.site.phone,
        )
    return words.say(
        "How kind of you to make time for us before you leave. These are the nearest hours; our booking "
        "centre may find you an earlier one: please call {phone}.",
        phone=words.site.phone,
    )


def _gate(context: Context, _form: BookingForm, any_near: bool) -> str:
    if not any_near:
        return context.words.say(
            "Thank you for coming all this way. We receive by appointment only, so that every guest has "
            "an hour and a consultant of their own. I am afraid we cannot receive you at this moment."
        )
    return context.words.say(
        "Thank you for coming all this way. We receive by appointment only, so that every guest has an "
        "hour and a consultant of their own. I am afraid we cannot receive you at this moment. These are "
        "the next free hours: one tap, and the hour is yours."
    )
