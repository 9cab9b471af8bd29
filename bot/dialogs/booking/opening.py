"""The first words of somebody who has no dialog open, and the operator's booking in one line. docs/rules.md, "The
script"."""

from dataclasses import replace

from bot.dialogs.booking import call_back, changes, current_state, doubts, side_talk, steering, visit_talk
from bot.dialogs.booking.beside import with_note
from bot.dialogs.booking.conversation import BOOKING, doubted, start
from bot.dialogs.booking.doubts import Doubt
from bot.dialogs.booking.form import BookingForm, new_form
from bot.dialogs.booking.listening import absorb, hear
from bot.dialogs.booking.remarks import kept_in_form, without_wish
from bot.dialogs.booking.side_questions import greeting
from bot.dialogs.booking.visit_talk import VisitTalk
from bot.engine.dialog import Context
from bot.engine.form import Again, Answer, Taken
from bot.engine.replies import Reply, Show
from bot.engine.screen import Screen
from bot.understanding.intent_patterns import Intent
from bot.understanding.intents import asks_to_book, language_wanted, says_goodbye
from bot.understanding.sentences import Understood
from bot.understanding.topics import topic_of
from bot.understanding.wishes import acknowledges, goes_on
from core.desk import queries


def open_with(context: Context, argument: str) -> Reply:
    """What a text says of a visit is taken; anything else is greeted."""
    form = new_form(context)
    said = hear(context, form, argument)
    language = language_wanted(argument)
    if language is not None:
        return side_talk.speak(context, language)
    talk = None if context.actor.is_staff else visit_talk.answer(context, argument, said)
    words = _answered_in_words(context, argument, said, talk)
    if words:
        return Show(Screen(text=words))
    existing = None if context.actor.is_staff else changes.of_booking(context, argument, said)
    if existing is not None:
        return existing
    doubt = doubts.heard_in(argument, said)
    if doubt is not None and not (talk is not None and doubt is Doubt.GATE):
        answer = doubted(context, form, said, doubt)
        return BOOKING.reply(context, form, _greeted(context, answer) if said.has_facts else answer)
    card = current_state.card(context)
    if card is not None:
        note = talk.answer if talk is not None else side_talk.reply_to(context, said.intent, argument)
        return current_state.shown(context, card.with_note(note))
    return _begun(context, form, argument, said)


def _answered_in_words(context: Context, text: str, said: Understood, talk: VisitTalk | None) -> str:
    """The answer that needs no question after it; empty where there is none such."""
    if talk is not None:
        return "" if talk.card else talk.answer
    if _has_nothing_more(context, text, said):
        return side_talk.reply_to(context, said.intent, text) or context.words.say(
            "Until another time, then. Please write to us here whenever you wish."
        )
    if said.has_facts or doubts.heard_in(text, said) is not None or current_state.card(context) is not None:
        return ""
    if said.intent is Intent.CANCEL and not context.actor.is_staff:
        return context.words.say("You have no visit booked at the moment, so there is nothing to cancel.")
    return side_talk.reply_to(context, said.intent, text) if said.intent is Intent.COMPLAINT else ""


def _begun(context: Context, form: BookingForm, text: str, said: Understood) -> Reply:
    """The form with what the text answers, or the greeting."""
    taken = _taken(context, form, text, said)
    if taken is not None:
        return BOOKING.reply(context, form, _greeted(context, taken))
    wants_visit = said.intent is None or (said.intent is Intent.QUESTION and topic_of(text) is None)
    if (asks_to_book(text) or goes_on(text)) and wants_visit:
        return BOOKING.reply(context, form, Taken(state=form, note=greeting(context)))
    if side_talk.is_question(said.intent):
        return BOOKING.reply(context, form, Again(note=side_talk.reply_to(context, said.intent, text)))
    return start(context)


def _has_nothing_more(context: Context, text: str, said: Understood) -> bool:
    """Whether somebody with no dialog open thanks, takes leave, declines or only takes note, and wants no visit."""
    if said.party or asks_to_book(text):
        return False
    leaves = says_goodbye(text) and said.intent is None and not said.hour
    if said.intent is Intent.NO and not said.has_facts and not context.actor.is_staff:
        beside = steering.withdraws(context, text, said) or doubts.heard_in(text, said) is not None
        return not beside and current_state.card(context) is None
    return said.intent is Intent.THANKS or leaves or _only_takes_note(context, text)


def _only_takes_note(context: Context, text: str) -> bool:
    """Whether a guest whom the house knows, and who waits for nothing, says no more than «ok»."""
    known = queries.known_guest(context.desk, context.person.user_id)
    return known is not None and acknowledges(text) and current_state.card(context) is None


def book_for_caller(context: Context, argument: str) -> Reply:
    """/book, with what the operator knows of the caller and the visit in one line."""
    form = new_form(context)
    taken = _taken(context, form, argument, hear(context, form, argument)) if argument else None
    return start(context) if taken is None else BOOKING.reply(context, form, taken)


def _taken(context: Context, form: BookingForm, text: str, said: Understood) -> Answer[BookingForm] | None:
    """The form with what a first message answers and wishes for; None where it does neither."""
    if steering.withdraws(context, text, said):
        return steering.withdrawn(form)
    call = call_back.heard(context, form, text, said) if said.has_facts else None
    if call is not None:
        return call
    kept = kept_in_form(context, form, text)
    if kept is None:
        return absorb(context, form, text, said)
    noted, note = kept
    besides = without_wish(context, form, text, said)
    taken = absorb(context, noted, text, besides, wished=True)
    return with_note(noted, note, Taken(state=noted) if taken is None else taken)


def _greeted(context: Context, taken: Answer[BookingForm]) -> Answer[BookingForm]:
    """The first answer of the house greets the guest, whatever it says next."""
    if isinstance(taken, Taken | Again):
        return replace(
            taken, note=f"{greeting(context)}\n\n{taken.note}" if taken.note else greeting(context)
        )
    return taken
