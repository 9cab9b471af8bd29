"""Every state of the managers' dialogs."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, time
from typing import Any

from bot.dialogs.managing.arrangement_form import ArrangementForm, ArrangementStep, ArrangementTask
from bot.dialogs.managing.arrangement_steps import dialog_of
from bot.dialogs.managing.consultants import HIRING, HiringForm, HiringStep
from bot.dialogs.managing.guest_card import Asking, WhoseDialog
from bot.dialogs.managing.override_form import OverrideForm, OverrideKind, OverrideStep
from bot.dialogs.managing.override_steps import OVERRIDING
from bot.dialogs.managing.roster_form import RosterEntries, RosterForm, RosterStep
from bot.dialogs.managing.roster_steps import ROSTER
from bot.engine.form_dialog import FormDialog
from bot.understanding.parts_of_day import PartOfDay
from core.booking import BookingId
from core.consultants import ConsultantId
from core.guests import GuestId, GuestKind, Tier

SATURDAY = date(2026, 11, 21)
ANSWERS: list[dict[str, Any]] = [
    {"first": SATURDAY},
    {"first": SATURDAY, "last": date(2026, 11, 29), "hours": (time(10), time(14)), "reason": "r" * 200, "number": 3},
    {"first": date(2020, 1, 1), "last": date(2020, 1, 1), "who": ConsultantId(7), "number": 0},
]  # fmt: skip
WHOLE = OverrideForm(
    sort=OverrideKind.HOUR, at=OverrideStep.WHO, guest=GuestId(1), booking=BookingId(1), version=1, day=SATURDAY,
    slot=datetime(2026, 11, 21, 6, tzinfo=UTC), tier=Tier.A_PLUS, until=date(2026, 12, 1), kind=GuestKind.OFFICIAL,
    firm="f" * 120, reason="r" * 200,
)  # fmt: skip
# Before a day is chosen, only these steps are asked.
EARLY = {ArrangementStep.SORT, ArrangementStep.NUMBER, ArrangementStep.WHO, ArrangementStep.FIRST}


def steps_of(dialog: FormDialog[Any], form: Any) -> list[Any]:
    """The steps that apply to a form, the reason and the confirmation."""
    steps = [step.name for step in dialog.steps if step.applies(form)]
    return [*steps, *([dialog.reason.name] if dialog.reason else []), dialog.confirmation.name]


def every_state() -> Iterator[tuple[Any, Any]]:
    yield from _arrangements()
    yield from _rosters()
    yield from _overrides()
    for agency in (0, 1, 9):
        yield HIRING, HiringForm(agency=agency)
        for at in HiringStep:
            yield HIRING, HiringForm(agency=agency, at=at, names=("王芳", "<Li> Na"))
    yield WhoseDialog(), Asking()


def _arrangements() -> Iterator[tuple[Any, Any]]:
    for task in ArrangementTask:
        first = ArrangementForm(task=task, at=ArrangementStep.FIRST)
        dialog = dialog_of(first)
        for at in {*steps_of(dialog, first), ArrangementStep.LAST}:
            if at in EARLY:
                yield dialog, replace(first, at=at)
            for answers in ANSWERS:
                yield dialog, ArrangementForm(task=task, at=at, **answers)


def _rosters() -> Iterator[tuple[Any, Any]]:
    for half in PartOfDay:
        blank = RosterForm(at=RosterStep.DAY, day=SATURDAY, half=half)
        some = RosterEntries(numbers=(3, None), names=(None, (ConsultantId(1), ConsultantId(7))))
        for each in (
            blank,
            replace(blank, whole=RosterEntries(numbers=(3, 0)), reason="r"),
            replace(blank, whole=some, morning=some, afternoon=some),
            RosterForm(at=blank.at),
        ):
            for place in RosterStep:
                yield ROSTER, replace(each, at=place)


def _overrides() -> Iterator[tuple[Any, Any]]:
    for sort in OverrideKind:
        for where in steps_of(OVERRIDING, replace(WHOLE, sort=sort)):
            yield OVERRIDING, replace(WHOLE, sort=sort, at=where)
            yield (
                OVERRIDING,
                OverrideForm(sort=sort, at=where, guest=GuestId(1), booking=BookingId(1), version=1),
            )
            yield OVERRIDING, OverrideForm(sort=sort, at=where, guest=GuestId(99), booking=BookingId(99))
