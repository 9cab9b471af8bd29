"""The booking conversation: the house's standard script, for a buyer and for the operator with a caller.

greeting → shall I book → name (→ title) → guests (→ elders → children) → day → hour → phone → confirmation.
What is known is not asked again; each answer can be changed until the confirmation. docs/rules.md, "The script".
"""

from dataclasses import replace

from bot.dialogs.booking import current_state, doubts, peers
from bot.dialogs.booking.confirmation import CONFIRMATION
from bot.dialogs.booking.form import NAME, BookingForm, BookingStep, is_filled, new_form, under_way
from bot.dialogs.booking.questions import QUESTIONS
from bot.dialogs.booking.side_questions import SIDE_QUESTIONS, WELCOME
from bot.dialogs.booking.submission import SECOND
from bot.engine.dialog import Context
from bot.engine.form import Again, Answer
from bot.engine.form_dialog import FormDialog
from bot.engine.inputs import Chose, Given, Said
from bot.engine.replies import Goto, Reply


def start(context: Context) -> Reply:
    """Ask whether to go on with a form that is half filled; else show what the guest has, or greet them."""
    resumed = _resume_form(context)
    if resumed is not None:
        return resumed
    card = current_state.card(context)
    return Goto(NAME, new_form(context)) if card is None else current_state.shown(context, card)


def reserve(context: Context) -> Reply:
    """«Reserve an hour»: ask whether to go on with a form that is half filled; else start one, without a greeting."""
    form = new_form(context)
    return _resume_form(context) or BOOKING.reply(context, form, form)


def open_with(context: Context, argument: str) -> Reply:
    """The first text of somebody who has no dialog open: a doubt is answered, anything else greeted."""
    doubt = doubts.heard_in(argument)
    if doubt is None:
        return start(context)
    form = new_form(context)
    return BOOKING.reply(context, form, doubts.answer(context, form, doubt))


def _resume_form(context: Context) -> Reply | None:
    form = under_way(context)
    return None if form is None else _come_back(context, form)


def _come_back(context: Context, form: BookingForm) -> Reply | None:
    """Welcome a guest back to a form that is half filled, and ask whether to go on; None where it is not."""
    if not is_filled(context, form):
        return None
    if form.at is BookingStep.LEAD and form.was is not None:
        # After a pause the number for news is not asked for again.
        form = replace(form, at=form.was, was=None)
    return BOOKING.reply(context, form, Again(at=BookingStep.RESUME))


def _anywhere(context: Context, form: BookingForm, given: Given) -> Answer[BookingForm] | None:
    """A doubt is answered at every question, and a number for news can be left at every one."""
    if given == Chose(BookingStep.LEAD):
        return Again(at=BookingStep.LEAD)
    if given == Chose(peers.NOT_ONE):
        return peers.take_back(context, form)
    doubt = doubts.heard_in(given.text) if isinstance(given, Said) else None
    return None if doubt is None else doubts.answer(context, form, doubt)


BOOKING = FormDialog(
    name=NAME,
    state_type=BookingForm,
    steps=(WELCOME, *QUESTIONS, *SIDE_QUESTIONS, SECOND),
    confirmation=CONFIRMATION,
    leave=lambda context, _form: new_form(context),
    anywhere=_anywhere,
    returning=_come_back,
    keep=is_filled,
)
