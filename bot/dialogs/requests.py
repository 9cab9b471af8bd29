"""Request mode: withdrawing a request, and staff's answers to it."""

from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any

from bot import wording
from bot.dialogs import cards, request_screens, when
from bot.dialogs.choice import BACK, How, When
from bot.dialogs.dialog import Chose, Ends, Given, Goes, Reply, Scene, Shows, between_ourselves
from bot.dialogs.payload import Act, id_of
from bot.dialogs.screen import Button, Screen, paged
from core.booking import Booking
from core.desk import house_staff, look
from core.desk import requests as desk_requests
from core.errors import HasOpenBooking, NoSuchRequest, TimeRefused
from core.notices import STAFF, request_facts, request_handle
from core.plan import Ask
from core.requests import Request, RequestId
from core.staff import Right

NAME = "answer"
REQUESTS = "requests"


class At(StrEnum):
    WHEN = "when"
    CONFIRM = "confirm"
    DECLINE = "decline"


@dataclass(frozen=True, kw_only=True)
class Answering:
    """What is to be answered to a request."""

    at: At
    request: int
    when: When = field(default_factory=When)


class AnswerDialog:
    """An hour of the day that was asked for, or of another; or that there is none."""

    name = NAME

    def load(self, state: dict[str, Any]) -> Answering:
        return Answering(**{**state, "at": At(state["at"]), "when": When.load(state["when"])})

    def show(self, scene: Scene, state: Answering) -> Screen:
        words, request = scene.words, desk_requests.get(scene.desk, RequestId(state.request))
        told = request_screens.summary(words, request_facts(request))
        if state.at is At.DECLINE:
            text = words.say(
                "Shall I tell {name} that there is no hour for them that day?",
                name=wording.addressed(words, request.guest.name),
            )
            yes = Button(words.label("Yes, decline it"), "decline")
            no = Button(words.label("No, not yet"), "keep")
            return Screen(text=f"{told}\n\n{text}", rows=((yes, no),), yes="decline", no="keep")
        if state.at is At.WHEN or state.when.starts_at is None:
            whom = wording.addressed(words, request.guest.name)
            shown = when.show(scene, state.when, _ask(scene, request), whom=whom, waits=False)
            return shown.with_note(told)
        text = words.say(
            "Shall I promise {name} <b>{slot}</b>?",
            name=wording.addressed(words, request.guest.name),
            slot=words.slot(state.when.starts_at),
        )
        yes, back = Button(words.label("Yes, promise it"), "promise"), Button(words.label("‹ Back"), BACK)
        return Screen(text=f"{told}\n\n{text}", rows=((yes,), (back,)), yes="promise")

    def step(self, scene: Scene, state: Answering, given: Given) -> Reply:
        try:
            return self._step(scene, state, given)
        except NoSuchRequest as gone:
            return Ends(Screen(text=wording.refusal(scene.words, gone)))

    def returns(self, scene: Scene, state: Answering) -> Reply | None:
        """A yes that comes hours later is not the answer to what was asked then."""
        return Ends(_list(scene))

    def _step(self, scene: Scene, state: Answering, given: Given) -> Reply:
        request = desk_requests.find(scene.desk, RequestId(state.request))
        if given == Chose("keep"):
            return Ends(_list(scene))
        if given == Chose(BACK):
            if state.at is At.WHEN and not state.when.narrowed:
                return Ends(_list(scene))
            return Goes(NAME, replace(state, at=At.WHEN, when=state.when.forgetting()))
        if state.at is At.DECLINE and given == Chose("decline"):
            desk_requests.decline(scene.desk, request.id, scene.actor)
            return Ends(Screen(text=scene.words.say("Declined; the guest has been told, with our regrets.")))
        if state.at is At.WHEN:
            return _choose(scene, state, given, request)
        if state.at is At.CONFIRM and given == Chose("promise"):
            return _promise(scene, state, request)
        return Goes(NAME, state, wording.please_tap(scene.words))


def _choose(scene: Scene, state: Answering, given: Given, request: Request) -> Reply:
    chosen = when.step(scene, state.when, given, _ask(scene, request))
    if chosen.when.how is not How.SEAT:
        return Goes(NAME, state, wording.please_tap(scene.words))
    at = At.CONFIRM if chosen.complete else At.WHEN
    return Goes(NAME, replace(state, at=at, when=chosen.when), chosen.note)


