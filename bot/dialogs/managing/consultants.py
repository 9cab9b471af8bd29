"""The register of consultants: who works here, by agency; entering and taking out."""

from dataclasses import dataclass, replace
from typing import Any

from bot import wording
from bot.dialogs import answers
from bot.dialogs.choice import BACK
from bot.dialogs.dialog import Chose, Ends, Given, Goes, Reply, Scene, Shows, between_ourselves
from bot.dialogs.inputs import Said
from bot.dialogs.managing import questions, telling
from bot.dialogs.payload import Act, id_of
from bot.dialogs.screen import Button, Screen, columns, paged
from core.consultants import LONGEST_NAME, Consultant, ConsultantId
from core.desk import arrange, consultants, house_staff
from core.desk.consequences import Consequences
from core.errors import NoSuchConsultant
from core.site import Agency
from core.staff import Member, Right

NAME, LIST = "hiring", "consultants"


@dataclass(frozen=True, kw_only=True)
class Hiring:
    """Who joins the site's agency in this place: the ``names`` that wait for a yes, or none yet."""

    agency: int
    names: tuple[str, ...] = ()


class HiringDialog:
    name = NAME

    def load(self, state: dict[str, Any]) -> Hiring:
        return Hiring(agency=int(state["agency"]), names=tuple(state["names"]))

    def show(self, scene: Scene, state: Hiring) -> Screen:
        words, agency = scene.words, _agency(scene, state.agency).name
        if not state.names:
            text = words.say(
                "Who joins agency {agency}? Please write the name, or several, each on a line of its own.",
                agency=agency,
            )
            return Screen(text=text, rows=((questions.back(words),),), no=BACK)
        names = words.listed(state.names)
        text = words.say(
            "Joining agency {agency}: <b>{names}</b>\nIs that right?", agency=agency, names=names
        )
        yes = Button(words.label("✓ Yes, note it"), questions.YES)
        return Screen(text=text, rows=((yes,), (questions.back(words),)), yes=questions.YES, no=BACK)

    def step(self, scene: Scene, state: Hiring, given: Given) -> Reply:
        if given == Chose(BACK):
            return Goes(NAME, replace(state, names=())) if state.names else Ends(_everyone(scene, 0))
        agency = _agency(scene, state.agency)
        if given == Chose(questions.YES) and state.names:
            return _enter(scene, state, agency)
        names = _names(given.text) if isinstance(given, Said) else ()
        note = _unusable(scene, agency, names)
        return Goes(NAME, replace(state, names=() if note else names), note)

    def returns(self, scene: Scene, state: Hiring) -> Reply | None:
        """What is said hours later is nobody's name."""
        return Ends(_everyone(scene, 0))


def everyone(scene: Scene, argument: str) -> Reply:
    """/consultants [agency name]: the register; with a name, somebody is to be entered."""
    _may(scene)
    elsewhere = between_ourselves(scene)
    if elsewhere is not None:
        return elsewhere
    if not argument:
        return Shows(_everyone(scene, 0), handle=LIST)
    for place, agency in enumerate(scene.desk.site.agencies):
        rest = argument[len(agency.name) :]
        if argument.lower().startswith(agency.name.lower()) and rest.startswith((" ", "\n")):
            return HiringDialog().step(scene, Hiring(agency=place), Said(rest))
    note = wording.unread(scene.words, argument)
    return Shows(_everyone(scene, 0).with_note(note), handle=LIST)


def show_everyone(scene: Scene, act: Act) -> Reply:
    """Back to the register, or another page of it."""
    _may(scene)
    return Shows(_everyone(scene, id_of(act) or 0), handle=LIST)


def begin_hiring(scene: Scene, act: Act) -> Reply:
    """«＋» of an agency."""
    _may(scene)
    place = id_of(act)
    if place is None or place >= len(scene.desk.site.agencies):
        return Shows(_everyone(scene, 0), handle=LIST)
    return Goes(NAME, Hiring(agency=place))


