"""Making, moving and cancelling a booking. Rules: docs/rules.md, "Booking"."""

from dataclasses import dataclass, replace
from datetime import datetime

from core.booking import Actor, Booking, BookingId, Party, Status, has_begun, is_open
from core.desk import leads, look, planning, register, rules, waitlist
from core.desk.desk import Desk
from core.errors import Begun, Changed, HasOpenBooking, NotOpen
from core.events import BookingCancelled, BookingMade, BookingMoved
from core.guests import Guest, Name, Phone, tier_of
from core.plan import Ask
from core.store import bookings, requests


@dataclass(frozen=True, kw_only=True)
class Wish:
    """What the booking form holds when it is complete. ``peer``: they say that they are of another property firm;
    ``language`` is what the guest speaks, where that is known."""

    name: Name
    phone: Phone
    party: Party
    starts_at: datetime
    peer: bool = False
    language: str | None = None


def book(desk: Desk, wish: Wish, by: Actor) -> Booking:
    """Promise to receive a party. Raises HasOpenBooking, PartyRefused or a TimeRefused."""
    with desk.savepoint():
        rules.check_party(desk, wish.party)
        guest = register.receive(desk, wish.name, wish.phone, by, peer=wish.peer, language=wish.language)
        standing = look.booking_of(desk, guest)
        if standing is not None:
            raise HasOpenBooking(standing)
        booking = give_seat(desk, guest, wish.party, wish.starts_at, look.asks_as(desk, guest, by))
        if not by.is_staff:
            leads.drop(desk, by.user_id)
        return booking


def give_seat(desk: Desk, guest: Guest, party: Party, starts_at: datetime, ask: Ask) -> Booking:
    """A booking for a guest who is held and has none; whatever they waited or asked for is over. Raises a
    TimeRefused."""
    plan = planning.hold(desk, {starts_at, *look.own_seat(ask)})
    rules.check_seat(desk, plan, starts_at, waitlist.as_held(desk, guest, ask))
    booking_id = bookings.insert_booking(
        desk.conn,
        code=desk.new_code(),
        guest_id=guest.id,
        starts_at=starts_at,
        party=party,
        tier=tier_of(guest.kind, booked=True),
    )
    booking = look.own_booking(desk, booking_id, ask.by)
    bookings.record(desk.conn, booking, what="made", by=ask.by, now=desk.now)
    desk.tell(BookingMade(booking=booking, by=ask.by, helped=look.same_consultant(desk, booking)))
    waitlist.end(desk, guest, got=starts_at)
    asked = requests.of_guest(desk.conn, guest.id)
    if asked is not None:
        requests.answer(desk.conn, asked.id, booking.id, by_user=ask.by.user_id, now=desk.now)
    return booking


def move(
    desk: Desk, booking_id: BookingId, version: int, to: datetime, by: Actor, *, override: str | None = None
) -> Booking:
    """Move a booking to another slot. ``override`` is a manager's reason; see ``Ask``.

    Raises NoSuchBooking, NotOpen, Begun, Changed or a TimeRefused.
    """
    with desk.savepoint():
        before = _standing(desk, booking_id, version, by)
        if to == before.starts_at:
            return before
        return change_seat(desk, before, to, replace(look.asks(desk, by, before), override=override))


def change_seat(desk: Desk, before: Booking, to: datetime, ask: Ask) -> Booking:
    """Move a booking whose guest is held; the seat it leaves goes to who waits for it, and so does one that was
    offered to them instead. Raises a TimeRefused."""
    plan = planning.hold(desk, {before.starts_at, to, *look.own_seat(ask)})
    rules.check_seat(desk, plan, to, waitlist.as_held(desk, before.guest, ask))
    bookings.update_booking(desk.conn, before.id, starts_at=to)
    booking = look.own_booking(desk, before.id, ask.by)
    bookings.record(desk.conn, booking, what="moved", by=ask.by, now=desk.now, moved_from=before.starts_at)
    helped = look.same_consultant(desk, booking)
    desk.tell(BookingMoved(booking=booking, by=ask.by, moved_from=before.starts_at, helped=helped))
    waitlist.moved(desk, before.guest, to)
    waitlist.pass_on(desk, plan, before.starts_at)
    return booking


def cancel(desk: Desk, booking_id: BookingId, version: int, by: Actor) -> Booking:
    """Withdraw a booking; its seat goes to who waits for it. Raises NoSuchBooking, NotOpen, Begun or Changed."""
    with desk.savepoint():
        before = _standing(desk, booking_id, version, by)
        plan = planning.hold(desk, {before.starts_at})
        bookings.update_booking(desk.conn, booking_id, status=Status.CANCELLED)
        booking = look.own_booking(desk, booking_id, by)
        bookings.record(desk.conn, booking, what="cancelled", by=by, now=desk.now)
        desk.tell(BookingCancelled(booking=booking, by=by))
        waitlist.pass_on(desk, plan, before.starts_at)
        return booking


def note(desk: Desk, booking_id: BookingId, by: Actor, **particulars: str) -> Booking:
    """Note a ``plate`` or ``remarks`` on an open booking. Raises NoSuchBooking or NotOpen."""
    booking = look.own_booking(desk, booking_id, by)
    if not is_open(desk.site, booking, desk.now):
        raise NotOpen(booking)
    bookings.set_particulars(desk.conn, booking_id, **particulars)
    return look.own_booking(desk, booking_id, by)


def _standing(desk: Desk, booking_id: BookingId, version: int, by: Actor) -> Booking:
    """The booking under its guest's lock, open, as the one who acts last saw it, and theirs to change."""
    bookings.lock_guest(desk.conn, look.own_booking(desk, booking_id, by).guest.id)
    booking = look.own_booking(desk, booking_id, by)
    if not is_open(desk.site, booking, desk.now):
        raise NotOpen(booking)
    if not by.is_staff and has_begun(booking, desk.now):
        raise Begun(booking)
    if booking.version != version:
        raise Changed(booking)
    return booking
