"""The register of consultants by agency: listing, adding and removing them."""

from dataclasses import dataclass, replace
from enum import StrEnum

from bot.dialogs.managing import arrangement_wording
from bot.engine import pager
from bot.engine.dialog import Context, ask_for_private_chat
from bot.engine.form import BACK, Again, Confirmation, FormState, Question, Step
from bot.engine.form_dialog import FormDialog
from bot.engine.inputs import Given, Said
from bot.engine.payload import SubjectAction, id_of
from bot.engine.replies import Finish, Goto, Reply, Show
from bot.engine.screen import Button, Screen, columns
from bot.understanding.text import tidy, tidy_lines
from bot.wording import phrases
from core.consultants import MAX_CONSULTANT_NAME_LENGTH, Consultant, ConsultantId
from core.desk import arrangements, consultants
from core.desk.consequences import Consequences
from core.errors import NoSuchConsultant
from core.site import Agency
from core.staff import Member, Right

NAME, LIST = "hiring", "consultants"


class HiringStep(StrEnum):
    NAMES = "names"
    CONFIRM = "confirm"


@dataclass(frozen=True, kw_only=True)
class HiringForm(FormState):
    """Consultants who join an agency; ``agency`` is its place in the site file."""

    agency: int
    at: HiringStep = HiringStep.NAMES
    names: tuple[str, ...] = ()


def everyone(context: Context, argument: str) -> Reply:
    """/consultants [agency name]: the register; with a name, the form to add a consultant."""
    _may(context)
    elsewhere = ask_for_private_chat(context)
    if elsewhere is not None:
        return elsewhere
    if not argument:
        return Show(_everyone(context, 0), handle=LIST)
    for place, agency in enumerate(context.desk.site.agencies):
        rest = argument[len(agency.name) :]
        if argument.lower().startswith(agency.name.lower()) and rest.startswith((" ", "\n")):
            return HIRING.step(context, HiringForm(agency=place), Said(rest))
    note = phrases.unread(context.words, argument)
    return Show(_everyone(context, 0).with_note(note), handle=LIST)


def show_everyone(context: Context, action: SubjectAction) -> Reply:
    """Back to the register, or another page of it."""
    _may(context)
    return Show(_everyone(context, pager.page_of(action)[1]), handle=LIST)


def begin_hiring(context: Context, action: SubjectAction) -> Reply:
    """«＋» of an agency."""
    _may(context)
    place = id_of(action)
    if place is None or place >= len(context.desk.site.agencies):
        return Show(_everyone(context, 0), handle=LIST)
    return Goto(NAME, HiringForm(agency=place))


def show_consultant(context: Context, action: SubjectAction) -> Reply:
    """A consultant's button: asks whether to remove them."""
    _may(context)
    found = _consultant(context, action)
    words = context.words
    text = words.say(
        "<b>{name}</b>, agency {agency}\n"
        "Remove this consultant from the register? Rosters no longer count them; their guests stay on "
        "record.",
        name=found.name,
        agency=found.agency,
    )
    yes = Button(words.label("Yes, remove"), SubjectAction(name="dismissed", subject=str(found.id)))
    no = Button(words.label("‹ Back"), SubjectAction(name="consultants", subject="0"))
    return Show(Screen(text=text, rows=((yes,), (no,))), handle=LIST)


def dismiss(context: Context, action: SubjectAction) -> Reply:
    """«Yes, remove»; lists the slots that are then overbooked."""
    by = _may(context)
    gone = consultants.dismiss(context.desk, _consultant(context, action).id, by)
    over = Consequences(
        bookings_in_closed_hours=(),
        overbooked_slots=arrangements.find_problems(context.desk).overbooked_slots,
    )
    lines = [
        context.words.say("{name} is no longer in the register.", name=gone.name),
        *arrangement_wording.consequences(context.words, over, foreseen=False),
    ]
    return Show(_everyone(context, 0).with_note("\n".join(lines)), handle=LIST)


