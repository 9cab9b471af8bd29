"""The screens of the booking conversation, one for each question."""

from collections.abc import Callable
from dataclasses import replace

from bot.dialogs.booking.choice import ChoicePurpose, TimeChoice
from bot.dialogs.booking.form import BookingForm, BookingStep
from bot.engine.dialog import Context
from bot.engine.form import BACK
from bot.engine.screen import Button, Screen, columns
from bot.language.words import Words
from bot.understanding.names import read_name
from bot.understanding.text import tidy
from bot.wording import phrases, staff_view, standard_buttons
from bot.wording import waitlist as waitlist_screens
from bot.wording.refusals import explain
from core.booking import Booking, has_begun
from core.desk import queries, waitlist
from core.errors import AlreadyBegun, NoSuchBooking
from core.guests import Name, Title
from core.requests import answer_by

# The choice that opens the question for a lead's number.
LEAD = "lead"
OFFERED_TITLES = (Title.MR, Title.MS, Title.MRS, Title.MISS)


def profile_name(context: Context) -> Name | None:
    """The name in a guest's Telegram profile, if it is a name; None for an operator, who books for a caller."""
    first, last = tidy(context.person.first_name), tidy(context.person.last_name)
    found = None if context.actor.is_staff else read_name(f"{first} {last}")
    if found is None:
        return None
    return Name(surname=last, given=first) if first and last else found


def best_name(context: Context, state: BookingForm | None = None) -> Name:
    """The name to use for somebody who has booked nothing yet; without a surname where it is unknown."""
    if state is not None and state.surname is not None:
        return state.name
    known = None if context.actor.is_staff else queries.known_guest(context.desk, context.person.user_id)
    return known.name if known is not None else profile_name(context) or Name(surname="")


def _welcome(context: Context, _state: BookingForm) -> Screen:
    words = context.words
    text = words.say(
        "Welcome to <b>{house}</b>.\n\nWe receive by appointment only, a few guests at a time, so that the hour and "
        "a consultant are yours alone.\n\nShall I reserve an hour for you?",
        house=phrases.house(words),
    )
    yes, no = Button(words.label("Yes, please"), "yes"), Button(words.label("Not now"), "no")
    more = Button(words.label("A question first"), "more")
    return Screen(text=text, rows=((yes, no), (more,)), yes="yes", no="no")


def _more(context: Context, _state: BookingForm) -> Screen:
    words = context.words
    questions = [
        Button(words.label("Why by appointment?"), "why"),
        Button(words.label("Is anything still free?"), "free"),
        Button(words.label("I am leaving town soon"), "leaving"),
        Button(words.label("I am here without a booking"), "gate"),
        Button(words.label("I am with another property firm"), "peer"),
        Button(words.label("A complaint or a suggestion"), "complaint"),
        _back(words),
    ]
    return Screen(text=words.say("With pleasure. What is on your mind?"), rows=columns(questions, 1))


def _declined(context: Context, _state: BookingForm) -> Screen:
    words = context.words
    text = words.say(
        "Of course. Whenever you would like to come, please let us know one or two days ahead, here or "
        "on {phone}.\n\n"
        "May we keep your number, to send you our news now and then?",
        phone=words.site.phone,
    )
    rows = (
        (Button(words.label("Leave a number"), LEAD), Button(words.label("No, thank you"), "bye")),
        (Button(words.label("Reserve an hour"), "book"),),
    )
    return Screen(text=text, rows=rows, yes=LEAD, no="bye")


def _lead(context: Context, _state: BookingForm) -> Screen:
    words = context.words
    rows = ((Button(words.label("No, thank you"), "decline"),), (_back(words),))
    if context.actor.is_staff:
        text = words.say("Which number would the caller like to receive our news on?")
        return Screen(text=text, rows=rows, no="decline")
    text = words.say(
        "Which number would you like to receive our news on? You can stop it at any time.\n"
        "Share it with one tap, or write it."
    )
    return Screen(text=text, rows=rows, contact=words.label("📱 Share my number"), no="decline")


def leave_a_number(words: Words) -> Button:
    """The way to leave a number where there is no free hour that suits."""
    return Button(words.label("Leave a number"), LEAD)


def _name(context: Context, _state: BookingForm) -> Screen:
    words = context.words
    text = words.say("How may we address you?\nPlease write your name, such as “Mr Wang”.")
    known = profile_name(context)
    rows: tuple[tuple[Button, ...], ...] = ((_back(words),),)
    if known is not None:
        rows = ((Button(phrases.full_name(known), "profile"),), *rows)
    return Screen(text=text, rows=rows)


