"""The wish to speak with a person, with a number to be called on: those on call are told."""

from dataclasses import replace

from bot.dialogs.booking import side_talk
from bot.dialogs.booking.beside import after_facts
from bot.dialogs.booking.form import BookingForm, BookingStep
from bot.dialogs.booking.guest_names import best_name
from bot.dialogs.booking.listening import take
from bot.engine.dialog import Context
from bot.engine.form import Again, Answer, Taken
from bot.understanding.intent_patterns import Intent
from bot.understanding.sentences import Understood
from bot.understanding.wishes import asks_for_call
from bot.wording import phrases
from core.desk import leads

# Here a number is the answer, and what follows is not a booking.
_NUMBER_ASKED = frozenset({BookingStep.PHONE, BookingStep.LEAD, BookingStep.DECLINED})
_OUTSIDE_THE_SCRIPT = frozenset({BookingStep.LEAD, BookingStep.DECLINED})


def heard(context: Context, form: BookingForm, text: str, said: Understood) -> Answer[BookingForm] | None:
    """The form with the answers in a message that asks for a person, and what is done about it; None where it asks
    for none."""
    if context.actor.is_staff or not _is_asked_for(form, text, said):
        return None
    taken: Again[BookingForm] | Taken[BookingForm] = Again(state=form)
    if said.has_facts:
        taken = take(context, form, said)
    after, note = _passed_on(context, taken.state or form)
    if form.at in _OUTSIDE_THE_SCRIPT:
        return Again(state=after, note=note)
    if isinstance(taken, Taken) and _only_phone(said) and after.call_on == after.phone:
        # The number is told in the note.
        taken = replace(taken, echo="")
    return after_facts(form, replace(taken, state=after), Again(note=note))


def _is_asked_for(form: BookingForm, text: str, said: Understood) -> bool:
    """«Call me on 139…» is also how people answer the question for their number, or say it beside other answers."""
    if said.intent is Intent.HUMAN:
        return True
    alone = said.intent is None and _only_phone(said) and form.at not in _NUMBER_ASKED
    return alone and asks_for_call(text)


def _only_phone(said: Understood) -> bool:
    return bool(said.phones) and not replace(said, phones=()).has_facts


def _passed_on(context: Context, form: BookingForm) -> tuple[BookingForm, str]:
    """The form once those on call are told its number, each number once; and what the guest is told."""
    words = context.words
    if form.phone is None:
        return form, side_talk.offer_a_person(words)
    if form.call_on == form.phone:
        note = words.say(
            "Our colleagues have your number and will call you as soon as they can. You also reach them on {phone}.",
            phone=words.site.phone,
        )
        return form, note
    if not leads.request_call(context.desk, best_name(context, form), form.phone):
        return form, side_talk.offer_a_person(words)
    note = words.say(
        "We have asked a colleague to call you on {number}; if you prefer, you reach us on {phone}.",
        number=phrases.phone(words, form.line),
        phone=words.site.phone,
    )
    return replace(form, call_on=form.phone), note
