"""Overrides and exceptions: the questions for an hour against the rules, a tier, a peer's exception and a guest's
kind."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime

from bot.dialogs.given import day_given, hour_given, please_give_day, please_give_hour, today
from bot.dialogs.managing import days, guest_wording, override_preview
from bot.dialogs.managing.override_form import (
    NAME,
    OF_A_FIRM,
    OverrideForm,
    OverrideKind,
    OverrideStep,
    booking_of,
    guest_of,
)
from bot.engine.dialog import Context
from bot.engine.form import Again, Confirmation, Question, Reason, Step, not_followed, unusable_text
from bot.engine.form_dialog import FormDialog
from bot.engine.inputs import Chose, Given, Said
from bot.engine.replies import Finish, Reply
from bot.engine.screen import Button, Screen, columns
from bot.understanding import spans
from bot.understanding.days import read_day
from bot.understanding.text import tidy
from bot.wording import phrases
from bot.wording.refusals import explain
from core import timetable
from core.arrangements import MAX_REASON_LENGTH
from core.booking import BookingId
from core.desk import overrides, queries
from core.errors import BookingChanged, BookingNotOpen, NoSuchBooking, NoSuchGuest, TimeRefused
from core.guests import MAX_AFFILIATION_LENGTH, Guest, GuestKind, Tier
from core.staff import Right

Read = OverrideForm | Again[OverrideForm]
Applies = Callable[[OverrideForm], bool]


def _ask_who(context: Context, form: OverrideForm) -> Question:
    return Question(text=context.words.say("Which guest? Please write the booking code or the guest number."))


def _read_who(context: Context, form: OverrideForm, given: Given) -> Read:
    said = given.text if isinstance(given, Said) else ""
    try:
        return about(context, form, overrides.find(context.desk, said))
    except (NoSuchGuest, NoSuchBooking) as unknown:
        return Again(note=explain(context.words, unknown))


def about(context: Context, form: OverrideForm, guest: Guest) -> OverrideForm:
    """The form with its guest. Raises NoSuchBooking if it needs a booking and the guest has none."""
    if form.sort is OverrideKind.EXCEPTION:
        return replace(form, guest=guest.id)
    booked = queries.booking_of(context.desk, guest)
    if booked is None:
        raise NoSuchBooking
    return replace(form, guest=guest.id, booking=booked.id, version=booked.version)


def _ask_what(context: Context, form: OverrideForm) -> Question:
    words = context.words
    choices = (
        Button(words.label("Another hour"), OverrideKind.HOUR),
        Button(words.label("Another tier"), OverrideKind.TIER),
    )
    text = words.say("What would you like to change for this booking?")
    return Question(text=f"{override_preview.booked(context, form)}\n\n{text}", rows=(choices,))


def _read_what(context: Context, form: OverrideForm, given: Given) -> Read:
    if isinstance(given, Chose) and given.choice in {OverrideKind.HOUR, OverrideKind.TIER}:
        return replace(form, sort=OverrideKind(given.choice))
    if isinstance(given, Said):
        return read_line(context, form, tidy(given.text))
    return Again(note=not_followed(context.words), missed=True)


def read_line(context: Context, form: OverrideForm, text: str) -> Read:
    """Reads the override of a booking and its reason: «tier A+ chairman's friend», «A+ …», «11-28 10:00 flight»."""
    said, _, rest = text.partition(" ")
    if said.lower() in {"tier", "接待等级", "等级"}:
        said, _, rest = rest.partition(" ")
    if (tier := _read_tier_name(said)) is not None:
        return _take_tier(context, replace(form, sort=OverrideKind.TIER, reason=rest), tier)
    site = context.desk.site
    day, rest = spans.take_longest(text, lambda named: read_day(named, today(context)))
    if day is None:
        return Again(state=form, at=OverrideStep.WHAT, note=phrases.unread(context.words, text))
    hours, reason = spans.take_longest(rest, lambda named: spans.read_hours(named, site))
    form = replace(form, reason=reason)
    slot = timetable.moment_at(site, day, hours[0]) if hours and len(hours) == 1 else None
    return _take_day(context, form, day) if slot is None else _take_slot(context, form, day, slot)


def _ask_day(context: Context, form: OverrideForm) -> Question:
    words = context.words
    text = words.say(
        "Which day should it move to? Tap one or write one; days not yet open for booking are possible too."
    )
    rows = days.buttons(words, days.ahead(context))
    return Question(text=f"{override_preview.booked(context, form)}\n\n{text}", rows=rows)