def _promise(scene: Scene, state: Answering, request: Request) -> Reply:
    if state.when.starts_at is None:
        return Goes(NAME, replace(state, at=At.WHEN))
    try:
        made = desk_requests.answer(scene.desk, request.id, state.when.starts_at, scene.actor)
    except HasOpenBooking as standing:
        return Ends(Screen(text=wording.refusal(scene.words, standing)))
    except TimeRefused as error:
        chosen = when.refused(scene, error, _ask(scene, request))
        return Goes(NAME, replace(state, at=At.WHEN, when=chosen.when), chosen.note)
    return Ends(_promised(scene, made))


def _promised(scene: Scene, made: Booking) -> Screen:
    words = scene.words
    text = words.say(
        "Promised: {name}, <b>{slot}</b>, <code>{code}</code>.",
        name=wording.addressed(words, made.guest.name),
        slot=words.slot(made.starts_at),
        code=made.code,
    )
    if made.guest.telegram_id is not None:
        text += "\n" + words.say("They have been told in their own chat.")
    return Screen(text=text, rows=(cards.changes(words, made.id, made.version),))


def _ask(scene: Scene, request: Request) -> Ask:
    return look.asks_as(scene.desk, request.guest, scene.actor)


def requests(scene: Scene, argument: str) -> Reply:
    """/requests: what is still to be answered."""
    _may(scene)
    return between_ourselves(scene) or Shows(_list(scene), handle=REQUESTS)


def show_requests(scene: Scene, act: Act) -> Reply:
    """Back to the list, or another page of it."""
    _may(scene)
    return Shows(_list(scene, id_of(act) or 0), handle=REQUESTS)


def show_request(scene: Scene, act: Act) -> Reply:
    """A request's button."""
    _may(scene)
    words, request = scene.words, desk_requests.find(scene.desk, _request_of(act))
    back = Button(words.label("‹ Back"), Act(action=REQUESTS, subject="list"))
    rows = (cards.answers(words, request.id), (back,))
    text = f"{request_screens.summary(words, request_facts(request))}\n📱 {wording.phone(words, request.guest.phone)}"
    return Shows(Screen(text=text, rows=rows), handle=REQUESTS)


def begin_answer(scene: Scene, act: Act) -> Reply:
    """«Choose the hour»: of the day that was asked for, to begin with."""
    _may(scene)
    request = desk_requests.find(scene.desk, _request_of(act))
    return Goes(NAME, Answering(at=At.WHEN, request=request.id, when=When(day=request.day.isoformat())))


def begin_decline(scene: Scene, act: Act) -> Reply:
    """«No hour for them»: asked once more first."""
    _may(scene)
    request = desk_requests.find(scene.desk, _request_of(act))
    return Goes(NAME, Answering(at=At.DECLINE, request=request.id))


def withdraw(scene: Scene, act: Act) -> Reply:
    """«Withdraw the request», by its guest or for a caller."""
    if scene.bot == STAFF:
        _may(scene)
    gone = desk_requests.withdraw(scene.desk, _request_of(act), scene.actor)
    text = scene.words.say(
        "Very well, we look for no hour on {day} any more. Whenever another day suits, a word is enough.",
        day=scene.words.day(gone.day),
    )
    return Shows(Screen(text=text, rows=((cards.reserve(scene.words),),)), handle=request_handle(gone.id))


def _list(scene: Scene, page: int = 0) -> Screen:
    words, found = scene.words, desk_requests.list_open(scene.desk)
    if not found:
        return Screen(text=words.say("No request waits for an answer."))
    text = words.say_n(
        "{n} request waits for an answer.",
        "{n} requests wait for an answer; the most pressing first.",
        len(found),
    )
    buttons = [
        Button(
            words.label(
                "{day} · {name} · {party}",
                day=words.day(request.day),
                name=wording.addressed(words, request.guest.name),
                party=wording.party(words, request.party),
            ),
            Act(action="request", subject=str(request.id)),
        )
        for request in found
    ]
    return Screen(text=text, rows=paged(buttons, page, REQUESTS))


def _may(scene: Scene) -> None:
    house_staff.require(scene.desk, scene.person.user_id, Right.BOOK_FOR_GUESTS)


def _request_of(act: Act) -> RequestId:
    found = id_of(act)
    if found is None:
        raise NoSuchRequest
    return RequestId(found)
