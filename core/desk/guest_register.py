"""The register of guests: each has one record for life. Rules: docs/rules.md, "Guests"."""

from dataclasses import replace

from core.booking import Actor, BookingId
from core.desk import queries
from core.desk.desk import Desk
from core.guests import Guest, GuestKind, Name, Phone, PhoneKind, guest_number, initials
from core.store import bookings, guests


def receive(
    desk: Desk, name: Name, phone: Phone, by: Actor, *, peer: bool = False, language: str | None = None
) -> Guest:
    """Create or update the guest's record, and lock it until the transaction ends.

    ``peer``: the guest says that they work for another property firm. ``language`` is the guest's, if known.
    """
    existing = _find(desk, phone, by)
    if existing is None:
        guest_id = guests.insert_guest(
            desk.conn,
            number=_new_number(desk, name),
            name=name,
            phone=phone,
            telegram_id=None if by.is_staff else by.user_id,
            now=desk.now,
            language=language,
        )
        if peer:
            guests.set_kind(desk.conn, guest_id, GuestKind.PEER)
        return guests.get(desk.conn, guest_id)
    bookings.lock_guest(desk.conn, existing.id)
    name = (
        replace(name, given=existing.name.given)
        if name.surname == existing.name.surname and not name.given
        else name
    )
    proven = existing.phone.kind in {PhoneKind.SHARED, PhoneKind.TAKEN}
    if proven and phone.kind in {PhoneKind.TYPED, PhoneKind.DECLINED}:
        phone = existing.phone
    # A guest number has one initial until the full name is known; then the guest gets a new number.
    name_completed = not existing.name.given and bool(name.given)
    guests.update_guest(
        desk.conn,
        existing.id,
        number=_new_number(desk, name) if name_completed else existing.number,
        name=name,
        phone=phone,
        language=language,
    )
    if peer and existing.kind in {GuestKind.NEW, GuestKind.RETURNING}:
        guests.set_kind(desk.conn, existing.id, GuestKind.PEER)
    elif existing.kind is GuestKind.NEW and bookings.has_visited(desk.conn, existing.id):
        guests.set_kind(desk.conn, existing.id, GuestKind.RETURNING)
    if existing.telegram_id is None and not by.is_staff:
        guests.link_telegram(desk.conn, existing.id, by.user_id)
    return guests.get(desk.conn, existing.id)


def annotate(desk: Desk, booking_id: BookingId, by: Actor, **particulars: str) -> None:
    """Set ``heard_through`` or ``district`` of a booking's guest. Raises NoSuchBooking."""
    guests.set_particulars(desk.conn, queries.get_booking(desk, booking_id, by).guest.id, **particulars)


def _find(desk: Desk, phone: Phone, by: Actor) -> Guest | None:
    """Find a guest by their Telegram account, or by a number that they shared or staff took.

    A typed number is only a claim: it never identifies a guest.
    """
    if not by.is_staff and (existing := guests.find_by_telegram(desk.conn, by.user_id)):
        return existing
    if phone.number is None or phone.kind is PhoneKind.TYPED:
        return None
    existing = guests.find_by_proven_phone(desk.conn, phone.number)
    return existing if existing and (by.is_staff or existing.telegram_id is None) else None


def _new_number(desk: Desk, name: Name) -> str:
    letters = initials(name)
    return guest_number(desk.site.code, letters, guests.next_serial(desk.conn, letters))
