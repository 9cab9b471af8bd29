"""What each question about one guest looks like to a manager."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime

from bot.dialogs.managing import arrangement_screens, arrangement_wording, guest_wording
from bot.dialogs.managing.arrangement_screens import LEAVE_IT, YES
from bot.dialogs.managing.override_form import OverrideForm, OverrideKind, OverrideStep, booking_of, guest_of
from bot.engine.dialog import Context
from bot.engine.screen import Button, Screen, columns
from bot.language.words import Words
from bot.wording import phrases
from core import timetable
from core.capacity import UnavailableReason
from core.desk import planning, queries
from core.errors import Closed, DayFull, SlotFull, TimeRefused, TooFar
from core.guests import GuestKind, Tier, tier_of
from core.plan import Plan, SeatRequest


def _who(context: Context, case: OverrideForm) -> Screen:
    words = context.words
    text = words.say("Which guest? Please write the booking code or the guest number.")
    return Screen(text=text, rows=((arrangement_screens.back(words),),))


def _what(context: Context, case: OverrideForm) -> Screen:
    words = context.words
    rows = (
        (
            Button(words.label("Another hour"), OverrideKind.HOUR),
            Button(words.label("Another tier"), OverrideKind.TIER),
        ),
        (arrangement_screens.back(words),),
    )
    text = words.say("What would you like to change for this booking?")
    return Screen(text=f"{_booked(context, case)}\n\n{text}", rows=rows)


def _booked(context: Context, case: OverrideForm) -> str:
    """The booking in an HTML line, with its tier."""
    return arrangement_wording.party(context.words, booking_of(context, case))


def _day(context: Context, case: OverrideForm) -> Screen:
    words = context.words
    text = words.say(
        "Which day should it move to? Tap one or write one; days not yet open for booking are possible too."
    )
    rows = arrangement_screens.day_buttons(words, arrangement_screens.days_ahead(context))
    return Screen(
        text=f"{_booked(context, case)}\n\n{text}", rows=(*rows, (arrangement_screens.back(words),))
    )


def _hour(context: Context, case: OverrideForm) -> Screen:
    words = context.words
    day = date.fromisoformat(case.day) if case.day else timetable.day_of(context.desk.site, context.desk.now)
    hours = hours_of(context, case, day)
    buttons = [Button(words.hour(slot), f"s{slot.isoformat()}") for slot in hours]
    text = words.say(
        "{day}: which hour should it move to? These hours still have a consultant.", day=words.day(day)
    )
    if not hours:
        text = words.say("{day}: no consultant is free at any hour.", day=words.day(day))
    return Screen(text=text, rows=(*columns(buttons, 3), (arrangement_screens.back(words),)))


def ask_of(context: Context, case: OverrideForm, reason: str | None) -> SeatRequest:
    """How the house asks for another seat of this guest, past the rules where there is a reason."""
    return replace(
        queries.seat_request(context.desk, context.actor, booking_of(context, case)), override=reason
    )


def hours_of(context: Context, case: OverrideForm, day: date) -> list[datetime]:
    """The hours of a day an override may still have."""
    seat_request = ask_of(context, case, "override")
    plan = planning.read(context.desk, day, day).without_seats_of(seat_request)
    own = seat_request.moving.starts_at if seat_request.moving is not None else None
    slots = timetable.slots_of(context.desk.site, day)
    return [slot for slot in slots if slot != own and plan.refusal(slot, seat_request) is None]


def _tier(context: Context, case: OverrideForm) -> Screen:
    words = context.words
    booked = booking_of(context, case)
    others = [Button(phrases.tier(words, tier), f"t{tier}") for tier in Tier if tier is not booked.tier]
    text = words.say(
        "This party is received in {tier}. Which tier should it be?",
        tier=phrases.tier(words, booked.tier),
    )
    return Screen(
        text=f"{_booked(context, case)}\n\n{text}", rows=(tuple(others), (arrangement_screens.back(words),))
    )


def _until(context: Context, case: OverrideForm) -> Screen:
    words = context.words
    text = words.say(
        "Until which day do we receive {name} at any time, not only in the peers' hours?",
        name=phrases.addressed(words, guest_of(context, case).name),
    )
    rows = arrangement_screens.day_buttons(words, arrangement_screens.days_ahead(context))
    return Screen(text=text, rows=(*rows, (arrangement_screens.back(words),)))


def _kind(context: Context, case: OverrideForm) -> Screen:
    words, guest = context.words, guest_of(context, case)
    text = words.say(
        "{name} is recorded as “{kind}”. What should it be from now on?",
        name=phrases.addressed(words, guest.name),
        kind=guest_wording.kind(words, guest.kind),
    )
    others = [
        Button(guest_wording.kind(words, kind), f"k{kind}") for kind in GuestKind if kind is not guest.kind
    ]
    return Screen(text=text, rows=(*columns(others, 2), (arrangement_screens.back(words),)))


def _firm(context: Context, case: OverrideForm) -> Screen:
    words = context.words
    text = words.say("Which organisation and title? Please write them exactly as we should show them.")
    return Screen(text=text, rows=((arrangement_screens.back(words),),))


def _reason(context: Context, case: OverrideForm) -> Screen:
    words = context.words
    text = words.say("What is the reason? Please write it in a few words; it is kept with your name.")
    return Screen(text=text, rows=((arrangement_screens.back(words),),))


def _confirm(context: Context, case: OverrideForm) -> Screen:
    words = context.words
    told = {
        OverrideKind.HOUR: _told_hour,
        OverrideKind.TIER: _told_tier,
        OverrideKind.EXCEPTION: _told_exception,
        OverrideKind.KIND: _told_kind,
    }
    lines = [*told[case.sort](context, case), arrangement_wording.reason(words, case.reason)]
    text = "\n".join(filter(None, lines))
    reason = Button(words.label("Change reason"), OverrideStep.REASON)
    rows = (
        (Button(words.label("✓ Yes, confirm"), YES),),
        (reason, arrangement_screens.back(words)),
        (Button(words.label("Leave unchanged"), LEAVE_IT),),
    )
    question = words.say("Is that right?")
    return Screen(text=f"{text}\n\n{question}", rows=rows, yes=YES, no=LEAVE_IT)


def _told_hour(context: Context, case: OverrideForm) -> list[str]:
    """From when to when, and what rule stands against it."""
    words, slot = context.words, case.starts_at
    if slot is None:
        return [_booked(context, case)]
    day, seat_request = timetable.day_of(context.desk.site, slot), ask_of(context, case, None)
    plan = planning.read(context.desk, day, day).without_seats_of(seat_request)
    refused = plan.refusal(slot, seat_request)
    lines = [_booked(context, case), words.say("to <b>{slot}</b>", slot=words.slot(slot))]
    if refused is None:
        return [*lines, words.say("No rule prevents this: it can be moved like any other booking.")]
    return [*lines, words.say("This overrides: {rule}", rule=_rule(words, plan, refused))]


def _rule(words: Words, plan: Plan, refused: TimeRefused) -> str:
    """What stands against an hour, in the house's own terms, as plain text."""
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


