"""The duty roster of a day: the questions for numbers or names, for the whole day or a half."""

from dataclasses import replace
from datetime import date

from bot.dialogs.given import day_given, please_give_day, today
from bot.dialogs.managing import (
    arrangement_form,
    arrangement_list,
    arrangement_wording,
    days,
    examples,
    roster_form,
    roster_preview,
)
from bot.dialogs.managing.roster_form import NAME, RosterForm, RosterStep
from bot.engine.dialog import Context, ask_for_private_chat
from bot.engine.form import Again, Confirmation, Question, Reason, Step, not_followed
from bot.engine.form_dialog import FormDialog
from bot.engine.inputs import Chose, Given, Said
from bot.engine.replies import Finish, Goto, Reply
from bot.engine.screen import Button, Screen, columns
from bot.understanding import spans
from bot.understanding.days import read_day
from bot.understanding.numbers import read_number
from bot.understanding.parts_of_day import PartOfDay, read_part_of_day
from bot.understanding.text import tidy
from bot.wording import phrases
from bot.wording.periods import describe_periods
from core.arrangements import MAX_REASON_LENGTH
from core.desk import arrangements
from core.desk.consequences import Consequences
from core.site import Agency
from core.staff import Right

Read = RosterForm | Again[RosterForm]
SAVE = "save"
MOST = 1000


def begin(context: Context, argument: str) -> Reply:
    """/roster [day [agency number [half]]]."""
    context.require(Right.KEEP_THE_ROSTER)
    elsewhere = ask_for_private_chat(context)
    if elsewhere is not None:
        return elsewhere
    form = RosterForm(at=RosterStep.DAY)
    day, rest = spans.take_longest(argument, lambda said: read_day(said, today(context)))
    if day is None:
        unread = phrases.unread(context.words, rest) if rest else ""
        return Goto(NAME, form, unread or examples.roster(context))
    read = _take_day(context, form, day)
    if rest and isinstance(read, RosterForm):
        read = _read_line(context, read, rest) or Again(
            state=read, at=RosterStep.BOARD, note=phrases.unread(context.words, rest)
        )
    return ROSTER.reply(context, form, read)


def _take_day(context: Context, form: RosterForm, day: date) -> Read:
    note = days.unusable(context, day, day)
    return Again(note=note) if note else replace(form, day=day)


def _read_line(context: Context, form: RosterForm, text: str) -> Read | None:
    """Reads an agency's number, «A 6» or «A 6 morning»; the confirmation comes next."""
    changed = _read_entry(context, form, text)
    return Again(state=changed, at=RosterStep.CONFIRM) if changed is not None else None


def _read_entry(context: Context, form: RosterForm, text: str) -> RosterForm | None:
    for place, agency in enumerate(context.desk.site.agencies):
        if not text.lower().startswith(f"{agency.name.lower()} "):
            continue
        said, _, named = text[len(agency.name) :].strip().partition(" ")
        number, half = read_number(said), read_part_of_day(named) if named else PartOfDay.WHOLE
        if half is not PartOfDay.WHOLE and not spans.has_halves(context.desk.site):
            return None
        if number is not None and 0 <= number <= MOST and half is not None:
            return roster_form.set_number(replace(form, half=half), place, number)
    return None


def _ask_day(context: Context, form: RosterForm) -> Question:
    words = context.words
    return Question(
        text=words.say("Which day would you like the duty roster for?"),
        rows=days.buttons(words, days.ahead(context)),
        beside=(arrangement_list.way(words, arrangement_form.LEAVE),),
    )


def _read_day(context: Context, form: RosterForm, given: Given) -> Read:
    day = day_given(context, given)
    return Again(note=please_give_day(context)) if day is None else _take_day(context, form, day)


def _ask_numbers(context: Context, form: RosterForm) -> Question:
    words, agencies = context.words, context.desk.site.agencies
    lines = [
        words.say("<b>{day}: duty roster</b>", day=words.day(roster_form.day_of(context, form))),
        *(roster_preview.on_duty(context, form, agency) for agency in agencies),
        *roster_preview.unsaved(context, form),
        "",
        words.say("Change the numbers with − and +, or tap an agency to tick who is on duty."),
    ]
    rows = [_halves(context, form)] if spans.has_halves(context.desk.site) else []
    for place, agency in enumerate(agencies):
        number = f"{agency.name}: {roster_form.number(context, form, place)}"
        rows.append(
            [
                Button(f"{agency.name} −", f"-{place}"),
                Button(number, f"n{place}"),
                Button(f"{agency.name} +", f"+{place}"),
            ]
        )
    if roster_form.is_changed(form):
        rows.append([Button(words.label("✓ Save"), SAVE)])
    return Question(text="\n".join(lines), rows=rows)


def _halves(context: Context, form: RosterForm) -> list[Button]:
    words = context.words
    labels = {
        PartOfDay.WHOLE: words.label("The whole day"),
        PartOfDay.MORNING: words.label("Morning"),
        PartOfDay.AFTERNOON: words.label("Afternoon"),
    }
    return [Button(f"✓ {label}" if half is form.half else label, str(half)) for half, label in labels.items()]


