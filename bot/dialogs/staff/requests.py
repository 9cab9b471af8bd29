"""Request mode: withdrawing a request, and staff's answers to it."""

from dataclasses import dataclass, field, replace
from enum import StrEnum

from bot.dialogs.booking import when
from bot.dialogs.booking.choice import ChoicePurpose, TimeChoice
from bot.engine.dialog import Context, ask_for_private_chat
from bot.engine.form import BACK
from bot.engine.inputs import Chose, Given
from bot.engine.pager import paged
from bot.engine.payload import SubjectAction, id_of
from bot.engine.replies import Finish, Goto, Reply, Show
from bot.engine.screen import Button, Screen
from bot.wording import phrases, standard_buttons
from bot.wording import requests as request_screens
from bot.wording.refusals import explain
from core.booking import Booking
from core.bots import STAFF
from core.desk import queries
from core.desk import requests as desk_requests
from core.errors import HasOpenBooking, NoSuchRequest, TimeRefused
from core.notices.facts import RequestFacts
from core.notices.handles import request_handle
from core.plan import SeatRequest
from core.requests import DayRequest, RequestId
from core.staff import Right

NAME = "answer"
REQUESTS = "requests"


class AnswerStep(StrEnum):
    WHEN = "when"
    CONFIRM = "confirm"
    DECLINE = "decline"


@dataclass(frozen=True, kw_only=True)
class AnswerForm:
    """What is to be answered to a request."""

    at: AnswerStep
    request: RequestId
    when: TimeChoice = field(default_factory=TimeChoice)


class AnswerDialog:
    """An hour of the day that was asked for, or of another; or that there is none."""

    name = NAME
    state_type = AnswerForm

    def show(self, context: Context, state: AnswerForm) -> Screen:
        words, request = context.words, desk_requests.get(context.desk, state.request)
        told = request_screens.summary(words, RequestFacts.of_request(request))
        if state.at is AnswerStep.DECLINE:
            text = words.say(
                "Shall I tell {name} that we have no hour for them that day?",
                name=phrases.addressed(words, request.guest.name),
            )
            yes = Button(words.label("Yes, decline it"), "decline")
            no = Button(words.label("No, not yet"), "keep")
            return Screen(text=f"{told}\n\n{text}", rows=((yes, no),), yes="decline", no="keep")
        if state.at is AnswerStep.WHEN or state.when.slot is None:
            whom = phrases.addressed(words, request.guest.name)
            shown = when.show(context, state.when, _ask(context, request), whom=whom, waits=False)
            return shown.with_note(told)
        text = words.say(
            "Shall I confirm <b>{slot}</b> for {name}?",
            name=phrases.addressed(words, request.guest.name),
            slot=words.slot(state.when.slot),
        )
        yes, back = Button(words.label("Yes, confirm"), "promise"), Button(words.label("‹ Back"), BACK)
        return Screen(text=f"{told}\n\n{text}", rows=((yes,), (back,)), yes="promise")

    def step(self, context: Context, state: AnswerForm, given: Given) -> Reply:
        try:
            return self._step(context, state, given)
        except NoSuchRequest as gone:
            return Finish(Screen(text=explain(context.words, gone)))

    def returns(self, context: Context, state: AnswerForm) -> Reply | None:
        """A yes that comes hours later is not the answer to what was asked then."""
        return Finish(_list(context))

    def worth_keeping(self, context: Context, state: AnswerForm) -> bool:
        try:
            desk_requests.find(context.desk, state.request)
        except NoSuchRequest:
            return False
        return True

    def _step(self, context: Context, state: AnswerForm, given: Given) -> Reply:
        request = desk_requests.find(context.desk, state.request)
        if given == Chose("keep"):
            return Finish(_list(context))
        if given == Chose(BACK):
            if state.at is AnswerStep.WHEN and not state.when.narrowed:
                return Finish(_list(context))
            return Goto(NAME, replace(state, at=AnswerStep.WHEN, when=state.when.forgetting()))
        if state.at is AnswerStep.DECLINE and given == Chose("decline"):
            desk_requests.decline(context.desk, request.id, context.actor)
            return Finish(
                Screen(text=context.words.say("Declined. The guest has been told, with our apologies."))
            )
        if state.at is AnswerStep.WHEN:
            return _choose(context, state, given, request)
        if state.at is AnswerStep.CONFIRM and given == Chose("promise"):
            return _promise(context, state, request)
        return Goto(NAME, state, phrases.please_tap(context.words))


