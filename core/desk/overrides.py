"""Overrides: a manager's exceptions for one guest, each audited with its reason. Rules: docs/rules.md, "Overrides"."""

from contextlib import suppress
from datetime import date, datetime

from core.audit import AuditAction, AuditEntry
from core.booking import Actor, Booking, BookingId, ChangeKind, Channel, is_open
from core.consultants import ConsultantId
from core.desk import booking, consultants, guest_register, queries, waitlist
from core.desk.desk import Desk
from core.errors import BookingChanged, BookingNotOpen, NoSuchConsultant, NoSuchGuest, TimeRefused
from core.events import TierChanged
from core.guests import Guest, GuestId, GuestKind, Tier, tier_of
from core.staff import Member
from core.store import audit, bookings, guests


def override(
    desk: Desk, booking_id: BookingId, version: int, to: datetime, by: Member, *, reason: str
) -> Booking:
    """Move a booking to a slot the rules would refuse, within the number of consultants on duty.

    If no rule forbids the move, it is an ordinary move and is not audited.

    Raises NoSuchBooking, BookingNotOpen, BookingChanged or a TimeRefused.
    """
    with desk.savepoint():
        before = queries.get_booking(desk, booking_id, _as_staff(by))
        with suppress(TimeRefused):
            return booking.move(desk, booking_id, version, to, _as_staff(by))
        moved = booking.move(desk, booking_id, version, to, _as_staff(by), override=reason)
        facts = {
            "code": moved.code,
            "guest": moved.guest.number,
            "from": before.starts_at.isoformat(),
            "to": to.isoformat(),
        }
        audit.insert_entry(desk.conn, AuditEntry.made_by(by, desk.now, AuditAction.OVERRODE, facts, reason))
        return moved


def set_tier(
    desk: Desk, booking_id: BookingId, version: int, tier: Tier, by: Member, *, reason: str
) -> Booking:
    """Change a booking's tier. Raises NoSuchBooking, BookingNotOpen, BookingChanged."""
    with desk.savepoint():
        actor = _as_staff(by)
        bookings.lock_guest(desk.conn, queries.get_booking(desk, booking_id, actor).guest.id)
        before = queries.get_booking(desk, booking_id, actor)
        if not is_open(desk.site, before, desk.now):
            raise BookingNotOpen(before)
        if before.version != version:
            raise BookingChanged(before)
        facts = {"code": before.code, "guest": before.guest.number, "from": before.tier, "to": tier}
        audit.insert_entry(
            desk.conn,
            AuditEntry.made_by(by, desk.now, AuditAction.TIER, facts, reason),
        )
        return _change_tier(desk, before, tier, actor)


def set_kind(
    desk: Desk, guest_id: GuestId, kind: GuestKind, by: Member, *, reason: str, affiliation: str | None = None
) -> Guest:
    """Set a guest's kind, and the tier of their open booking accordingly. ``affiliation`` is the organisation and title
    of an official or an executive. Raises NoSuchGuest."""
    with desk.savepoint():
        before = _lock_guest(desk, guest_id)
        guests.set_kind(desk.conn, guest_id, kind, affiliation)
        facts = {"guest": before.number, "from": before.kind, "to": kind, "affiliation": affiliation}
        audit.insert_entry(desk.conn, AuditEntry.made_by(by, desk.now, AuditAction.KIND, facts, reason))
        guest = get(desk, guest_id)
        waitlist.recheck_offer(desk, guest)
        existing = queries.booking_of(desk, guest)
        tier = tier_of(kind, booked=True)
        if existing is not None and existing.tier is not tier:
            _change_tier(desk, existing, tier, _as_staff(by))
        return guest


def declare_peer(desk: Desk, guest: Guest, by: Actor) -> Guest:
    """Record a guest who says that they work for another property firm as a peer, and recall an offer of a seat outside
    the peers' hours."""
    with desk.savepoint():
        noted = guest_register.receive(desk, guest.name, guest.phone, by, peer=True)
        waitlist.recheck_offer(desk, noted)
        return noted


def exempt(desk: Desk, guest_id: GuestId, until: date, by: Member, *, reason: str) -> Guest:
    """Allow a peer to come at any time up to a day. Raises NoSuchGuest."""
    with desk.savepoint():
        guest = _lock_guest(desk, guest_id)
        guests.set_exempt_until(desk.conn, guest_id, until)
        facts = {"guest": guest.number, "until": until.isoformat()}
        audit.insert_entry(desk.conn, AuditEntry.made_by(by, desk.now, AuditAction.EXCEPTION, facts, reason))
        exempted = get(desk, guest_id)
        waitlist.recheck_offer(desk, exempted)
        return exempted


def assign_consultant(desk: Desk, guest_id: GuestId, consultant: ConsultantId | None, by: Member) -> Guest:
    """Assign a guest to a consultant, or to none. Raises NoSuchGuest, NoSuchConsultant."""
    with desk.savepoint():
        guest = _lock_guest(desk, guest_id)
        names = {each.id: each.name for each in consultants.list_active(desk)}
        if consultant is not None and consultant not in names:
            raise NoSuchConsultant
        name = names[consultant] if consultant is not None else None
        guests.set_consultant(desk.conn, guest_id, consultant)
        audit.insert_entry(
            desk.conn,
            AuditEntry.made_by(by, desk.now, AuditAction.CONSULTANT, {"guest": guest.number, "to": name}),
        )
        return get(desk, guest_id)


def get(desk: Desk, guest_id: GuestId) -> Guest:
    """The guest with this id. Raises NoSuchGuest."""
    guest = guests.find(desk.conn, guest_id)
    if guest is None:
        raise NoSuchGuest
    return guest


def find(desk: Desk, text: str) -> Guest:
    """The guest with this booking code or guest number; spaces and case do not matter. Raises NoSuchGuest."""
    code_or_number = "".join(text.split()).upper()
    booked = bookings.find_by_code(desk.conn, code_or_number)
    guest = booked.guest if booked is not None else guests.find_by_number(desk.conn, code_or_number)
    if guest is None:
        raise NoSuchGuest
    return guest


def _lock_guest(desk: Desk, guest_id: GuestId) -> Guest:
    bookings.lock_guest(desk.conn, guest_id)
    return get(desk, guest_id)


def _change_tier(desk: Desk, before: Booking, tier: Tier, by: Actor) -> Booking:
    bookings.annotate_booking(desk.conn, before.id, tier=tier)
    changed = queries.get_booking(desk, before.id, by)
    bookings.insert_change(desk.conn, changed, ChangeKind.TIER, by=by, now=desk.now)
    desk.emit(TierChanged(booking=changed, by=by))
    return changed


def _as_staff(by: Member) -> Actor:
    return Actor(user_id=by.user_id, channel=Channel.HOUSE, staff_name=by.name)
