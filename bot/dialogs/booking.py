"""The booking conversation: the house's standard script, for a buyer and for the operator with a caller.

greeting → shall I book → name (→ title) → guests (→ elders → children) → day → hour → phone → confirmation.
What is known is not asked again; each answer can be changed until the confirmation. docs/rules.md, "The script".
"""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from bot import wording
from bot.dialogs import answers, booking_screens, when
from bot.dialogs.booking_form import CARD, NAME, SCRIPT, At, Form
from bot.dialogs.dialog import Chose, Ends, Given, Goes, Reply, Scene, Shows
from bot.dialogs.inputs import Said, SharedContact
from bot.dialogs.screen import Screen
from bot.dialogs.when import When
from core.booking import Booking
from core.desk import booking as desk_booking
from core.desk import look, register
from core.desk.booking import Wish
from core.errors import HasOpenBooking, PartyRefused, TimeRefused
from core.guests import PhoneKind, Title


class BookingDialog:
    name = NAME

    def load(self, state: dict[str, Any]) -> Form:
        was = At(state["was"]) if state["was"] else None
        return Form(**{**state, "at": At(state["at"]), "when": When.load(state["when"]), "was": was})

    def show(self, scene: Scene, state: Form) -> Screen:
        if state.at is At.WHEN:
            return when.show(scene, state.when)
        return booking_screens.SCREENS[state.at](scene, state)

    def step(self, scene: Scene, state: Form, given: Given) -> Reply:
        if given == Chose("over"):
            return start_over(scene)
        if given == Chose(when.BACK):
            return Goes(NAME, _back(state))
        reply = _STEPS[state.at](scene, state, given)
        note = ""
        if isinstance(reply, Goes) and reply.state.at is At.CONFIRM:
            note = when.lapsed(scene, reply.state.when)
        return _ask_when_again(reply.state, note) if isinstance(reply, Goes) and note else reply

    def returns(self, scene: Scene, state: Form) -> Reply | None:
        return come_back(scene, state)


def start(scene: Scene) -> Reply:
    """Greet; whoever left a form half-way may go on with it, and who has a booking sees it."""
    if scene.dialog == NAME and scene.state is not None:
        back = come_back(scene, BookingDialog().load(scene.state))
        if back is not None:
            return back
    standing = _standing(scene)
    if standing is not None:
        return Shows(booking_screens.expected(scene, standing), handle=CARD)
    return Goes(NAME, _new_form(scene))


def start_over(scene: Scene) -> Reply:
    """A new form; the greeting has been heard."""
    return Goes(NAME, _new_form(scene).asking_next())


def _new_form(scene: Scene) -> Form:
    """What the house knows of its guest is not asked again; it can be changed at the confirmation."""
    known = None if scene.actor.is_staff else look.known_guest(scene.desk, scene.person.user_id)
    if known is None:
        return Form()
    name, phone = known.name, known.phone
    return Form(
        surname=name.surname,
        given=name.given,
        title=str(name.title),
        phone=phone.number,
        phone_kind=str(phone.kind),
    )


def _standing(scene: Scene) -> Booking | None:
    return None if scene.actor.is_staff else look.open_booking(scene.desk, scene.person.user_id)


def come_back(scene: Scene, state: Form) -> Reply | None:
    """Greet who returns to a form begun, and ask whether to go on."""
    if state == replace(_new_form(scene), at=state.at):
        return None
    was = state.was if state.at is At.RESUME else state.at
    return Goes(NAME, replace(state, at=At.RESUME, was=was))


def _back(state: Form) -> Form:
    """One question back; from a question opened on the confirmation, back to that."""
    if state.at is At.WHEN and (state.when.offers or state.when.day):
        return replace(state, when=state.when.forgetting())
    if state.asking_next().at is At.CONFIRM and state.at is not At.CONFIRM:
        return replace(state, at=At.CONFIRM)
    if state.at not in SCRIPT:
        return replace(state, at=SCRIPT[-1]) if state.at is At.CONFIRM else replace(state, at=At.WELCOME)
    earlier = SCRIPT[: SCRIPT.index(state.at)]
    asked = [q for q in earlier if not _skipped(state, q)]
    return replace(state, at=asked[-1] if asked else At.WELCOME)


