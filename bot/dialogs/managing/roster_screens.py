"""What each question of the duty roster looks like."""

from collections.abc import Callable

from bot import wording
from bot.dialogs.dialog import Scene
from bot.dialogs.managing import arranged, form, questions, sheet, spans, telling
from bot.dialogs.managing.questions import LEAVE_IT, YES
from bot.dialogs.managing.sheet import At, Half, Sheet
from bot.dialogs.managing.spans import Stretch
from bot.dialogs.managing.telling import Ordered
from bot.dialogs.screen import Button, Screen, columns
from core import timetable
from core.arrangements import Order, What
from core.consultants import ConsultantId
from core.desk import arrange
from core.errors import NothingToArrange
from core.site import Agency

SAVE = "save"


def _day(scene: Scene, state: Sheet) -> Screen:
    words = scene.words
    rows = questions.day_buttons(words, questions.days_ahead(scene))
    way = arranged.way(words, form.LEAVE)
    text = words.say("The duty roster of which day?")
    return Screen(text=text, rows=(*rows, (way, questions.back(words))))


def _board(scene: Scene, state: Sheet) -> Screen:
    words, agencies = scene.words, scene.desk.site.agencies
    lines = [
        words.say("<b>{day}: duty roster</b>", day=words.day(sheet.day_of(scene, state))),
        *(_told(scene, state, place, agency) for place, agency in enumerate(agencies)),
        *_unsaved(scene, state),
        "",
        words.say("Change the numbers by − and +, or tap an agency to tick who is on duty."),
    ]
    rows = [tuple(_halves(scene, state))] if spans.has_halves(scene.desk.site) else []
    for place, agency in enumerate(agencies):
        now = f"{agency.name}: {sheet.number(scene, state, place)}"
        rows.append(
            (
                Button(f"{agency.name} −", f"-{place}"),
                Button(now, f"n{place}"),
                Button(f"{agency.name} +", f"+{place}"),
            )
        )
    if sheet.is_changed(state):
        rows.append((Button(words.label("✓ Save"), SAVE),))
    return Screen(text="\n".join(lines), rows=(*rows, (questions.back(words),)))


def _unsaved(scene: Scene, state: Sheet) -> list[str]:
    """What is written of the other halves of the day, in HTML lines."""
    others = [half for half in Half if half is not state.half]
    deeds = sheet.deeds(scene, state, others)
    return [scene.words.say("Not saved yet: {order}", order=_heading(scene, deed)) for deed in deeds]


def _halves(scene: Scene, state: Sheet) -> list[Button]:
    words = scene.words
    labels = {
        Half.ALL: words.label("The whole day"),
        Half.MORNING: words.label("Morning"),
        Half.AFTERNOON: words.label("Afternoon"),
    }
    return [
        Button(f"✓ {label}" if half is state.half else label, str(half)) for half, label in labels.items()
    ]


def _told(scene: Scene, state: Sheet, place: int, agency: Agency) -> str:
    """An agency as the roster stands, in an HTML line."""
    words = scene.words
    duties = sheet.duties(scene, state, agency)
    numbers = sorted({duty.number for duty in duties})
    number = "–".join(str(each) for each in dict.fromkeys((numbers[0], numbers[-1])))
    present, away = duties[0].working, frozenset[ConsultantId]().union(*(duty.away for duty in duties))
    if present:
        return words.say(
            "Agency {agency}: {number} on duty ({names})",
            agency=agency.name,
            number=number,
            names=telling.names_of(scene, sorted(present)),
        )
    if away:
        return words.say(
            "Agency {agency}: {number} on duty, away {names}",
            agency=agency.name,
            number=number,
            names=telling.names_of(scene, sorted(away)),
        )
    return words.say("Agency {agency}: {number} on duty", agency=agency.name, number=number)


