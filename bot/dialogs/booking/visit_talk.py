"""What a guest with a booked visit says besides changes of it: thanks and short words, that they are here or late, what
they booked, questions, and what the house is to know. docs/rules.md, "The script"."""

from dataclasses import dataclass, replace

from bot.dialogs.booking import side_talk
from bot.dialogs.booking.changes import is_today, names_day_of_meeting
from bot.dialogs.booking.remarks import noted
from bot.dialogs.given import setting
from bot.engine.dialog import Context
from bot.language.words import Words
from bot.understanding.intent_patterns import Intent
from bot.understanding.intents import asks_for_own_booking, puts_it_off, says_goodbye
from bot.understanding.sentences import Understood, understand
from bot.understanding.topics import Topic, topic_of
from bot.understanding.wishes import acknowledges, comes_after_all, sees_us_then, stays_away
from core import timetable
from core.booking import Booking
from core.desk import queries, waitlist


@dataclass(frozen=True, kw_only=True)
class VisitTalk:
    """The answer, in HTML. ``closes``: the guest has nothing more to say, and is asked nothing more. ``card``: the
    visit is shown with it."""

    answer: str = ""
    closes: bool = False
    card: bool = True


def hear(context: Context, text: str) -> Understood:
    """What a message of a guest with a booked visit says."""
    said = understand(text, setting(context))
    return replace(said, intent=Intent.QUESTION) if side_talk.only_asks(text, said) else said


def answer(context: Context, text: str, said: Understood) -> VisitTalk | None:
    """What the house says to it; None where it has nothing to say, or nothing is booked."""
    found = queries.open_booking(context.desk, context.person.user_id)
    if found is None:
        return None
    words = context.words
    if _takes_leave(context, found, text, said):
        return VisitTalk(answer=words.say("Goodbye, and see you soon."), closes=True, card=False)
    asks_own = asks_for_own_booking(text) and said.intent not in {Intent.CANCEL, Intent.MOVE, Intent.ERASE}
    if asks_own or names_day_of_meeting(text, said):
        return VisitTalk()
    if said.intent is Intent.THANKS:
        return VisitTalk(answer=words.say("You are most welcome."), closes=True, card=False)
    if not said.has_facts and _takes_note(text, said):
        return _acknowledged(context, found)
    if said.intent is Intent.ARRIVED:
        return VisitTalk(answer=_arrived(context, found), closes=True)
    if said.intent is Intent.LATE:
        return VisitTalk(answer=_late(words, today=is_today(context, found)))
    note = noted(context, text, said)
    if not note or topic_of(text) is Topic.PETS:
        note = "\n\n".join(part for part in (note, side_talk.reply_to(context, said.intent, text)) if part)
    return VisitTalk(answer=note) if note else None


def _takes_leave(context: Context, found: Booking, text: str, said: Understood) -> bool:
    """Whether it is a goodbye; «周六见» names the day of the visit, and moves nothing."""
    if said.intent not in {None, Intent.THANKS, Intent.YES} or said.party or said.phones:
        return False
    starts_at = timetable.local(context.desk.site, found.starts_at)
    booked = said.day in {None, starts_at.date()} and said.hour in {None, starts_at.time()}
    return booked and not said.days and (says_goodbye(text) or sees_us_then(text))


def _takes_note(text: str, said: Understood) -> bool:
    """Whether it only takes note, or says that the guest comes; «another time» is the wish for another day."""
    if said.intent is Intent.NO:
        return acknowledges(text) or not (puts_it_off(text) or stays_away(text))
    comes = said.intent is None and comes_after_all(text)
    return acknowledges(text) or said.intent is Intent.YES or comes


def _acknowledged(context: Context, found: Booking) -> VisitTalk:
    if waitlist.open_entry_of(context.desk, found.guest) is not None:
        # It may be meant as the answer to a seat that is offered, which only its button takes.
        return VisitTalk()
    slot = context.words.start(found.starts_at)
    text = context.words.say("Very well. We look forward to welcoming you on {slot}.", slot=slot)
    return VisitTalk(answer=text, closes=True, card=False)


def _arrived(context: Context, found: Booking) -> str:
    words = context.words
    if is_today(context, found):
        return words.say(
            "Welcome. Please give your name or the code at the gate; our colleagues will see you in."
        )
    return words.say(
        "Your visit is still ahead. If you are with us already, please call {phone}; our colleagues will see what "
        "they can do for you.",
        phone=words.site.phone,
    )


def _late(words: Words, *, today: bool) -> str:
    if today:
        return words.say("Thank you for letting us know; please take your time.")
    return words.say(
        "Thank you for telling us so early. If you are held up on the day, a word here is enough; should a later hour "
        "suit you better, we will gladly move your visit."
    )
