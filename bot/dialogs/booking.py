"""The booking conversation: the house's standard script, for a buyer and for the operator with a caller.

greeting → shall I book → name (→ title) → guests (→ elders → children) → day → hour → phone → confirmation.
What is known is not asked again; each answer can be changed until the confirmation. docs/rules.md, "The script".
"""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from bot import wording
from bot.dialogs import agreed, booking_screens, doubts, peers, present, when
from bot.dialogs import booking_questions as questions
from bot.dialogs.booking_form import NAME, SCRIPT, At, Form
from bot.dialogs.choice import BACK, When
from bot.dialogs.dialog import Chose, Ends, Given, Goes, Reply, Scene
from bot.dialogs.doubts import Doubt
from bot.dialogs.inputs import Said
from bot.dialogs.screen import Screen
from core.booking import Booking
from core.desk import leads, look


class BookingDialog:
    name = NAME

    def load(self, state: dict[str, Any]) -> Form:
        was = At(state["was"]) if state["was"] else None
        return Form(**{**state, "at": At(state["at"]), "when": When.load(state["when"]), "was": was})

    def show(self, scene: Scene, state: Form) -> Screen:
        if state.at is At.WHEN:
            ask, lead = state.ask(scene.desk, scene.actor), booking_screens.leave_a_number(scene.words)
            return peers.with_way_back(scene, state, when.show(scene, state.when, ask, lead))
        return booking_screens.SCREENS[state.at](scene, state)

    def step(self, scene: Scene, state: Form, given: Given) -> Reply:
        if given == Chose("over"):
            return start_over(scene)
        if given == Chose(BACK):
            return Goes(NAME, _back(state))
        if given == Chose(booking_screens.LEAD):
            return Goes(NAME, replace(state, at=At.LEAD, was=state.at))
        if given == Chose(peers.NOT_ONE):
            return peers.take_back(scene, state)
        doubt = doubts.heard_in(given.text) if isinstance(given, Said) else None
        if doubt is not None:
            return doubts.answer(scene, state, doubt)
        reply = _STEPS[state.at](scene, state, given)
        note = ""
        if isinstance(reply, Goes) and reply.dialog == NAME and reply.state.at is At.CONFIRM:
            note = when.lapsed(scene, reply.state.when, reply.state.ask(scene.desk, scene.actor))
        return agreed.ask_when_again(reply.state, note) if isinstance(reply, Goes) and note else reply

    def returns(self, scene: Scene, state: Form) -> Reply | None:
        return come_back(scene, state)


def start(scene: Scene) -> Reply:
    """Greet; whoever left a form half-way may go on with it, and who has a booking, or waits for one, sees it."""
    begun = present.begun(scene)
    if begun is not None:
        back = come_back(scene, BookingDialog().load(begun))
        if back is not None:
            return back
    card = present.card(scene)
    return Goes(NAME, _new_form(scene)) if card is None else present.shown(scene, card)


def open_with(scene: Scene, argument: str) -> Reply:
    """Somebody writes out of the blue: a doubt has its answer, anything else the greeting."""
    doubt = doubts.heard_in(argument)
    return start(scene) if doubt is None else doubts.answer(scene, _new_form(scene), doubt)


def start_over(scene: Scene) -> Reply:
    """A new form; the greeting has been heard."""
    return Goes(NAME, _new_form(scene).asking_next())


