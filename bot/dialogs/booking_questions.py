"""The questions of the script, one by one: what each makes of an answer."""

from dataclasses import replace

from bot import wording
from bot.dialogs import answers, booking_screens
from bot.dialogs.booking_form import NAME, Form
from bot.dialogs.dialog import Chose, Given, Goes, Reply, Scene
from bot.dialogs.inputs import Said, SharedContact
from core.errors import PartyRefused
from core.guests import Phone, PhoneKind, Title


def name(scene: Scene, state: Form, given: Given) -> Reply:
    found = None
    if given == Chose("profile"):
        found = booking_screens.profile_name(scene)
    elif isinstance(given, Said):
        found = answers.name(given.text)
    if found is None:
        return Goes(NAME, state, scene.words.say("How may I write your name, please?"))
    with_title = None if found.title is Title.NONE else str(found.title)
    named = replace(state, surname=found.surname, given=found.given, title=with_title)
    return Goes(NAME, named.asking_next())


def title(scene: Scene, state: Form, given: Given) -> Reply:
    if isinstance(given, Chose) and given.choice in set(Title):
        return Goes(NAME, replace(state, title=given.choice).asking_next())
    found = answers.name(given.text) if isinstance(given, Said) else None
    if found is not None and found.title is not Title.NONE:
        # «Mr Wang» after «Wang»: the title, and the name as it now stands.
        given_name = found.given or state.given
        named = replace(state, surname=found.surname, given=given_name, title=str(found.title))
        return Goes(NAME, named.asking_next())
    return Goes(NAME, state, scene.words.say("Please tap one of these, so that we greet you properly."))


def _number(given: Given) -> int | None:
    match given:
        case Chose(choice):
            return answers.number(choice)
        case Said(text):
            return answers.number(text)
        case _:
            return None


def guests(scene: Scene, state: Form, given: Given) -> Reply:
    count = _number(given)
    if count is None:
        return Goes(NAME, state, scene.words.say("A number, please, such as 2."))
    largest = scene.desk.site.booking.largest_party
    if not 1 <= count <= largest:
        return Goes(NAME, state, wording.refusal(scene.words, PartyRefused(count, largest)))
    alone = 0 if count == 1 else None
    return Goes(NAME, replace(state, guests=count, elders=alone, children=alone).asking_next())


def elders(scene: Scene, state: Form, given: Given) -> Reply:
    if given == Chose("none"):
        return Goes(NAME, replace(state, elders=0, children=0).asking_next())
    most = state.guests or 1
    count = _number_up_to(given, most)
    if count is None:
        return Goes(NAME, state, _from_none_to(scene, most))
    after = replace(state, elders=count, children=None)
    return Goes(NAME, (after if after.most_children else replace(after, children=0)).asking_next())


def children(scene: Scene, state: Form, given: Given) -> Reply:
    count = _number_up_to(given, state.most_children)
    if count is None:
        return Goes(NAME, state, _from_none_to(scene, state.most_children))
    return Goes(NAME, replace(state, children=count).asking_next())


def _number_up_to(given: Given, most: int) -> int | None:
    count = _number(given)
    return count if count is not None and 0 <= count <= most else None


def _from_none_to(scene: Scene, most: int) -> str:
    return scene.words.say("A number from 0 to {most}, please.", most=most)


def phone(scene: Scene, state: Form, given: Given) -> Reply:
    if given == Chose("decline"):
        return Goes(NAME, _with_phone(state, Phone(number=None, kind=PhoneKind.DECLINED)))
    line = line_given(scene, given)
    return (
        Goes(NAME, state, no_number(scene, given)) if line is None else Goes(NAME, _with_phone(state, line))
    )


def line_given(scene: Scene, given: Given) -> Phone | None:
    """The number somebody shared or wrote; None where it could not be dialled."""
    match given:
        # An operator's own number is not the caller's.
        case SharedContact(number, own) if not (own and scene.actor.is_staff):
            found = answers.phone(
                number if number.startswith("+") else f"+{number}", scene.desk.site.phone_region
            )
            kind = PhoneKind.SHARED if own else PhoneKind.TYPED
        case Said(text):
            found, kind = answers.phone(text, scene.desk.site.phone_region), PhoneKind.TYPED
        case _:
            return None
    # What a caller tells the operator is taken down, not claimed.
    kind = PhoneKind.TAKEN if scene.actor.is_staff else kind
    return None if found is None else Phone(number=found, kind=kind)


def no_number(scene: Scene, given: Given) -> str:
    """Why an answer is no number; who wrote none at all is not pressed for one."""
    if not (isinstance(given, Said) and any(char.isdigit() for char in given.text)):
        return scene.words.say("A number, if you like; leaving it out is quite all right.")
    return scene.words.say(
        "This number does not seem complete; please write it once more, with its area code."
    )


def _with_phone(state: Form, line: Phone) -> Form:
    return replace(state, phone=line.number, phone_kind=str(line.kind)).asking_next()
