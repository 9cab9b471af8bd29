"""The booking conversation: the house's standard script, for a buyer and for the operator with a caller.

greeting → shall I book → name (→ title) → guests (→ elders → children) → day → hour → phone → confirmation.
What is known is not asked again; each answer can be changed until the confirmation. docs/rules.md, "The script".
"""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from bot import wording
from bot.dialogs import answers, booking_screens, when
from bot.dialogs.booking_form import NAME, SCRIPT, At, Form
from bot.dialogs.dialog import Chose, Ends, Given, Goes, Reply, Scene
from bot.dialogs.inputs import Said, SharedContact
from bot.dialogs.screen import Screen
from bot.dialogs.when import When
from core.booking import Booking, BookingId
from core.desk import booking as desk_booking
from core.desk import look
from core.desk.booking import Wish
from core.errors import HasOpenBooking, NoSuchBooking, PartyRefused, TimeRefused
from core.guests import PhoneKind, Title


class BookingDialog:
    name = NAME

    def load(self, state: dict[str, Any]) -> Form:
        times = When(**{**state["when"], "offers": tuple(state["when"]["offers"])})
        second = tuple(state["second"]) if state["second"] else None
        was = At(state["was"]) if state["was"] else None
        return Form(**{**state, "at": At(state["at"]), "when": times, "second": second, "was": was})

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
    """Greet; whoever left a form half-way may go on with it."""
    if scene.dialog == NAME and scene.state is not None:
        back = come_back(scene, BookingDialog().load(scene.state))
        if back is not None:
            return back
    return Goes(NAME, Form())


def start_over(scene: Scene) -> Reply:
    """An empty form; the greeting has been heard."""
    return Goes(NAME, Form(at=At.NAME))


def come_back(scene: Scene, state: Form) -> Reply | None:
    """Greet who returns to a form begun, and ask whether to go on."""
    if not state.begun:
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
    standing = None if scene.actor.is_staff else look.open_booking(scene.desk, scene.person.user_id)
    if standing is not None:
        return Ends(booking_screens.expected(scene, standing))
    if given == Chose("yes"):
        return Goes(NAME, state.asking_next())
    return Goes(NAME, state)


def _declined(scene: Scene, state: Form, given: Given) -> Reply:
    return Goes(NAME, state.asking_next() if given == Chose("yes") else state)


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
        found = standing.booking
        return Goes(NAME, replace(state, at=At.SECOND, second=(found.id, found.version, found.code)))
    except TimeRefused as refused:
        return _ask_when(state, when.refused(scene, state.when, refused))
    return Ends(booking_screens.reserved(scene, booking))


def _ask_when(state: Form, chosen: when.Chosen) -> Reply:
    return Goes(NAME, replace(state, at=At.WHEN, when=chosen.when), chosen.note)


def _ask_when_again(state: Form, note: str) -> Reply:
    return Goes(NAME, replace(state, at=At.WHEN, when=When()), note)


def _second(scene: Scene, state: Form, given: Given) -> Reply:
    standing = second_booking(scene, state)
    if standing is None or state.when.starts_at is None:
        return Goes(NAME, replace(state, second=None).asking_next())
    match given:
        case Chose("move"):
            return _move(scene, state, standing)
        case Chose("keep"):
            return Ends(booking_screens.expected(scene, standing))
        case _:
            return Goes(NAME, state)


def _move(scene: Scene, state: Form, standing: Booking) -> Reply:
    starts_at = state.when.starts_at
    if starts_at is None:
        return Goes(NAME, state.asking_next())
    try:
        moved = desk_booking.move(scene.desk, standing.id, standing.version, starts_at, scene.actor)
    except TimeRefused as refused:
        return _ask_when(state, when.refused(scene, state.when, refused))
    return Ends(booking_screens.moved(scene, moved))


def second_booking(scene: Scene, state: Form) -> Booking | None:
    """The open booking the confirmation found, as it stands now."""
    if state.second is None:
        return None
    try:
        return look.own_booking(scene.desk, BookingId(state.second[0]), scene.actor)
    except NoSuchBooking:
        return None


def _resume(scene: Scene, state: Form, given: Given) -> Reply:
    if given != Chose("on"):
        return Goes(NAME, state)
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
