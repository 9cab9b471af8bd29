"""What a member of staff writes without a command, read by the same reading as a guest's words."""

from bot.dialogs.booking import conversation as booking_conversation
from bot.dialogs.given import setting
from bot.dialogs.reports import capacity, today
from bot.dialogs.staff import arrivals, membership
from bot.engine.dialog import Context
from bot.engine.replies import Reply
from bot.understanding.intent_patterns import Intent
from bot.understanding.sentences import Understood, understand
from core.staff import Right

_OF_A_BOOKING = frozenset({None, Intent.YES, Intent.THANKS})


def read(context: Context, argument: str) -> Reply:
    """A day shows who comes, «any room on Friday?» how full it is, «Mr Wang is here» the parties of that name, and what
    a caller says begins a booking; anything else is answered as before."""
    member = context.member
    if member is None or not argument:
        return membership.hello(context, argument)
    said = understand(argument, setting(context))
    if said.intent is Intent.ARRIVED and said.name is not None and member.may(Right.MARK_ARRIVALS):
        return arrivals.named(context, said.name.name.surname)
    if said.day is not None and _asks_for_the_day(said) and member.may(Right.SEE_THE_DAY):
        report = capacity.report if said.intent is Intent.FULL else today.report
        return report(context, said.day.isoformat())
    if said.name is not None and said.intent in _OF_A_BOOKING and member.may(Right.BOOK_FOR_GUESTS):
        return booking_conversation.book_for_caller(context, argument)
    return membership.hello(context, argument)


def _asks_for_the_day(said: Understood) -> bool:
    """Whether a text asks about a day, and does not tell what a caller wishes for."""
    return said.name is None and said.party is None and not said.phones
