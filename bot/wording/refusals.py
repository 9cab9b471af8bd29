"""Refusals in words: why not, in one courteous sentence."""

from datetime import date

from bot.language.words import Words
from bot.wording.phrases import role
from core import errors, timetable
from core.booking import Booking, BookingStatus
from core.errors import Refusal
from core.site import WEEKDAYS


def _waiting_refusal(words: Words, error: Refusal) -> str:
    match error:
        case errors.SeatsAvailable():
            return room_after_all(words)
        case errors.OfferLapsed():
            return words.say("I am sorry: we could keep this hour only for a while, and it has gone on.")
        case _:
            return words.say("This place on our waiting list is no longer open.")


def _staff_refusal(words: Words, error: Refusal) -> str:
    match error:
        case errors.InvitationRefused():
            return words.say("This invitation has been used or is out of date. Please ask for a new one.")
        case errors.AlreadyStaff(member=member):
            return words.say(
                "You are with us already, as {role}; an invitation is for somebody new.",
                role=role(words, member.role),
            )
        case errors.LastAdministrator(member=member):
            return words.say(
                "{name} is the last administrator; please make somebody else one first.", name=member.name
            )
        case errors.NoSuchMember():
            return words.say("Nobody by that ID works here now.")
        case errors.NoSuchLead() | errors.NoSuchComplaint() | errors.NoSuchRequest():
            return words.say("This has been seen to already.")
        case _:
            return _arranging_refusal(words, error)


def _arranging_refusal(words: Words, error: Refusal) -> str:
    match error:
        case errors.NoSuchGuest():
            return words.say("We find no guest by that number or code.")
        case errors.NoSuchConsultant():
            return words.say("No consultant of that name works here.")
        case errors.NameTaken():
            return words.say("The register has a consultant of this name in this agency already.")
        case errors.NoSuchArrangement():
            return words.say("This is no longer arranged.")
        case errors.NothingToArrange():
            return words.say("No hour of the house that is still to come lies in that time.")
        case _:
            raise TypeError(f"no words for {error!r}")


def _booking_refusal(words: Words, error: errors.BookingRefused) -> str:
    booking = error.booking
    slot = words.slot(booking.starts_at)
    match error:
        case errors.AlreadyArrived():
            return words.say(
                "This party has already been received, at {hour}.", hour=_arrived(words, booking)
            )
        case errors.WrongDay():
            return words.say("This booking is for another day: {slot}.", slot=slot)
        case errors.HasOpenBooking():
            return words.say("There is a booking for {slot} already.", slot=slot)
        case errors.AlreadyBegun():
            return words.say(
                "The hour of this visit has begun; for a change please call us on {phone}.",
                phone=words.site.phone,
            )
        case errors.BookingChanged():
            return words.say("This booking has been changed; it now stands at {slot}.", slot=slot)
    if booking.status is BookingStatus.CANCELLED:
        return words.say("This booking has been cancelled.")
    if booking.status is BookingStatus.ARRIVED:
        return words.say("This party has already been received, at {hour}.", hour=_arrived(words, booking))
    return words.say("This booking's day is over.")


def _time_refusal(words: Words, error: errors.TimeRefused) -> str:
    slot = words.start(error.slot)
    match error:
        case errors.DayFull():
            return day_is_full(words, timetable.day_of(words.site, error.slot))
        case errors.SlotFull():
            return words.say("I am sorry, {slot} is fully taken.", slot=slot)
        case errors.SlotPast():
            return words.say("I am afraid {slot} is already past.", slot=slot)
        case errors.TooSoon(first=first):
            return too_soon(words, first)
        case errors.TooFar(last=last):
            return too_far(words, last)
        case errors.Closed():
            return words.say("I am sorry, the house receives nobody on {slot}.", slot=slot)
        case errors.NotForPeers():
            return not_for_peers(words)
        case errors.OnRequestOnly():
            return words.say(
                "Here the house itself chooses the hour: please tell me the day you would like to come."
            )
        case _:
            return outside_hours(words)


def too_soon(words: Words, first: date) -> str:
    return words.say(
        "So that everything is ready for you, we ask for a little notice: the first day open to booking is {day}.",
        day=words.day(first),
    )


def too_far(words: Words, last: date) -> str:
    return words.say("Our book is open until {day} for now.", day=words.day(last))


def not_for_peers(words: Words) -> str:
    hours = words.site.peers
    return words.say(
        "Colleagues of other property firms are very welcome every {weekday} from {opens} to {closes}: that time is "
        "theirs.",
        weekday=words.weekday_name(WEEKDAYS.index(hours.weekday)),
        opens=hours.opens.strftime("%H:%M"),
        closes=hours.closes.strftime("%H:%M"),
    )


def outside_hours(words: Words) -> str:
    return words.say(
        "We receive at set hours from {opens} to {closes}; please choose one of those shown.",
        opens=words.site.hours.opens.strftime("%H:%M"),
        closes=words.site.hours.closes.strftime("%H:%M"),
    )


def day_is_past(words: Words, day: date) -> str:
    return words.say("I am afraid {day} is already past.", day=words.day(day))


def day_is_over(words: Words, day: date) -> str:
    return words.say("The hours of {day} are over.", day=words.day(day))


def day_is_full(words: Words, day: date) -> str:
    return words.say("I am sorry, {day} is fully booked.", day=words.day(day))


def day_refusal(words: Words, day: date, error: errors.TimeRefused) -> str:
    """Why none of a day's hours can be had."""
    match error:
        case errors.SlotPast():
            return day_is_over(words, day)
        case errors.Closed():
            return words.say("I am sorry, the house receives nobody on {slot}.", slot=words.day(day))
        case _:
            return explain(words, error)


def other_day_by_phone(words: Words, own: date) -> str:
    """Where the house chooses the hours, a visit is moved to another day by a person."""
    return words.say(
        "Another hour of {day} I can give you here. For another day, please call us on {phone}, or cancel this visit "
        "and ask for that day anew: the house then finds you an hour.",
        day=words.day(own),
        phone=words.site.phone,
    )


def room_after_all(words: Words) -> str:
    return words.say("Good news: there is room, and nobody need wait.")


def _party_refusal(words: Words, size: int, largest: int) -> str:
    if size > largest:
        return words.say(
            "For a party of more than {largest}, please call us on {phone}, so that we can prepare for all of you.",
            largest=largest,
            phone=words.site.phone,
        )
    return words.say("At least one guest, please.")


def _arrived(words: Words, booking: Booking) -> str:
    return words.hour(booking.arrived_at) if booking.arrived_at else ""


def explain(words: Words, error: Refusal) -> str:
    """Why not, in one courteous sentence."""
    match error:
        case errors.TimeRefused():
            return _time_refusal(words, error)
        case errors.PartyRefused(size=size, largest=largest):
            return _party_refusal(words, size, largest)
        case errors.BookingRefused():
            return _booking_refusal(words, error)
        case errors.SeatsAvailable() | errors.NotWaiting() | errors.OfferLapsed() | errors.NoSuchEntry():
            return _waiting_refusal(words, error)
        case errors.HasRequest(request=request):
            return words.say("You have asked for {day} already.", day=words.day(request.day))
        case errors.NoSuchBooking():
            return words.say("We find no such booking.")
        case errors.NotPermitted():
            return words.say("I am sorry, this is not among the things I may do for you.")
        case _:
            return _staff_refusal(words, error)
