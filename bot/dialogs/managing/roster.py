"""The duty roster of a day: how many of each agency are on duty, or who, for the whole day or half of it."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

from bot import wording
from bot.dialogs import answers, day_asked
from bot.dialogs.choice import BACK, day_in
from bot.dialogs.dialog import Chose, Ends, Given, Goes, Reply, Scene, between_ourselves
from bot.dialogs.inputs import Said
from bot.dialogs.managing import arranged, arranging, examples, form, roster_screens, sheet, spans, telling
from bot.dialogs.managing.questions import LEAVE_IT, YES
from bot.dialogs.managing.sheet import At, Half, Sheet
from bot.dialogs.screen import Screen
from core import timetable
from core.arrangements import LONGEST_REASON
from core.desk import arrange, house_staff
from core.desk.consequences import Consequences
from core.site import Agency
from core.staff import Right

NAME = "roster"
MOST = 1000


class RosterDialog:
    name = NAME

    def load(self, state: dict[str, Any]) -> Sheet:
        return Sheet.load(state)

    def show(self, scene: Scene, state: Sheet) -> Screen:
        return roster_screens.SCREENS[state.at](scene, state)

    def step(self, scene: Scene, state: Sheet, given: Given) -> Reply:
        if given == Chose(BACK):
            return _back(scene, state)
        return _STEPS[state.at](scene, state, given)

    def returns(self, scene: Scene, state: Sheet) -> Reply | None:
        """What is said hours later is no answer to what was asked then."""
        return Goes(NAME, state, scene.words.say("We had come this far:"))


def begin(scene: Scene, argument: str) -> Reply:
    """/roster [day [agency number [half]]]."""
    house_staff.require(scene.desk, scene.person.user_id, Right.KEEP_THE_ROSTER)
    elsewhere = between_ourselves(scene)
    if elsewhere is not None:
        return elsewhere
    today = timetable.day_of(scene.desk.site, scene.desk.now)
    day, rest = spans.take(argument, lambda said: answers.day(said, today))
    if day is None:
        unread = wording.unread(scene.words, rest) if rest else ""
        return Goes(NAME, Sheet(at=At.DAY), unread or examples.roster(scene))
    opened = _opened(scene, day)
    if not rest or opened.state.at is not At.BOARD:
        return opened
    written = _written(scene, opened.state, rest)
    if written is None:
        return replace(opened, note=wording.unread(scene.words, rest))
    return Goes(NAME, replace(written, at=At.CONFIRM))


def _opened(scene: Scene, day: date) -> Goes:
    note = arranging.can_not_be(scene, day, day)
    if note:
        return Goes(NAME, Sheet(at=At.DAY), note)
    return Goes(NAME, Sheet(at=At.BOARD, day=day.isoformat()))


def _written(scene: Scene, state: Sheet, text: str) -> Sheet | None:
    """«A 6», «A 6 morning»."""
    for place, agency in enumerate(scene.desk.site.agencies):
        if not text.lower().startswith(f"{agency.name.lower()} "):
            continue
        said, _, half = text[len(agency.name) :].strip().partition(" ")
        number, named = answers.number(said), sheet.half_named(half) if half else Half.ALL
        if named is not Half.ALL and not spans.has_halves(scene.desk.site):
            return None
        if number is not None and 0 <= number <= MOST and named is not None:
            return sheet.set_number(replace(state, half=named), place, number)
    return None


def _back(scene: Scene, state: Sheet) -> Reply:
    before = {At.BOARD: At.DAY, At.NAMES: At.BOARD, At.CONFIRM: At.BOARD, At.REASON: At.CONFIRM}
    if state.at not in before:
        return Ends(Screen(text=scene.words.say("Very well, all stays as it was.")))
    if state.at is At.CONFIRM and sheet.names_at(state, state.agency) is not None:
        return Goes(NAME, replace(state, at=At.NAMES))
    if state.at is At.NAMES:
        state = sheet.set_names(state, state.agency, None)
    return Goes(NAME, replace(state, at=before[state.at]))


def _day(scene: Scene, state: Sheet, given: Given) -> Reply:
    today = timetable.day_of(scene.desk.site, scene.desk.now)
    day = day_in(given.choice, "d") if isinstance(given, Chose) else None
    if isinstance(given, Said):
        day = answers.day(given.text, today)
    if day is None:
        return Goes(NAME, state, day_asked.please(scene))
    return _opened(scene, day)


def _board(scene: Scene, state: Sheet, given: Given) -> Reply:
    choice = given.choice if isinstance(given, Chose) else ""
    if isinstance(given, Said) and (written := _written(scene, state, answers.tidy(given.text))) is not None:
        return Goes(NAME, written)
    if choice in set(Half) and spans.has_halves(scene.desk.site):
        return Goes(NAME, replace(state, half=Half(choice)))
    if choice == roster_screens.SAVE and sheet.is_changed(state):
        return Goes(NAME, replace(state, at=At.CONFIRM))
    place = _place(choice[1:], len(scene.desk.site.agencies))
    if place is None:
        return Goes(NAME, state, wording.please_tap(scene.words))
    if choice[0] == "n":
        return _open_names(scene, state, place)
    number = sheet.number(scene, state, place) + (1 if choice[0] == "+" else -1)
    return Goes(NAME, sheet.set_number(state, place, min(max(number, 0), MOST)))


def _place(text: str, agencies: int) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and int(text) < agencies else None


def _open_names(scene: Scene, state: Sheet, place: int) -> Reply:
    agency = scene.desk.site.agencies[place]
    people = sheet.people(scene, agency)
    if not people:
        note = scene.words.say(
            "Nobody of agency {agency} is in the register yet; /consultants enters them.", agency=agency.name
        )
        return Goes(NAME, state, note)
    duty = sheet.duties(scene, state, agency)[0]
    working = duty.working or {each.id for each in people} - duty.away
    ticked = tuple(each.id for each in people if each.id in working)
    return Goes(NAME, replace(sheet.set_names(state, place, ticked), at=At.NAMES, agency=place))


def _names(scene: Scene, state: Sheet, given: Given) -> Reply:
    people = sheet.people(scene, _agency(scene, state))
    choice = given.choice if isinstance(given, Chose) else ""
    said = answers.tidy(given.text) if isinstance(given, Said) else ""
    if choice == roster_screens.SAVE:
        return Goes(NAME, replace(state, at=At.CONFIRM))
    for each in people:
        if choice == f"w{each.id}" or said == each.name:
            ticked = {*(sheet.names_at(state, state.agency) or ())} ^ {each.id}
            named = tuple(one.id for one in people if one.id in ticked)
            return Goes(NAME, sheet.set_names(state, state.agency, named))
    return Goes(NAME, state, wording.please_tap(scene.words))


def _agency(scene: Scene, state: Sheet) -> Agency:
    return scene.desk.site.agencies[min(state.agency, len(scene.desk.site.agencies) - 1)]


def _reason(scene: Scene, state: Sheet, given: Given) -> Reply:
    said = answers.tidy(given.text) if isinstance(given, Said) else ""
    if not 1 <= len(said) <= LONGEST_REASON:
        return Goes(NAME, state, arranging.unusable_reason(scene, said))
    return Goes(NAME, replace(state, at=At.CONFIRM, reason=said))


def _confirm(scene: Scene, state: Sheet, given: Given) -> Reply:
    words = scene.words
    if given == Chose(LEAVE_IT):
        return Ends(Screen(text=words.say("Very well, all stays as it was.")))
    if given == Chose(At.REASON):
        return Goes(NAME, replace(state, at=At.REASON))
    if given != Chose(YES):
        return Goes(NAME, state, wording.please_tap(words))
    by = house_staff.require(scene.desk, scene.person.user_id, Right.KEEP_THE_ROSTER)
    # Asked before: what is ordered is then no change any more.
    headings, changes = roster_screens.headings(scene, state), roster_screens.changes(scene, state)
    found = Consequences(inside=(), over=())
    for deed in sheet.deeds(scene, state):
        found = arrange.arrange(scene.desk, deed, by)
    lines = [
        *(words.say("✓ <b>{order}</b>", order=heading) for heading in headings),
        telling.reason(words, state.reason),
        *changes,
        *telling.consequences(words, found, foreseen=False),
    ]
    screen = Screen(text="\n".join(filter(None, lines)), rows=((arranged.way(words, form.LEAVE),),))
    return Ends(screen)


_STEPS: dict[At, Callable[[Scene, Sheet, Given], Reply]] = {
    At.DAY: _day,
    At.BOARD: _board,
    At.NAMES: _names,
    At.REASON: _reason,
    At.CONFIRM: _confirm,
}
