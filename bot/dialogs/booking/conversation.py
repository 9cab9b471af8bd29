"""The booking conversation: the house's standard script, for a buyer and for the operator with a caller.

greeting → shall I book → name (→ title) → guests (→ elders and children) → day → hour → phone → confirmation. Answers
may come several at once and in any order: what is known is not asked again, and each can be changed until the
confirmation. docs/rules.md, "The script".
"""

from dataclasses import replace

from bot.dialogs.booking import (
    call_back,
    changes,
    current_state,
    doubts,
    not_ready,
    peers,
    side_talk,
    steering,
)
from bot.dialogs.booking.beside import after_facts, with_note
from bot.dialogs.booking.choice import TimeChoice
from bot.dialogs.booking.confirmation import CHANGE, CONFIRMATION, to_change
from bot.dialogs.booking.doubts import Doubt
from bot.dialogs.booking.form import NAME, BookingForm, BookingStep, is_filled, new_form, under_way
from bot.dialogs.booking.listening import absorb, hear, take, wants_to_change
from bot.dialogs.booking.phone_numbers import lacking_area_code, no_number
from bot.dialogs.booking.questions import QUESTIONS
from bot.dialogs.booking.remarks import kept_in_form, without_wish
from bot.dialogs.booking.side_questions import SIDE_QUESTIONS, WELCOME
from bot.dialogs.booking.submission import SECOND
from bot.dialogs.booking.when_question import OTHER_DAY
from bot.dialogs.given import setting
from bot.engine.dialog import Context
from bot.engine.form import BACK, Again, Answer, Taken
from bot.engine.form_dialog import FormDialog
from bot.engine.inputs import Chose, Given, Said
from bot.engine.payload import SubjectAction
from bot.engine.replies import Goto, Reply, Toast
from bot.understanding.intent_patterns import Intent
from bot.understanding.intents import (
    asks_for_own_booking,
    asks_to_book,
    declines_phone,
    language_wanted,
    leaves_it_to_us,
    puts_it_off,
)
from bot.understanding.names import read_title
from bot.understanding.phones import phone_problem
from bot.understanding.sentences import Understood
from bot.understanding.topics import topic_of
from bot.understanding.visit_wishes import said_besides
from bot.understanding.wishes import asks_if_here, greets, has_no_number, says_nothing
from bot.wording import phrases
from core.bots import BUYERS
from core.desk import nudge
from core.guests import Title

# The questions to which laughter and a shrug are no answer.
_IDLE_ANSWERED = frozenset(
    {
        BookingStep.WELCOME,
        BookingStep.NAME,
        BookingStep.TITLE,
        BookingStep.GUESTS,
        BookingStep.COMPANY,
        BookingStep.WHEN,
        BookingStep.PHONE,
        BookingStep.CONFIRM,
    }
)
# After so many, a guest who only laughs is asked nothing more.
_MOST_SHRUGS = 3
# Of the longest phone number there is.
_MOST_DIGITS = 15
# Characters of «Ms, please».
_LONGEST_TITLE = 12


def start(context: Context) -> Reply:
    """Ask whether to go on with a form that is half filled; else show what the guest has, or greet them."""
    resumed = _resume_form(context)
    if resumed is not None:
        return resumed
    card = current_state.card(context)
    return Goto(NAME, new_form(context)) if card is None else current_state.shown(context, card)


def reserve(context: Context) -> Reply:
    """«Reserve an hour»: ask whether to go on with a form that is half filled; else start one, without a
    greeting."""
    form = new_form(context)
    return _resume_form(context) or BOOKING.reply(context, form, form)


def go_on(context: Context, action: SubjectAction) -> Reply:
    """«Continue», tapped under a nudge: the question at which the form was left, below it."""
    form = under_way(context)
    resumed = None if form is None else _come_back(context, form)
    if not isinstance(resumed, Goto):
        return Toast(toast=context.words.label("This button is no longer in use."))
    return BOOKING.step(context, resumed.state, Chose("on"))


def _resume_form(context: Context) -> Reply | None:
    form = under_way(context)
    return None if form is None else _come_back(context, form)


def _come_back(context: Context, form: BookingForm) -> Reply | None:
    """Welcome a guest back to a form that is half filled, and ask whether to go on; None where it is not."""
    if not is_filled(context, form):
        return None
    if form.at in {BookingStep.LEAD, BookingStep.QUIET} and form.was is not None:
        # After a pause the number for news is not asked for again, and a guest who comes back is asked.
        form = replace(form, at=form.was, was=None)
    return BOOKING.reply(context, form, Again(at=BookingStep.RESUME))


