"""Every state of the managers' dialogs."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from bot.dialogs.managing import arrangement_form, override_form, roster_form
from bot.dialogs.managing.arrangement_dialog import ArrangingDialog
from bot.dialogs.managing.arrangement_form import ArrangementForm, ArrangementTask
from bot.dialogs.managing.consultants import Hiring, HiringDialog
from bot.dialogs.managing.guest_card import Asking, WhoseDialog
from bot.dialogs.managing.override_dialog import OverridingDialog
from bot.dialogs.managing.override_form import OverrideForm, OverrideKind
from bot.dialogs.managing.roster_dialog import RosterDialog
from bot.dialogs.managing.roster_form import Half, RosterEntries, RosterForm

SPANS: list[dict[str, Any]] = [
    {"first": "2026-11-21"},
    {"first": "2026-11-21", "last": "2026-11-29", "hours": ("10:00", "14:00"), "reason": "r" * 200, "number": 3},
    {"first": "2020-01-01", "last": "2020-01-01", "who": 7, "number": 0},
]  # fmt: skip
WHOLE = OverrideForm(
    sort=OverrideKind.HOUR, at=override_form.OverrideStep.WHO, guest=1, booking=1, version=1, day="2026-11-21",
    slot="2026-11-21T06:00:00+00:00", tier="A+", until="2026-12-01", kind="official", firm="f" * 120,
    reason="r" * 200,
)  # fmt: skip


def every_state() -> Iterator[tuple[Any, Any]]:
    for task in ArrangementTask:
        for at in {*arrangement_form.ORDER[task], arrangement_form.ArrangementStep.LAST}:
            drafts = [ArrangementForm(task=task, at=at, **span) for span in SPANS]
            # Before a day is chosen only what comes first is asked.
            early = (
                [ArrangementForm(task=task, at=at)]
                if at
                in {
                    arrangement_form.ArrangementStep.SORT,
                    arrangement_form.ArrangementStep.NUMBER,
                    arrangement_form.ArrangementStep.WHO,
                    arrangement_form.ArrangementStep.FIRST,
                }
                else []
            )
            for draft in [*early, *drafts]:
                yield ArrangingDialog(draft.dialog), draft
    for half in Half:
        blank = RosterForm(at=roster_form.RosterStep.DAY, day="2026-11-21", half=half)
        some = RosterEntries(numbers=(3, None), names=(None, (1, 7)))
        for each in (
            blank,
            replace(blank, whole=RosterEntries(numbers=(3, 0)), reason="r"),
            replace(blank, whole=some, morning=some, afternoon=some),
            RosterForm(at=blank.at),
        ):
            for place in roster_form.RosterStep:
                yield RosterDialog(), replace(each, at=place)
    for sort in OverrideKind:
        for where in override_form.ORDER[sort]:
            yield OverridingDialog(), replace(WHOLE, sort=sort, at=where)
            yield OverridingDialog(), OverrideForm(sort=sort, at=where, guest=1, booking=1, version=1)
            yield OverridingDialog(), OverrideForm(sort=sort, at=where, guest=99, booking=99)
    for agency in (0, 1, 9):
        yield HiringDialog(), Hiring(agency=agency)
        yield HiringDialog(), Hiring(agency=agency, names=("王芳", "<Li> Na"))
    yield WhoseDialog(), Asking()
