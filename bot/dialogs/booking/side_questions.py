"""What is asked before, beside and after the questions of the script: the greeting, a no, a number for news, and
whether to go on after an absence."""

from dataclasses import replace

from bot.dialogs.booking import doubts, when
from bot.dialogs.booking import screens as booking_screens
from bot.dialogs.booking.confirmation import ask_when_again
from bot.dialogs.booking.doubts import Doubt
from bot.dialogs.booking.form import NAME, BookingForm, BookingStep, new_form
from bot.dialogs.booking.guest_names import best_name, profile_name
from bot.dialogs.booking.phone_numbers import contact_label, leave_a_number, no_number, number_given
from bot.engine.dialog import Context
from bot.engine.form import Again, Answer, Question, Step, not_followed
from bot.engine.inputs import Chose, Given, Said
from bot.engine.replies import Finish, Goto, Reply, Show
from bot.engine.screen import Button, Screen, columns
from bot.understanding.intents import declines_phone
from bot.wording import phrases
from core.desk import leads, queries
from core.guests import PhoneKind

Read = Answer[BookingForm]


def greeting(context: Context) -> str:
    """Names the house, and says why it receives by appointment."""
    return context.words.say(
        "Welcome to <b>{house}</b>.\n\nWe receive by appointment only, a few guests at a time, so that the hour and "
        "a consultant are yours alone.",
        house=phrases.house(context.words),
    )


def _ask_welcome(context: Context, form: BookingForm) -> Question:
    words = context.words
    shall_i = words.say("Shall I reserve an hour for you?")
    text = f"{greeting(context)}\n\n{shall_i}"
    yes, no = Button(words.label("Yes, please"), "yes"), Button(words.label("Not now"), "no")
    more = Button(words.label("A question first"), "more")
    known = profile_name(context) if form.surname is None else None
    as_known = (
        [Button(words.label("Yes, I am {name}", name=phrases.full_name(known)), "profile")] if known else []
    )
    rows = ((yes, no), *([as_known] if as_known else []), (more,))
    return Question(text=text, short=shall_i, rows=rows, back=False, yes="yes", no="no")


def _read_welcome(context: Context, form: BookingForm, given: Given) -> Read:
    if given == Chose("no"):
        left = not context.actor.is_staff and leads.has_open_lead(context.desk, context.person.user_id)
        return _farewell(context) if left else Again(at=BookingStep.DECLINED)
    if given == Chose("more"):
        return Again(at=BookingStep.MORE)
    existing = None if context.actor.is_staff else queries.open_booking(context.desk, context.person.user_id)
    if existing is not None:
        return Finish(booking_screens.expected(context, existing))
    known = profile_name(context) if given == Chose("profile") else None
    if known is not None:
        return replace(form, surname=known.surname, given=known.given, title=known.title)
    return form if given == Chose("yes") else Again(note=not_followed(context.words), missed=True)


def _ask_more(context: Context, form: BookingForm) -> Question:
    words = context.words
    questions = [
        Button(words.label("Why by appointment?"), Doubt.WHY),
        Button(words.label("Is anything still free?"), Doubt.FREE),
        Button(words.label("I am leaving town soon"), Doubt.LEAVING),
        Button(words.label("I am here without a booking"), Doubt.GATE),
        Button(words.label("I am with another property firm"), Doubt.PEER),
        Button(words.label("A complaint or a suggestion"), Doubt.COMPLAINT),
    ]
    return Question(text=words.say("With pleasure. What is on your mind?"), rows=columns(questions, 1))


def _read_more(context: Context, form: BookingForm, given: Given) -> Read:
    if isinstance(given, Chose) and given.choice in set(Doubt):
        return doubts.answer(context, form, Doubt(given.choice))
    return Again(note=not_followed(context.words), missed=True)


def _ask_declined(context: Context, form: BookingForm) -> Question:
    words = context.words
    until_then = words.say(
        "Of course. Whenever you would like to come, please let us know one or two days ahead, here or "
        "on {phone}.",
        phone=words.site.phone,
    )
    may_we = words.say("May we keep your number, to send you our news now and then?")
    book = (Button(words.label("Reserve an hour"), "book"),)
    if form.phone_kind is PhoneKind.DECLINED:
        return Question(
            text=until_then, rows=(book,), back=False, no="bye"
        )  # nobody is asked twice for a number
    rows = ((leave_a_number(words), Button(words.label("No, thank you"), "bye")), book)
    text = f"{until_then}\n\n{may_we}"
    return Question(text=text, short=may_we, rows=rows, back=False, yes=BookingStep.LEAD, no="bye")


