"""What every report has in common: who may ask, which day is meant, and the way to its neighbours."""

from collections.abc import Callable
from datetime import date, timedelta

from bot.dialogs import answers
from bot.dialogs.dialog import Reply, Scene
from bot.dialogs.payload import Act
from bot.dialogs.screen import Button
from core import timetable
from core.desk import house_staff
from core.staff import Right

Report = Callable[[Scene, date, int], Reply]
Unclear = Callable[[Scene], Reply]


def this_day(scene: Scene) -> date:
    return timetable.day_of(scene.desk.site, scene.desk.now)


def asked(scene: Scene, argument: str, report: Report, unclear: Unclear) -> Reply:
    """The report of the day that is named, today's where none is. Raises NotPermitted."""
    house_staff.require(scene.desk, scene.person.user_id, Right.SEE_THE_DAY)
    today = this_day(scene)
    day = answers.nearest_day(argument, today) if argument else today
    return unclear(scene) if day is None else report(scene, day, 0)


def turned(scene: Scene, act: Act, report: Report, unclear: Unclear) -> Reply:
    """The report of the day a button stands for; its version is the page. Raises NotPermitted."""
    house_staff.require(scene.desk, scene.person.user_id, Right.SEE_THE_DAY)
    day = answers.day(act.subject, this_day(scene))
    return unclear(scene) if day is None else report(scene, day, act.version)


def neighbours(scene: Scene, day: date, action: str) -> tuple[Button, ...]:
    """The day before and the day after."""
    before, after = day - timedelta(days=1), day + timedelta(days=1)
    return (
        Button(f"‹ {scene.words.day(before)}", Act(action=action, subject=before.isoformat())),
        Button(f"{scene.words.day(after)} ›", Act(action=action, subject=after.isoformat())),
    )
