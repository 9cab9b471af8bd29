"""/today: who comes on a day, hour by hour."""

from datetime import date
from html import escape
from itertools import groupby

from bot import wording
from bot.dialogs.dialog import Reply, Scene, Shows
from bot.dialogs.payload import Act
from bot.dialogs.reports import asking
from bot.dialogs.screen import Button, Screen, columns
from core.booking import Booking, Status
from core.desk import look

# A message holds 4096 characters; a page leaves room for its heading.
PAGE = 3000
# And at most a hundred pieces of bold or fixed type.
LINES = 80
# Characters of a wish in the list; the arrival ping has all of it.
GLANCE = 60

HANDLE = "today"


def report(scene: Scene, argument: str) -> Reply:
    """/today [day]: the day's parties, hour by hour."""
    return asking.asked(scene, argument, _shown, _unclear)


def turn(scene: Scene, act: Act) -> Reply:
    return asking.turned(scene, act, _shown, _unclear)


def _unclear(scene: Scene) -> Reply:
    text = scene.words.say(
        "Which day, please? For example: /{report} tomorrow, /{report} 28, /{report} 11-28.", report="today"
    )
    return Shows(Screen(text=text))


def _shown(scene: Scene, day: date, page: int) -> Reply:
    return Shows(_today(scene, day, page), handle=HANDLE)


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
    rows = (*columns(turns, 8), asking.neighbours(scene, day, "today"))
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
