"""Every state of every dialog has a screen, a JSON session and buttons that fit in 64 bytes."""

import json
from collections.abc import AsyncIterator, Iterable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import islice
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from bot import features, opening
from bot.dialogs.booking import changes, conversation
from bot.dialogs.booking.changes import ChangeForm
from bot.dialogs.booking.choice import ChoicePurpose, TimeChoice
from bot.dialogs.booking.form import BookingForm, BookingStep
from bot.dialogs.guest.my_booking import change_dialog
from bot.dialogs.managing import menu
from bot.dialogs.staff import requests as request_dialog
from bot.dialogs.staff.requests import ANSWER, AnswerForm
from bot.engine import payload
from bot.engine.dialog import Context
from bot.engine.inputs import Chose, MediaSent, Person, Said, SharedContact
from bot.engine.payload import ScreenAction, SubjectAction
from bot.engine.replies import Toast
from bot.engine.screen import Page, lay_out
from bot.engine.state import dump_state, load_state
from bot.language.catalogues import NAMES
from bot.language.words import Words
from bot.wording.refusals import explain
from core import timetable
from core.booking import BookingId, Party
from core.clock import PlayedClock
from core.desk import Desk
from core.desk import requests as desk_requests
from core.desk import staff as staff_desk
from core.errors import Refusal
from core.guests import Name, PhoneKind, Title
from core.requests import DayRequest, RequestId
from core.runtime.house import House
from core.site import Agency, Site
from core.staff import Member, Role
from core.store.tables import sessions
from tests.bot.engine import managers_states
from tests.support.engines import only_postgres, only_sqlite
from tests.support.gestures import BOOKING, Play
from tests.support.people import NO_PHONE, OPERATOR, books, guest

TEN = datetime(2026, 11, 21, 2, tzinfo=UTC)
SATURDAY, SUNDAY = date(2026, 11, 21), date(2026, 11, 22)
FULL = BookingForm(
    surname="W" * 40, given="X", title=Title.MR, guests=10, elders=3, children=2, phone="+8613800138000",
    phone_kind=PhoneKind.TYPED, when=TimeChoice(day=SATURDAY, slot=TEN), second=BookingId(1),
)  # fmt: skip
WHENS = [
    TimeChoice(),
    TimeChoice(day=SATURDAY),
    TimeChoice(day=SATURDAY, slot=TEN),
    TimeChoice(offers=(TEN, (TEN + timedelta(hours=1)))),
    TimeChoice(day=SATURDAY, offers=(TEN,), full=(TEN + timedelta(hours=1))),
    TimeChoice(day=SUNDAY, full=SUNDAY),
    TimeChoice(day=SUNDAY),
    TimeChoice(day=SATURDAY, slot=TEN, how=ChoicePurpose.WAIT),
    TimeChoice(whole_day=SUNDAY, how=ChoicePurpose.WAIT),
    TimeChoice(whole_day=SATURDAY, how=ChoicePurpose.REQUEST),
]


# The steps that depend on the choice of a time.
OF_TIME = {BookingStep.WHEN, BookingStep.CONFIRM, BookingStep.SECOND, BookingStep.RESUME}


def every_state() -> Iterator[tuple[Any, Any]]:
    for at in BookingStep:
        for when in WHENS if at in OF_TIME else (FULL.when,):
            yield conversation.BOOKING, replace(FULL, at=at, when=when)
        yield conversation.BOOKING, BookingForm(at=at)
    for mine in changes.ChangeStep:
        for when in WHENS:
            yield change_dialog(), ChangeForm(at=mine, booking=BookingId(1), version=1, when=when)
    for answering in request_dialog.AnswerStep:
        for when in WHENS:
            yield ANSWER, AnswerForm(at=answering, request=RequestId(2), when=when)
    yield from managers_states.every_state()


MANAGER = Member(user_id=1, name="Chen", role=Role.SITE_MANAGER)


def context(desk: Desk, language: str = "en", *, staff: bool = False) -> Context:
    person = Person(user_id=1, chat_id=1, first_name="Grace", last_name="Tan", language_code=language)
    return Context(
        desk=desk,
        words=Words(language, desk.site),
        bot="staff" if staff else "buyers",
        bot_username="yingbin_bot",
        person=person,
        member=MANAGER if staff else None,
    )


@pytest.fixture(params=[False, True], ids=["hours", "days"])
async def busy(
    database_url: str, site: Site, clock: PlayedClock, request: pytest.FixtureRequest
) -> AsyncIterator[House]:
    """Two houses with one seat in each slot, a booking, an open request, and a full day; the second is in request
    mode."""
    rules = site.booking.model_copy(update={"request_mode": request.param})
    agencies = (Agency(name="A", consultants=1, weekday_rest=0),)
    small = site.model_copy(update={"booking": rules, "agencies": agencies})

    def fill(desk: Desk) -> None:
        desk_requests.answer(desk, asks(desk, 1).id, TEN, OPERATOR)
        asks(desk, 2)
        staff_desk.add_or_update(desk, MANAGER)
        for slot in timetable.slots_of(site, SUNDAY):
            books(OPERATOR, slot)(desk)

    house = opening.open_house(database_url, small, clock)
    await house.run(fill)
    yield house
    await house.close()


