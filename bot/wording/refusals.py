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
            return words.say(
                "I am sorry: we kept this hour as long as we could, and it has now passed to the next guest."
            )
        case _:
            return words.say("This place on our waiting list is no longer open.")


def _staff_refusal(words: Words, error: Refusal) -> str:
    match error:
        case errors.InvitationRefused():
            return words.say("This invitation has been used or has expired. Please ask for a new one.")
        case errors.AlreadyStaff(member=member):
            return words.say(
                "You already work with us as {role}; invitations are for new colleagues.",
                role=role(words, member.role),
            )
        case errors.LastAdministrator(member=member):
            return words.say(
                "{name} is the last administrator; please appoint another one first.", name=member.name
            )
        case errors.NoSuchMember():
            return words.say("No colleague with that ID works here now.")
        case errors.NoSuchLead() | errors.NoSuchComplaint() | errors.NoSuchRequest():
            return words.say("This has already been handled.")
        case _:
            return _arranging_refusal(words, error)


def _arranging_refusal(words: Words, error: Refusal) -> str:
    match error:
        case errors.NoSuchGuest():
            return words.say("We cannot find a guest with that number or code.")
        case errors.NoSuchConsultant():
            return words.say("No consultant with that name works here.")
        case errors.NameTaken():
            return words.say("This agency already has a consultant with this name in the register.")
        case errors.NoSuchArrangement():
            return words.say("This arrangement is no longer in force.")
        case errors.NothingToArrange():
            return words.say("There are no upcoming reception hours in that time.")
        case _:
            raise TypeError(f"no words for {error!r}")


def _booking_refusal(words: Words, error: errors.BookingRefused) -> str:
    booking = error.booking
    slot = words.slot(booking.starts_at)
    match error:
        case errors.AlreadyArrived():
            return words.say("This party has already arrived: {when}.", when=_arrived(words, booking))
        case errors.WrongDay():
            return words.say("This booking is for another day: {slot}.", slot=slot)
        case errors.HasOpenBooking():
            return words.say("There is already a booking for {slot}.", slot=slot)
        case errors.AlreadyBegun():
            return words.say(
                "The hour of this visit has already begun; to change it, please call us on {phone}.",
                phone=words.site.phone,
            )
        case errors.BookingChanged():
            return words.say("This booking has been changed; it is now on {slot}.", slot=slot)
    if booking.status is BookingStatus.CANCELLED:
        return words.say("This booking has been cancelled.")
    if booking.status is BookingStatus.ARRIVED:
        return words.say("This party has already arrived: {when}.", when=_arrived(words, booking))
    return words.say("The day of this booking has passed.")


def _time_refusal(words: Words, error: errors.TimeRefused) -> str:
    slot = words.start(error.slot)
    match error:
        case errors.DayFull():
            return day_is_full(words, timetable.day_of(words.site, error.slot))
        case errors.SlotFull():
            return words.say("I am sorry, {slot} is fully booked.", slot=slot)
        case errors.SlotPast():
            return words.say("I am afraid {slot} has already passed.", slot=slot)
        case errors.TooSoon(first=first):
            return too_soon(words, first)
        case errors.TooFar(last=last):
            return too_far(words, last)
        case errors.Closed():
            return words.say("I am sorry, we do not receive guests on {slot}.", slot=slot)
        case errors.NotForPeers():
            return not_for_peers(words)
        case errors.OnRequestOnly():
            return words.say("We choose the hour for you: please tell me the day you would like to come.")
        case _:
            return outside_hours(words)


def too_soon(words: Words, first: date) -> str:
    return words.say(
        "So that everything is ready for you, we ask for a little notice: the first day open to booking is {day}.",
        day=words.day(first),
    )


def too_far(words: Words, last: date) -> str:
    return words.say("For now, bookings are open until {day}.", day=words.day(last))


def not_for_peers(words: Words) -> str:
    hours = words.site.peers
    return words.say(
        "We are glad to receive colleagues from other property firms every {weekday} from {opens} to "
        "{closes}.",
        weekday=words.weekday_name(WEEKDAYS.index(hours.weekday)),
        opens=hours.opens.strftime("%H:%M"),
        closes=hours.closes.strftime("%H:%M"),
    )


def outside_hours(words: Words) -> str:
    return words.say(
        "We receive guests at set hours from {opens} to {closes}; please choose one of those shown.",
        opens=words.site.hours.opens.strftime("%H:%M"),
        closes=words.site.hours.closes.strftime("%H:%M"),
    )


def day_is_past(words: Words, day: date) -> str:
    return words.say("I am afraid {day} has already passed.", day=words.day(day))


def day_is_over(words: Words, day: date) -> str:
    return words.say("Our hours on {day} are over.", day=words.day(day))


def day_is_full(words: Words, day: date) -> str:
    return words.say("I am sorry, {day} is fully booked.", day=words.day(day))


def day_refusal(words: Words, day: date, error: errors.TimeRefused) -> str:
    """Why none of a day's hours can be had."""
    match error:
        case errors.SlotPast():
            return day_is_over(words, day)
        case errors.Closed():
            return words.say("I am sorry, we do not receive guests on {slot}.", slot=words.day(day))
        case _:
            return explain(words, error)


def other_day_by_phone(words: Words, own: date) -> str:
    """Where the house chooses the hours, a visit is moved to another day by a person."""
    return words.say(
        "I can offer you another hour on {day} here. For another day, please call us on {phone}, or "
        "cancel this visit and request the new day: we then find you an hour.",
        day=words.day(own),
        phone=words.site.phone,
    )


def room_after_all(words: Words) -> str:
    return words.say("Good news: there is room, so there is no need to wait.")


def _party_refusal(words: Words, size: int, largest: int) -> str:
    if size > largest:
        return words.say(
            "For a party of more than {largest}, please call us on {phone}, so that we can prepare for all of you.",
            largest=largest,
            phone=words.site.phone,
        )
    return words.say("Please book for at least one guest.")


def _arrived(words: Words, booking: Booking) -> str:
    return words.moment(booking.arrived_at) if booking.arrived_at else ""


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
            return words.say("You have already asked for {day}.", day=words.day(request.day))
        case errors.NoSuchBooking():
            return words.say("We cannot find this booking.")
        case errors.NotPermitted():
            return words.say("I am sorry, I am not able to do this for you.")
        case _:
            return _staff_refusal(words, error)
