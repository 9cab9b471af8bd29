"""Overrides and exceptions: an hour against the rules, another tier, a peer at any time, a guest's kind. Each asks for
its reason and for a yes."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime

from bot.dialogs.booking import requested_day
from bot.dialogs.booking.choice import BACK, day_in
from bot.dialogs.managing import arrangement_dialog, examples, guest_wording, override_screens
from bot.dialogs.managing.arrangement_screens import LEAVE_IT, YES
from bot.dialogs.managing.override_form import (
    NAME,
    OF_A_FIRM,
    ORDER,
    OverrideForm,
    OverrideKind,
    OverrideStep,
    booking_of,
    guest_of,
)
from bot.engine.dialog import Context, ask_for_private_chat
from bot.engine.inputs import Chose, Given, Said
from bot.engine.replies import Finish, Goto, Reply
from bot.engine.screen import Screen
from bot.understanding import spans
from bot.understanding.days import read_day
from bot.understanding.text import tidy
from bot.wording import phrases
from bot.wording.refusals import explain
from core import timetable
from core.arrangements import MAX_REASON_LENGTH
from core.booking import Booking, BookingId
from core.desk import overrides, queries
from core.errors import BookingChanged, BookingNotOpen, NoSuchBooking, NoSuchGuest, TimeRefused
from core.guests import MAX_AFFILIATION_LENGTH, Guest, GuestKind, Tier
from core.staff import Right


class OverridingDialog:
    name = NAME
    state_type = OverrideForm

    def show(self, context: Context, state: OverrideForm) -> Screen:
        try:
            return override_screens.SCREENS[state.at](context, state)
        except (NoSuchBooking, NoSuchGuest) as gone:
            return Screen(text=explain(context.words, gone))

    def step(self, context: Context, state: OverrideForm, given: Given) -> Reply:
        try:
            if given == Chose(BACK):
                return _back(context, state)
            return _STEPS[state.at](context, state, given)
        except (BookingChanged, BookingNotOpen, NoSuchBooking, NoSuchGuest) as late:
            return Finish(Screen(text=explain(context.words, late)))

    def returns(self, context: Context, state: OverrideForm) -> Reply | None:
        """What is said hours later is no answer to what was asked then."""
        return Goto(NAME, state, context.words.say("Here is where we stopped:"))


def override(context: Context, argument: str) -> Reply:
    """/override CODE <day hour | tier A+|A|B> reason."""
    return _begin(context, argument, OverrideKind.HOUR, examples.override, _wanted)


def exception(context: Context, argument: str) -> Reply:
    """/exception CODE|NUMBER [until day] reason."""
    return _begin(context, argument, OverrideKind.EXCEPTION, examples.exception, _excepted)


def _begin(
    context: Context,
    argument: str,
    sort: OverrideKind,
    example: Callable[[Context], str],
    read: Callable[[Context, OverrideForm, str], Reply],
) -> Reply:
    """Whom a command is about, and what else was said in its line."""
    refused = _may(context)
    if refused is not None:
        return refused
    code, _, rest = tidy(argument).partition(" ")
    state = OverrideForm(sort=sort, at=OverrideStep.WHO)
    if not code:
        return Goto(NAME, state, example(context))
    try:
        state = _about(context, state, overrides.find(context.desk, code))
    except (NoSuchGuest, BookingNotOpen, NoSuchBooking) as unknown:
        return Goto(NAME, state, explain(context.words, unknown))
    return read(context, state, rest) if rest else Goto(NAME, state)


def _excepted(context: Context, state: OverrideForm, text: str) -> Reply:
    """«until 11-30 an old friend»."""
    today = timetable.day_of(context.desk.site, context.desk.now)
    said = text.removeprefix("until ").removeprefix("至")
    until, reason = spans.take_longest(said, lambda named: read_day(named, today))
    state = replace(state, reason=reason)
    return Goto(NAME, state) if until is None else _take_until(context, state, until)


def of_guest(context: Context, guest: Guest, sort: OverrideKind) -> Reply:
    """Begun on the guest's card."""
    state = OverrideForm(sort=sort, at=OverrideStep.KIND, guest=guest.id, card=True)
    if sort is OverrideKind.KIND:
        return Goto(NAME, state)
    state = _about(context, state, guest)
    return Goto(NAME, replace(state, at=OverrideStep.TIER) if sort is OverrideKind.TIER else state)


