"""Every state of the managers' dialogs."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from bot.dialogs.managing import case, form, sheet
from bot.dialogs.managing.arranging import ArrangingDialog
from bot.dialogs.managing.case import Case, Sort
from bot.dialogs.managing.consultants import Hiring, HiringDialog
from bot.dialogs.managing.form import Draft, Task
from bot.dialogs.managing.guest_card import Asking, WhoseDialog
from bot.dialogs.managing.overriding import OverridingDialog
from bot.dialogs.managing.roster import RosterDialog
from bot.dialogs.managing.sheet import Half, Sheet, Written

SPANS: list[dict[str, Any]] = [
    {"first": "2026-11-21"},
    {"first": "2026-11-21", "last": "2026-11-29", "hours": ("10:00", "14:00"), "reason": "r" * 200, "number": 3},
    {"first": "2020-01-01", "last": "2020-01-01", "who": 7, "number": 0},
]  # fmt: skip
WHOLE = Case(
    sort=Sort.HOUR, at=case.At.WHO, guest=1, booking=1, version=1, day="2026-11-21",
    slot="2026-11-21T06:00:00+00:00", tier="A+", until="2026-12-01", kind="official", firm="f" * 120,
    reason="r" * 200,
)  # fmt: skip


EARLY = {form.At.SORT, form.At.NUMBER, form.At.WHO, form.At.FIRST}


def every_state() -> Iterator[tuple[Any, Any]]:
    for task in Task:
        for at in {*form.ORDER[task], form.At.LAST}:
            drafts = [Draft(task=task, at=at, **span) for span in SPANS]
            # Before a day is chosen only what comes first is asked.
            early = (
                [Draft(task=task, at=at)]
                if at in {form.At.SORT, form.At.NUMBER, form.At.WHO, form.At.FIRST}
                else []
            )
            for draft in [*early, *drafts]:
                yield ArrangingDialog(draft.dialog), draft
    for half in Half:
        blank = Sheet(at=sheet.At.DAY, day="2026-11-21", half=half)
        some = Written(numbers=(3, None), names=(None, (1, 7)))
        for each in (
            blank,
            replace(blank, whole=Written(numbers=(3, 0)), reason="r"),
            replace(blank, whole=some, morning=some, afternoon=some),
            Sheet(at=blank.at),
        ):
            for place in sheet.At:
                yield RosterDialog(), replace(each, at=place)
    for sort in Sort:
        for where in case.ORDER[sort]:
            yield OverridingDialog(), replace(WHOLE, sort=sort, at=where)
            yield OverridingDialog(), Case(sort=sort, at=where, guest=1, booking=1, version=1)
            yield OverridingDialog(), Case(sort=sort, at=where, guest=99, booking=99)
    for agency in (0, 1, 9):
        yield HiringDialog(), Hiring(agency=agency)
        yield HiringDialog(), Hiring(agency=agency, names=("王芳", "<Li> Na"))
    yield WhoseDialog(), Asking()
