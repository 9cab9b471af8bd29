"""The preview of a duty roster, shown before the yes."""

from bot.dialogs.managing import arrangement_wording, roster_form
from bot.dialogs.managing.arrangement_wording import ArrangementSummary
from bot.dialogs.managing.roster_form import RosterForm
from bot.engine.dialog import Context
from bot.understanding.parts_of_day import PartOfDay
from bot.understanding.spans import Period
from bot.wording.refusals import explain
from core import timetable
from core.arrangements import ArrangementKind, ArrangementSpec
from core.consultants import ConsultantId
from core.desk import arrangements
from core.errors import NothingToArrange
from core.site import Agency


def unsaved(context: Context, form: RosterForm) -> list[str]:
    """The changes for the other halves of the day, in HTML lines."""
    others = [half for half in PartOfDay if half is not form.half]
    groups = roster_form.spec_groups(context, form, others)
    return [context.words.say("{order} (not saved yet)", order=_heading(context, group)) for group in groups]


def on_duty(context: Context, form: RosterForm, agency: Agency) -> str:
    """An agency's duty by the roster in force, in an HTML line."""
    words = context.words
    duties = roster_form.duties(context, form, agency)
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


def headings(context: Context, form: RosterForm) -> list[str]:
    """The changes for each agency, in plain lines."""
    return [_heading(context, group) for group in roster_form.spec_groups(context, form)]


def _heading(context: Context, group: list[ArrangementSpec]) -> str:
    first = group[0]
    working = [each.consultant for each in group if each.what is ArrangementKind.ON_DUTY and each.consultant]
    summary = ArrangementSummary(
        what=first.what,
        stretches=[(first.starts_at, first.ends_at)],
        number=first.number,
        agency=first.agency,
        names=arrangement_wording.names_of(context, working),
    )
    return arrangement_wording.title(context.words, summary)


def confirmation(context: Context, form: RosterForm) -> str:
    """The whole form with its consequences, and the question for a yes."""
    words = context.words
    lines = [words.say("<b>{order}</b>", order=heading) for heading in headings(context, form)]
    parts = [
        "\n".join(filter(None, [*lines, arrangement_wording.reason(words, form.reason)])),
        "\n".join(_foreseen(context, form)),
        words.say("Is that right?"),
    ]
    return "\n\n".join(filter(None, parts))


def _foreseen(context: Context, form: RosterForm) -> list[str]:
    specs = [spec for group in roster_form.spec_groups(context, form) for spec in group]
    try:
        found = arrangements.preview(context.desk, specs)
    except NothingToArrange as nothing:
        return [explain(context.words, nothing)]
    lines = arrangement_wording.consequences(context.words, found, foreseen=True)
    return [
        *changes(context, form),
        *(lines or [context.words.say("There is room for every booking made so far.")]),
    ]


def changes(context: Context, form: RosterForm) -> list[str]:
    """The old and the new numbers for each period, in HTML lines; empty if all of it is past."""
    words, site = context.words, context.desk.site
    specs = [spec for group in roster_form.spec_groups(context, form) for spec in group]
    try:
        before, after = arrangements.plans_before_and_after(context.desk, specs)
    except NothingToArrange:
        return []
    concerned = [agency for n, agency in enumerate(site.agencies) if roster_form.is_changed_at(form, n)]
    start, end = min(each.starts_at for each in specs), max(each.ends_at for each in specs)
    slots = timetable.slots_between(site, start, end)
    stretches: list[tuple[str, Period]] = []
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
        begins = stretches.pop()[1][0] if stretches and stretches[-1][0] == line else slot
        stretches.append((line, (begins, ends)))
    if len(stretches) == 1:
        return [stretches[0][0]]
    return [f"{words.hour(start)}–{words.hour(end)} · {line}" for line, (start, end) in stretches]