def _title(context: Context, state: BookingForm) -> Screen:
    words = context.words
    text = words.say(
        "Thank you, {name}. How would you like us to address you?", name=phrases.full_name(state.name)
    )
    titles = {
        Title.MR: words.label("Mr"),
        Title.MS: words.label("Ms"),
        Title.MRS: words.label("Mrs"),
        Title.MISS: words.label("Miss"),
    }
    buttons = [Button(titles[title], str(title)) for title in OFFERED_TITLES]
    plain = Button(words.label("Just the name"), str(Title.NONE))
    return Screen(text=text, rows=(*columns(buttons, 2), (plain,), (_back(words),)))


def _guests(context: Context, state: BookingForm) -> Screen:
    words = context.words
    most = context.desk.site.booking.largest_party
    text = words.say(
        "{name}, how many guests will come, including yourself?", name=phrases.addressed(words, state.name)
    )
    buttons = [Button(str(n), str(n)) for n in range(1, min(most, 10) + 1)]
    return Screen(text=text, rows=(*columns(buttons, 5), (_back(words),)))


def _elders(context: Context, state: BookingForm) -> Screen:
    words = context.words
    text = words.say(
        "Will elders or children come with you? We would like to be ready for them.\n\nHow many elders?"
    )
    buttons = [Button(str(n), str(n)) for n in range(min(state.guests or 1, 5) + 1)]
    none = Button(words.label("No elders or children"), "none")
    return Screen(text=text, rows=((none,), *columns(buttons, 6), (_back(words),)), no="none")


def _children(context: Context, state: BookingForm) -> Screen:
    words = context.words
    buttons = [Button(str(n), str(n)) for n in range(min(state.most_children, 5) + 1)]
    rows = (*columns(buttons, 6), (_back(words),))
    return Screen(text=words.say("And how many children?"), rows=rows, no="0")


def _phone(context: Context, _state: BookingForm) -> Screen:
    words = context.words
    text = words.say(
        "Which number may we reach you on if anything changes?\n"
        "Share it with one tap, write it, or leave it out: we can stay in touch here."
    )
    rows = ((Button(words.label("I would rather not"), "decline"),), (_back(words),))
    if context.actor.is_staff:
        text = words.say("Which number can we reach the caller on? Please write it, or leave it out.")
        return Screen(text=text, rows=rows, no="decline")
    return Screen(text=text, rows=rows, contact=words.label("📱 Share my number"), no="decline")


def _confirm(context: Context, state: BookingForm) -> Screen:
    words = context.words
    wanted, promise = _wanted(context, state.when)
    lines = [
        words.say("Is everything as you wish?"),
        "",
        words.say("👤 {name}", name=phrases.addressed(words, state.name)),
        words.say("👥 {party}", party=phrases.party(words, state.party)),
        wanted,
        words.say("📱 {phone}", phone=phrases.phone(words, state.line)),
        *(["", *told] if (told := [*promise, *_given_up(context, state.when)]) else []),
    ]
    rows = (
        (Button(words.label("✓ Confirm"), "confirm"),),
        (Button(words.label("Change name"), "name"), Button(words.label("Change guests"), "guests")),
        (Button(words.label("Change time"), "when"), Button(words.label("Change phone"), "phone")),
        (Button(words.label("Start over"), "over"),),
    )
    return Screen(text="\n".join(lines), rows=rows, yes="confirm")


def _wanted(context: Context, when: TimeChoice) -> tuple[str, list[str]]:
    """What the guest asks for, and what then happens where that is not a seat."""
    words, starts_at, day = context.words, when.slot, when.whole_day
    match when.how:
        case ChoicePurpose.WAIT:
            awaited = phrases.awaited(words, day, starts_at)
            return words.say("🗓 Waiting list: <b>{awaited}</b>", awaited=awaited), [phrases.first_seat(words)]
        case ChoicePurpose.REQUEST if day is not None:
            until = words.moment(answer_by(context.desk.site, context.desk.now))
            told = words.say("We confirm the hour by {until} at the latest.", until=until)
            return words.say("🗓 <b>{slot}</b>", slot=words.day(day)), [told]
        case _:
            return words.say("🗓 <b>{slot}</b>", slot=words.slot(starts_at)) if starts_at else "", []