def _may(context: Context) -> Reply | None:
    context.require(Right.ARRANGE_THE_DAYS)
    return ask_for_private_chat(context)


def _about(context: Context, state: OverrideForm, guest: Guest) -> OverrideForm:
    """The case once it is known whom it is about. Raises NoSuchBooking, where a booking is asked about and they have
    none."""
    if state.sort is OverrideKind.EXCEPTION:
        return replace(state, at=OverrideStep.UNTIL, guest=guest.id)
    booked = queries.booking_of(context.desk, guest)
    if booked is None:
        raise NoSuchBooking
    return replace(state, at=OverrideStep.WHAT, guest=guest.id, booking=booked.id, version=booked.version)


def _wanted(context: Context, state: OverrideForm, text: str) -> Reply:
    """«tier A+ chairman's friend», «A+ …», «11-28 10:00 flight»."""
    said, _, rest = text.partition(" ")
    if said.lower() in {"tier", "接待等级", "等级"}:
        said, _, rest = rest.partition(" ")
    if (tier := _tier_named(said)) is not None:
        return _take_tier(context, replace(state, sort=OverrideKind.TIER, reason=rest), tier)
    today = timetable.day_of(context.desk.site, context.desk.now)
    day, rest = spans.take_longest(text, lambda named: read_day(named, today))
    if day is None:
        return Goto(NAME, state, phrases.unread(context.words, text))
    hours, reason = spans.take_longest(rest, lambda named: spans.read_hours(named, context.desk.site))
    state = replace(state, reason=reason)
    slot = timetable.moment_at(context.desk.site, day, hours[0]) if hours and len(hours) == 1 else None
    return _take_day(context, state, day) if slot is None else _take_slot(context, state, day, slot)


def _tier_named(text: str) -> Tier | None:
    said = text.upper().replace("＋", "+").removesuffix("级").removesuffix("級")
    return next((tier for tier in Tier if tier.value == said), None)


def _asked(context: Context, state: OverrideForm) -> Goto:
    """The next question after the present one; a reason that was given is asked for again only where it is too long
    to be kept."""
    following = ORDER[state.sort][ORDER[state.sort].index(state.at) + 1]
    if following is OverrideStep.FIRM and GuestKind(state.kind or GuestKind.NEW) not in OF_A_FIRM:
        following = OverrideStep.REASON
    if following is OverrideStep.REASON and len(state.reason) > MAX_REASON_LENGTH:
        note = arrangement_dialog.unusable_reason(context, state.reason)
        return Goto(NAME, replace(state, at=following, reason=""), note)
    if following is OverrideStep.REASON and state.reason:
        following = OverrideStep.CONFIRM
    return Goto(NAME, replace(state, at=following))


def _back(context: Context, state: OverrideForm) -> Reply:
    order = ORDER[state.sort]
    place = order.index(state.at)
    if place == 0 or (state.card and order[place - 1] in {OverrideStep.WHO, OverrideStep.WHAT}):
        return _left(context, state)
    before = order[place - 1]
    if before is OverrideStep.FIRM and GuestKind(state.kind or GuestKind.NEW) not in OF_A_FIRM:
        before = OverrideStep.KIND
    if before is OverrideStep.REASON:
        return Goto(NAME, replace(state, at=before, reason=""))
    return Goto(NAME, replace(state, at=before))