def asks(desk: Desk, user_id: int) -> DayRequest:
    name, party = Name(surname="Lim"), Party(adults=2)
    return desk_requests.submit(desk, name=name, phone=NO_PHONE, party=party, day=SUNDAY, by=guest(user_id))


@pytest.mark.parametrize("language", list(NAMES))
async def test_every_state_has_a_screen_a_json_session_and_buttons_that_fit(
    busy: House, language: str
) -> None:
    def check(desk: Desk) -> None:
        for dialog, state in every_state():
            screen = dialog.show(context(desk, language, staff=dialog.name in menu.RIGHTS), state)
            assert screen.text.strip()
            page = lay_out(screen, dialog.name, 99_999)
            assert Page.from_json(json.loads(json.dumps(page.to_json()))) == page
            labels = [label for row in page.rows for label, _ in row]
            assert len(set(labels)) == len(labels), (state, labels)
            assert load_state(dialog.state_type, json.loads(json.dumps(dump_state(state)))) == state

    await busy.read(check)


INPUTS = [
    Chose("nonsense"), Chose("d2026-99-99"), Chose("sXX"), Chose("s2026-11-21T02:00"), Said("?!"),
    Said("9" * 400), MediaSent(), Chose("yes"), Chose("d2026-11-21"), Chose("n99"), Chose("h10:00"), Said("11-21"),
    Chose("w2026-11-22"), Chose("w2026-11-21T02:00:00+00:00"), Chose("w"), Chose("on"), Chose("guests"),
    Chose("decline"),
    SharedContact("x", own=True), Chose("leave"), Chose("back"), Chose("over"), Chose("skip"), Chose("cancel"),
]  # fmt: skip


def throw(desk: Desk, states: Iterable[tuple[Any, Any]], given_input: Any) -> None:
    """Give each state this input and roll back its effects. A state that several lead to is shown once."""
    seen: set[tuple[Any, ...]] = set()
    for dialog, state in states:
        before = context(desk, staff=dialog.name in menu.RIGHTS)
        with desk.savepoint() as savepoint:
            try:
                reply = dialog.step(before, state, given_input)
            except Refusal as refused:
                reply = Toast(explain(before.words, refused))
            savepoint.rollback()
        if hasattr(reply, "state") and (shown := (reply.dialog, reply.state, before.bot)) not in seen:
            seen.add(shown)
            leads_to = next(d for d in features.staff().dialogs if d.name == reply.dialog)
            assert leads_to.show(before, reply.state).text


@pytest.mark.machine
@only_sqlite
@pytest.mark.parametrize("number", range(len(INPUTS)), ids=lambda number: str(INPUTS[number])[:40])
async def test_no_input_makes_any_state_raise(busy: House, number: int) -> None:
    """Every third state, beginning with another one for each input; all of them in the soak test."""
    await busy.run(lambda desk: throw(desk, islice(every_state(), number % 3, None, 3), INPUTS[number]))


@pytest.mark.soak
@only_sqlite
@pytest.mark.parametrize("given_input", INPUTS, ids=lambda given: str(given)[:40])
async def test_no_input_makes_any_of_all_states_raise(busy: House, given_input: Any) -> None:
    await busy.run(lambda desk: throw(desk, every_state(), given_input))


@pytest.mark.machine
@only_postgres
async def test_no_input_makes_any_state_raise_on_postgres(busy: House) -> None:
    """Try every input in every eleventh state, because PostgreSQL is slower. It has integers that can overflow."""
    for number, given_input in enumerate(INPUTS):
        states = islice(every_state(), number % 11, None, 11)
        await busy.run(lambda desk, states=states, given=given_input: throw(desk, states, given))


async def test_the_stored_state_of_a_conversation_is_json(play: Play) -> None:
    buyer = play.buyer()
    await buyer.open()
    for label in BOOKING:
        await buyer.tap(label)
        row = await play.look(lambda desk: desk.conn.execute(select(sessions).filter_by(bot="buyers")).one())
        dialog = features.buyers().find_dialog(row.dialog) if row.dialog else None
        if dialog is not None:
            assert dump_state(load_state(dialog.state_type, row.state)) == row.state


TEXT = st.text(st.characters(codec="utf-8"), max_size=80)


@given(TEXT)
def test_any_callback_data_decodes_to_an_action_or_none(data: str) -> None:
    press = payload.decode(data)
    assert press is None or isinstance(press, (ScreenAction, SubjectAction))


@given(
    st.sampled_from(["booking", "mine"]),
    st.integers(0, 10**8),
    st.text("abcdefghij-:+0123456789T", max_size=30),
)
def test_an_action_survives_encoding_and_decoding(dialog: str, turn: int, choice: str) -> None:
    pick = ScreenAction(dialog=dialog, turn=turn, choice=choice)
    assert payload.decode(payload.encode(pick)) == pick
    action = SubjectAction(name=dialog, subject=choice, version=turn)
    assert payload.decode(payload.encode(action)) == action


def test_callback_data_that_is_too_long_is_refused() -> None:
    with pytest.raises(ValueError, match="51"):
        payload.encode(ScreenAction(dialog="booking", turn=1, choice="好" * 20))
