"""States as earlier versions stored them are read as the types of today."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from bot.dialogs.booking.changes import ChangeForm, ChangeStep
from bot.dialogs.booking.choice import ChoicePurpose, TimeChoice
from bot.dialogs.booking.form import BookingForm, BookingStep
from bot.dialogs.staff.requests import AnswerForm, AnswerStep
from bot.engine.state import UnreadableStateError, dump_state, load_state
from core.booking import BookingId
from core.guests import PhoneKind, Title
from core.requests import RequestId

SUNDAY = date(2026, 11, 22)
# Eight in the morning in Shanghai: a slot whose time in UTC is midnight is not a day.
EIGHT = datetime(2026, 11, 22, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("state_type", "stored", "read"),
    [
        (
            BookingForm,
            {
                "at": "when",
                "surname": "Tan",
                "given": "Grace",
                "title": "ms",
                "guests": 3,
                "elders": None,
                "children": None,
                "when": {
                    "day": "2026-11-22",
                    "slot": None,
                    "whole_day": None,
                    "how": "seat",
                    "offers": ["2026-11-22T00:00:00+00:00"],
                    "full": "2026-11-22T00:00:00+00:00",
                },
                "phone": "+8613800138000",
                "phone_kind": "shared",
                "second": 7,
                "was": "confirm",
            },
            BookingForm(
                at=BookingStep.WHEN,
                surname="Tan",
                given="Grace",
                title=Title.MS,
                guests=3,
                when=TimeChoice(day=SUNDAY, offers=(EIGHT,), full=EIGHT),
                phone="+8613800138000",
                phone_kind=PhoneKind.SHARED,
                second=BookingId(7),
                was=BookingStep.CONFIRM,
            ),
        ),
        (
            BookingForm,
            # Elders and children were two questions.
            {"at": "children", "surname": "Tan", "title": "ms", "guests": 3, "elders": 1, "children": None},
            BookingForm(at=BookingStep.COMPANY, surname="Tan", title=Title.MS, guests=3, elders=1),
        ),
        (
            ChangeForm,
            {"at": "confirm", "booking": 3, "version": 2, "when": {"full": "2026-11-22", "how": "wait"}},
            ChangeForm(
                at=ChangeStep.CONFIRM,
                booking=BookingId(3),
                version=2,
                when=TimeChoice(full=SUNDAY, how=ChoicePurpose.WAIT),
            ),
        ),
        (
            AnswerForm,
            {"at": "when", "request": 5, "when": {"slot": "2026-11-22T00:00:00+00:00"}},
            AnswerForm(at=AnswerStep.WHEN, request=RequestId(5), when=TimeChoice(slot=EIGHT)),
        ),
    ],
    ids=["booking", "children", "change", "answer"],
)
def test_a_state_of_an_earlier_version_is_read(state_type: type, stored: dict[str, Any], read: Any) -> None:
    state = load_state(state_type, stored)
    assert state == read
    assert type(state.when.full) is type(read.when.full)
    assert load_state(state_type, dump_state(state)) == read


@pytest.mark.parametrize(
    "spoiled",
    [{"day": "2026-11-99"}, {"slot": "2026-11-22T00:00:00"}, {"full": "noon"}, {"how": "lease"}],
)
def test_a_state_with_an_invalid_time_is_not_read(spoiled: dict[str, Any]) -> None:
    with pytest.raises(UnreadableStateError):
        load_state(BookingForm, {"when": spoiled})
