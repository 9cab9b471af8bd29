"""What each question of the duty roster looks like."""

from collections.abc import Callable

from bot.dialogs.managing import (
    arrangement_form,
    arrangement_list,
    arrangement_screens,
    arrangement_wording,
    roster_form,
)
from bot.dialogs.managing.arrangement_screens import LEAVE_IT, YES
from bot.dialogs.managing.arrangement_wording import ArrangementSummary
from bot.dialogs.managing.roster_form import Half, RosterForm, RosterStep
from bot.engine.dialog import Context
from bot.engine.screen import Button, Screen, columns
from bot.understanding import spans
from bot.understanding.spans import Period
from bot.wording.periods import describe_periods
from bot.wording.refusals import explain
from core import timetable
from core.arrangements import ArrangementKind, ArrangementSpec
from core.consultants import ConsultantId
from core.desk import arrangements
from core.errors import NothingToArrange
from core.site import Agency

SAVE = "save"


def _day(context: Context, state: RosterForm) -> Screen:
    words = context.words
    rows = arrangement_screens.day_buttons(words, arrangement_screens.days_ahead(context))
    way = arrangement_list.way(words, arrangement_form.LEAVE)
    text = words.say("Which day would you like the duty roster for?")
    return Screen(text=text, rows=(*rows, (way, arrangement_screens.back(words))))


def _board(context: Context, state: RosterForm) -> Screen:
    words, agencies = context.words, context.desk.site.agencies
    lines = [
        words.say("<b>{day}: duty roster</b>", day=words.day(roster_form.day_of(context, state))),
        *(_told(context, state, place, agency) for place, agency in enumerate(agencies)),
        *_unsaved(context, state),
        "",
        words.say("Change the numbers with − and +, or tap an agency to tick who is on duty."),
    ]
    rows = [tuple(_halves(context, state))] if spans.has_halves(context.desk.site) else []
    for place, agency in enumerate(agencies):
        now = f"{agency.name}: {roster_form.number(context, state, place)}"
        rows.append(
            (
                Button(f"{agency.name} −", f"-{place}"),
                Button(now, f"n{place}"),
                Button(f"{agency.name} +", f"+{place}"),
            )
        )
    if roster_form.is_changed(state):
        rows.append((Button(words.label("✓ Save"), SAVE),))
    return Screen(text="\n".join(lines), rows=(*rows, (arrangement_screens.back(words),)))


def _unsaved(context: Context, state: RosterForm) -> list[str]:
    """What is written of the other halves of the day, in HTML lines."""
    others = [half for half in Half if half is not state.half]
    deeds = roster_form.spec_groups(context, state, others)
    return [context.words.say("{order} (not saved yet)", order=_heading(context, deed)) for deed in deeds]


def _halves(context: Context, state: RosterForm) -> list[Button]:
    words = context.words
    labels = {
        Half.ALL: words.label("The whole day"),
        Half.MORNING: words.label("Morning"),
        Half.AFTERNOON: words.label("Afternoon"),
    }
    return [
        Button(f"✓ {label}" if half is state.half else label, str(half)) for half, label in labels.items()
    ]


def _told(context: Context, state: RosterForm, place: int, agency: Agency) -> str:
    """An agency as the roster stands, in an HTML line."""
    words = context.words
    duties = roster_form.duties(context, state, agency)
    numbers = sorted({duty.number for duty in duties})
    number = "–".join(str(each) for each in dict.fromkeys((numbers[0], numbers[-1])))
    present, away = duties[0].working, frozenset[ConsultantId]().union(*(duty.away for duty in duties))
    if present:
        return words.say(
            "Agency {agency}: {number} on duty ({names})",
            agency=agency.name,
            number=number,
            names=arrangement_wording.names_of(context, sorted(present)),
        )
    if away:
        return words.say(
            "Agency {agency}: {number} on duty; away: {names}",
            agency=agency.name,
            number=number,
            names=arrangement_wording.names_of(context, sorted(away)),
        )
    return words.say("Agency {agency}: {number} on duty", agency=agency.name, number=number)


