"""One line that says a whole order: shown where a command came alone, so that it can be learnt."""

from datetime import timedelta

from bot.dialogs.dialog import Scene
from bot.dialogs.managing import spans
from bot.dialogs.managing.form import Task
from core import timetable
from core.desk import consultants


def order(scene: Scene, task: Task) -> str:
    """An order of the days in an HTML line."""
    words, day, hour = scene.words, _day(scene), f"{spans.walls(scene.desk.site)[0]:%H:%M}"
    match task:
        case Task.CLOSE:
            return _told(scene, f"/close {day} {hour} {words.label('works in the hall')}")
        case Task.OPEN:
            return _told(scene, f"/open {day} {hour}")
        case Task.WITHHOLD:
            return _told(scene, f"/withhold 3 {day} {hour} {words.label('for guests of the chairman')}")
        case Task.DAY_CAP:
            return _told(scene, f"/cap day 40 {day}")
        case Task.WEEK_CAP:
            return _told(scene, f"/cap week 200 {day}")
        case Task.LEAVE:
            known = consultants.everyone(scene.desk)
            name = known[0].name if known else words.label("NAME")
            return _told(scene, f"/leave {name} {day} {_half(scene)}".rstrip())


def roster(scene: Scene) -> str:
    agency = scene.desk.site.agencies[0]
    return _told(scene, f"/roster {_day(scene)} {agency.name} {agency.consultants} {_half(scene)}".rstrip())


def override(scene: Scene) -> str:
    words, hour = scene.words, f"{spans.walls(scene.desk.site)[0]:%H:%M}"
    return _told(scene, f"/override {words.label('CODE')} {_day(scene)} {hour} {words.label('early flight')}")


def exception(scene: Scene) -> str:
    words = scene.words
    return _told(
        scene, f"/exception {words.label('CODE')} {_day(scene)} {words.label('a partner of the house')}"
    )


def _told(scene: Scene, line: str) -> str:
    return scene.words.say("In one line: <code>{line}</code>", line=line)


def _day(scene: Scene) -> str:
    day = timetable.day_of(scene.desk.site, scene.desk.now) + timedelta(days=2)
    return f"{day.month}-{day.day}"


def _half(scene: Scene) -> str:
    return scene.words.label("Morning").lower() if spans.has_halves(scene.desk.site) else ""