def _anywhere(context: Context, form: BookingForm, given: Given) -> Answer[BookingForm] | Chose | None:
    """A doubt is answered at every question, a number for news can be left, and every answer is taken,
    at each."""
    if given == Chose(BookingStep.LEAD):
        return Again(at=BookingStep.LEAD)
    if given == Chose(peers.NOT_ONE):
        return peers.take_back(context, form)
    if not isinstance(given, Said):
        return None
    said = hear(context, form, given.text)
    kept = kept_in_form(context, form, given.text)
    if kept is None:
        return _said(context, form, given, said)
    noted_form, note = kept
    besides = without_wish(context, form, given.text, said)
    if not besides.has_facts and (rest := said_besides(given.text, setting(context))):
        # «2, and we're looking for a penthouse»: by itself, the number answers.
        besides = replace(hear(context, form, rest), intent=besides.intent)
    return with_note(noted_form, note, _said(context, noted_form, given, besides, wished=True))


def _said(
    context: Context, form: BookingForm, given: Said, said: Understood, *, wished: bool = False
) -> Answer[BookingForm] | Chose | None:
    """What a message says besides what it wishes for; None where it is the answer to the question alone."""
    if form.at in _IDLE_ANSWERED and says_nothing(given.text) and not _leaves_when_to_us(form, given.text):
        return _idle(context, form)
    if greets(given.text) and not (form.at is BookingStep.WHEN and said.period):
        return Again(note=_greeting(context, given.text))
    steered = steering.steer(context, form, given.text, said)
    if steered is not None:
        return steered
    doubt = doubts.heard_in(given.text, said)
    if doubt is not None:
        return doubted(context, form, said, doubt)
    return (
        not_ready.answer(context, form, given.text, said)
        or call_back.heard(context, form, given.text, said)
        or _wish(context, form, given.text, said)
        or absorb(context, form, given.text, said, wished=wished)
        or _talk(context, form, said, given, wished=wished)
    )


def _greeting(context: Context, text: str) -> str:
    return (
        context.words.say("Yes, I am here.") if asks_if_here(text) else context.words.say("Good day to you.")
    )


def _leaves_when_to_us(form: BookingForm, text: str) -> bool:
    """Whether any day or hour will do, which is an answer to the question for it."""
    return form.at is BookingStep.WHEN and leaves_it_to_us(text)


def _idle(context: Context, form: BookingForm) -> Answer[BookingForm]:
    """A short nudge to a guest who laughs or shrugs at a question; how to be addressed need not be answered."""
    if form.at is BookingStep.TITLE:
        return replace(form, title=Title.NONE)
    # After an answer they are counted from the beginning.
    shrugs = form.shrugs if form.misses else 0
    if shrugs >= _MOST_SHRUGS:
        return steering.withdrawn(replace(form, shrugs=0))
    shrugged = replace(form, shrugs=shrugs + 1)
    note = context.words.say("Whenever you are ready; there is no hurry.")
    return Again(state=shrugged, note=note, missed=True)


def doubted(context: Context, form: BookingForm, said: Understood, doubt: Doubt) -> Answer[BookingForm]:
    """The answers in a message are taken before its doubt is answered."""
    if not said.has_facts or doubt in {Doubt.STOP, Doubt.COMPLAINT}:
        return doubts.answer(context, form, doubt)
    if doubt is Doubt.PEER:
        # Their hours are others, and are offered in the answer.
        said = replace(said, day=None, days=(), hour=None, hours=(), period=None)
    taken = take(context, form, said)
    return after_facts(form, taken, doubts.answer(context, taken.state or form, doubt))


def _wish(
    context: Context, form: BookingForm, text: str, said: Understood
) -> Answer[BookingForm] | Chose | None:
    """What somebody wants to do with the conversation itself."""
    match said.intent:
        case Intent.BACK:
            return Chose(BACK)
        case Intent.RESTART:
            return new_form(context)
        case Intent.CANCEL | Intent.MOVE if not context.actor.is_staff:
            existing = changes.of_booking(context, text, said)
            if existing is not None:
                return existing
    if said.intent is Intent.CANCEL:
        return Again(at=BookingStep.DECLINED)
    return None if said.has_facts else _wish_without_facts(context, form, text, said)


def _wish_without_facts(
    context: Context, form: BookingForm, text: str, said: Understood
) -> Answer[BookingForm] | Chose | None:
    if declines_phone(text):
        return None  # a no to the number only, which ``absorb`` or the question for it takes
    if said.intent is Intent.NO and form.at is BookingStep.WHEN:
        return _refuse_when(form, text)
    if (language := language_wanted(text)) is not None:
        return side_talk.speak(context, language)
    if not context.actor.is_staff and (of_guest := _wish_of_guest(context, form, text)) is not None:
        return of_guest
    return _wish_to_change(context, form, text, said)


def _wish_of_guest(context: Context, form: BookingForm, text: str) -> Answer[BookingForm] | None:
    """What somebody asks of a visit of their own: which it is, or an hour that is later or earlier."""
    if asks_for_own_booking(text):
        card = current_state.card(context)
        return steering.not_booked_yet(context, form) if card is None else current_state.shown(context, card)
    return steering.shifted(context, form, text)