def show_consultant(scene: Scene, act: Act) -> Reply:
    """A consultant's button: whether to take them out."""
    _may(scene)
    found = _consultant(scene, act)
    words = scene.words
    text = words.say(
        "<b>{name}</b>, agency {agency}\nTake them out of the register? Rosters count on them no more; guests who are "
        "theirs stay on record.",
        name=found.name,
        agency=found.agency,
    )
    yes = Button(words.label("Yes, take out"), Act(action="dismissed", subject=str(found.id)))
    no = Button(words.label("‹ Back"), Act(action="consultants", subject="0"))
    return Shows(Screen(text=text, rows=((yes,), (no,))), handle=LIST)


def dismiss(scene: Scene, act: Act) -> Reply:
    """«Yes, take out»; the slots that then have more than they can take are named."""
    by = _may(scene)
    gone = consultants.dismiss(scene.desk, _consultant(scene, act).id, by)
    over = Consequences(inside=(), over=arrange.troubled(scene.desk).over)
    lines = [
        scene.words.say("{name} is no longer in the register.", name=gone.name),
        *telling.consequences(scene.words, over, foreseen=False),
    ]
    return Shows(_everyone(scene, 0).with_note("\n".join(lines)), handle=LIST)


def _may(scene: Scene) -> Member:
    return house_staff.require(scene.desk, scene.person.user_id, Right.KEEP_THE_ROSTER)


def _consultant(scene: Scene, act: Act) -> Consultant:
    """Raises NoSuchConsultant, also for who has left."""
    consultant_id = id_of(act)
    found = [each for each in consultants.everyone(scene.desk) if each.id == ConsultantId(consultant_id or 0)]
    if not found:
        raise NoSuchConsultant
    return found[0]


def _agency(scene: Scene, place: int) -> Agency:
    return scene.desk.site.agencies[min(place, len(scene.desk.site.agencies) - 1)]


def _names(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(filter(None, map(answers.tidy, answers.lines(text).splitlines()))))


def _unusable(scene: Scene, agency: Agency, names: tuple[str, ...]) -> str:
    """Why none of these can be entered, in a sentence; or nothing."""
    words = scene.words
    if not names or any(len(name) > LONGEST_NAME for name in names):
        return words.say("Please write a name, of up to {most} characters.", most=LONGEST_NAME)
    known = {each.name for each in consultants.everyone(scene.desk) if each.agency == agency.name}
    taken = [name for name in names if name in known]
    if taken:
        return words.say("{names}: in the register of this agency already.", names=words.listed(taken))
    return ""


def _enter(scene: Scene, state: Hiring, agency: Agency) -> Reply:
    """«Yes»: all of these, or none of them."""
    by, note = _may(scene), _unusable(scene, agency, state.names)
    if note:
        return Goes(NAME, replace(state, names=()), note)
    for name in state.names:
        consultants.hire(scene.desk, name, agency.name, by)
    names = scene.words.listed(state.names)
    return Ends(_everyone(scene, 0).with_note(scene.words.say("✓ In the register: {names}", names=names)))


def _everyone(scene: Scene, page: int) -> Screen:
    words, found = scene.words, consultants.everyone(scene.desk)
    text = words.say_n(
        "{n} consultant is in the register. Tap a name to take it out.",
        "{n} consultants are in the register. Tap a name to take it out.",
        len(found),
    )
    if not found:
        text = words.say("The register has no consultants yet.")
    buttons = [
        Button(f"{each.name} · {each.agency}", Act(action="consultant", subject=str(each.id)))
        for each in found
    ]
    joining = [
        Button(words.label("＋ Agency {agency}", agency=agency.name), Act(action="hire", subject=str(place)))
        for place, agency in enumerate(scene.desk.site.agencies)
    ]
    return Screen(text=text, rows=(*paged(buttons, page, LIST), *columns(joining, 2)))
