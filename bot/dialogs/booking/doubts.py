"""Doubts and side questions before a booking: each has its answer, which leads back to the booking.

docs/rules.md, "The script".
"""

import re
from dataclasses import replace
from datetime import datetime
from enum import StrEnum

from bot.dialogs.booking import peers, when
from bot.dialogs.booking import screens as booking_screens
from bot.dialogs.booking.choice import ChoicePurpose
from bot.dialogs.booking.form import CARD, BookingForm, BookingStep
from bot.dialogs.booking.guest_names import best_name
from bot.engine.dialog import Context
from bot.engine.form import Again, Answer
from bot.engine.replies import Open, Reply, Show
from bot.engine.screen import Screen
from bot.understanding.intent_patterns import Intent
from bot.understanding.sentences import Understood
from bot.understanding.text import folded, tidy
from bot.understanding.wishes import leaves_soon, stands_at_the_door
from core.desk import leads, queries

# Characters. A doubt is short; only the beginning of a text is searched.
LONGEST_DOUBT = 200


# The dialog that takes a complaint, which is not the booking's own.
COMPLAINT = "complaint"


class Doubt(StrEnum):
    """FAR: whether a long journey is worth while. GATE: the guest stands here without a booking. UNBOOKED: whether one
    can come without a booking."""

    WHY = "why"
    FREE = "free"
    LEAVING = "leaving"
    FAR = "far"
    GATE = "gate"
    UNBOOKED = "unbooked"
    PEER = "peer"
    COMPLAINT = "complaint"
    STOP = "stop"


_OF_INTENTS = {
    Intent.WHY_APPOINTMENT: Doubt.WHY,
    Intent.FULL: Doubt.FREE,
    Intent.OUT_OF_TOWN: Doubt.LEAVING,
    Intent.WALK_IN: Doubt.GATE,
    Intent.ARRIVED: Doubt.GATE,
    Intent.COMPLAINT: Doubt.COMPLAINT,
}
_STOP = re.compile(
    r"^(please )?(stop|unsubscribe)( it)?( please)?[.!]?$|no more (news|messages)"
    r"|(do not|don.t) (write( to)?|contact) (me|us)\b|(不要|别)再?(联系|聯絡|打扰|发)|退订"
)
_PEER = re.compile(peers.SAID)
_COMPLAINS = re.compile(r"\bcomplain|投诉|举报|意见|建议|经理反映|反映")


def heard_in(text: str, understood: Understood) -> Doubt | None:
    """The doubt that a text expresses, which is understood so; None for any other text."""
    said = tidy(text[:LONGEST_DOUBT]).lower()
    if _STOP.search(folded(said)):
        return Doubt.STOP
    if _PEER.search(said):
        return Doubt.PEER
    names_a_time = understood.day or understood.days or understood.hour or understood.hours
    if understood.intent in {Intent.FULL, Intent.OUT_OF_TOWN} and names_a_time:
        # «Is anything free on Saturday?» names the day to look at.
        return None
    if understood.intent is Intent.COMPLAINT and not _COMPLAINS.search(folded(said)):
        # A rude word in the middle of a booking is met with an apology, and the booking goes on.
        return None
    if understood.intent is Intent.OUT_OF_TOWN and not leaves_soon(said):
        return Doubt.FAR
    if understood.intent is Intent.WALK_IN and not stands_at_the_door(said):
        return Doubt.UNBOOKED
    return _OF_INTENTS.get(understood.intent) if understood.intent is not None else None


def answer(context: Context, form: BookingForm, doubt: Doubt) -> Answer[BookingForm]:
    """The answer, and the way on; a guest who has a booking is shown it."""
    match doubt:
        case Doubt.COMPLAINT:
            return Open(COMPLAINT)
        case Doubt.STOP:
            return _stop(context)
        case Doubt.WHY:
            return Again(
                at=BookingStep.WELCOME if form.at is BookingStep.MORE else form.at, note=_why(context)
            )
        case Doubt.PEER:
            return peers.answer(context, form)
        case _:
            return _with_hours(context, form, doubt)


def _with_hours(context: Context, form: BookingForm, doubt: Doubt) -> Answer[BookingForm]:
    """The answers that lead to the question for an hour."""
    existing = None if context.actor.is_staff else queries.open_booking(context.desk, context.person.user_id)
    if existing is not None:
        return Show(booking_screens.expected(context, existing), handle=CARD)
    if (
        doubt in {Doubt.GATE, Doubt.UNBOOKED}
        and form.when.slot is not None
        and form.when.how is ChoicePurpose.SEAT
    ):
        return Again(at=form.at, note=_by_chosen_hour(context, form.when.slot))
    if doubt is Doubt.FREE and form.when.day is not None:
        # «Is there anything left?» is about the day that was chosen; an hour that was chosen stays until another is.
        choice = replace(form.when, offers=(), full=None, days=(), walls=())
        return Again(state=replace(form, when=choice), at=BookingStep.WHEN)
    if doubt is Doubt.FAR:
        at = form.at if form.when.made else BookingStep.WHEN
        return Again(at=at, note=_far(context))
    near = queries.nearest(context.desk, context.desk.now, form.seat_request(context.desk, context.actor))
    if doubt is Doubt.LEAVING:
        form = replace(form, pressed=form.pressed or _tell_operators(context, form))
    notes = {Doubt.FREE: _free, Doubt.LEAVING: _leaving, Doubt.GATE: _gate, Doubt.UNBOOKED: _unbooked}
    note = notes[doubt](context, form, bool(near))
    offered = when.offering(context, near)
    if form.when.made:
        # The hour that was chosen stays until another is.
        offered = replace(form.when, day=offered.day, offers=offered.offers, full=None, days=(), walls=())
    shown = replace(form, when=offered)
    return Again(state=shown, at=BookingStep.WHEN, note=note)


def _why(context: Context) -> str:
    return context.words.say(
        "It is only to make your visit a good one: an hour of your own, a consultant with time for "
        "you, and everything ready when you arrive. It takes a minute, and you can change every "
        "answer."
    )


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


def _by_chosen_hour(context: Context, chosen: datetime) -> str:
    """For a guest who would rather come without a booking, and has chosen an hour already."""
    return context.words.say(
        "We receive by appointment only, so that every guest has an hour and a consultant of their own. The hour you "
        "chose, {slot}, is noted; once you confirm it, it is yours.",
        slot=context.words.start(chosen),
    )


def _far(context: Context) -> str:
    return context.words.say(
        "We would do all we can to make the journey worth your while: an hour of your own, and a consultant with time "
        "for every question."
    )


def _unbooked(context: Context, _form: BookingForm, any_near: bool) -> str:
    if not any_near:
        return context.words.say(
            "We receive by appointment only, so that every guest has an hour and a consultant of their own."
        )
    return context.words.say(
        "We receive by appointment only, so that every guest has an hour and a consultant of their own. These are the "
        "next free hours: one tap, and the hour is yours."
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
