"""A guest's card for staff: who they are, how they are received, whose guest they are, and what may be changed."""

from dataclasses import dataclass, replace
from typing import Any

from bot import wording
from bot.dialogs import answers
from bot.dialogs.choice import BACK
from bot.dialogs.dialog import Chose, Ends, Given, Goes, Reply, Scene, Shows, between_ourselves
from bot.dialogs.inputs import Said
from bot.dialogs.managing import guest_words, overriding, questions, telling
from bot.dialogs.managing.case import Sort
from bot.dialogs.payload import Act, id_in
from bot.dialogs.screen import Button, Screen, columns
from core.consultants import ConsultantId
from core.desk import consultants, exceptions, house_staff
from core.errors import NoSuchGuest
from core.guests import Guest, GuestId
from core.staff import Member, Right

NAME, CARD = "whose", "guest"
# More would not fit on a screen.
MOST_CONSULTANTS = 80


@dataclass(frozen=True, kw_only=True)
class Asking:
    """A code or a number is asked for."""


class WhoseDialog:
    name = NAME

    def load(self, state: dict[str, Any]) -> Asking:
        return Asking()

    def show(self, scene: Scene, state: Asking) -> Screen:
        words = scene.words
        text = words.say("Which guest? Please write the booking code, or the guest's number.")
        return Screen(text=text, rows=((questions.back(words),),), no=BACK)

    def step(self, scene: Scene, state: Asking, given: Given) -> Reply:
        if given == Chose(BACK):
            return Ends(Screen(text=scene.words.say("Very well.")))
        try:
            found = exceptions.find(scene.desk, given.text if isinstance(given, Said) else "")
        except NoSuchGuest as unknown:
            return Goes(NAME, state, wording.refusal(scene.words, unknown))
        return Ends(guest_words.screen(scene, found))

    def returns(self, scene: Scene, state: Asking) -> Reply | None:
        """A code is a code, whenever it is said."""
        return None


def guest(scene: Scene, argument: str) -> Reply:
    """/guest CODE|NUMBER."""
    _may(scene, Right.KEEP_GUESTS)
    elsewhere = between_ourselves(scene)
    if elsewhere is not None:
        return elsewhere
    named = answers.tidy(argument)
    if not named:
        return Goes(NAME, Asking())
    try:
        return Shows(guest_words.screen(scene, exceptions.find(scene.desk, named)), handle=CARD)
    except NoSuchGuest as unknown:
        return Goes(NAME, Asking(), wording.refusal(scene.words, unknown))


def show_guest(scene: Scene, act: Act) -> Reply:
    """Back to the card."""
    _may(scene, Right.KEEP_GUESTS)
    return Shows(guest_words.screen(scene, _guest_of(scene, act)), handle=CARD)


def change_kind(scene: Scene, act: Act) -> Reply:
    """«Kind» on the card."""
    _may(scene, Right.ARRANGE_THE_DAYS)
    return overriding.of_guest(scene, _guest_of(scene, act), Sort.KIND)


def change_tier(scene: Scene, act: Act) -> Reply:
    """«Tier» on the card."""
    _may(scene, Right.ARRANGE_THE_DAYS)
    return overriding.of_guest(scene, _guest_of(scene, act), Sort.TIER)


def make_exception(scene: Scene, act: Act) -> Reply:
    """«At any time» on the card."""
    _may(scene, Right.ARRANGE_THE_DAYS)
    return overriding.of_guest(scene, _guest_of(scene, act), Sort.EXCEPTION)


def change_consultant(scene: Scene, act: Act) -> Reply:
    """«Consultant» on the card; with somebody's id, that one, and with 0 nobody. One tap does it, another takes it
    back."""
    by = _may(scene, Right.KEEP_GUESTS)
    before, (_, wanted) = _guest_of(scene, act), _ids(act)
    if wanted is None:
        return Shows(_consultants(scene, before), handle=CARD)
    found = exceptions.give_to(scene.desk, before.id, ConsultantId(wanted) if wanted else None, by)
    card = guest_words.screen(scene, found)
    back = _back_to(scene, before) if found.consultant != before.consultant else ()
    return Shows(replace(card, rows=(*card.rows, *back)), handle=CARD, toast=scene.words.label("Noted."))


def _back_to(scene: Scene, before: Guest) -> tuple[tuple[Button, ...], ...]:
    """The way back from a tap on the wrong name: whose guest they were, where that one still works here."""
    words, was = scene.words, before.consultant
    if was is None:
        label = words.label("↩ No: nobody's, as before")
    elif was in {each.id for each in consultants.everyone(scene.desk)}:
        label = words.label("↩ No: {name}'s, as before", name=telling.name_of(scene, was))
    else:
        return ()
    return ((Button(label, Act(action="guest_consultant", subject=f"{before.id} {was or 0}")),),)


def _consultants(scene: Scene, found: Guest) -> Screen:
    words = scene.words
    people = [
        Button(
            f"{each.name} · {each.agency}", Act(action="guest_consultant", subject=f"{found.id} {each.id}")
        )
        for each in consultants.everyone(scene.desk)[:MOST_CONSULTANTS]
    ]
    text = words.say("Whose guest is {name}?", name=wording.addressed(words, found.name))
    if not people:
        text = words.say("The register has no consultants yet.")
    nobody = Button(words.label("Nobody's yet"), Act(action="guest_consultant", subject=f"{found.id} 0"))
    back = Button(words.label("‹ Back"), Act(action="guest", subject=str(found.id)))
    return Screen(text=text, rows=(*columns(people, 2), (nobody, back)))


def _ids(act: Act) -> tuple[int | None, int | None]:
    """The guest's id and, where there is one, the consultant's."""
    first, _, second = act.subject.partition(" ")
    return id_in(first), id_in(second)


def _guest_of(scene: Scene, act: Act) -> Guest:
    """Raises NoSuchGuest."""
    guest_id, _ = _ids(act)
    return exceptions.get(scene.desk, GuestId(guest_id or 0))


def _may(scene: Scene, right: Right) -> Member:
    return house_staff.require(scene.desk, scene.person.user_id, right)