def _read_day(context: Context, form: OverrideForm, given: Given) -> Read:
    day = day_given(context, given)
    return Again(note=please_give_day(context)) if day is None else _take_day(context, form, day)


def _take_day(context: Context, form: OverrideForm, day: date) -> Read:
    form, note = replace(form, at=OverrideStep.DAY), days.unusable(context, day, day)
    return Again(state=form, note=note) if note else replace(form, day=day)


def _ask_hour(context: Context, form: OverrideForm) -> Question:
    words, day = context.words, form.day or today(context)
    hours = override_preview.hours_of(context, form, day)
    buttons = [Button(words.hour(slot), f"s{slot.isoformat()}") for slot in hours]
    text = words.say(
        "{day}: which hour should it move to? These hours still have a consultant.", day=words.day(day)
    )
    if not hours:
        text = words.say("{day}: no consultant is free at any hour.", day=words.day(day))
    return Question(text=text, rows=columns(buttons, 3))


def _read_hour(context: Context, form: OverrideForm, given: Given) -> Read:
    day = form.day or today(context)
    slot = hour_given(context, given, day)
    return Again(note=please_give_hour(context)) if slot is None else _take_slot(context, form, day, slot)


def _take_slot(context: Context, form: OverrideForm, day: date, slot: datetime) -> Read:
    """Takes the hour if it is available; otherwise shows the hours of its day."""
    note = days.unusable(context, day, day)
    if note:
        return Again(state=replace(form, day=day), at=OverrideStep.DAY, note=note)
    form = replace(form, at=OverrideStep.HOUR, day=day)
    if slot in override_preview.hours_of(context, form, day):
        return replace(form, slot=slot)
    note = context.words.say(
        "{slot} is not available, even with an override.", slot=context.words.start(slot)
    )
    return Again(state=form, note=note)


def _ask_tier(context: Context, form: OverrideForm) -> Question:
    words, tier = context.words, booking_of(context, form).tier
    others = [Button(phrases.tier(words, each), f"t{each}") for each in Tier if each is not tier]
    text = words.say(
        "This party is received in {tier}. Which tier should it be?",
        tier=phrases.tier(words, tier),
    )
    return Question(text=f"{override_preview.booked(context, form)}\n\n{text}", rows=(others,))


def _read_tier(context: Context, form: OverrideForm, given: Given) -> Read:
    said = given.text if isinstance(given, Said) else given.choice[1:] if isinstance(given, Chose) else ""
    tier = _read_tier_name(said)
    return (
        Again(note=not_followed(context.words), missed=True)
        if tier is None
        else _take_tier(context, form, tier)
    )


def _read_tier_name(text: str) -> Tier | None:
    said = text.upper().replace("＋", "+").removesuffix("级").removesuffix("級")
    return next((tier for tier in Tier if tier.value == said), None)


def _take_tier(context: Context, form: OverrideForm, tier: Tier) -> Read:
    form = replace(form, at=OverrideStep.TIER, tier=tier)
    if tier is booking_of(context, form).tier:
        return Again(state=form, note=context.words.say("The party already has this tier."))
    return form


def _ask_until(context: Context, form: OverrideForm) -> Question:
    words = context.words
    text = words.say(
        "Until which day do we receive {name} at any time, not only in the peers' hours?",
        name=phrases.addressed(words, guest_of(context, form).name),
    )
    return Question(text=text, rows=days.buttons(words, days.ahead(context)))


def _read_until(context: Context, form: OverrideForm, given: Given) -> Read:
    day = day_given(context, given)
    return Again(note=please_give_day(context)) if day is None else take_until(context, form, day)


def take_until(context: Context, form: OverrideForm, day: date) -> Read:
    """The last day of an exception."""
    note = days.unusable(context, day, day)
    form = replace(form, at=OverrideStep.UNTIL)
    return Again(state=form, note=note) if note else replace(form, until=day)


def _ask_kind(context: Context, form: OverrideForm) -> Question:
    words, guest = context.words, guest_of(context, form)
    text = words.say(
        "{name} is recorded as “{kind}”. What should it be from now on?",
        name=phrases.addressed(words, guest.name),
        kind=guest_wording.kind(words, guest.kind),
    )
    others = [
        Button(guest_wording.kind(words, kind), f"k{kind}") for kind in GuestKind if kind is not guest.kind
    ]
    return Question(text=text, rows=columns(others, 2))


def _read_kind(context: Context, form: OverrideForm, given: Given) -> Read:
    named = given.choice[1:] if isinstance(given, Chose) else ""
    if named not in set(GuestKind):
        return Again(note=not_followed(context.words), missed=True)
    kind = GuestKind(named)
    return replace(form, kind=kind, firm=form.firm if kind in OF_A_FIRM else "")


