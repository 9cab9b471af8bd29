"""The commands and the buttons on the guest's card that override a rule for one guest."""

from collections.abc import Callable
from dataclasses import replace

from bot.dialogs.given import today
from bot.dialogs.managing import examples, override_steps
from bot.dialogs.managing.override_form import NAME, OverrideForm, OverrideKind, OverrideStep
from bot.dialogs.managing.override_steps import OVERRIDING, Read
from bot.engine.dialog import Context, ask_for_private_chat
from bot.engine.replies import Goto, Reply
from bot.understanding import spans
from bot.understanding.days import read_day
from bot.understanding.text import tidy
from bot.wording.refusals import explain
from core.desk import overrides
from core.errors import BookingNotOpen, NoSuchBooking, NoSuchGuest
from core.guests import Guest
from core.staff import Right


def override(context: Context, argument: str) -> Reply:
    """/override CODE <day hour | tier A+|A|B> reason."""
    return _begin(context, argument, OverrideKind.HOUR, examples.override, override_steps.read_line)


def exception(context: Context, argument: str) -> Reply:
    """/exception CODE|NUMBER [until day] reason."""
    return _begin(context, argument, OverrideKind.EXCEPTION, examples.exception, _read_exception)


def of_guest(context: Context, guest: Guest, sort: OverrideKind) -> Reply:
    """A button on the guest's card."""
    first = {OverrideKind.TIER: OverrideStep.TIER, OverrideKind.EXCEPTION: OverrideStep.UNTIL}
    form = OverrideForm(sort=sort, at=first.get(sort, OverrideStep.KIND), guest=guest.id, card=True)
    return Goto(NAME, form if sort is OverrideKind.KIND else override_steps.about(context, form, guest))


def _begin(
    context: Context,
    argument: str,
    sort: OverrideKind,
    example: Callable[[Context], str],
    read: Callable[[Context, OverrideForm, str], Read],
) -> Reply:
    """The guest of a command, and the rest of its line."""
    context.require(Right.ARRANGE_THE_DAYS)
    elsewhere = ask_for_private_chat(context)
    if elsewhere is not None:
        return elsewhere
    code, _, rest = tidy(argument).partition(" ")
    form = OverrideForm(sort=sort, at=OverrideStep.WHO)
    if not code:
        return Goto(NAME, form, example(context))
    try:
        form = override_steps.about(context, form, overrides.find(context.desk, code))
    except (NoSuchGuest, BookingNotOpen, NoSuchBooking) as unknown:
        return Goto(NAME, form, explain(context.words, unknown))
    return OVERRIDING.reply(context, form, read(context, form, rest) if rest else form)


def _read_exception(context: Context, form: OverrideForm, text: str) -> Read:
    """Reads a last day and a reason, such as «until 11-30 an old friend»."""
    said = text.removeprefix("until ").removeprefix("至")
    until, reason = spans.take_longest(said, lambda named: read_day(named, today(context)))
    form = replace(form, reason=reason)
    return form if until is None else override_steps.take_until(context, form, until)
