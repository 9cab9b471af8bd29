"""What holds of every dialog: each state has a screen, its session is JSON, its buttons fit in 64 bytes."""

import json
from collections.abc import AsyncIterator, Iterable, Iterator
from dataclasses import asdict, replace
from datetime import UTC, date, datetime, timedelta
from itertools import islice
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from bot import wiring, wording
from bot.dialogs import booking_form, my_booking, payload, requests, scripts
from bot.dialogs.booking import BookingDialog
from bot.dialogs.booking_form import Form
from bot.dialogs.choice import How, When
from bot.dialogs.dialog import Chose, Scene, Tells
from bot.dialogs.inputs import Person, Said, Sent, SharedContact
from bot.dialogs.managing import menu
from bot.dialogs.my_booking import Change, MyBookingDialog
from bot.dialogs.payload import Act, Pick
from bot.dialogs.requests import AnswerDialog, Answering
from bot.dialogs.screen import Page, lay_out
from bot.language import NAMES, Words
from core import timetable
from core.booking import Party
from core.clock import PlayedClock
from core.desk import Desk, house_staff
from core.desk import requests as desk_requests
from core.errors import Refusal
from core.guests import Name
from core.house import House
from core.requests import Request
from core.site import Agency, Site
from core.staff import Member, Role
from core.store.tables import sessions
from tests.bot import managers_states
from tests.core.test_desk import NO_PHONE, OPERATOR, books, guest
from tests.engines import only_postgres, only_sqlite
from tests.gestures import BOOKING, Play

TEN = datetime(2026, 11, 21, 2, tzinfo=UTC)
SUNDAY = date(2026, 11, 22)
FULL = Form(
    surname="W" * 40, given="X", title="mr", guests=10, elders=3, children=2, phone="+8613800138000",
    phone_kind="typed", when=When(day="2026-11-21", slot=TEN.isoformat()), second=1,
)  # fmt: skip
WHENS = [
    When(),
    When(day="2026-11-21"),
    When(day="2026-11-21", slot=TEN.isoformat()),
    When(offers=(TEN.isoformat(), (TEN + timedelta(hours=1)).isoformat())),
    When(day="2026-11-21", offers=(TEN.isoformat(),), full=(TEN + timedelta(hours=1)).isoformat()),
    When(day="2026-11-22", full="2026-11-22"),
    When(day="2026-11-22"),
    When(day="2026-11-21", slot=TEN.isoformat(), how=How.WAIT),
    When(whole_day="2026-11-22", how=How.WAIT),
    When(whole_day="2026-11-21", how=How.REQUEST),
]


def every_state() -> Iterator[tuple[Any, Any]]:
    for at in booking_form.At:
        for when in WHENS:
            yield BookingDialog(), replace(FULL, at=at, when=when)
        yield BookingDialog(), Form(at=at)
    for mine in my_booking.At:
        for when in WHENS:
            yield MyBookingDialog(), Change(at=mine, booking=1, version=1, when=when)
    for answering in requests.At:
        for when in WHENS:
            yield AnswerDialog(), Answering(at=answering, request=2, when=when)
    yield from managers_states.every_state()


MANAGER = Member(user_id=1, name="Chen", role=Role.SITE_MANAGER)


