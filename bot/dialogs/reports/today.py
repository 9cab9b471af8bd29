"""/today: the parties of a day, hour by hour."""

from datetime import date
from html import escape
from itertools import groupby

from bot.dialogs.reports import asking
from bot.engine import pager
from bot.engine.dialog import Context
from bot.engine.payload import SubjectAction
from bot.engine.replies import Reply, Show
from bot.engine.screen import Screen
from bot.wording import phrases
from bot.wording.shorten import shorten
from core.booking import Booking, BookingStatus
from core.desk import queries

# A message can have 4096 characters; a page leaves room for its heading.
PAGE = 3000
# A message can have at most a hundred entities, such as bold text.
LINES = 80
# Characters of a remark in the list; the arrival ping has all of them.
GLANCE = 60

HANDLE = "today"


def report(context: Context, argument: str) -> Reply:
    """/today [day]: the day's parties, hour by hour."""
    return asking.asked(context, argument, _shown, _unclear)


def turn(context: Context, action: SubjectAction) -> Reply:
    return asking.turned(context, action, _shown, _unclear)


def _unclear(context: Context) -> Reply:
    text = context.words.say(
        "Which day, please? For example: /{report} tomorrow, /{report} 28, /{report} 11-28.", report="today"
    )
    return Show(Screen(text=text))


def _shown(context: Context, day: date, page: int) -> Reply:
    return Show(_today(context, day, page), handle=HANDLE)


def _today(context: Context, day: date, page: int) -> Screen:
    words = context.words
    bookings = queries.bookings_on(context.desk, day)
    existing = [booking for booking in bookings if booking.status is not BookingStatus.CANCELLED]
    come = sum(booking.status is BookingStatus.ARRIVED for booking in existing)
    heading = words.say(
        "<b>{day}</b>\nParties {parties} · guests {guests} · arrived {come} · cancelled {cancelled}",
        day=words.day(day),
        parties=len(existing),
        guests=sum(booking.party.size for booking in existing),
        come=come,
        cancelled=len(bookings) - len(existing),
    )
    hours = [
        _hour(context, list(group)) for _, group in groupby(existing, key=lambda booking: booking.starts_at)
    ]
    pages = _pages(hours) or [words.say("There are no bookings for this day.")]
    page = min(page, len(pages) - 1)
    turns = pager.numbers(HANDLE, page, len(pages), of=day.isoformat())
    rows = (*turns, asking.neighbours(context, day, "today"))
    return Screen(text=f"{heading}\n\n{pages[page]}", rows=rows)


def _hour(context: Context, bookings: list[Booking]) -> list[str]:
    """The hour's heading and a line for each of its parties."""
    words = context.words
    parties = words.say_n("{n} party", "{n} parties", len(bookings))
    heading = f"<b>{words.hour(bookings[0].starts_at)}</b> · {parties}"
    return [heading, *(_party(context, booking) for booking in bookings)]


def _party(context: Context, booking: Booking) -> str:
    words = context.words
    line = words.say(
        "{name} · {party} · {tier} · <code>{code}</code>",
        name=phrases.addressed(words, booking.guest.name),
        party=phrases.party(words, booking.party),
        tier=phrases.tier(words, booking.tier),
        code=booking.code,
    )
    details = phrases.particulars(words, booking.plate, booking.remarks and shorten(booking.remarks, GLANCE))
    line = "\n\u3000".join([line, *map(escape, details)])
    if booking.arrived_at is None:
        return f"▫️ {line}"
    return f"✅ {words.hour(booking.arrived_at)} · {line}"


def _units(line: str) -> int:
    """The length in UTF-16 units of the HTML, which is never less than what Telegram counts."""
    return len(line.encode("utf-16-le")) // 2


def _pages(hours: list[list[str]]) -> list[str]:
    """The lines of the hours in pages that fit into a message; a long hour continues on the next page."""
    pages: list[list[str]] = [[]]
    for hour in hours:
        for number, line in enumerate(hour):
            page = pages[-1]
            if len(page) >= LINES or sum(map(_units, page)) + _units(line) > PAGE:
                page = []
                pages.append(page)
            page.append(f"\n{line}" if number == 0 and page else line)
    return ["\n".join(page) for page in pages if page]