def _choose(context: Context, state: AnswerForm, given: Given, request: DayRequest) -> Reply:
    chosen = when.step(context, state.when, given, _ask(context, request))
    if chosen.when.how is not ChoicePurpose.SEAT:
        return Goto(NAME, state, phrases.please_tap(context.words))
    at = AnswerStep.CONFIRM if chosen.complete else AnswerStep.WHEN
    return Goto(NAME, replace(state, at=at, when=chosen.when), chosen.note)


def _promise(context: Context, state: AnswerForm, request: DayRequest) -> Reply:
    if state.when.slot is None:
        return Goto(NAME, replace(state, at=AnswerStep.WHEN))
    try:
        made = desk_requests.answer(context.desk, request.id, state.when.slot, context.actor)
    except HasOpenBooking as existing:
        return Finish(Screen(text=explain(context.words, existing)))
    except TimeRefused as error:
        chosen = when.refused(context, error, _ask(context, request))
        return Goto(NAME, replace(state, at=AnswerStep.WHEN, when=chosen.when), chosen.note)
    return Finish(_promised(context, made))


def _promised(context: Context, made: Booking) -> Screen:
    words = context.words
    text = words.say(
        "Confirmed: {name}, <b>{slot}</b>, <code>{code}</code>.",
        name=phrases.addressed(words, made.guest.name),
        slot=words.slot(made.starts_at),
        code=made.code,
    )
    if made.guest.telegram_id is not None:
        text += "\n" + words.say("The guest has been told in their own chat.")
    return Screen(text=text, rows=(standard_buttons.changes(words, made.id, made.version),))


def _ask(context: Context, request: DayRequest) -> SeatRequest:
    return queries.seat_request_for(context.desk, request.guest, context.actor)


def requests(context: Context, argument: str) -> Reply:
    """/requests: what is still to be answered."""
    _may(context)
    return ask_for_private_chat(context) or Show(_list(context), handle=REQUESTS)


def show_requests(context: Context, action: SubjectAction) -> Reply:
    """Back to the list, or another page of it."""
    _may(context)
    return Show(_list(context, id_of(action) or 0), handle=REQUESTS)


def show_request(context: Context, action: SubjectAction) -> Reply:
    """A request's button."""
    _may(context)
    words, request = context.words, desk_requests.find(context.desk, _request_of(action))
    back = Button(words.label("‹ Back"), SubjectAction(name=REQUESTS, subject="list"))
    rows = (standard_buttons.answers(words, request.id), (back,))
    summary = request_screens.summary(words, RequestFacts.of_request(request))
    text = f"{summary}\n📱 {phrases.phone(words, request.guest.phone)}"
    return Show(Screen(text=text, rows=rows), handle=REQUESTS)


def begin_answer(context: Context, action: SubjectAction) -> Reply:
    """«Choose the hour»: of the day that was asked for, to begin with."""
    _may(context)
    request = desk_requests.find(context.desk, _request_of(action))
    return Goto(NAME, AnswerForm(at=AnswerStep.WHEN, request=request.id, when=TimeChoice(day=request.day)))


def begin_decline(context: Context, action: SubjectAction) -> Reply:
    """«No hour available»: asked once more first."""
    _may(context)
    request = desk_requests.find(context.desk, _request_of(action))
    return Goto(NAME, AnswerForm(at=AnswerStep.DECLINE, request=request.id))


def withdraw(context: Context, action: SubjectAction) -> Reply:
    """«Withdraw the request», by its guest or for a caller."""
    if context.bot == STAFF:
        _may(context)
    gone = desk_requests.withdraw(context.desk, _request_of(action), context.actor)
    text = context.words.say(
        "Very well, your request for {day} is withdrawn. Whenever another day suits you, please let us know.",
        day=context.words.day(gone.day),
    )
    return Show(
        Screen(text=text, rows=((standard_buttons.reserve(context.words),),)), handle=request_handle(gone.id)
    )


def _list(context: Context, page: int = 0) -> Screen:
    words, found = context.words, desk_requests.list_open(context.desk)
    if not found:
        return Screen(text=words.say("No requests are waiting for an answer."))
    text = words.say_n(
        "{n} request is waiting for an answer.",
        "{n} requests are waiting for an answer; the most urgent first.",
        len(found),
    )
    buttons = [
        Button(
            words.label(
                "{day} · {name} · {party}",
                day=words.day(request.day),
                name=phrases.addressed(words, request.guest.name),
                party=phrases.party(words, request.party),
            ),
            SubjectAction(name="request", subject=str(request.id)),
        )
        for request in found
    ]
    return Screen(text=text, rows=paged(buttons, page, REQUESTS))


def _may(context: Context) -> None:
    context.require(Right.BOOK_FOR_GUESTS)


def _request_of(action: SubjectAction) -> RequestId:
    found = id_of(action)
    if found is None:
        raise NoSuchRequest
    return RequestId(found)
