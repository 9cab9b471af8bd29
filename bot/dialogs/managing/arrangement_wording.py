"""Arrangements and their consequences, in the house's words."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from html import escape

from bot.engine.dialog import Context
from bot.language.words import Words
from bot.understanding.spans import Period
from bot.wording import phrases
from bot.wording.periods import describe_days, describe_periods
from core import timetable
from core.arrangements import ArrangementKind
from core.booking import Booking
from core.capacity import SlotLoad
from core.consultants import ConsultantId
from core.desk import consultants
from core.desk.consequences import Consequences
from core.errors import NoSuchConsultant

# The most overbooked slots that are listed.
MOST_NAMED = 12
NAMED = {ArrangementKind.ON_DUTY, ArrangementKind.AWAY}


@dataclass(frozen=True, kw_only=True)
class ArrangementSummary:
    """Arrangements made together: the periods, the number, the agency, and the names of consultants."""

    what: ArrangementKind
    stretches: Sequence[Period]
    number: int | None = None
    agency: str | None = None
    names: str = ""


def title(words: Words, summary: ArrangementSummary) -> str:
    """The arrangements in one plain line."""
    when, number = describe_periods(words, summary.stretches), summary.number
    match summary.what:
        case ArrangementKind.CLOSED:
            return words.label("Closed: {when}", when=when)
        case ArrangementKind.WITHHELD if number:
            return words.label_n("{n} seat withheld: {when}", "{n} seats withheld: {when}", number, when=when)
        case ArrangementKind.WITHHELD:
            return words.label("No seats withheld: {when}", when=when)
        case ArrangementKind.DAY_CAP | ArrangementKind.WEEK_CAP:
            return _cap(words, summary)
        case ArrangementKind.HEADCOUNT:
            return words.label(
                "Agency {agency}, {number} on duty: {when}", agency=summary.agency, number=number, when=when
            )
        case ArrangementKind.ON_DUTY:
            return words.label("{names} on duty: {when}", names=summary.names, when=when)
        case ArrangementKind.AWAY:
            return words.label("{names} away: {when}", names=summary.names, when=when)


def _cap(words: Words, summary: ArrangementSummary) -> str:
    days = cap_days(words, summary.stretches)
    if summary.what is ArrangementKind.DAY_CAP:
        if summary.number is None:
            return words.label("No daily cap: {days}", days=days)
        return words.label_n(
            "At most {n} party a day: {days}", "At most {n} parties a day: {days}", summary.number, days=days
        )
    if summary.number is None:
        return words.label("No weekly cap: {days}", days=days)
    return words.label_n(
        "At most {n} party a week: {days}", "At most {n} parties a week: {days}", summary.number, days=days
    )


def cap_days(words: Words, stretches: Iterable[Period]) -> str:
    """The days of a cap, in plain text."""
    days = [describe_days(words, *first_and_last(words, start_end)) for start_end in stretches]
    return words.listed(days, phrases=True)


def first_and_last(words: Words, stretch: Period) -> tuple[date, date]:
    """The first and the last day of a period that begins and ends at midnight."""
    start, end = stretch
    return timetable.day_of(words.site, start), timetable.day_of(words.site, end - timedelta(microseconds=1))


def names_of(context: Context, consultants: Iterable[ConsultantId]) -> str:
    """Consultants by name, also those who have left."""
    return context.words.listed(name_of(context, each) for each in consultants)


def name_of(context: Context, consultant: ConsultantId) -> str:
    try:
        return consultants.get(context.desk, consultant).name
    except NoSuchConsultant:
        return "?"


def load(words: Words, slot: SlotLoad) -> str:
    """An overbooked slot, in plain text."""
    return words.label(
        "{slot}: {booked} booked, room for {room}",
        slot=words.start(slot.starts_at),
        booked=slot.taken + slot.offered,
        room=slot.capacity,
    )


def consequences(words: Words, found: Consequences, *, foreseen: bool) -> list[str]:
    """The consequences of an arrangement, in HTML lines, without the parties in closed hours."""
    lines = []
    if found.overbooked_slots:
        lines.append(words.say("⚠️ These hours have more bookings than they can take, and accept no more:"))
        lines += [f"· {escape(load(words, slot))}" for slot in found.overbooked_slots[:MOST_NAMED]]
        left = len(found.overbooked_slots) - MOST_NAMED
        if left > 0:
            lines.append(words.say_n("· and {n} more hour", "· and {n} more hours", left))
    if found.offers and foreseen:
        lines.append(
            words.say_n(
                "⚠️ {n} seat offered to the waiting list will be withdrawn; the guest keeps their place.",
                "⚠️ {n} seats offered to the waiting list will be withdrawn; the guests keep their places.",
                len(found.offers),
            )
        )
    return lines


def parties_to_move(words: Words, found: Consequences) -> list[str]:
    """The number of parties to move for a closure, in HTML lines; empty if there are none."""
    if not found.bookings_in_closed_hours:
        return []
    line = words.say_n(
        "⚠️ {n} party is booked in that time and must be moved.",
        "⚠️ {n} parties are booked in that time and must be moved.",
        len(found.bookings_in_closed_hours),
    )
    return [line]


def party(words: Words, booking: Booking) -> str:
    """A booking in one HTML line: hour, name, party, code."""
    return words.say(
        "<b>{slot}</b> · {name} · {party} · <code>{code}</code>",
        slot=words.start(booking.starts_at),
        name=phrases.addressed(words, booking.guest.name),
        party=phrases.party(words, booking.party),
        code=booking.code,
    )


def reason(words: Words, said: str) -> str:
    """The reason in an HTML line, or nothing."""
    return words.say("Reason: {reason}", reason=said) if said else ""