def _left(context: Context, state: OverrideForm) -> Reply:
    if state.card:
        return Finish(guest_wording.screen(context, guest_of(context, state)))
    return Finish(Screen(text=context.words.say("Very well, everything stays as it is.")))


def _who(context: Context, state: OverrideForm, given: Given) -> Reply:
    said = given.text if isinstance(given, Said) else ""
    try:
        return Goto(NAME, _about(context, state, overrides.find(context.desk, said)))
    except (NoSuchGuest, NoSuchBooking) as unknown:
        return Goto(NAME, state, explain(context.words, unknown))


def _what(context: Context, state: OverrideForm, given: Given) -> Reply:
    if isinstance(given, Chose) and given.choice in {OverrideKind.HOUR, OverrideKind.TIER}:
        return _asked(context, replace(state, sort=OverrideKind(given.choice)))
    if isinstance(given, Said):
        return _wanted(context, state, tidy(given.text))
    return Goto(NAME, state, phrases.please_tap(context.words))


def _day_given(context: Context, given: Given) -> date | None:
    if isinstance(given, Chose):
        return day_in(given.choice, "d")
    today = timetable.day_of(context.desk.site, context.desk.now)
    return read_day(given.text, today) if isinstance(given, Said) else None


def _day(context: Context, state: OverrideForm, given: Given) -> Reply:
    day = _day_given(context, given)
    return Goto(NAME, state, requested_day.please(context)) if day is None else _take_day(context, state, day)


def _take_day(context: Context, state: OverrideForm, day: date) -> Reply:
    note = arrangement_dialog.can_not_be(context, day, day)
    if note:
        return Goto(NAME, replace(state, at=OverrideStep.DAY), note)
    return Goto(NAME, replace(state, at=OverrideStep.HOUR, day=day.isoformat()))


def _hour(context: Context, state: OverrideForm, given: Given) -> Reply:
    day = (
        date.fromisoformat(state.day) if state.day else timetable.day_of(context.desk.site, context.desk.now)
    )
    if isinstance(given, Said):
        hours = spans.read_hours(given.text, context.desk.site)
        slot = timetable.moment_at(context.desk.site, day, hours[0]) if hours and len(hours) == 1 else None
        if slot is not None:
            return _take_slot(context, state, day, slot)
    if isinstance(given, Chose):
        found = [
            each
            for each in override_screens.hours_of(context, state, day)
            if given.choice == f"s{each.isoformat()}"
        ]
        if found:
            return _take_slot(context, state, day, found[0])
    return Goto(NAME, state, context.words.say("Please tap an hour, or write one, such as 10:00."))


def _take_slot(context: Context, state: OverrideForm, day: date, slot: datetime) -> Reply:
    """An hour that can be had; of any other the hours of its day are shown."""
    state = replace(state, at=OverrideStep.HOUR, day=day.isoformat())
    note = arrangement_dialog.can_not_be(context, day, day)
    if note:
        return Goto(NAME, replace(state, at=OverrideStep.DAY), note)
    if slot in override_screens.hours_of(context, state, day):
        return _asked(context, replace(state, slot=slot.isoformat()))
    note = context.words.say(
        "{slot} is not available, even with an override.", slot=context.words.start(slot)
    )
    return Goto(NAME, state, note)


def _tier(context: Context, state: OverrideForm, given: Given) -> Reply:
    said = given.text if isinstance(given, Said) else given.choice[1:] if isinstance(given, Chose) else ""
    tier = _tier_named(said)
    if tier is None:
        return Goto(NAME, state, phrases.please_tap(context.words))
    return _take_tier(context, state, tier)


def _take_tier(context: Context, state: OverrideForm, tier: Tier) -> Reply:
    state = replace(state, at=OverrideStep.TIER, tier=tier)
    if tier is booking_of(context, state).tier:
        return Goto(NAME, state, context.words.say("The party already has this tier."))
    return _asked(context, state)


