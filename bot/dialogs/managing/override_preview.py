"""The preview of an override, shown before the yes."""

from dataclasses import replace
from datetime import date, datetime

from bot.dialogs.given import today
from bot.dialogs.managing import arrangement_wording, guest_wording
from bot.dialogs.managing.override_form import OverrideForm, OverrideKind, booking_of, guest_of
from bot.engine.dialog import Context
from bot.language.words import Words
from bot.wording import phrases
from core import timetable
from core.capacity import UnavailableReason
from core.desk import planning, queries
from core.errors import Closed, DayFull, SlotFull, TimeRefused, TooFar
from core.guests import GuestKind, tier_of
from core.plan import Plan, SeatRequest


def booked(context: Context, form: OverrideForm) -> str:
    """The booking in one HTML line."""
    return arrangement_wording.party(context.words, booking_of(context, form))


def _seat_request(context: Context, form: OverrideForm, reason: str | None) -> SeatRequest:
    """The seat request for another hour; with a reason, it overrides the rules."""
    return replace(
        queries.seat_request(context.desk, context.actor, booking_of(context, form)), override=reason
    )


def hours_of(context: Context, form: OverrideForm, day: date) -> list[datetime]:
    """The hours of a day that an override can take."""
    seat_request = _seat_request(context, form, "override")
    plan = planning.read(context.desk, day, day).without_seats_of(seat_request)
    own = seat_request.moving.starts_at if seat_request.moving is not None else None
    slots = timetable.slots_of(context.desk.site, day)
    return [slot for slot in slots if slot != own and plan.refusal(slot, seat_request) is None]


def confirmation(context: Context, form: OverrideForm) -> str:
    """The whole form with its consequences, and the question for a yes."""
    words = context.words
    lines = {
        OverrideKind.HOUR: _hour_lines,
        OverrideKind.TIER: _tier_lines,
        OverrideKind.EXCEPTION: _exception_lines,
        OverrideKind.KIND: _kind_lines,
    }[form.sort](context, form)
    text = "\n".join(filter(None, [*lines, arrangement_wording.reason(words, form.reason)]))
    question = words.say("Is that right?")
    return f"{text}\n\n{question}"


def _hour_lines(context: Context, form: OverrideForm) -> list[str]:
    """The old and the new hour, and the rule that the override breaks."""
    words, slot = context.words, form.slot
    if slot is None:
        return [booked(context, form)]
    day, seat_request = timetable.day_of(context.desk.site, slot), _seat_request(context, form, None)
    plan = planning.read(context.desk, day, day).without_seats_of(seat_request)
    refused = plan.refusal(slot, seat_request)
    lines = [booked(context, form), words.say("to <b>{slot}</b>", slot=words.slot(slot))]
    if refused is None:
        return [*lines, words.say("No rule prevents this: it can be moved like any other booking.")]
    return [*lines, words.say("This overrides: {rule}", rule=_rule(words, plan, refused))]


def _rule(words: Words, plan: Plan, refused: TimeRefused) -> str:
    """The rule that an hour breaks, in plain text."""
    slot = refused.slot
    match refused:
        case Closed():
            return words.label("{slot} is closed", slot=words.start(slot))
        case TooFar(last=last):
            return words.label("bookings are open only until {day}", day=words.day(last))
        case DayFull() if plan.load(slot).unavailable is UnavailableReason.WEEK_CAP:
            return words.label("the week has reached its cap")
        case DayFull():
            return words.label("the day has reached its cap")
        case SlotFull() if plan.on_duty(slot) > plan.capacity(slot):
            return words.label("{slot} is full, apart from withheld seats", slot=words.start(slot))
        case _:
            return words.label("{slot} is full", slot=words.start(slot))


def _tier_lines(context: Context, form: OverrideForm) -> list[str]:
    words, tier = context.words, booking_of(context, form).tier
    line = words.say(
        "From {old} to <b>{new}</b>",
        old=phrases.tier(words, tier),
        new=phrases.tier(words, form.tier or tier),
    )
    return [booked(context, form), line]


def _exception_lines(context: Context, form: OverrideForm) -> list[str]:
    words, guest = context.words, guest_of(context, form)
    line = words.say(
        "We receive <b>{name}</b> ({number}) at any time until <b>{day}</b>.",
        name=phrases.addressed(words, guest.name),
        number=guest.number,
        day=words.day(form.until or today(context)),
    )
    if guest.kind is GuestKind.PEER:
        return [line]
    return [
        line,
        words.say("They are not recorded as a peer; this applies once they are."),
    ]


def _kind_lines(context: Context, form: OverrideForm) -> list[str]:
    words, guest = context.words, guest_of(context, form)
    kind = form.kind or guest.kind
    lines = [
        words.say(
            "<b>{name}</b> ({number}): from {old} to {new}",
            name=phrases.addressed(words, guest.name),
            number=guest.number,
            new=guest_wording.kind(words, kind),
            old=guest_wording.kind(words, guest.kind),
        )
    ]
    if form.firm:
        lines.append(words.say("🏛 {firm}", firm=form.firm))
    existing, tier = queries.booking_of(context.desk, guest), tier_of(kind, booked=True)
    if existing is not None and existing.tier is not tier:
        lines.append(
            words.say(
                "Their visit on {slot} will be received in {tier}.",
                slot=words.start(existing.starts_at),
                tier=phrases.tier(words, tier),
            )
        )
    return lines