def _read_numbers(context: Context, form: RosterForm, given: Given) -> Read:
    """Changes the numbers and stays at this step until they are saved."""
    if isinstance(given, Said) and (entry := _read_entry(context, form, tidy(given.text))) is not None:
        return Again(state=entry)
    choice = given.choice if isinstance(given, Chose) else ""
    if choice in set(PartOfDay) and spans.has_halves(context.desk.site):
        return Again(state=replace(form, half=PartOfDay(choice)))
    if choice == SAVE and roster_form.is_changed(form):
        return Again(at=RosterStep.CONFIRM)
    place = _place(choice[1:], len(context.desk.site.agencies))
    if place is None:
        return Again(note=not_followed(context.words), missed=True)
    if choice[0] == "n":
        return _open_names(context, form, place)
    number = roster_form.number(context, form, place) + (1 if choice[0] == "+" else -1)
    return Again(state=roster_form.set_number(form, place, min(max(number, 0), MOST)))


def _place(text: str, agencies: int) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and int(text) < agencies else None


def _open_names(context: Context, form: RosterForm, place: int) -> Again[RosterForm]:
    agency = context.desk.site.agencies[place]
    people = roster_form.people(context, agency)
    if not people:
        note = context.words.say(
            "Agency {agency} has no consultants in the register yet; please add them with /consultants.",
            agency=agency.name,
        )
        return Again(note=note)
    duty = roster_form.duties(context, form, agency)[0]
    working = duty.working or {each.id for each in people} - duty.away
    ticked = tuple(each.id for each in people if each.id in working)
    form = replace(roster_form.set_names(form, place, ticked), agency=place)
    return Again(state=form, at=RosterStep.NAMES)


def _ask_names(context: Context, form: RosterForm) -> Question:
    words, agency = context.words, _agency(context, form)
    ticked = set(roster_form.names_at(form, form.agency) or ())
    ticks = [
        Button(f"✓ {each.name}" if each.id in ticked else each.name, f"w{each.id}")
        for each in roster_form.people(context, agency)
    ]
    periods = spans.periods(context.desk.site, roster_form.span_of(context, form, form.half))
    text = words.say(
        "{when}: who is on duty from agency {agency}? Please tick the names.",
        when=describe_periods(words, periods),
        agency=agency.name,
    )
    save = Button(words.label_n("✓ Save: {n} on duty", "✓ Save: {n} on duty", len(ticked)), SAVE)
    return Question(text=text, rows=columns(ticks, 2), beside=(save,))


def _read_names(context: Context, form: RosterForm, given: Given) -> Read:
    choice = given.choice if isinstance(given, Chose) else ""
    said = tidy(given.text) if isinstance(given, Said) else ""
    if choice == SAVE:
        return form
    people = roster_form.people(context, _agency(context, form))
    for each in people:
        if choice == f"w{each.id}" or said == each.name:
            ticked = {*(roster_form.names_at(form, form.agency) or ())} ^ {each.id}
            named = tuple(one.id for one in people if one.id in ticked)
            return Again(state=roster_form.set_names(form, form.agency, named))
    return Again(note=not_followed(context.words), missed=True)


def _agency(context: Context, form: RosterForm) -> Agency:
    return context.desk.site.agencies[min(form.agency, len(context.desk.site.agencies) - 1)]


def _submit(context: Context, form: RosterForm) -> Reply:
    by, words = context.require(Right.KEEP_THE_ROSTER), context.words
    # Read this before arranging; afterwards there is no change to show.
    headings, changes = roster_preview.headings(context, form), roster_preview.changes(context, form)
    found = Consequences(bookings_in_closed_hours=(), overbooked_slots=())
    for group in roster_form.spec_groups(context, form):
        found = arrangements.arrange(context.desk, group, by)
    lines = [
        *(words.say("✓ <b>{order}</b>", order=heading) for heading in headings),
        arrangement_wording.reason(words, form.reason),
        *changes,
        *arrangement_wording.consequences(words, found, foreseen=False),
    ]
    way = arrangement_list.way(words, arrangement_form.LEAVE)
    return Finish(Screen(text="\n".join(filter(None, lines)), rows=((way,),)))


ROSTER = FormDialog(
    name=NAME,
    state_type=RosterForm,
    steps=(
        Step(name=RosterStep.DAY, ask=_ask_day, read=_read_day),
        Step(name=RosterStep.BOARD, ask=_ask_numbers, read=_read_numbers),
        Step(
            name=RosterStep.NAMES,
            ask=_ask_names,
            read=_read_names,
            applies=lambda form: roster_form.names_at(form, form.agency) is not None,
            undo=lambda form: roster_form.set_names(form, form.agency, None),
        ),
    ),
    reason=Reason(
        name=RosterStep.REASON,
        ask=lambda words: words.say(
            "What is the reason? Please write it in a few words; guests do not see it."
        ),
        most=MAX_REASON_LENGTH,
        clean=tidy,
        optional=True,
        asked=lambda _form: False,
    ),
    confirmation=Confirmation(
        name=RosterStep.CONFIRM,
        ask=roster_preview.confirmation,
        yes=lambda context, _form: context.words.label("✓ Yes, save"),
        submit=_submit,
    ),
)