def _told_tier(context: Context, case: OverrideForm) -> list[str]:
    words, booked = context.words, booking_of(context, case)
    told = words.say(
        "From {old} to <b>{new}</b>",
        old=phrases.tier(words, booked.tier),
        new=phrases.tier(words, case.tier or booked.tier),
    )
    return [_booked(context, case), told]


def _told_exception(context: Context, case: OverrideForm) -> list[str]:
    words, guest = context.words, guest_of(context, case)
    until = (
        date.fromisoformat(case.until)
        if case.until
        else timetable.day_of(context.desk.site, context.desk.now)
    )
    told = words.say(
        "We receive <b>{name}</b> ({number}) at any time until <b>{day}</b>.",
        name=phrases.addressed(words, guest.name),
        number=guest.number,
        day=words.day(until),
    )
    if guest.kind is GuestKind.PEER:
        return [told]
    return [
        told,
        words.say("They are not recorded as a peer; this applies once they are."),
    ]


def _told_kind(context: Context, case: OverrideForm) -> list[str]:
    words, guest = context.words, guest_of(context, case)
    kind = GuestKind(case.kind or guest.kind)
    lines = [
        words.say(
            "<b>{name}</b> ({number}): from {old} to {new}",
            name=phrases.addressed(words, guest.name),
            number=guest.number,
            new=guest_wording.kind(words, kind),
            old=guest_wording.kind(words, guest.kind),
        )
    ]
    if case.firm:
        lines.append(words.say("🏛 {firm}", firm=case.firm))
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


SCREENS: dict[OverrideStep, Callable[[Context, OverrideForm], Screen]] = {
    OverrideStep.WHO: _who,
    OverrideStep.WHAT: _what,
    OverrideStep.DAY: _day,
    OverrideStep.HOUR: _hour,
    OverrideStep.TIER: _tier,
    OverrideStep.UNTIL: _until,
    OverrideStep.KIND: _kind,
    OverrideStep.FIRM: _firm,
    OverrideStep.REASON: _reason,
    OverrideStep.CONFIRM: _confirm,
}