def _new_form(scene: Scene) -> Form:
    """What the house knows of its guest is not asked again; it can be changed at the confirmation."""
    # Whoever leaves soon is told of once, however often they begin anew.
    pressed = scene.dialog == NAME and bool((scene.state or {}).get("pressed"))
    known = None if scene.actor.is_staff else look.known_guest(scene.desk, scene.person.user_id)
    if known is None:
        return Form(pressed=pressed)
    name, phone = known.name, known.phone
    return Form(
        surname=name.surname,
        given=name.given,
        title=str(name.title),
        phone=phone.number,
        phone_kind=str(phone.kind),
        pressed=pressed,
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
    if state.at is At.WHEN and state.when.narrowed:
        return replace(state, when=state.when.forgetting())
    if state.asking_next().at is At.CONFIRM and state.at is not At.CONFIRM:
        return replace(state, at=At.CONFIRM)
    if state.at is At.LEAD:
        return replace(state, at=state.was or At.DECLINED, was=None)
    if state.at not in SCRIPT:
        return replace(state, at=SCRIPT[-1]) if state.at is At.CONFIRM else replace(state, at=At.WELCOME)
    earlier = SCRIPT[: SCRIPT.index(state.at)]
    asked = [q for q in earlier if state.answered(q) and not _skipped(state, q)]
    return replace(state, at=asked[-1] if asked else At.WELCOME)


def _skipped(state: Form, question: At) -> bool:
    """A question that was answered along with another."""
    if question in {At.ELDERS, At.CHILDREN}:
        return state.guests == 1 or (question is At.CHILDREN and not state.elders and not state.children)
    return False


def _welcome(scene: Scene, state: Form, given: Given) -> Reply:
    if given == Chose("no"):
        left = not scene.actor.is_staff and leads.has_left(scene.desk, scene.person.user_id)
        return _farewell(scene) if left else Goes(NAME, replace(state, at=At.DECLINED))
    if given == Chose("more"):
        return Goes(NAME, replace(state, at=At.MORE))
    standing = _standing(scene)
    if standing is not None:
        return Ends(booking_screens.expected(scene, standing))
    if given == Chose("yes"):
        return Goes(NAME, state.asking_next())
    return Goes(NAME, state, wording.please_tap(scene.words))


def _more(scene: Scene, state: Form, given: Given) -> Reply:
    if isinstance(given, Chose) and given.choice in set(Doubt):
        return doubts.answer(scene, state, Doubt(given.choice))
    return Goes(NAME, state, wording.please_tap(scene.words))


def _declined(scene: Scene, state: Form, given: Given) -> Reply:
    if given == Chose("book"):
        return Goes(NAME, state.asking_next())
    if given == Chose("bye"):
        return _farewell(scene)
    written = questions.line_given(scene, given) is not None
    return _lead(scene, state, given) if written else Goes(NAME, state, wording.please_tap(scene.words))


def _lead(scene: Scene, state: Form, given: Given) -> Reply:
    if given == Chose("decline"):
        return _farewell(scene)
    line = questions.line_given(scene, given)
    if line is None:
        return Goes(NAME, state, questions.no_number(scene, given))
    leads.take(scene.desk, booking_screens.best_name(scene, state), line, scene.actor)
    text = scene.words.say(
        "Thank you, we have noted {phone}. We shall be in touch, and sparingly.",
        phone=wording.phone(scene.words, line),
    )
    return Ends(Screen(text=text))


def _farewell(scene: Scene) -> Reply:
    return Ends(
        Screen(text=scene.words.say("Until another time, then. A word here is enough whenever you wish."))
    )


def _when(scene: Scene, state: Form, given: Given) -> Reply:
    chosen = when.step(scene, state.when, given, state.ask(scene.desk, scene.actor))
    after = replace(state, when=chosen.when)
    return Goes(NAME, after.asking_next() if chosen.complete else after, chosen.note)


def _confirm(scene: Scene, state: Form, given: Given) -> Reply:
    match given:
        case Chose("confirm"):
            return agreed.confirm(scene, state)
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


def _resume(scene: Scene, state: Form, given: Given) -> Reply:
    if given != Chose("on"):
        return Goes(NAME, state, wording.please_tap(scene.words))
    back = replace(state, at=state.was or At.NAME, was=None)
    note = when.lapsed(scene, back.when, back.ask(scene.desk, scene.actor))
    return agreed.ask_when_again(back, note) if note else Goes(NAME, back)


_STEPS: dict[At, Callable[[Scene, Form, Given], Reply]] = {
    At.WELCOME: _welcome,
    At.MORE: _more,
    At.DECLINED: _declined,
    At.LEAD: _lead,
    At.NAME: questions.name,
    At.TITLE: questions.title,
    At.GUESTS: questions.guests,
    At.ELDERS: questions.elders,
    At.CHILDREN: questions.children,
    At.WHEN: _when,
    At.PHONE: questions.phone,
    At.CONFIRM: _confirm,
    At.SECOND: agreed.second,
    At.RESUME: _resume,
}
