"""What a member of staff writes without a command, read by the same reading as a guest's words."""

import re

from bot.dialogs.booking import opening, side_talk
from bot.dialogs.given import setting
from bot.dialogs.managing import arrangement_commands
from bot.dialogs.reports import capacity, today
from bot.dialogs.staff import arrivals, membership, orders
from bot.engine.dialog import Context
from bot.engine.replies import Reply, Show
from bot.engine.screen import Screen
from bot.understanding.intent_patterns import Intent
from bot.understanding.sentences import Understood, understand
from bot.understanding.setting import Asking
from bot.understanding.text import folded
from core.staff import Member, Right

# Orders about the book have commands of their own, which ask for a yes.
_ORDERS = re.compile(r"关闭|封|重开|开放|\b(?:close|reopen|shut|withhold|cap|roster|leave)\b")
# «明天关门», «close tomorrow»; «明天几点关门» asks, and «不关门» closes nothing.
_CLOSES = re.compile(
    r"(?<![不没唔冇])(?:关门|关店|关闭|停业|闭馆|休馆)|\b(?:please )?(?:close|shut)(?: down| up)?(?: on| for)?\b"
)
_CODE = re.compile(r"(?=.*\d)[0-9A-Z]{5}")
_OF_A_BOOKING = frozenset({None, Intent.YES, Intent.THANKS})


def read(context: Context, argument: str) -> Reply:
    """A day shows who comes, «any room on Friday?» how full it is, «Mr Wang is here» the parties of that name, and what
    a caller says begins a booking; anything else is answered as before."""
    member = context.member
    if member is None or not argument:
        return membership.hello(context, argument)
    said = understand(argument, setting(context))
    ordered = _order(context, member, argument, said)
    if ordered is not None:
        return ordered
    if said.intent is Intent.ARRIVED and said.name is not None and member.may(Right.MARK_ARRIVALS):
        return arrivals.named(context, said.name.name.surname)
    if member.may(Right.MARK_ARRIVALS) and _CODE.fullmatch(argument.strip().upper()):
        return arrivals.arrived(context, argument.strip())
    if said.day is not None and _asks_for_the_day(said) and member.may(Right.SEE_THE_DAY):
        report = capacity.report if said.intent is Intent.FULL else today.report
        return report(context, said.day.isoformat())
    if said.name is not None and said.intent in _OF_A_BOOKING and member.may(Right.BOOK_FOR_GUESTS):
        return opening.book_for_caller(context, argument)
    alone = understand(argument, setting(context), Asking.NAME).name
    if alone is not None and said.intent is None and member.may(Right.MARK_ARRIVALS):
        return arrivals.named(context, alone.name.surname)
    return membership.hello(context, argument)


def _order(context: Context, member: Member, text: str, said: Understood) -> Reply | None:
    """The answer to an order about the book or about a visit, which shows first what it does, and to thanks."""
    closes = _CLOSES.search(folded(text)) is not None
    if closes and said.intent is None and (said.day or said.days) and member.may(Right.ARRANGE_THE_DAYS):
        return arrangement_commands.close(context, _CLOSES.sub("", folded(text)).strip(" ,.。!"))
    if closes or _ORDERS.search(folded(text)):
        return membership.hello(context, text)
    if said.intent is Intent.THANKS:
        return Show(Screen(text=side_talk.reply_to(context, said.intent, text)))
    return orders.change(context, text, said) if member.may(Right.BOOK_FOR_GUESTS) else None


def _asks_for_the_day(said: Understood) -> bool:
    """Whether a text asks about a day, and does not tell what a caller wishes for."""
    return said.name is None and said.party is None and not said.phones
