"""The register of guests: one record for life. Rules: docs/rules.md, "Guests"."""

from dataclasses import replace

from core.booking import Actor, BookingId
from core.desk import queries
from core.desk.desk import Desk
from core.guests import Guest, GuestKind, Name, Phone, PhoneKind, guest_number, initials
from core.store import bookings, guests


def receive(
    desk: Desk, name: Name, phone: Phone, by: Actor, *, peer: bool = False, language: str | None = None
) -> Guest:
    """The record of the guest this is, made or brought up to date, and held until the transaction ends.

    ``peer``: they say that they are of another property firm; ``language`` is what they speak, where known.
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
    # A number holds one initial until the full name is known; then it is dealt again.
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
    """Note of a booking's guest how they ``heard_through`` us, or their ``district``. Raises NoSuchBooking."""
    guests.set_particulars(desk.conn, queries.get_booking(desk, booking_id, by).guest.id, **particulars)


def _find(desk: Desk, phone: Phone, by: Actor) -> Guest | None:
    """A guest is known by their Telegram account; by a number only if they shared it or staff took it.

    A typed number is a claim: it finds nobody, neither when it is given nor when another gives the same.
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
