"""What each question of the booking conversation looks like."""

from collections.abc import Callable
from dataclasses import replace

from bot import wording
from bot.dialogs import answers, cards, for_guest, waiting_screens
from bot.dialogs.booking_form import At, Form
from bot.dialogs.choice import BACK, How, When
from bot.dialogs.dialog import Scene
from bot.dialogs.screen import Button, Screen, columns
from bot.language import Words
from core.booking import Booking, BookingId, has_begun
from core.desk import look, waitlist
from core.errors import Begun, NoSuchBooking
from core.guests import Name, Title
from core.requests import answer_by

# The choice that opens the question for a lead's number.
LEAD = "lead"
OFFERED_TITLES = (Title.MR, Title.MS, Title.MRS, Title.MISS)


def profile_name(scene: Scene) -> Name | None:
    """The name in a guest's Telegram profile, where it is one; a caller's is not the operator's."""
    first, last = answers.tidy(scene.person.first_name), answers.tidy(scene.person.last_name)
    found = None if scene.actor.is_staff else answers.name(f"{first} {last}")
    if found is None:
        return None
    return Name(surname=last, given=first) if first and last else found


def best_name(scene: Scene, state: Form | None = None) -> Name:
    """What we may call somebody who has booked nothing yet; without a surname when we can not tell."""
    if state is not None and state.surname is not None:
        return state.name
    known = None if scene.actor.is_staff else look.known_guest(scene.desk, scene.person.user_id)
    return known.name if known is not None else profile_name(scene) or Name(surname="")


def _welcome(scene: Scene, _state: Form) -> Screen:
    words = scene.words
    text = words.say(
        "Welcome to <b>{house}</b>.\n\nWe receive by appointment only, a few guests at a time, so that the hour and "
        "a consultant are yours alone.\n\nShall I reserve an hour for you?",
        house=wording.house(words),
    )
    yes, no = Button(words.label("Yes, please"), "yes"), Button(words.label("Not now"), "no")
    more = Button(words.label("A question first"), "more")
    return Screen(text=text, rows=((yes, no), (more,)), yes="yes", no="no")


def _more(scene: Scene, _state: Form) -> Screen:
    words = scene.words
    questions = [
        Button(words.label("Why by appointment?"), "why"),
        Button(words.label("Is anything still free?"), "free"),
        Button(words.label("I leave town soon"), "leaving"),
        Button(words.label("I am at the gate, without an appointment"), "gate"),
        Button(words.label("I am with another property firm"), "peer"),
        Button(words.label("A complaint or a suggestion"), "complaint"),
        _back(words),
    ]
    return Screen(text=words.say("With pleasure. What is on your mind?"), rows=columns(questions, 1))


def _declined(scene: Scene, _state: Form) -> Screen:
    words = scene.words
    text = words.say(
        "Of course. Whenever you would like to come, a word one or two days ahead is enough: here, or on {phone}.\n\n"
        "May we keep a number, to let you have news of the house now and then?",
        phone=words.site.phone,
    )
    rows = (
        (Button(words.label("Leave a number"), LEAD), Button(words.label("No, thank you"), "bye")),
        (Button(words.label("Reserve an hour"), "book"),),
    )
    return Screen(text=text, rows=rows, yes=LEAD, no="bye")


def _lead(scene: Scene, _state: Form) -> Screen:
    words = scene.words
    rows = ((Button(words.label("No, thank you"), "decline"),), (_back(words),))
    if scene.actor.is_staff:
        text = words.say("On which number would the caller like to have news of the house?")
        return Screen(text=text, rows=rows, no="decline")
    text = words.say(
        "On which number would you like to have news of the house? A word from you, and we stop.\nShare it with one "
        "tap, or write it."
    )
    return Screen(text=text, rows=rows, contact=words.label("📱 Share my number"), no="decline")


def leave_a_number(words: Words) -> Button:
    """Where there is no room as wished, a number may be left."""
    return Button(words.label("Leave a number"), LEAD)


def _name(scene: Scene, _state: Form) -> Screen:
    words = scene.words
    text = words.say("How may we address you?\nPlease write your name, such as «Mr Wang».")
    known = profile_name(scene)
    rows: tuple[tuple[Button, ...], ...] = ((_back(words),),)
    if known is not None:
        rows = ((Button(wording.full_name(known), "profile"),), *rows)
    return Screen(text=text, rows=rows)


