"""A guest's card for staff: name, tier, consultant, and buttons to change them."""

from dataclasses import dataclass, replace

from bot.dialogs.managing import arrangement_wording, guest_wording, override_commands
from bot.dialogs.managing.override_form import OverrideKind
from bot.engine.dialog import Context, ask_for_private_chat
from bot.engine.form import BACK
from bot.engine.inputs import Chose, Given, Said
from bot.engine.payload import SubjectAction, id_in
from bot.engine.replies import Finish, Goto, Reply, Show
from bot.engine.screen import Button, Screen, columns
from bot.understanding.text import tidy
from bot.wording import phrases
from bot.wording.refusals import explain
from core.consultants import ConsultantId
from core.desk import consultants, overrides
from core.errors import NoSuchGuest
from core.guests import Guest, GuestId
from core.staff import Member, Right

NAME, CARD = "whose", "guest"
# More buttons would not fit on a screen.
MOST_CONSULTANTS = 80


@dataclass(frozen=True, kw_only=True)
class Asking:
    """Asks for a booking code or a guest number."""


class WhoseDialog:
    name = NAME
    state_type = Asking

    def show(self, context: Context, state: Asking) -> Screen:
        words = context.words
        text = words.say("Which guest? Please write the booking code or the guest number.")
        return Screen(text=text, rows=((Button(words.label("‹ Back"), BACK),),), no=BACK)

    def step(self, context: Context, state: Asking, given: Given) -> Reply:
        if given == Chose(BACK):
            return Finish(Screen(text=context.words.say("Very well.")))
        try:
            found = overrides.find(context.desk, given.text if isinstance(given, Said) else "")
        except NoSuchGuest as unknown:
            return Goto(NAME, state, explain(context.words, unknown))
        return Finish(guest_wording.screen(context, found))

    def on_return(self, context: Context, state: Asking) -> Reply | None:
        """A code is valid at any time, so a pause changes nothing."""
        return None

    def worth_keeping(self, context: Context, state: Asking) -> bool:
        return True


def guest(context: Context, argument: str) -> Reply:
    """/guest CODE|NUMBER."""
    _may(context, Right.KEEP_GUESTS)
    elsewhere = ask_for_private_chat(context)
    if elsewhere is not None:
        return elsewhere
    named = tidy(argument)
    if not named:
        return Goto(NAME, Asking())
    try:
        return Show(guest_wording.screen(context, overrides.find(context.desk, named)), handle=CARD)
    except NoSuchGuest as unknown:
        return Goto(NAME, Asking(), explain(context.words, unknown))


def show_guest(context: Context, action: SubjectAction) -> Reply:
    """Back to the card."""
    _may(context, Right.KEEP_GUESTS)
    return Show(guest_wording.screen(context, _guest_of(context, action)), handle=CARD)


def change_kind(context: Context, action: SubjectAction) -> Reply:
    """«Kind» on the card."""
    _may(context, Right.ARRANGE_THE_DAYS)
    return override_commands.of_guest(context, _guest_of(context, action), OverrideKind.KIND)


def change_tier(context: Context, action: SubjectAction) -> Reply:
    """«Tier» on the card."""
    _may(context, Right.ARRANGE_THE_DAYS)
    return override_commands.of_guest(context, _guest_of(context, action), OverrideKind.TIER)


def make_exception(context: Context, action: SubjectAction) -> Reply:
    """«At any time» on the card."""
    _may(context, Right.ARRANGE_THE_DAYS)
    return override_commands.of_guest(context, _guest_of(context, action), OverrideKind.EXCEPTION)


def change_consultant(context: Context, action: SubjectAction) -> Reply:
    """«Consultant» on the card; with an id, assigns that consultant, with 0 none. One tap assigns, another undoes
    it."""
    by = _may(context, Right.KEEP_GUESTS)
    before, (_, wanted) = _guest_of(context, action), _ids(action)
    if wanted is None:
        return Show(_consultants(context, before), handle=CARD)
    found = overrides.assign_consultant(context.desk, before.id, ConsultantId(wanted) if wanted else None, by)
    card = guest_wording.screen(context, found)
    back = _back_to(context, before) if found.consultant != before.consultant else ()
    return Show(replace(card, rows=(*card.rows, *back)), handle=CARD, toast=context.words.label("Noted."))


def _back_to(context: Context, before: Guest) -> tuple[tuple[Button, ...], ...]:
    """A button to undo the assignment, if the former consultant still works here."""
    words, was = context.words, before.consultant
    if was is None:
        label = words.label("↩ Undo: not assigned")
    elif was in {each.id for each in consultants.list_active(context.desk)}:
        label = words.label("↩ Undo: back to {name}", name=arrangement_wording.name_of(context, was))
    else:
        return ()
    return ((Button(label, SubjectAction(name="guest_consultant", subject=f"{before.id} {was or 0}")),),)


def _consultants(context: Context, found: Guest) -> Screen:
    words = context.words
    people = [
        Button(
            f"{each.name} · {each.agency}",
            SubjectAction(name="guest_consultant", subject=f"{found.id} {each.id}"),
        )
        for each in consultants.list_active(context.desk)[:MOST_CONSULTANTS]
    ]
    text = words.say("Which consultant looks after {name}?", name=phrases.addressed(words, found.name))
    if not people:
        text = words.say("The register has no consultants yet.")
    nobody = Button(
        words.label("Not assigned"), SubjectAction(name="guest_consultant", subject=f"{found.id} 0")
    )
    back = Button(words.label("‹ Back"), SubjectAction(name="guest", subject=str(found.id)))
    return Screen(text=text, rows=(*columns(people, 2), (nobody, back)))


def _ids(action: SubjectAction) -> tuple[int | None, int | None]:
    """The guest's id and, if there is one, the consultant's."""
    first, _, second = action.subject.partition(" ")
    return id_in(first), id_in(second)


def _guest_of(context: Context, action: SubjectAction) -> Guest:
    """The guest of a button. Raises NoSuchGuest."""
    guest_id, _ = _ids(action)
    return overrides.get(context.desk, GuestId(guest_id or 0))


def _may(context: Context, right: Right) -> Member:
    return context.require(right)