def _read_declined(context: Context, form: BookingForm, given: Given) -> Read:
    if given == Chose("book"):
        return form
    if given == Chose("bye") or _declines(given):
        return _farewell(context)
    written = number_given(context, given) is not None
    return (
        _read_lead(context, form, given) if written else Again(note=not_followed(context.words), missed=True)
    )


def _declines(given: Given) -> bool:
    return isinstance(given, Said) and declines_phone(given.text)


def _ask_lead(context: Context, form: BookingForm) -> Question:
    words = context.words
    decline = Button(words.label("No, thank you"), "decline")
    if context.actor.is_staff:
        text = short = words.say("Which number would the caller like to receive our news on?")
    else:
        short = words.say("Which number would you like to receive our news on? You can stop it at any time.")
        text = "\n".join((short, words.say("Share it with one tap, or write it.")))
    return Question(text=text, short=short, rows=[[decline]], contact=contact_label(context), no="decline")


def _read_lead(context: Context, form: BookingForm, given: Given) -> Read:
    if given == Chose("decline") or _declines(given):
        # In the middle of a booking, only the number is declined.
        return Again(at=BookingStep.WHEN) if form.was is BookingStep.WHEN else _farewell(context)
    line = number_given(context, given)
    if line is None:
        return Again(note=no_number(context, given))
    leads.record(context.desk, best_name(context, form), line, context.actor)
    text = context.words.say(
        "Thank you, we have noted {phone}. We will be in touch only now and then.",
        phone=phrases.phone(context.words, line),
    )
    return Finish(Screen(text=text))


def _ask_quiet(context: Context, form: BookingForm) -> Question:
    """Nothing is asked; the way back stays open."""
    words = context.words
    text = words.say(
        "Of course; please look around at your leisure. Whenever you would like to come, a word here is enough."
    )
    short = words.say("Whenever you would like to come, a word here is enough.")
    return Question(
        text=text, short=short, rows=((Button(words.label("Reserve an hour"), "book"),),), back=False
    )


def _read_quiet(context: Context, form: BookingForm, given: Given) -> Read:
    if given == Chose("book"):
        return form
    return Show(Screen(text=context.words.say("We are here whenever you like.")))


def _farewell(context: Context) -> Reply:
    return Finish(
        Screen(text=context.words.say("Until another time, then. Please write to us here whenever you wish."))
    )


def _ask_resume(context: Context, form: BookingForm) -> Question:
    words = context.words
    name = phrases.addressed(words, form.name) if form.surname else ""
    if context.actor.is_staff:
        text = words.say(
            "There is an unfinished booking for {name}. Would you like to continue?", name=name or "…"
        )
    elif name:
        text = words.say("Welcome back, {name}. Shall we continue where we stopped?", name=name)
    else:
        text = words.say("Welcome back. Shall we continue where we stopped?")
    on, over = Button(words.label("Continue"), "on"), Button(words.label("Start over"), "over")
    return Question(text=text, rows=((on, over),), back=False, yes="on", no="over")


def _read_resume(context: Context, form: BookingForm, given: Given) -> Read:
    if given == Chose("over"):
        return new_form(context)
    if given != Chose("on"):
        return Again(note=not_followed(context.words), missed=True)
    note = when.lapsed(context, form.when, form.seat_request(context.desk, context.actor))
    if note:
        return ask_when_again(form, note)
    return Goto(NAME, replace(form, at=form.was or BookingStep.NAME, was=None))


WELCOME = Step(name=BookingStep.WELCOME, ask=_ask_welcome, read=_read_welcome)
SIDE_QUESTIONS = (
    Step(name=BookingStep.MORE, ask=_ask_more, read=_read_more, side=True),
    Step(name=BookingStep.DECLINED, ask=_ask_declined, read=_read_declined, side=True),
    Step(name=BookingStep.QUIET, ask=_ask_quiet, read=_read_quiet, side=True),
    Step(name=BookingStep.LEAD, ask=_ask_lead, read=_read_lead, side=True),
    Step(name=BookingStep.RESUME, ask=_ask_resume, read=_read_resume, side=True),
)
