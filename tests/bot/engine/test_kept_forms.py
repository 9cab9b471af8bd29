"""Forms of earlier versions, whose days, hours and moments are ISO text, are read as the types of today."""

from datetime import UTC, date, datetime, time
from typing import Any

import pytest

from bot.dialogs.managing.arrangement_form import ArrangementForm, ArrangementStep, ArrangementTask
from bot.dialogs.managing.consultants import HiringForm
from bot.dialogs.managing.override_form import OverrideForm, OverrideKind, OverrideStep
from bot.dialogs.managing.roster_form import RosterEntries, RosterForm, RosterStep
from bot.engine.state import load_state
from bot.understanding.parts_of_day import PartOfDay
from core.booking import BookingId
from core.consultants import ConsultantId
from core.guests import GuestId, GuestKind, Tier

ARRANGEMENT = {
    "task": "close", "at": "hours", "number": None, "who": None, "first": "2026-11-21", "last": "2026-11-22",
    "hours": ["10:00", "14:00"], "reason": "works", "seen": True,
}  # fmt: skip
OVERRIDE = {
    "sort": "hour", "at": "confirm", "guest": 1, "booking": 2, "version": 3, "day": "2026-11-24",
    "slot": "2026-11-24T06:00:00+00:00", "tier": "A+", "until": "2026-12-01", "kind": "official", "firm": "f",
    "reason": "r", "card": True,
}  # fmt: skip
ROSTER = {
    "at": "board", "day": "2026-11-21", "half": "all", "whole": {"numbers": [3, None], "names": [None, [1, 7]]},
    "morning": {"numbers": [], "names": []}, "afternoon": {"numbers": [], "names": []}, "agency": 1, "reason": "",
}  # fmt: skip


@pytest.mark.parametrize(
    ("kept", "form"),
    [
        (
            ARRANGEMENT,
            ArrangementForm(
                task=ArrangementTask.CLOSE,
                at=ArrangementStep.HOURS,
                first=date(2026, 11, 21),
                last=date(2026, 11, 22),
                hours=(time(10), time(14)),
                reason="works",
                seen=True,
            ),
        ),
        (
            OVERRIDE,
            OverrideForm(
                sort=OverrideKind.HOUR,
                at=OverrideStep.CONFIRM,
                guest=GuestId(1),
                booking=BookingId(2),
                version=3,
                day=date(2026, 11, 24),
                slot=datetime(2026, 11, 24, 6, tzinfo=UTC),
                tier=Tier.A_PLUS,
                until=date(2026, 12, 1),
                kind=GuestKind.OFFICIAL,
                firm="f",
                reason="r",
                card=True,
            ),
        ),
        (
            ROSTER,
            RosterForm(
                at=RosterStep.BOARD,
                day=date(2026, 11, 21),
                half=PartOfDay.WHOLE,
                whole=RosterEntries(numbers=(3, None), names=(None, (ConsultantId(1), ConsultantId(7)))),
                agency=1,
            ),
        ),
        ({"agency": 1, "names": []}, HiringForm(agency=1)),
    ],
    ids=["arrangement", "override", "roster", "hiring"],
)
def test_a_form_stored_as_text_is_read(kept: dict[str, Any], form: Any) -> None:
    assert load_state(type(form), kept) == form