def _title(scene: Scene, state: Form) -> Screen:
    words = scene.words
    text = words.say("Thank you, {name}. And how shall we greet you?", name=wording.full_name(state.name))
    titles = {
        Title.MR: words.label("Mr"),
        Title.MS: words.label("Ms"),
        Title.MRS: words.label("Mrs"),
        Title.MISS: words.label("Miss"),
    }
    buttons = [Button(titles[title], str(title)) for title in OFFERED_TITLES]
    plain = Button(words.label("Just the name"), str(Title.NONE))
    return Screen(text=text, rows=(*columns(buttons, 2), (plain,), (_back(words),)))


def _guests(scene: Scene, state: Form) -> Screen:
    words = scene.words
    most = scene.desk.site.booking.largest_party
    text = words.say(
        "{name}, how many guests will come, you included?", name=wording.addressed(words, state.name)
    )
    buttons = [Button(str(n), str(n)) for n in range(1, min(most, 10) + 1)]
    return Screen(text=text, rows=(*columns(buttons, 5), (_back(words),)))


def _elders(scene: Scene, state: Form) -> Screen:
    words = scene.words
    text = words.say(
        "Will there be elders or children among you? The house likes to be ready for them.\n\nHow many elders?"
    )
    buttons = [Button(str(n), str(n)) for n in range(min(state.guests or 1, 5) + 1)]
    none = Button(words.label("Neither elders nor children"), "none")
    return Screen(text=text, rows=((none,), *columns(buttons, 6), (_back(words),)), no="none")


def _children(scene: Scene, state: Form) -> Screen:
    words = scene.words
    buttons = [Button(str(n), str(n)) for n in range(min(state.most_children, 5) + 1)]
    rows = (*columns(buttons, 6), (_back(words),))
    return Screen(text=words.say("And how many children?"), rows=rows, no="0")


def _phone(scene: Scene, _state: Form) -> Screen:
    words = scene.words
    text = words.say(
        "On which number may we reach you, should anything change?\nShare it with one tap, write it, or leave it out: "
        "we can keep in touch here."
    )
    rows = ((Button(words.label("I would rather not"), "decline"),), (_back(words),))
    if scene.actor.is_staff:
        text = words.say("On which number may we reach the caller? Write it, or leave it out.")
        return Screen(text=text, rows=rows, no="decline")
    return Screen(text=text, rows=rows, contact=words.label("📱 Share my number"), no="decline")


def _confirm(scene: Scene, state: Form) -> Screen:
    words = scene.words
    wanted, promise = _wanted(scene, state.when)
    lines = [
        words.say("Is everything as you wish?"),
        "",
        words.say("👤 {name}", name=wording.addressed(words, state.name)),
        words.say("👥 {party}", party=wording.party(words, state.party)),
        wanted,
        words.say("📱 {phone}", phone=wording.phone(words, state.line)),
        *(["", *told] if (told := [*promise, *_given_up(scene, state.when)]) else []),
    ]
    rows = (
        (Button(words.label("✓ Confirm"), "confirm"),),
        (Button(words.label("Change name"), "name"), Button(words.label("Change guests"), "guests")),
        (Button(words.label("Change time"), "when"), Button(words.label("Change phone"), "phone")),
        (Button(words.label("Start over"), "over"),),
    )
    return Screen(text="\n".join(lines), rows=rows, yes="confirm")


def _wanted(scene: Scene, when: When) -> tuple[str, list[str]]:
    """What is wanted, and what then happens where it is not a seat."""
    words, starts_at, day = scene.words, when.starts_at, when.any_hour_of
    match when.how:
        case How.WAIT:
            awaited = wording.awaited(words, day, starts_at)
            return words.say("🗓 Waiting list: <b>{awaited}</b>", awaited=awaited), [wording.first_seat(words)]
        case How.REQUEST if day is not None:
            until = words.start(answer_by(scene.desk.site, scene.desk.now))
            told = words.say("The house answers with the hour, by {until} at the latest.", until=until)
            return words.say("🗓 <b>{slot}</b>", slot=words.day(day)), [told]
        case _:
            return words.say("🗓 <b>{slot}</b>", slot=words.slot(starts_at)) if starts_at else "", []


