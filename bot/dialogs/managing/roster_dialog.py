"""The duty roster of a day: how many of each agency are on duty, or who, for the whole day or half of it."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

from bot.dialogs.booking import requested_day
from bot.dialogs.booking.choice import BACK, day_in
from bot.dialogs.managing import (
    arrangement_dialog,
    arrangement_form,
    arrangement_list,
    arrangement_wording,
    examples,
    roster_form,
    roster_screens,
)
from bot.dialogs.managing.arrangement_screens import LEAVE_IT, YES
from bot.dialogs.managing.roster_form import Half, RosterForm, RosterStep
from bot.engine.dialog import Context, ask_for_private_chat
from bot.engine.inputs import Chose, Given, Said
from bot.engine.replies import Finish, Goto, Reply
from bot.engine.screen import Screen
from bot.understanding import spans
from bot.understanding.days import read_day
from bot.understanding.numbers import read_number
from bot.understanding.text import tidy
from bot.wording import phrases
from core import timetable
from core.arrangements import MAX_REASON_LENGTH
from core.desk import arrangements
from core.desk.consequences import Consequences
from core.site import Agency
from core.staff import Right

NAME = "roster"
MOST = 1000


class RosterDialog:
    name = NAME
    state_type = RosterForm

    def show(self, context: Context, state: RosterForm) -> Screen:
        return roster_screens.SCREENS[state.at](context, state)

    def step(self, context: Context, state: RosterForm, given: Given) -> Reply:
        if given == Chose(BACK):
            return _back(context, state)
        return _STEPS[state.at](context, state, given)

    def returns(self, context: Context, state: RosterForm) -> Reply | None:
        """What is said hours later is no answer to what was asked then."""
        return Goto(NAME, state, context.words.say("Here is where we stopped:"))


def begin(context: Context, argument: str) -> Reply:
    """/roster [day [agency number [half]]]."""
    context.require(Right.KEEP_THE_ROSTER)
    elsewhere = ask_for_private_chat(context)
    if elsewhere is not None:
        return elsewhere
    today = timetable.day_of(context.desk.site, context.desk.now)
    day, rest = spans.take_longest(argument, lambda said: read_day(said, today))
    if day is None:
        unread = phrases.unread(context.words, rest) if rest else ""
        return Goto(NAME, RosterForm(at=RosterStep.DAY), unread or examples.roster(context))
    opened = _opened(context, day)
    if not rest or opened.state.at is not RosterStep.BOARD:
        return opened
    written = _written(context, opened.state, rest)
    if written is None:
        return replace(opened, note=phrases.unread(context.words, rest))
    return Goto(NAME, replace(written, at=RosterStep.CONFIRM))


def _opened(context: Context, day: date) -> Goto:
    note = arrangement_dialog.can_not_be(context, day, day)
    if note:
        return Goto(NAME, RosterForm(at=RosterStep.DAY), note)
    return Goto(NAME, RosterForm(at=RosterStep.BOARD, day=day.isoformat()))


def _written(context: Context, state: RosterForm, text: str) -> RosterForm | None:
    """«A 6», «A 6 morning»."""
    for place, agency in enumerate(context.desk.site.agencies):
        if not text.lower().startswith(f"{agency.name.lower()} "):
            continue
        said, _, half = text[len(agency.name) :].strip().partition(" ")
        number, named = read_number(said), roster_form.half_named(half) if half else Half.ALL
        if named is not Half.ALL and not spans.has_halves(context.desk.site):
            return None
        if number is not None and 0 <= number <= MOST and named is not None:
            return roster_form.set_number(replace(state, half=named), place, number)
    return None


def _back(context: Context, state: RosterForm) -> Reply:
    before = {
        RosterStep.BOARD: RosterStep.DAY,
        RosterStep.NAMES: RosterStep.BOARD,
        RosterStep.CONFIRM: RosterStep.BOARD,
        RosterStep.REASON: RosterStep.CONFIRM,
    }
    if state.at not in before:
        return Finish(Screen(text=context.words.say("Very well, everything stays as it is.")))
    if state.at is RosterStep.CONFIRM and roster_form.names_at(state, state.agency) is not None:
        return Goto(NAME, replace(state, at=RosterStep.NAMES))
    if state.at is RosterStep.NAMES:
        state = roster_form.set_names(state, state.agency, None)
    return Goto(NAME, replace(state, at=before[state.at]))


def _day(context: Context, state: RosterForm, given: Given) -> Reply:
    today = timetable.day_of(context.desk.site, context.desk.now)
    day = day_in(given.choice, "d") if isinstance(given, Chose) else None
    if isinstance(given, Said):
        day = read_day(given.text, today)
    if day is None:
        return Goto(NAME, state, requested_day.please(context))
    return _opened(context, day)


def _board(context: Context, state: RosterForm, given: Given) -> Reply:
    choice = given.choice if isinstance(given, Chose) else ""
    if isinstance(given, Said) and (written := _written(context, state, tidy(given.text))) is not None:
        return Goto(NAME, written)
    if choice in set(Half) and spans.has_halves(context.desk.site):
        return Goto(NAME, replace(state, half=Half(choice)))
    if choice == roster_screens.SAVE and roster_form.is_changed(state):
        return Goto(NAME, replace(state, at=RosterStep.CONFIRM))
    place = _place(choice[1:], len(context.desk.site.agencies))
    if place is None:
        return Goto(NAME, state, phrases.please_tap(context.words))
    if choice[0] == "n":
        return _open_names(context, state, place)
    number = roster_form.number(context, state, place) + (1 if choice[0] == "+" else -1)
    return Goto(NAME, roster_form.set_number(state, place, min(max(number, 0), MOST)))


def _place(text: str, agencies: int) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and int(text) < agencies else None


def _open_names(context: Context, state: RosterForm, place: int) -> Reply:
    agency = context.desk.site.agencies[place]
    people = roster_form.people(context, agency)
    if not people:
        note = context.words.say(
            "Agency {agency} has no consultants in the register yet; please add them with /consultants.",
            agency=agency.name,
        )
        return Goto(NAME, state, note)
    duty = roster_form.duties(context, state, agency)[0]
    working = duty.working or {each.id for each in people} - duty.away
    ticked = tuple(each.id for each in people if each.id in working)
    return Goto(NAME, replace(roster_form.set_names(state, place, ticked), at=RosterStep.NAMES, agency=place))


def _names(context: Context, state: RosterForm, given: Given) -> Reply:
    people = roster_form.people(context, _agency(context, state))
    choice = given.choice if isinstance(given, Chose) else ""
    said = tidy(given.text) if isinstance(given, Said) else ""
    if choice == roster_screens.SAVE:
        return Goto(NAME, replace(state, at=RosterStep.CONFIRM))
    for each in people:
        if choice == f"w{each.id}" or said == each.name:
            ticked = {*(roster_form.names_at(state, state.agency) or ())} ^ {each.id}
            named = tuple(one.id for one in people if one.id in ticked)
            return Goto(NAME, roster_form.set_names(state, state.agency, named))
    return Goto(NAME, state, phrases.please_tap(context.words))


def _agency(context: Context, state: RosterForm) -> Agency:
    return context.desk.site.agencies[min(state.agency, len(context.desk.site.agencies) - 1)]


def _reason(context: Context, state: RosterForm, given: Given) -> Reply:
    said = tidy(given.text) if isinstance(given, Said) else ""
    if not 1 <= len(said) <= MAX_REASON_LENGTH:
        return Goto(NAME, state, arrangement_dialog.unusable_reason(context, said))
    return Goto(NAME, replace(state, at=RosterStep.CONFIRM, reason=said))


def _confirm(context: Context, state: RosterForm, given: Given) -> Reply:
    words = context.words
    if given == Chose(LEAVE_IT):
        return Finish(Screen(text=words.say("Very well, everything stays as it is.")))
    if given == Chose(RosterStep.REASON):
        return Goto(NAME, replace(state, at=RosterStep.REASON))
    if given != Chose(YES):
        return Goto(NAME, state, phrases.please_tap(words))
    by = context.require(Right.KEEP_THE_ROSTER)
    # Asked before: what is ordered is then no change any more.
    headings, changes = roster_screens.headings(context, state), roster_screens.changes(context, state)
    found = Consequences(bookings_in_closed_hours=(), overbooked_slots=())
    for deed in roster_form.spec_groups(context, state):
        found = arrangements.arrange(context.desk, deed, by)
    lines = [
        *(words.say("✓ <b>{order}</b>", order=heading) for heading in headings),
        arrangement_wording.reason(words, state.reason),
        *changes,
        *arrangement_wording.consequences(words, found, foreseen=False),
    ]
    screen = Screen(
        text="\n".join(filter(None, lines)), rows=((arrangement_list.way(words, arrangement_form.LEAVE),),)
    )
    return Finish(screen)


_STEPS: dict[RosterStep, Callable[[Context, RosterForm, Given], Reply]] = {
    RosterStep.DAY: _day,
    RosterStep.BOARD: _board,
    RosterStep.NAMES: _names,
    RosterStep.REASON: _reason,
    RosterStep.CONFIRM: _confirm,
}
