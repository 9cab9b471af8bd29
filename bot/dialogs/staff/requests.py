"""Request mode: withdrawing a request, and staff's answers to it."""

from dataclasses import dataclass
from enum import StrEnum

from bot.dialogs.booking import when, when_question
from bot.dialogs.booking.choice import ChoicePurpose, TimeChoice, TimeForm, restart, take
from bot.engine.dialog import Context, ask_for_private_chat
from bot.engine.form import Again, Answer, Confirmation, Question, Step, not_followed
from bot.engine.form_dialog import FormDialog
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
class AnswerForm(TimeForm):
    """What is to be answered to a request."""

    at: AnswerStep
    request: RequestId


Read = Answer[AnswerForm]


def _ask_when(context: Context, form: AnswerForm) -> Question:
    request = desk_requests.find(context.desk, form.request)
    whom = phrases.addressed(context.words, request.guest.name)
    question = when_question.ask(context, form.when, _seat_request(context, request), whom=whom, waits=False)
    return question.with_note(_summary(context, request))


def _read_when(context: Context, form: AnswerForm, given: Given) -> Read:
    request = desk_requests.find(context.desk, form.request)
    chosen = when.read(context, form.when, given, _seat_request(context, request))
    if chosen.when.how is not ChoicePurpose.SEAT:
        return Again(note=not_followed(context.words), missed=True)
    return take(form, chosen)


def _ask_decline(context: Context, form: AnswerForm) -> Question:
    words, request = context.words, desk_requests.find(context.desk, form.request)
    text = words.say(
        "Shall I tell {name} that we have no hour for them that day?",
        name=phrases.addressed(words, request.guest.name),
    )
    yes, no = Button(words.label("Yes, decline it"), "decline"), Button(words.label("No, not yet"), "keep")
    question = Question(text=text, rows=((yes, no),), back=False, yes="decline", no="keep")
    return question.with_note(_summary(context, request))


def _read_decline(context: Context, form: AnswerForm, given: Given) -> Read:
    if given == Chose("keep"):
        return Finish(_list(context))
    if given != Chose("decline"):
        return Again(note=not_followed(context.words), missed=True)
    desk_requests.decline(context.desk, form.request, context.actor)
    return Finish(Screen(text=context.words.say("Declined. The guest has been told, with our apologies.")))


def _confirmation(context: Context, form: AnswerForm) -> str:
    words, request = context.words, desk_requests.find(context.desk, form.request)
    text = words.say(
        "Shall I confirm <b>{slot}</b> for {name}?",
        name=phrases.addressed(words, request.guest.name),
        slot=words.slot(form.when.slot) if form.when.slot is not None else "",
    )
    return f"{_summary(context, request)}\n\n{text}"


def _submit(context: Context, form: AnswerForm) -> Read:
    if form.when.slot is None:
        return Again(at=AnswerStep.WHEN)
    request = desk_requests.find(context.desk, form.request)
    try:
        made = desk_requests.answer(context.desk, request.id, form.when.slot, context.actor)
    except HasOpenBooking as existing:
        return Finish(Screen(text=explain(context.words, existing)))
    except TimeRefused as error:
        return take(form, when.refused(context, error, _seat_request(context, request)))
    return Finish(_promised(context, made))


def _is_open(context: Context, form: AnswerForm) -> bool:
    try:
        desk_requests.find(context.desk, form.request)
    except NoSuchRequest:
        return False
    return True


# An hour of the day that was asked for, or of another; or that there is none.
ANSWER = FormDialog(
    name=NAME,
    state_type=AnswerForm,
    steps=(
        Step(name=AnswerStep.WHEN, ask=_ask_when, read=_read_when, restart=restart),
        Step(name=AnswerStep.DECLINE, ask=_ask_decline, read=_read_decline, side=True),
    ),
    confirmation=Confirmation(
        name=AnswerStep.CONFIRM,
        ask=_confirmation,
        yes=lambda context, _form: context.words.label("Yes, confirm"),
        submit=_submit,
        check=lambda _context, form: None if form.when.slot is not None else Again(at=AnswerStep.WHEN),
        leave=lambda words: words.label("No, not yet"),
    ),
    leave=lambda context, _form: Finish(_list(context)),
    gone=(NoSuchRequest,),
    ended=lambda context, gone: Screen(text=explain(context.words, gone)),
    # A yes that comes hours later is not the answer to what was asked then.
    returning=lambda context, _form: Finish(_list(context)),
    keep=_is_open,
)


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


def _seat_request(context: Context, request: DayRequest) -> SeatRequest:
    return queries.seat_request_for(context.desk, request.guest, context.actor)


def _summary(context: Context, request: DayRequest) -> str:
    return request_screens.summary(context.words, RequestFacts.of_request(request))


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
    text = f"{_summary(context, request)}\n📱 {phrases.phone(words, request.guest.phone)}"
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
