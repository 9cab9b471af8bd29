"""The booking conversation: the house's standard script, for a buyer and for the operator with a caller.

greeting → shall I book → name (→ title) → guests (→ elders → children) → day → hour → phone → confirmation.
What is known is not asked again; each answer can be changed until the confirmation. docs/rules.md, "The script".
"""

from collections.abc import Callable
from dataclasses import replace

from bot.dialogs.booking import current_state, doubts, peers, questions, submission, when
from bot.dialogs.booking import screens as booking_screens
from bot.dialogs.booking.doubts import Doubt
from bot.dialogs.booking.form import NAME, STEPS, BookingForm, BookingStep
from bot.engine.dialog import Context
from bot.engine.form import BACK
from bot.engine.inputs import Chose, Given, Said
from bot.engine.replies import Finish, Goto, Reply
from bot.engine.screen import Screen
from bot.wording import phrases
from core.booking import Booking
from core.desk import leads, queries


class BookingDialog:
    name = NAME
    state_type = BookingForm

    def show(self, context: Context, state: BookingForm) -> Screen:
        if state.at is BookingStep.WHEN:
            ask, lead = (
                state.seat_request(context.desk, context.actor),
                booking_screens.leave_a_number(context.words),
            )
            return peers.with_way_back(context, state, when.show(context, state.when, ask, lead))
        return booking_screens.SCREENS[state.at](context, state)

    def step(self, context: Context, state: BookingForm, given: Given) -> Reply:
        if given == Chose("over"):
            return start_over(context)
        if given == Chose(BACK):
            return Goto(NAME, _back(state))
        if given == Chose(booking_screens.LEAD):
            return Goto(NAME, replace(state, at=BookingStep.LEAD, was=state.at))
        if given == Chose(peers.NOT_ONE):
            return peers.take_back(context, state)
        doubt = doubts.heard_in(given.text) if isinstance(given, Said) else None
        if doubt is not None:
            return doubts.answer(context, state, doubt)
        reply = _STEPS[state.at](context, state, given)
        note = ""
        if isinstance(reply, Goto) and reply.dialog == NAME and reply.state.at is BookingStep.CONFIRM:
            note = when.lapsed(
                context, reply.state.when, reply.state.seat_request(context.desk, context.actor)
            )
        return submission.ask_when_again(reply.state, note) if isinstance(reply, Goto) and note else reply

    def returns(self, context: Context, state: BookingForm) -> Reply | None:
        return come_back(context, state)

    def worth_keeping(self, context: Context, state: BookingForm) -> bool:
        return _filled(context, state)


def start(context: Context) -> Reply:
    """Ask whether to go on with a form that is half filled; else show what the guest has, or greet them."""
    resumed = _resume_form(context)
    if resumed is not None:
        return resumed
    card = current_state.card(context)
    return Goto(NAME, _new_form(context)) if card is None else current_state.shown(context, card)


def reserve(context: Context) -> Reply:
    """«Reserve an hour»: ask whether to go on with a form that is half filled; else start one, without a greeting."""
    return _resume_form(context) or start_over(context)


def _resume_form(context: Context) -> Reply | None:
    form = current_state.form(context)
    return None if form is None else come_back(context, form)


def open_with(context: Context, argument: str) -> Reply:
    """The first text of somebody who has no dialog open: a doubt is answered, anything else greeted."""
    doubt = doubts.heard_in(argument)
    return start(context) if doubt is None else doubts.answer(context, _new_form(context), doubt)


def start_over(context: Context) -> Reply:
    """A new form, without the greeting."""
    return Goto(NAME, _new_form(context).asking_next())


def _new_form(context: Context) -> BookingForm:
    """A form with what the house knows of its guest, who can change it at the confirmation."""
    # The operators are told once of a guest who leaves soon, however often that guest starts over.
    form = current_state.form(context)
    pressed = form is not None and form.pressed
    known = None if context.actor.is_staff else queries.known_guest(context.desk, context.person.user_id)
    if known is None:
        return BookingForm(pressed=pressed)
    name, phone = known.name, known.phone
    return BookingForm(
        surname=name.surname,
        given=name.given,
        title=name.title,
        phone=phone.number,
        phone_kind=phone.kind,
        pressed=pressed,
    )


def _standing(context: Context) -> Booking | None:
    return None if context.actor.is_staff else queries.open_booking(context.desk, context.person.user_id)


def _filled(context: Context, state: BookingForm) -> bool:
    """Whether the form holds more than what the house knows of its guest."""
    return state != replace(_new_form(context), at=state.at)


def come_back(context: Context, state: BookingForm) -> Reply | None:
    """Welcome a guest back to a form that is half filled, and ask whether to go on; None where it is not."""
    if not _filled(context, state):
        return None
    was = state.was if state.at is BookingStep.RESUME else state.at
    return Goto(NAME, replace(state, at=BookingStep.RESUME, was=was))