def _names(scene: Scene, state: Sheet) -> Screen:
    words = scene.words
    agency = scene.desk.site.agencies[min(state.agency, len(scene.desk.site.agencies) - 1)]
    ticked = set(sheet.names_at(state, state.agency) or ())
    ticks = [
        Button(f"✓ {each.name}" if each.id in ticked else each.name, f"w{each.id}")
        for each in sheet.people(scene, agency)
    ]
    text = words.say(
        "{when}: who of agency {agency} is on duty? Tick them.",
        when=spans.tell(words, spans.stretches(scene.desk.site, sheet.span_of(scene, state, state.half))),
        agency=agency.name,
    )
    save = Button(words.label_n("✓ Save: {n} on duty", "✓ Save: {n} on duty", len(ticked)), SAVE)
    return Screen(text=text, rows=(*columns(ticks, 2), (save, questions.back(words))))


def _reason(scene: Scene, state: Sheet) -> Screen:
    words = scene.words
    text = words.say("For what reason? Please write it in a few words; guests are not told.")
    return Screen(text=text, rows=((questions.back(words),),))


def headings(scene: Scene, state: Sheet) -> list[str]:
    """What is ordered of each agency, in plain lines."""
    return [_heading(scene, deed) for deed in sheet.deeds(scene, state)]


def _heading(scene: Scene, deed: list[Order]) -> str:
    first = deed[0]
    working = [each.consultant for each in deed if each.what is What.ON_DUTY and each.consultant]
    ordered = Ordered(
        what=first.what,
        stretches=[(first.starts_at, first.ends_at)],
        number=first.number,
        agency=first.agency,
        names=telling.names_of(scene, working),
    )
    return telling.title(scene.words, ordered)


def _confirm(scene: Scene, state: Sheet) -> Screen:
    words = scene.words
    order = [words.say("<b>{order}</b>", order=heading) for heading in headings(scene, state)]
    parts = [
        "\n".join(filter(None, [*order, telling.reason(words, state.reason)])),
        "\n".join(_foreseen(scene, state)),
        words.say("Is that right?"),
    ]
    why = Button(words.label("Change reason") if state.reason else words.label("Add a reason"), At.REASON)
    rows = (
        (Button(words.label("✓ Yes, note it"), YES),),
        (why, questions.back(words)),
        (Button(words.label("Leave it as it was"), LEAVE_IT),),
    )
    return Screen(text="\n\n".join(filter(None, parts)), rows=rows, yes=YES, no=LEAVE_IT)


def _foreseen(scene: Scene, state: Sheet) -> list[str]:
    orders = [order for deed in sheet.deeds(scene, state) for order in deed]
    try:
        found = arrange.foresee(scene.desk, orders)
    except NothingToArrange as nothing:
        return [wording.refusal(scene.words, nothing)]
    lines = telling.consequences(scene.words, found, foreseen=True)
    return [*changes(scene, state), *(lines or [scene.words.say("Every booking made so far has room.")])]


def changes(scene: Scene, state: Sheet) -> list[str]:
    """From how many to how many, stretch of time by stretch of time, in HTML lines; none where it is all past."""
    words, site = scene.words, scene.desk.site
    orders = [order for deed in sheet.deeds(scene, state) for order in deed]
    try:
        before, after = arrange.plans(scene.desk, orders)
    except NothingToArrange:
        return []
    concerned = [agency for n, agency in enumerate(site.agencies) if sheet.is_changed_at(state, n)]
    start, end = min(each.starts_at for each in orders), max(each.ends_at for each in orders)
    slots = timetable.slots_between(site, start, end)
    told: list[tuple[str, Stretch]] = []
    for slot in slots:
        agencies = words.listed(
            [
                f"{agency.name}: {before.duty(slot, agency).number} → {after.duty(slot, agency).number}"
                for agency in concerned
            ],
        )
        line = words.say(
            "{agencies} on duty; each hour takes {before} → {after} parties",
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


SCREENS: dict[At, Callable[[Scene, Sheet], Screen]] = {
    At.DAY: _day,
    At.BOARD: _board,
    At.NAMES: _names,
    At.REASON: _reason,
    At.CONFIRM: _confirm,
}
