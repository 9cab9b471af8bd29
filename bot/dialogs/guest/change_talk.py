"""What a guest says at the questions of a change in words: that they come after all, another day, a question."""

from bot.dialogs.booking import changes, side_talk, visit_talk
from bot.dialogs.booking import screens as booking_screens
from bot.dialogs.booking.changes import ChangeForm, ChangeStep
from bot.dialogs.booking.remarks import is_wish
from bot.engine.dialog import Context
from bot.engine.form import Again, Answer
from bot.engine.inputs import Chose
from bot.engine.replies import Show
from bot.engine.screen import Screen
from bot.understanding.intent_patterns import Intent
from bot.understanding.intents import asks_for_own_booking, says_goodbye
from bot.understanding.sentences import Understood
from bot.understanding.text import compiled, folded
from bot.understanding.topics import Topic, topic_of
from bot.understanding.wishes import comes_after_all, pauses
from core.desk import queries

CANCEL, KEEP = "cancel", "keep"
# «可以取消吗» asks about cancelling, and is no yes to it.
_ASKS = compiled(
    r"[?]|吗|么|嘛|㗎|咩|呢$|是否|会不会|能不能|可唔可以|如果|\b(?:if|what|how|is there|will|would|does|do i)\b"
)
_OF_THE_VISIT = frozenset({Intent.THANKS, Intent.LATE, Intent.ARRIVED})
Heard = Answer[ChangeForm] | Chose | None


def hear(context: Context, form: ChangeForm, text: str, said: Understood) -> Heard:
    """What a text says beside the day and the hour, at whatever question; None where the question is to read it."""
    if form.at is ChangeStep.CANCEL:
        return _at_cancelling(context, text, said) or _beside(context, text, said)
    if said.day or said.days or said.hour or said.hours or said.period:
        return None
    talk = _of_the_visit(context, text, said)
    if talk is not None or said.has_facts or (said.intent is Intent.QUESTION and topic_of(text) is None):
        return talk
    return _beside(context, text, said)


def _at_cancelling(context: Context, text: str, said: Understood) -> Heard:
    """The answer to whether the visit is to be cancelled, in words; another day or hour is a move instead."""
    if said.intent is Intent.QUESTION:
        return changes.of_booking(context, text, said)
    if said.intent is Intent.NO or (said.intent is not Intent.MOVE and comes_after_all(text)):
        return Chose(KEEP)
    if said.intent is Intent.CANCEL and _ASKS.search(folded(text)):
        return Again(note=side_talk.answer_about(context, Topic.CHARGE))
    if said.intent is Intent.CANCEL:
        return Chose(CANCEL)
    return changes.of_booking(context, text, said)


def _of_the_visit(context: Context, text: str, said: Understood) -> Again[ChangeForm] | None:
    """The answer to what a text says of the visit as it is booked; the change that is under way stays."""
    of_visit = said.party or said.phones or asks_for_own_booking(text) or is_wish(text)
    if not (of_visit or said.intent in _OF_THE_VISIT):
        return None
    talk = visit_talk.answer(context, text, said)
    if talk is None:
        return None
    found = queries.open_booking(context.desk, context.person.user_id)
    card = booking_screens.expected(context, found).text if found is not None else ""
    return Again(note=talk.answer or card)


def _beside(context: Context, text: str, said: Understood) -> Heard:
    """An answer to what is no answer; the question stays."""
    if pauses(text):
        return Show(
            Screen(text=context.words.say("Please take your time; we continue here whenever you like."))
        )
    if said.intent in {None, Intent.THANKS} and says_goodbye(text):
        return Show(Screen(text=context.words.say("Goodbye, and see you soon.")))
    note = side_talk.reply_to(context, said.intent, text)
    return Again(note=note) if note else None