def _wish_to_change(
    context: Context, form: BookingForm, text: str, said: Understood
) -> Answer[BookingForm] | None:
    """An answer that is to be given again, or stays after all."""
    step = wants_to_change(form, text)
    if step is BookingStep.NAME and (named := hear(context, replace(form, at=step), text)).name is not None:
        return take(context, form, replace(named, intent=None))  # «名字写错了,周闵»
    if step is not None:
        return to_change(form, step)
    if form.at is BookingStep.CHANGE and said.intent is Intent.YES:
        return Again(at=BookingStep.CONFIRM)
    if said.intent is Intent.NO and form.at is BookingStep.CONFIRM:
        return steering.refuse(form, text)
    if said.intent is Intent.MOVE and not context.actor.is_staff:
        return steering.move_without_booking(context, form)
    return None


def _refuse_when(form: BookingForm, text: str) -> Answer[BookingForm] | Chose | None:
    """A no to the day or the hour: not for now, or another day; None where no day or hour is on offer."""
    if puts_it_off(text):
        return Again(at=BookingStep.DECLINED)
    return Chose(OTHER_DAY) if form.when != TimeChoice() else None


def _talk(
    context: Context, form: BookingForm, said: Understood, given: Said, *, wished: bool
) -> Answer[BookingForm] | None:
    """An answer to what is no answer; the question stays."""
    if (
        form.at in {BookingStep.WELCOME, BookingStep.DECLINED, BookingStep.QUIET}
        and asks_to_book(given.text)
        and not side_talk.is_question(said.intent)
    ):
        return form
    if form.at is BookingStep.PHONE and _answers_phone(context, given.text):
        return None
    digits = form.at not in {BookingStep.WHEN, BookingStep.PHONE} and said.intent is None
    if digits and not wished and phone_problem(given.text, context.desk.site.phone_region) is not None:
        return _told_number(context, form, given)
    plain = said.intent is None and not said.has_facts
    title = read_title(given.text) if plain and form.surname is not None else None
    if title is not None and form.at is not BookingStep.TITLE and len(given.text) <= _LONGEST_TITLE:
        return Taken(
            state=replace(form, title=title),
            echo=context.words.say(
                "✓ {answers}", answers=phrases.addressed(context.words, replace(form, title=title).name)
            ),
        )
    if said.intent is None or said.intent in {Intent.YES, Intent.NO}:
        return None
    topic = str(topic_of(given.text) or "") if said.intent is Intent.QUESTION else ""
    if topic and topic == form.told:
        return Again(note=side_talk.told_before(context.words))
    note = side_talk.reply_to(context, said.intent, given.text)
    return Again(state=replace(form, told=topic), note=note) if note else None


def _told_number(context: Context, form: BookingForm, given: Said) -> Answer[BookingForm]:
    """A number that is not right yet, before it is asked for. One that replaces the number of the form is asked for
    again, so that nothing is booked with the number that was taken back."""
    lacking = lacking_area_code(context, given)
    told = replace(form, digits=lacking or form.digits)
    if form.at is BookingStep.CONFIRM and sum(map(str.isdigit, given.text)) <= _MOST_DIGITS:
        note = "" if lacking else no_number(context, given)
        return Again(state=replace(told, phone=None, phone_kind=None), at=BookingStep.PHONE, note=note)
    if lacking:
        return Taken(state=told, echo=context.words.say("✓ {answers}", answers=lacking))
    return Again(note=no_number(context, given))


def _answers_phone(context: Context, text: str) -> bool:
    """Whether a text answers the question for the number, though it sounds like a question or a complaint."""
    digits = any(char.isdigit() for char in text)
    return has_no_number(text) or (digits and phone_problem(text, context.desk.site.phone_region) is not None)


def _watched(context: Context, reply: Reply) -> Reply:
    """The reply, with a guest's form watched as soon as something is answered in it."""
    if context.bot != BUYERS or not isinstance(reply, Goto) or reply.dialog != NAME or reply.state.watched:
        return reply
    form: BookingForm = reply.state
    if form.at is BookingStep.QUIET:
        return reply
    if not is_filled(replace(context, dialog=NAME, state=form), form):
        return reply
    nudge.watch(context.desk, context.person.user_id)
    return replace(reply, state=replace(form, watched=True))


class BookingDialog(FormDialog[BookingForm]):
    """The booking form. A guest who falls silent half-way is nudged, once for each form."""

    def reply(self, context: Context, state: BookingForm, answer: Answer[BookingForm]) -> Reply:
        return _watched(context, super().reply(context, state, answer))


BOOKING = BookingDialog(
    name=NAME,
    state_type=BookingForm,
    steps=(WELCOME, *QUESTIONS, *SIDE_QUESTIONS, CHANGE, SECOND),
    confirmation=CONFIRMATION,
    leave=lambda context, _form: new_form(context),
    anywhere=_anywhere,
    person=side_talk.offer_a_person,
    returning=_come_back,
    keep=is_filled,
)