def _until(context: Context, state: OverrideForm, given: Given) -> Reply:
    day = _day_given(context, given)
    return (
        Goto(NAME, state, requested_day.please(context)) if day is None else _take_until(context, state, day)
    )


def _take_until(context: Context, state: OverrideForm, day: date) -> Reply:
    note = arrangement_dialog.can_not_be(context, day, day)
    if note:
        return Goto(NAME, state, note)
    return _asked(context, replace(state, until=day.isoformat()))


def _kind(context: Context, state: OverrideForm, given: Given) -> Reply:
    named = given.choice[1:] if isinstance(given, Chose) else ""
    if named not in set(GuestKind):
        return Goto(NAME, state, phrases.please_tap(context.words))
    return _asked(
        context, replace(state, kind=named, firm="" if GuestKind(named) not in OF_A_FIRM else state.firm)
    )


def _firm(context: Context, state: OverrideForm, given: Given) -> Reply:
    said = tidy(given.text) if isinstance(given, Said) else ""
    if not said:
        return Goto(NAME, state, context.words.say("Please write it in words."))
    if len(said) > MAX_AFFILIATION_LENGTH:
        note = context.words.say(
            "Could you make it a little shorter, please? Up to {most} characters.",
            most=MAX_AFFILIATION_LENGTH,
        )
        return Goto(NAME, state, note)
    return _asked(context, replace(state, firm=said))


def _reason(context: Context, state: OverrideForm, given: Given) -> Reply:
    said = tidy(given.text) if isinstance(given, Said) else ""
    if not 1 <= len(said) <= MAX_REASON_LENGTH:
        return Goto(NAME, state, arrangement_dialog.unusable_reason(context, said))
    return _asked(context, replace(state, reason=said))


def _confirm(context: Context, state: OverrideForm, given: Given) -> Reply:
    if given == Chose(LEAVE_IT):
        return _left(context, state)
    if given == Chose(OverrideStep.REASON):
        return Goto(NAME, replace(state, at=OverrideStep.REASON))
    if given != Chose(YES):
        return Goto(NAME, state, phrases.please_tap(context.words))
    try:
        guest = _carry_out(context, state)
    except TimeRefused as refused:
        return Goto(NAME, replace(state, at=OverrideStep.HOUR, slot=None), explain(context.words, refused))
    note = context.words.say("✓ The change is made.")
    return Finish(guest_wording.screen(context, guest).with_note(note))


def _carry_out(context: Context, state: OverrideForm) -> Guest:
    """Have it so; the guest as they are then.

    Raises NoSuchGuest, NoSuchBooking, BookingNotOpen, BookingChanged, a TimeRefused.
    """
    desk, reason = context.desk, state.reason
    by = context.require(Right.ARRANGE_THE_DAYS)
    guest, booking = guest_of(context, state), BookingId(state.booking or 0)
    match state.sort:
        case OverrideKind.HOUR if state.starts_at is not None:
            return overrides.override(desk, booking, state.version, state.starts_at, by, reason=reason).guest
        case OverrideKind.TIER if state.tier is not None:
            return _tiered(context, state, booking, Tier(state.tier))
        case OverrideKind.EXCEPTION if state.until is not None:
            return overrides.exempt(desk, guest.id, date.fromisoformat(state.until), by, reason=reason)
        case OverrideKind.KIND if state.kind is not None:
            firm = state.firm or None
            return overrides.set_kind(
                desk, guest.id, GuestKind(state.kind), by, reason=reason, affiliation=firm
            )
        case _:
            return guest


def _tiered(context: Context, state: OverrideForm, booking: BookingId, tier: Tier) -> Guest:
    by = context.require(Right.ARRANGE_THE_DAYS)
    changed: Booking = overrides.set_tier(context.desk, booking, state.version, tier, by, reason=state.reason)
    return changed.guest


_STEPS: dict[OverrideStep, Callable[[Context, OverrideForm, Given], Reply]] = {
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