def _may(context: Context) -> Member:
    return context.require(Right.KEEP_THE_ROSTER)


def _consultant(context: Context, action: SubjectAction) -> Consultant:
    """The consultant of a button. Raises NoSuchConsultant, also for a consultant who has left."""
    consultant_id = id_of(action)
    found = [
        each for each in consultants.list_active(context.desk) if each.id == ConsultantId(consultant_id or 0)
    ]
    if not found:
        raise NoSuchConsultant
    return found[0]


def _agency(context: Context, place: int) -> Agency:
    return context.desk.site.agencies[min(place, len(context.desk.site.agencies) - 1)]


def _ask_names(context: Context, form: HiringForm) -> Question:
    text = context.words.say(
        "Who is joining agency {agency}? Please write one name per line.",
        agency=_agency(context, form.agency).name,
    )
    return Question(text=text, no=BACK)


def _read_names(context: Context, form: HiringForm, given: Given) -> HiringForm | Again[HiringForm]:
    written = tidy_lines(given.text).splitlines() if isinstance(given, Said) else []
    names = tuple(dict.fromkeys(filter(None, map(tidy, written))))
    note = _unusable(context, _agency(context, form.agency), names)
    return Again(at=HiringStep.NAMES, note=note) if note else replace(form, names=names)


def _unusable(context: Context, agency: Agency, names: tuple[str, ...]) -> str:
    """Why these names cannot be added, in a sentence; empty if they can."""
    words = context.words
    if not names or any(len(name) > MAX_CONSULTANT_NAME_LENGTH for name in names):
        return words.say("Please write a name of up to {most} characters.", most=MAX_CONSULTANT_NAME_LENGTH)
    known = {each.name for each in consultants.list_active(context.desk) if each.agency == agency.name}
    taken = [name for name in names if name in known]
    if taken:
        return words.say("{names}: already in this agency's register.", names=words.listed(taken))
    return ""


def _confirmation(context: Context, form: HiringForm) -> str:
    words = context.words
    return words.say(
        "Joining agency {agency}: <b>{names}</b>\nIs that right?",
        agency=_agency(context, form.agency).name,
        names=words.listed(form.names),
    )


def _submit(context: Context, form: HiringForm) -> Reply | Again[HiringForm]:
    """Add all of these names, or none."""
    by, agency = _may(context), _agency(context, form.agency)
    note = _unusable(context, agency, form.names)
    if note:
        return Again(at=HiringStep.NAMES, note=note)
    for name in form.names:
        consultants.hire(context.desk, name, agency.name, by)
    names = context.words.listed(form.names)
    return Finish(
        _everyone(context, 0).with_note(context.words.say("✓ In the register: {names}", names=names))
    )


def _everyone(context: Context, page: int) -> Screen:
    words, found = context.words, consultants.list_active(context.desk)
    text = words.say_n(
        "{n} consultant is in the register. Tap a name to remove it.",
        "{n} consultants are in the register. Tap a name to remove it.",
        len(found),
    )
    if not found:
        text = words.say("The register has no consultants yet.")
    buttons = [
        Button(f"{each.name} · {each.agency}", SubjectAction(name="consultant", subject=str(each.id)))
        for each in found
    ]
    joining = [
        Button(
            words.label("＋ Agency {agency}", agency=agency.name),
            SubjectAction(name="hire", subject=str(place)),
        )
        for place, agency in enumerate(context.desk.site.agencies)
    ]
    return Screen(text=text, rows=(*pager.paged(buttons, page, LIST), *columns(joining, 2)))


HIRING = FormDialog(
    name=NAME,
    state_type=HiringForm,
    steps=(Step(name=HiringStep.NAMES, ask=_ask_names, read=_read_names),),
    confirmation=Confirmation(
        name=HiringStep.CONFIRM,
        ask=_confirmation,
        yes=lambda context, _form: context.words.label("✓ Yes, save"),
        submit=_submit,
        written=HiringStep.NAMES,
    ),
    leave=lambda context, _form: Finish(_everyone(context, 0)),
)