def _skipped(state: Form, question: At) -> bool:
    """A question that was answered along with another."""
    if question in {At.ELDERS, At.CHILDREN}:
        return state.guests == 1 or (question is At.CHILDREN and not state.elders and not state.children)
    return False


def _welcome(scene: Scene, state: Form, given: Given) -> Reply:
    if given == Chose("no"):
        return Goes(NAME, replace(state, at=At.DECLINED))
    standing = _standing(scene)
    if standing is not None:
        return Ends(booking_screens.expected(scene, standing))
    if given == Chose("yes"):
        return Goes(NAME, state.asking_next())
    return Goes(NAME, state, _please_tap(scene))


def _declined(scene: Scene, state: Form, given: Given) -> Reply:
    if given == Chose("yes"):
        return Goes(NAME, state.asking_next())
    return Goes(NAME, state, _please_tap(scene))


def _please_tap(scene: Scene) -> str:
    return scene.words.say("Please tap one of the buttons below.")


def _name(scene: Scene, state: Form, given: Given) -> Reply:
    name = None
    if given == Chose("profile"):
        name = booking_screens.profile_name(scene)
    elif isinstance(given, Said):
        name = answers.name(given.text)
    if name is None:
        return Goes(NAME, state, scene.words.say("How may I write your name, please?"))
    title = None if name.title is Title.NONE else str(name.title)
    return Goes(NAME, replace(state, surname=name.surname, given=name.given, title=title).asking_next())


def _title(scene: Scene, state: Form, given: Given) -> Reply:
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


def _guests(scene: Scene, state: Form, given: Given) -> Reply:
    count = _number(given)
    if count is None:
        return Goes(NAME, state, scene.words.say("A number, please, such as 2."))
    largest = scene.desk.site.booking.largest_party
    if not 1 <= count <= largest:
        return Goes(NAME, state, wording.refusal(scene.words, PartyRefused(count, largest)))
    alone = 0 if count == 1 else None
    return Goes(NAME, replace(state, guests=count, elders=alone, children=alone).asking_next())


def _elders(scene: Scene, state: Form, given: Given) -> Reply:
    if given == Chose("none"):
        return Goes(NAME, replace(state, elders=0, children=0).asking_next())
    most = state.guests or 1
    count = _number_up_to(given, most)
    if count is None:
        return Goes(NAME, state, _from_none_to(scene, most))
    after = replace(state, elders=count, children=None)
    return Goes(NAME, (after if after.most_children else replace(after, children=0)).asking_next())


def _children(scene: Scene, state: Form, given: Given) -> Reply:
    count = _number_up_to(given, state.most_children)
    if count is None:
        return Goes(NAME, state, _from_none_to(scene, state.most_children))
    return Goes(NAME, replace(state, children=count).asking_next())


def _number_up_to(given: Given, most: int) -> int | None:
    count = _number(given)
    return count if count is not None and 0 <= count <= most else None


def _from_none_to(scene: Scene, most: int) -> str:
    return scene.words.say("A number from 0 to {most}, please.", most=most)


def _when(scene: Scene, state: Form, given: Given) -> Reply:
    chosen = when.step(scene, state.when, given)
    after = replace(state, when=chosen.when)
    return Goes(NAME, after.asking_next() if chosen.complete else after, chosen.note)


def _phone(scene: Scene, state: Form, given: Given) -> Reply:
    match given:
        case Chose("decline"):
            return Goes(NAME, _with_phone(state, None, PhoneKind.DECLINED))
        # An operator's own number is not the caller's.
        case SharedContact(number, own) if not (own and scene.actor.is_staff):
            found = answers.phone(
                number if number.startswith("+") else f"+{number}", scene.desk.site.phone_region
            )
            kind = PhoneKind.SHARED if own else PhoneKind.TYPED
        case Said(text):
            found, kind = answers.phone(text, scene.desk.site.phone_region), PhoneKind.TYPED
        case _:
            found, kind = None, PhoneKind.TYPED
    if found is None:
        note = scene.words.say(
            "This number does not seem complete; please write it once more, with its area code."
        )
        return Goes(NAME, state, note)
    # What a caller tells the operator is taken down, not claimed.
    return Goes(NAME, _with_phone(state, found, PhoneKind.TAKEN if scene.actor.is_staff else kind))