def scene(desk: Desk, language: str = "en", *, staff: bool = False) -> Scene:
    person = Person(user_id=1, chat_id=1, first_name="Grace", last_name="Tan", language_code=language)
    return Scene(
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
    """Houses of one seat an hour, with a booking, an open request, and a day that is full: one gives the hours, the
    other is asked for days."""
    rules = site.booking.model_copy(update={"request_mode": request.param})
    agencies = (Agency(name="A", consultants=1, weekday_rest=0),)
    small = site.model_copy(update={"booking": rules, "agencies": agencies})

    def fill(desk: Desk) -> None:
        desk_requests.answer(desk, asks(desk, 1).id, TEN, OPERATOR)
        asks(desk, 2)
        house_staff.enrol(desk, MANAGER)
        for slot in timetable.slots_of(site, SUNDAY):
            books(OPERATOR, slot)(desk)

    house = wiring.open_house(database_url, small, clock)
    await house.run(fill)
    yield house
    await house.close()


def asks(desk: Desk, user_id: int) -> Request:
    name, party = Name(surname="Lim"), Party(adults=2)
    return desk_requests.ask(desk, name=name, phone=NO_PHONE, party=party, day=SUNDAY, by=guest(user_id))


@pytest.mark.parametrize("language", list(NAMES))
async def test_every_state_has_a_screen_a_json_session_and_buttons_that_fit(
    busy: House, language: str
) -> None:
    def check(desk: Desk) -> None:
        for dialog, state in every_state():
            screen = dialog.show(scene(desk, language, staff=dialog.name in menu.RIGHTS), state)
            assert screen.text.strip()
            page = lay_out(screen, dialog.name, 99_999)
            assert Page.from_json(json.loads(json.dumps(page.to_json()))) == page
            labels = [label for row in page.rows for label, _ in row]
            assert len(set(labels)) == len(labels), (state, labels)
            assert dialog.load(json.loads(json.dumps(asdict(state)))) == state

    await busy.read(check)


INPUTS = [
    Chose("nonsense"), Chose("d2026-99-99"), Chose("sXX"), Chose("s2026-11-21T02:00"), Said("?!"),
    Said("9" * 4000), Sent(), Chose("yes"), Chose("d2026-11-21"), Chose("n99"), Chose("h10:00"), Said("11-21"),
    Chose("w2026-11-22"), Chose("w2026-11-21T02:00:00+00:00"), Chose("w"), Chose("wait"), Chose("promise"),
    Chose("decline"),
    SharedContact("x", own=True), Chose("confirm"), Chose("back"), Chose("over"), Chose("move"), Chose("cancel"),
]  # fmt: skip


def throw(desk: Desk, states: Iterable[tuple[Any, Any]], given_input: Any) -> None:
    """Give each state this input, and undo what came of it."""
    for dialog, state in states:
        before = scene(desk, staff=dialog.name in menu.RIGHTS)
        with desk.savepoint() as savepoint:
            try:
                reply = dialog.step(before, state, given_input)
            except Refusal as refused:
                reply = Tells(wording.refusal(before.words, refused))
            savepoint.rollback()
        if hasattr(reply, "state"):
            shown = next(d for d in scripts.staff().dialogs if d.name == reply.dialog)
            assert shown.show(before, reply.state).text


@only_sqlite
@pytest.mark.parametrize("given_input", INPUTS, ids=lambda given: str(given)[:40])
async def test_no_state_is_thrown_by_any_input(busy: House, given_input: Any) -> None:
    await busy.run(lambda desk: throw(desk, every_state(), given_input))


@only_postgres
async def test_nor_where_numbers_have_an_end(busy: House) -> None:
    """Every input, each in every seventh state: PostgreSQL is asked over a socket, and slow."""
    for number, given_input in enumerate(INPUTS):
        states = islice(every_state(), number % 7, None, 7)
        await busy.run(lambda desk, states=states, given=given_input: throw(desk, states, given))


async def test_what_is_kept_of_a_conversation_is_json(play: Play) -> None:
    buyer = play.buyer()
    await buyer.open()
    for label in BOOKING:
        await buyer.tap(label)
        row = await play.look(lambda desk: desk.conn.execute(select(sessions).filter_by(bot="buyers")).one())
        assert json.loads(json.dumps(row.state)) == row.state


TEXT = st.text(st.characters(codec="utf-8"), max_size=80)


@given(TEXT)
def test_any_data_is_a_press_or_nothing(data: str) -> None:
    press = payload.decode(data)
    assert press is None or isinstance(press, (Pick, Act))


@given(
    st.sampled_from(["booking", "mine"]),
    st.integers(0, 10**8),
    st.text("abcdefghij-:+0123456789T", max_size=30),
)
def test_a_pick_says_what_it_was_given(dialog: str, turn: int, choice: str) -> None:
    pick = Pick(dialog=dialog, turn=turn, choice=choice)
    assert payload.decode(payload.encode(pick)) == pick
    act = Act(action=dialog, subject=choice, version=turn)
    assert payload.decode(payload.encode(act)) == act


def test_data_over_64_bytes_is_never_made() -> None:
    with pytest.raises(ValueError, match="51"):
        payload.encode(Pick(dialog="booking", turn=1, choice="好" * 20))