def _given_up(scene: Scene, when: When) -> list[str]:
    """The place on the waiting list that ends with this."""
    entry = None if scene.actor.is_staff else waitlist.entry_of(scene.desk, scene.person.user_id)
    if entry is None or when.how is How.REQUEST:
        return []
    awaited = wording.awaited(scene.words, entry.day, entry.wanted)
    return [scene.words.say("It takes the place of what you wait for: {awaited}.", awaited=awaited)]


def _second(scene: Scene, state: Form) -> Screen:
    words = scene.words
    starts_at, standing = state.when.starts_at, second_booking(scene, state)
    text = words.say(
        "{name} is already expected on <b>{standing}</b>. We keep one hour for each guest; shall I move it to {slot}?",
        name=wording.addressed(words, standing.guest.name) if standing else "",
        standing=words.slot(standing.starts_at) if standing else "",
        slot=words.slot(starts_at) if starts_at else "",
    )
    move, keep = Button(words.label("Yes, move it"), "move"), Button(words.label("Keep it as it is"), "keep")
    return Screen(text=text, rows=((move, keep),), yes="move", no="keep")


def _resume(scene: Scene, state: Form) -> Screen:
    words = scene.words
    who = wording.addressed(words, state.name) if state.surname else ""
    if scene.actor.is_staff:
        text = words.say("A booking has been left half-way: {name}. Go on with it?", name=who or "…")
    elif who:
        text = words.say("Welcome back, {name}. Shall we go on where we were?", name=who)
    else:
        text = words.say("Welcome back. Shall we go on where we were?")
    on, over = Button(words.label("Go on"), "on"), Button(words.label("Start over"), "over")
    return Screen(text=text, rows=((on, over),), yes="on", no="over")


def second_booking(scene: Scene, state: Form) -> Booking | None:
    """The open booking the confirmation found, as it stands now."""
    if state.second is None:
        return None
    try:
        return look.own_booking(scene.desk, BookingId(state.second), scene.actor)
    except NoSuchBooking:
        return None


SCREENS: dict[At, Callable[[Scene, Form], Screen]] = {
    At.WELCOME: _welcome,
    At.MORE: _more,
    At.LEAD: _lead,
    At.DECLINED: _declined,
    At.NAME: _name,
    At.TITLE: _title,
    At.GUESTS: _guests,
    At.ELDERS: _elders,
    At.CHILDREN: _children,
    At.PHONE: _phone,
    At.CONFIRM: _confirm,
    At.SECOND: _second,
    At.RESUME: _resume,
}


def reserved(scene: Scene, booking: Booking) -> Screen:
    """The confirmation: the hour, the place, what awaits them, a thank you, goodbye."""
    words = scene.words
    heading = words.say(
        "Thank you, {name}. Your hour is reserved.", name=wording.addressed(words, booking.guest.name)
    )
    farewell = words.say(
        "A consultant and a quiet place will be waiting for you; at the gate, your name or the code is enough.\n"
        "We look forward to welcoming you. Goodbye!"
    )
    return _card(scene, booking, heading, farewell)


def moved(scene: Scene, booking: Booking) -> Screen:
    if scene.actor.is_staff:
        return _card(scene, booking, for_guest.moved(scene.words, booking), "")
    return _card(scene, booking, scene.words.say("Very well, we expect you at the new hour."), "")


def expected(scene: Scene, booking: Booking) -> Screen:
    """A booking that stands already, with what may be done with it, and the better hour they wait for."""
    begun = not scene.actor.is_staff and has_begun(booking, scene.desk.now)
    farewell = wording.refusal(scene.words, Begun(booking)) if begun else ""
    heading = scene.words.say("We are expecting you:")
    if scene.actor.is_staff:
        heading = for_guest.expected(scene.words, booking)
    screen = _card(scene, booking, heading, farewell)
    if begun:
        screen = replace(screen, rows=())
    entry = waitlist.place_of(scene.desk, booking.guest)
    return screen if entry is None else waiting_screens.beside(scene, screen, entry)


def _card(scene: Scene, booking: Booking, heading: str, farewell: str) -> Screen:
    paragraphs = [heading, wording.booking_card(scene.words, booking), farewell]
    rows = (cards.changes(scene.words, booking.id, booking.version),)
    return Screen(text="\n\n".join(part for part in paragraphs if part), rows=rows)


def _back(words: Words) -> Button:
    return Button(words.label("‹ Back"), BACK)