def _names(context: Context, state: RosterForm) -> Screen:
    words = context.words
    agency = context.desk.site.agencies[min(state.agency, len(context.desk.site.agencies) - 1)]
    ticked = set(roster_form.names_at(state, state.agency) or ())
    ticks = [
        Button(f"✓ {each.name}" if each.id in ticked else each.name, f"w{each.id}")
        for each in roster_form.people(context, agency)
    ]
    text = words.say(
        "{when}: who is on duty from agency {agency}? Please tick the names.",
        when=describe_periods(
            words, spans.periods(context.desk.site, roster_form.span_of(context, state, state.half))
        ),
        agency=agency.name,
    )
    save = Button(words.label_n("✓ Save: {n} on duty", "✓ Save: {n} on duty", len(ticked)), SAVE)
    return Screen(text=text, rows=(*columns(ticks, 2), (save, arrangement_screens.back(words))))


def _reason(context: Context, state: RosterForm) -> Screen:
    words = context.words
    text = words.say("What is the reason? Please write it in a few words; guests do not see it.")
    return Screen(text=text, rows=((arrangement_screens.back(words),),))


def headings(context: Context, state: RosterForm) -> list[str]:
    """What is ordered of each agency, in plain lines."""
    return [_heading(context, deed) for deed in roster_form.spec_groups(context, state)]


def _heading(context: Context, deed: list[ArrangementSpec]) -> str:
    first = deed[0]
    working = [each.consultant for each in deed if each.what is ArrangementKind.ON_DUTY and each.consultant]
    ordered = ArrangementSummary(
        what=first.what,
        stretches=[(first.starts_at, first.ends_at)],
        number=first.number,
        agency=first.agency,
        names=arrangement_wording.names_of(context, working),
    )
    return arrangement_wording.title(context.words, ordered)


def _confirm(context: Context, state: RosterForm) -> Screen:
    words = context.words
    order = [words.say("<b>{order}</b>", order=heading) for heading in headings(context, state)]
    parts = [
        "\n".join(filter(None, [*order, arrangement_wording.reason(words, state.reason)])),
        "\n".join(_foreseen(context, state)),
        words.say("Is that right?"),
    ]
    why = Button(
        words.label("Change reason") if state.reason else words.label("Add a reason"), RosterStep.REASON
    )
    rows = (
        (Button(words.label("✓ Yes, save"), YES),),
        (why, arrangement_screens.back(words)),
        (Button(words.label("Leave unchanged"), LEAVE_IT),),
    )
    return Screen(text="\n\n".join(filter(None, parts)), rows=rows, yes=YES, no=LEAVE_IT)


def _foreseen(context: Context, state: RosterForm) -> list[str]:
    orders = [order for deed in roster_form.spec_groups(context, state) for order in deed]
    try:
        found = arrangements.preview(context.desk, orders)
    except NothingToArrange as nothing:
        return [explain(context.words, nothing)]
    lines = arrangement_wording.consequences(context.words, found, foreseen=True)
    return [
        *changes(context, state),
        *(lines or [context.words.say("There is room for every booking made so far.")]),
    ]


def changes(context: Context, state: RosterForm) -> list[str]:
    """From how many to how many, stretch of time by stretch of time, in HTML lines; none where it is all past."""
    words, site = context.words, context.desk.site
    orders = [order for deed in roster_form.spec_groups(context, state) for order in deed]
    try:
        before, after = arrangements.plans_before_and_after(context.desk, orders)
    except NothingToArrange:
        return []
    concerned = [agency for n, agency in enumerate(site.agencies) if roster_form.is_changed_at(state, n)]
    start, end = min(each.starts_at for each in orders), max(each.ends_at for each in orders)
    slots = timetable.slots_between(site, start, end)
    told: list[tuple[str, Period]] = []
    for slot in slots:
        agencies = words.listed(
            words.label(
                "{agency} {before} → {after}",
                agency=agency.name,
                before=before.duty(slot, agency).number,
                after=after.duty(slot, agency).number,
            )
            for agency in concerned
        )
        line = words.say(
            "On duty: {agencies}; parties per slot: {before} → {after}",
            agencies=agencies,
            before=before.capacity(slot),
            after=after.capacity(slot),
        )
        ends = slot + timetable.slot_length(site)
        begins = told.pop()[1][0] if told and told[-1][0] == line else slot
        told.append((line, (begins, ends)))
    if len(told) == 1:
        return [told[0][0]]
    return [f"{words.hour(start)}–{words.hour(end)} · {line}" for line, (start, end) in told]


SCREENS: dict[RosterStep, Callable[[Context, RosterForm], Screen]] = {
    RosterStep.DAY: _day,
    RosterStep.BOARD: _board,
    RosterStep.NAMES: _names,
    RosterStep.REASON: _reason,
    RosterStep.CONFIRM: _confirm,
}