def _given_up(context: Context, when: TimeChoice) -> list[str]:
    """A sentence on the place on the waiting list that ends with this booking."""
    entry = (
        None
        if context.actor.is_staff
        else waitlist.open_entry_of_account(context.desk, context.person.user_id)
    )
    if entry is None or when.how is ChoicePurpose.REQUEST:
        return []
    awaited = phrases.awaited(context.words, entry.day, entry.wanted)
    return [context.words.say("This replaces your place on the waiting list for {awaited}.", awaited=awaited)]


def _second(context: Context, state: BookingForm) -> Screen:
    words = context.words
    starts_at, existing = state.when.slot, second_booking(context, state)
    text = words.say(
        "We already expect {name} on <b>{standing}</b>. We keep one booking for each guest; shall I move "
        "it to {slot}?",
        name=phrases.addressed(words, existing.guest.name) if existing else "",
        standing=words.slot(existing.starts_at) if existing else "",
        slot=words.slot(starts_at) if starts_at else "",
    )
    move, keep = Button(words.label("Yes, move it"), "move"), Button(words.label("Keep it as it is"), "keep")
    return Screen(text=text, rows=((move, keep),), yes="move", no="keep")


def _resume(context: Context, state: BookingForm) -> Screen:
    words = context.words
    who = phrases.addressed(words, state.name) if state.surname else ""
    if context.actor.is_staff:
        text = words.say(
            "There is an unfinished booking for {name}. Would you like to continue?", name=who or "…"
        )
    elif who:
        text = words.say("Welcome back, {name}. Shall we continue where we stopped?", name=who)
    else:
        text = words.say("Welcome back. Shall we continue where we stopped?")
    on, over = Button(words.label("Continue"), "on"), Button(words.label("Start over"), "over")
    return Screen(text=text, rows=((on, over),), yes="on", no="over")


def second_booking(context: Context, state: BookingForm) -> Booking | None:
    """The open booking found at the confirmation, as it is now."""
    if state.second is None:
        return None
    try:
        return queries.get_booking(context.desk, state.second, context.actor)
    except NoSuchBooking:
        return None


SCREENS: dict[BookingStep, Callable[[Context, BookingForm], Screen]] = {
    BookingStep.WELCOME: _welcome,
    BookingStep.MORE: _more,
    BookingStep.LEAD: _lead,
    BookingStep.DECLINED: _declined,
    BookingStep.NAME: _name,
    BookingStep.TITLE: _title,
    BookingStep.GUESTS: _guests,
    BookingStep.ELDERS: _elders,
    BookingStep.CHILDREN: _children,
    BookingStep.PHONE: _phone,
    BookingStep.CONFIRM: _confirm,
    BookingStep.SECOND: _second,
    BookingStep.RESUME: _resume,
}


def reserved(context: Context, booking: Booking) -> Screen:
    """The confirmation: the hour, the place, the code, thanks and goodbye."""
    words = context.words
    heading = words.say(
        "Thank you, {name}. Your hour is reserved.", name=phrases.addressed(words, booking.guest.name)
    )
    farewell = words.say(
        "A consultant and a quiet place will be waiting for you; at the gate, simply give your name or "
        "the code.\n"
        "We look forward to welcoming you. Goodbye!"
    )
    return _card(context, booking, heading, farewell)


def moved(context: Context, booking: Booking) -> Screen:
    if context.actor.is_staff:
        return _card(context, booking, staff_view.moved(context.words, booking), "")
    return _card(
        context,
        booking,
        context.words.say("Very well, we look forward to welcoming you at the new hour."),
        "",
    )


def expected(context: Context, booking: Booking) -> Screen:
    """An existing booking, with the ways to change it, and the better hour that its guest waits for."""
    begun = not context.actor.is_staff and has_begun(booking, context.desk.now)
    farewell = explain(context.words, AlreadyBegun(booking)) if begun else ""
    heading = context.words.say("We are expecting you:")
    if context.actor.is_staff:
        heading = staff_view.expected(context.words, booking)
    screen = _card(context, booking, heading, farewell)
    if begun:
        screen = replace(screen, rows=())
    entry = waitlist.open_entry_of(context.desk, booking.guest)
    return screen if entry is None else waitlist_screens.beside(context, screen, entry)


def _card(context: Context, booking: Booking, heading: str, farewell: str) -> Screen:
    paragraphs = [heading, phrases.booking_card(context.words, booking), farewell]
    rows = (standard_buttons.changes(context.words, booking.id, booking.version),)
    return Screen(text="\n\n".join(part for part in paragraphs if part), rows=rows)


def _back(words: Words) -> Button:
    return Button(words.label("‹ Back"), BACK)