def _ask_firm(context: Context, form: OverrideForm) -> Question:
    text = context.words.say(
        "Which organisation and title? Please write them exactly as we should show them."
    )
    return Question(text=text)


def _read_firm(context: Context, form: OverrideForm, given: Given) -> Read:
    said = tidy(given.text) if isinstance(given, Said) else ""
    if not 1 <= len(said) <= MAX_AFFILIATION_LENGTH:
        return Again(note=unusable_text(context.words, said, MAX_AFFILIATION_LENGTH))
    return replace(form, firm=said)


def _leave(context: Context, form: OverrideForm) -> Reply:
    if form.card:
        return Finish(guest_wording.screen(context, guest_of(context, form)))
    return Finish(Screen(text=context.words.say("Very well, everything stays as it is.")))


def _submit(context: Context, form: OverrideForm) -> Reply | Again[OverrideForm]:
    try:
        guest = _carry_out(context, form)
    except TimeRefused as refused:
        form = replace(form, slot=None, seen=False)
        return Again(state=form, at=OverrideStep.HOUR, note=explain(context.words, refused))
    note = context.words.say("✓ The change is made.")
    return Finish(guest_wording.screen(context, guest).with_note(note))


def _carry_out(context: Context, form: OverrideForm) -> Guest:
    """Make the override; returns the guest afterwards.

    Raises NoSuchGuest, NoSuchBooking, BookingNotOpen, BookingChanged or a TimeRefused.
    """
    desk, reason, booking = context.desk, form.reason, form.booking or BookingId(0)
    by, guest = context.require(Right.ARRANGE_THE_DAYS), guest_of(context, form)
    match form.sort:
        case OverrideKind.HOUR if form.slot is not None:
            return overrides.override(desk, booking, form.version, form.slot, by, reason=reason).guest
        case OverrideKind.TIER if form.tier is not None:
            return overrides.set_tier(desk, booking, form.version, form.tier, by, reason=reason).guest
        case OverrideKind.EXCEPTION if form.until is not None:
            return overrides.exempt(desk, guest.id, form.until, by, reason=reason)
        case OverrideKind.KIND if form.kind is not None:
            firm = form.firm or None
            return overrides.set_kind(desk, guest.id, form.kind, by, reason=reason, affiliation=firm)
        case _:
            return guest


def _is(*sorts: OverrideKind) -> Applies:
    return lambda form: form.sort in sorts


OVERRIDING = FormDialog(
    name=NAME,
    state_type=OverrideForm,
    steps=(
        Step(name=OverrideStep.WHO, ask=_ask_who, read=_read_who, applies=lambda form: not form.card),
        Step(
            name=OverrideStep.WHAT,
            ask=_ask_what,
            read=_read_what,
            applies=lambda form: not form.card and form.sort in {OverrideKind.HOUR, OverrideKind.TIER},
        ),
        Step(name=OverrideStep.DAY, ask=_ask_day, read=_read_day, applies=_is(OverrideKind.HOUR)),
        Step(name=OverrideStep.HOUR, ask=_ask_hour, read=_read_hour, applies=_is(OverrideKind.HOUR)),
        Step(name=OverrideStep.TIER, ask=_ask_tier, read=_read_tier, applies=_is(OverrideKind.TIER)),
        Step(name=OverrideStep.UNTIL, ask=_ask_until, read=_read_until, applies=_is(OverrideKind.EXCEPTION)),
        Step(name=OverrideStep.KIND, ask=_ask_kind, read=_read_kind, applies=_is(OverrideKind.KIND)),
        Step(
            name=OverrideStep.FIRM,
            ask=_ask_firm,
            read=_read_firm,
            applies=lambda form: form.sort is OverrideKind.KIND and form.kind in OF_A_FIRM,
        ),
    ),
    reason=Reason(
        name=OverrideStep.REASON,
        ask=lambda words: words.say(
            "What is the reason? Please write it in a few words; it is kept with your name."
        ),
        most=MAX_REASON_LENGTH,
        clean=tidy,
        optional=False,
    ),
    confirmation=Confirmation(
        name=OverrideStep.CONFIRM,
        ask=override_preview.confirmation,
        yes=lambda context, _form: context.words.label("✓ Yes, confirm"),
        submit=_submit,
    ),
    leave=_leave,
    gone=(BookingChanged, BookingNotOpen, NoSuchBooking, NoSuchGuest),
    ended=lambda context, gone: Screen(text=explain(context.words, gone)),
)