def _back(state: BookingForm) -> BookingForm:
    """One question back; from a question opened on the confirmation, back to that."""
    if state.at is BookingStep.WHEN and state.when.narrowed:
        return replace(state, when=state.when.forgetting())
    if state.asking_next().at is BookingStep.CONFIRM and state.at is not BookingStep.CONFIRM:
        return replace(state, at=BookingStep.CONFIRM)
    if state.at is BookingStep.LEAD:
        return replace(state, at=state.was or BookingStep.DECLINED, was=None)
    if state.at not in STEPS:
        return (
            replace(state, at=STEPS[-1])
            if state.at is BookingStep.CONFIRM
            else replace(state, at=BookingStep.WELCOME)
        )
    earlier = STEPS[: STEPS.index(state.at)]
    asked = [q for q in earlier if state.answered(q) and not _skipped(state, q)]
    return replace(state, at=asked[-1] if asked else BookingStep.WELCOME)


def _skipped(state: BookingForm, question: BookingStep) -> bool:
    """Whether a question was answered along with another."""
    if question in {BookingStep.ELDERS, BookingStep.CHILDREN}:
        return state.guests == 1 or (
            question is BookingStep.CHILDREN and not state.elders and not state.children
        )
    return False


def _welcome(context: Context, state: BookingForm, given: Given) -> Reply:
    if given == Chose("no"):
        left = not context.actor.is_staff and leads.has_open_lead(context.desk, context.person.user_id)
        return _farewell(context) if left else Goto(NAME, replace(state, at=BookingStep.DECLINED))
    if given == Chose("more"):
        return Goto(NAME, replace(state, at=BookingStep.MORE))
    existing = _standing(context)
    if existing is not None:
        return Finish(booking_screens.expected(context, existing))
    if given == Chose("yes"):
        return Goto(NAME, state.asking_next())
    return Goto(NAME, state, phrases.please_tap(context.words))


def _more(context: Context, state: BookingForm, given: Given) -> Reply:
    if isinstance(given, Chose) and given.choice in set(Doubt):
        return doubts.answer(context, state, Doubt(given.choice))
    return Goto(NAME, state, phrases.please_tap(context.words))


def _declined(context: Context, state: BookingForm, given: Given) -> Reply:
    if given == Chose("book"):
        return Goto(NAME, state.asking_next())
    if given == Chose("bye"):
        return _farewell(context)
    written = questions.line_given(context, given) is not None
    return _lead(context, state, given) if written else Goto(NAME, state, phrases.please_tap(context.words))


def _lead(context: Context, state: BookingForm, given: Given) -> Reply:
    if given == Chose("decline"):
        return _farewell(context)
    line = questions.line_given(context, given)
    if line is None:
        return Goto(NAME, state, questions.no_number(context, given))
    leads.record(context.desk, booking_screens.best_name(context, state), line, context.actor)
    text = context.words.say(
        "Thank you, we have noted {phone}. We will be in touch only now and then.",
        phone=phrases.phone(context.words, line),
    )
    return Finish(Screen(text=text))


def _farewell(context: Context) -> Reply:
    return Finish(
        Screen(text=context.words.say("Until another time, then. Please write to us here whenever you wish."))
    )


def _when(context: Context, state: BookingForm, given: Given) -> Reply:
    chosen = when.step(context, state.when, given, state.seat_request(context.desk, context.actor))
    after = replace(state, when=chosen.when)
    return Goto(NAME, after.asking_next() if chosen.complete else after, chosen.note)


def _confirm(context: Context, state: BookingForm, given: Given) -> Reply:
    match given:
        case Chose("confirm"):
            return submission.submit(context, state)
        case Chose(choice) if choice in _CHANGES:
            return Goto(NAME, _CHANGES[choice](state))
        case _:
            return Goto(
                NAME, state, context.words.say("Please tap “Confirm”, or what you would like to change.")
            )


_CHANGES: dict[str, Callable[[BookingForm], BookingForm]] = {
    "name": lambda state: replace(state, at=BookingStep.NAME),
    "guests": lambda state: replace(state, at=BookingStep.GUESTS),
    "when": lambda state: replace(state, at=BookingStep.WHEN, when=state.when.forgetting()),
    "phone": lambda state: replace(state, at=BookingStep.PHONE),
}


def _resume(context: Context, state: BookingForm, given: Given) -> Reply:
    if given != Chose("on"):
        return Goto(NAME, state, phrases.please_tap(context.words))
    back = replace(state, at=state.was or BookingStep.NAME, was=None)
    note = when.lapsed(context, back.when, back.seat_request(context.desk, context.actor))
    return submission.ask_when_again(back, note) if note else Goto(NAME, back)


_STEPS: dict[BookingStep, Callable[[Context, BookingForm, Given], Reply]] = {
    BookingStep.WELCOME: _welcome,
    BookingStep.MORE: _more,
    BookingStep.DECLINED: _declined,
    BookingStep.LEAD: _lead,
    BookingStep.NAME: questions.name,
    BookingStep.TITLE: questions.title,
    BookingStep.GUESTS: questions.guests,
    BookingStep.ELDERS: questions.elders,
    BookingStep.CHILDREN: questions.children,
    BookingStep.WHEN: _when,
    BookingStep.PHONE: questions.phone,
    BookingStep.CONFIRM: _confirm,
    BookingStep.SECOND: submission.second,
    BookingStep.RESUME: _resume,
}
