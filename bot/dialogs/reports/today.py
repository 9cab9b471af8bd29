"""What a manager asks of a day: who comes, and how full it is."""

from collections.abc import Callable
from datetime import date, timedelta
from html import escape
from itertools import groupby

from bot import wording
from bot.dialogs import answers
from bot.dialogs.dialog import Reply, Scene, Shows
from bot.dialogs.payload import Act
from bot.dialogs.screen import Button, Screen, columns
from core import timetable
from core.booking import Booking, Status
from core.capacity import SlotLoad
from core.desk import house_staff, look
from core.staff import Right

# A message holds 4096 characters; a page leaves room for its heading.
PAGE = 3000
# And at most a hundred pieces of bold or fixed type.
LINES = 80
BAR = 8
# Characters of a wish in the list; the arrival ping has all of it.
GLANCE = 60

Report = Callable[[Scene, date, int], Screen]


def today(scene: Scene, argument: str) -> Reply:
    """/today [day]: the day's parties, hour by hour."""
    return _asked(scene, argument, "today", _today)


def capacity(scene: Scene, argument: str) -> Reply:
    """/capacity [day]: how full each slot is."""
    return _asked(scene, argument, "capacity", _capacity)


def turn_today(scene: Scene, act: Act) -> Reply:
    return _turned(scene, act, "today", _today)


def turn_capacity(scene: Scene, act: Act) -> Reply:
    return _turned(scene, act, "capacity", _capacity)


def _asked(scene: Scene, argument: str, handle: str, report: Report) -> Reply:
    house_staff.require(scene.desk, scene.person.user_id, Right.SEE_THE_DAY)
    this_day = timetable.day_of(scene.desk.site, scene.desk.now)
    day = answers.nearest_day(argument, this_day) if argument else this_day
    if day is None:
        text = scene.words.say(
            "Which day, please? For example: /{report} tomorrow, /{report} 28, /{report} 11-28.",
            report=handle,
        )
        return Shows(Screen(text=text))
    return Shows(report(scene, day, 0), handle=handle)


def _turned(scene: Scene, act: Act, handle: str, report: Report) -> Reply:
    house_staff.require(scene.desk, scene.person.user_id, Right.SEE_THE_DAY)
    day = answers.day(act.subject, timetable.day_of(scene.desk.site, scene.desk.now))
    if day is None:
        return _asked(scene, act.subject, handle, report)
    return Shows(report(scene, day, act.version), handle=handle)


def _today(scene: Scene, day: date, page: int) -> Screen:
    words = scene.words
    bookings = look.day_list(scene.desk, day)
    standing = [booking for booking in bookings if booking.status is not Status.CANCELLED]
    come = sum(booking.status is Status.ARRIVED for booking in standing)
    heading = words.say(
        "<b>{day}</b>\nParties {parties} · guests {guests} · arrived {come} · cancelled {cancelled}",
        day=words.day(day),
        parties=len(standing),
        guests=sum(booking.party.size for booking in standing),
        come=come,
        cancelled=len(bookings) - len(standing),
    )
    hours = [
        _hour(scene, list(group)) for _, group in groupby(standing, key=lambda booking: booking.starts_at)
    ]
    pages = _pages(hours) or [words.say("Nobody is booked for this day.")]
    page = min(page, len(pages) - 1)
    turns = [
        Button(str(n + 1), Act(action="today", subject=day.isoformat(), version=n))
        for n in range(len(pages))
        if len(pages) > 1
    ]
    rows = (*columns(turns, 8), _days(scene, day, "today"))
    return Screen(text=f"{heading}\n\n{pages[page]}", rows=rows)


def _hour(scene: Scene, bookings: list[Booking]) -> list[str]:
    """The hour's heading and a line for each of its parties."""
    words = scene.words
    parties = words.say_n("{n} party", "{n} parties", len(bookings))
    heading = f"<b>{words.hour(bookings[0].starts_at)}</b> · {parties}"
    return [heading, *(_party(scene, booking) for booking in bookings)]


def _party(scene: Scene, booking: Booking) -> str:
    words = scene.words
    line = words.say(
        "{name} · {party} · {tier} · <code>{code}</code>",
        name=wording.addressed(words, booking.guest.name),
        party=wording.party(words, booking.party),
        tier=wording.tier(words, booking.tier),
        code=booking.code,
    )
    told = wording.particulars(words, booking.plate, _glance(booking.remarks))
    line = "\n\u3000".join([line, *map(escape, told)])
    if booking.arrived_at is None:
        return f"▫️ {line}"
    return f"✅ {words.hour(booking.arrived_at)} · {line}"


def _glance(remarks: str | None) -> str | None:
    if remarks is None or len(remarks) <= GLANCE:
        return remarks
    return f"{remarks[: GLANCE - 1]}…"


def _units(line: str) -> int:
    """Never less than what Telegram counts: UTF-16 units of the HTML."""
    return len(line.encode("utf-16-le")) // 2


def _pages(hours: list[list[str]]) -> list[str]:
    """The hours' lines on pages a message can hold; an hour goes on overleaf where it must."""
    pages: list[list[str]] = [[]]
    for hour in hours:
        for number, line in enumerate(hour):
            page = pages[-1]
            if len(page) >= LINES or sum(map(_units, page)) + _units(line) > PAGE:
                page = []
                pages.append(page)
            page.append(f"\n{line}" if number == 0 and page else line)
    return ["\n".join(page) for page in pages if page]


def _capacity(scene: Scene, day: date, _page: int) -> Screen:
    words = scene.words
    loads = look.loads(scene.desk, day, day)
    heading = words.say(
        "<b>{day}</b>\nTaken {taken} of {capacity} · free {free}",
        day=words.day(day),
        taken=sum(load.taken for load in loads),
        capacity=sum(load.capacity for load in loads),
        # An hour that is over can not be had.
        free=sum(load.free for load in loads if load.starts_at > scene.desk.now),
    )
    lines = "\n".join(_load(scene, load) for load in loads)
    legend = words.say("hour · taken/capacity · free")
    return Screen(text=f"{heading}\n\n<pre>{lines}</pre>\n{legend}", rows=(_days(scene, day, "capacity"),))


def _load(scene: Scene, load: SlotLoad) -> str:
    filled = BAR if load.free == 0 else min(round(BAR * load.taken / load.capacity), BAR - 1)
    if load.taken and not filled:
        filled = 1
    bar = "█" * filled + "·" * (BAR - filled)
    return f"{scene.words.hour(load.starts_at)} {bar} {load.taken:>2}/{load.capacity:<2} {load.free:>3}"


def _days(scene: Scene, day: date, action: str) -> tuple[Button, ...]:
    """The day before and the day after."""
    before, after = day - timedelta(days=1), day + timedelta(days=1)
    return (
        Button(f"‹ {scene.words.day(before)}", Act(action=action, subject=before.isoformat())),
        Button(f"{scene.words.day(after)} ›", Act(action=action, subject=after.isoformat())),
    )