def _with_phone(state: Form, number: str | None, kind: PhoneKind) -> Form:
    return replace(state, phone=number, phone_kind=str(kind)).asking_next()


def _confirm(scene: Scene, state: Form, given: Given) -> Reply:
    match given:
        case Chose("confirm"):
            return _book(scene, state)
        case Chose(choice) if choice in _CHANGES:
            return Goes(NAME, _CHANGES[choice](state))
        case _:
            return Goes(
                NAME, state, scene.words.say("Please tap «Confirm», or what you would like to change.")
            )


_CHANGES: dict[str, Callable[[Form], Form]] = {
    "name": lambda state: replace(state, at=At.NAME),
    "guests": lambda state: replace(state, at=At.GUESTS),
    "when": lambda state: replace(state, at=At.WHEN, when=state.when.forgetting()),
    "phone": lambda state: replace(state, at=At.PHONE),
}


def _book(scene: Scene, state: Form) -> Reply:
    starts_at = state.when.starts_at
    if starts_at is None:
        return Goes(NAME, state.asking_next())
    wish = Wish(name=state.name, phone=state.line, party=state.party, starts_at=starts_at)
    try:
        booking = desk_booking.book(scene.desk, wish, scene.actor)
    except HasOpenBooking as standing:
        # The number they shared is theirs: so is the record it was found by.
        register.receive(scene.desk, state.name, state.line, scene.actor)
        return Goes(NAME, replace(state, at=At.SECOND, second=standing.booking.id))
    except TimeRefused as refused:
        return _ask_when(state, when.refused(scene, state.when, refused))
    return Ends(booking_screens.reserved(scene, booking))


def _ask_when(state: Form, chosen: when.Chosen) -> Reply:
    return Goes(NAME, replace(state, at=At.WHEN, when=chosen.when), chosen.note)


def _ask_when_again(state: Form, note: str) -> Reply:
    return Goes(NAME, replace(state, at=At.WHEN, when=When()), note)


def _second(scene: Scene, state: Form, given: Given) -> Reply:
    standing = booking_screens.second_booking(scene, state)
    if standing is None or state.when.starts_at is None:
        return Goes(NAME, replace(state, second=None).asking_next())
    match given:
        case Chose("move"):
            return _move(scene, state, standing)
        case Chose("keep"):
            return Ends(booking_screens.expected(scene, standing))
        case _:
            return Goes(NAME, state, _please_tap(scene))


def _move(scene: Scene, state: Form, standing: Booking) -> Reply:
    starts_at = state.when.starts_at
    if starts_at is None:
        return Goes(NAME, state.asking_next())
    try:
        moved = desk_booking.move(scene.desk, standing.id, standing.version, starts_at, scene.actor)
    except TimeRefused as refused:
        return _ask_when(state, when.refused(scene, state.when, refused))
    return Ends(booking_screens.moved(scene, moved))


def _resume(scene: Scene, state: Form, given: Given) -> Reply:
    if given != Chose("on"):
        return Goes(NAME, state, _please_tap(scene))
    back = replace(state, at=state.was or At.NAME, was=None)
    note = when.lapsed(scene, back.when)
    return _ask_when_again(back, note) if note else Goes(NAME, back)


_STEPS: dict[At, Callable[[Scene, Form, Given], Reply]] = {
    At.WELCOME: _welcome,
    At.DECLINED: _declined,
    At.NAME: _name,
    At.TITLE: _title,
    At.GUESTS: _guests,
    At.ELDERS: _elders,
    At.CHILDREN: _children,
    At.WHEN: _when,
    At.PHONE: _phone,
    At.CONFIRM: _confirm,
    At.SECOND: _second,
    At.RESUME: _resume,
}
