"""Request mode: a guest asks for a day, and the house answers with an hour. Rules: docs/rules.md, "Request mode"."""

from dataclasses import replace
from datetime import date, datetime

from core import timetable
from core.booking import Actor, Booking, Party
from core.desk import booking, guest_register, leads, planning, queries, rules, waitlist
from core.desk.desk import Desk
from core.errors import HasOpenBooking, HasRequest, NoSuchRequest, OnRequestOnly, OutsideHours, TimeRefused
from core.events import RequestDeclined, RequestMade, RequestOverdue
from core.guests import Guest, Name, Phone
from core.plan import Plan, SeatRequest
from core.requests import DayRequest, RequestId, RequestStatus, answer_by
from core.store import bookings
from core.store import requests as store

OVERDUE = "request_overdue"


def submit(
    desk: Desk,
    *,
    name: Name,
    phone: Phone,
    party: Party,
    day: date,
    by: Actor,
    peer: bool = False,
    language: str | None = None,
) -> DayRequest:
    """Submit a request for a day. Raises PartyRefused, HasOpenBooking, HasRequest or a TimeRefused."""
    with desk.savepoint():
        rules.check_party(desk, party)
        guest = guest_register.receive(desk, name, phone, by, peer=peer, language=language)
        if peer:
            waitlist.recheck_offer(desk, guest)
        existing = queries.booking_of(desk, guest)
        if existing is not None:
            raise HasOpenBooking(existing)
        before = store.find_open_of_guest(desk.conn, guest.id)
        if before is not None and before.day >= timetable.day_of(desk.site, desk.now):
            raise HasRequest(before)
        check_day(desk, day, queries.seat_request_for(desk, guest, by))
        if before is not None:
            # Nobody answered the old request, and its day is over.
            store.close(
                desk.conn,
                before.id,
                status=RequestStatus.WITHDRAWN,
                answered_by=by.user_id,
                answered_at=desk.now,
            )
        due = answer_by(desk.site, desk.now)
        request_id = store.insert_request(
            desk.conn, guest_id=guest.id, party=party, day=day, answer_by=due, now=desk.now
        )
        request = get(desk, request_id)
        if not by.is_staff:
            leads.close_of_guest(desk, by.user_id)
        desk.emit(RequestMade(request=request))
        desk.schedule_job(OVERDUE, request_id, 1, due)
        return request


def requestable_days(desk: Desk, seat_request: SeatRequest) -> list[date]:
    """The days a guest may request, in order."""
    first, last = timetable.day_of(desk.site, desk.now), timetable.last_day(desk.site, desk.now)
    plan = planning.read(desk, first, last)
    return [
        day for day in timetable.days_between(first, last) if _day_refusal(plan, day, seat_request) is None
    ]


def check_day(desk: Desk, day: date, seat_request: SeatRequest) -> None:
    """Check that a day may be requested. Raises a TimeRefused."""
    refused = _day_refusal(planning.read(desk, day, day), day, seat_request)
    if refused is not None:
        raise refused


def _day_refusal(plan: Plan, day: date, seat_request: SeatRequest) -> TimeRefused | None:
    """Why a day cannot be requested, or None. Room does not matter: the house looks for it when it answers."""
    refused: TimeRefused | None = None
    for slot in timetable.slots_of(plan.site, day):
        refused = plan.time_refusal(slot, seat_request)
        if refused is None or isinstance(refused, OnRequestOnly):
            return None
    return refused or OutsideHours(timetable.midnight(plan.site, day))


def answer(desk: Desk, request_id: RequestId, starts_at: datetime, by: Actor) -> Booking:
    """Answer with an hour, on the requested day or another.

    Raises NoSuchRequest, HasOpenBooking or a TimeRefused.
    """
    with desk.savepoint():
        request = _open(desk, request_id)
        existing = queries.booking_of(desk, request.guest)
        if existing is not None:
            raise HasOpenBooking(existing)
        seat_request = queries.seat_request_for(desk, request.guest, by)
        return booking.create_booking(desk, request.guest, request.party, starts_at, seat_request)


def decline(desk: Desk, request_id: RequestId, by: Actor) -> DayRequest:
    """Decline a request; the guest is notified. Raises NoSuchRequest."""
    return _close(desk, request_id, RequestStatus.DECLINED, by)


def withdraw(desk: Desk, request_id: RequestId, by: Actor) -> DayRequest:
    """Withdraw a request on the guest's behalf. Raises NoSuchRequest."""
    request = get(desk, request_id)
    if not by.is_staff and request.guest.telegram_id != by.user_id:
        raise NoSuchRequest
    return _close(desk, request_id, RequestStatus.WITHDRAWN, by)


def _close(desk: Desk, request_id: RequestId, status: RequestStatus, by: Actor) -> DayRequest:
    with desk.savepoint():
        request = _open(desk, request_id)
        store.close(desk.conn, request_id, status=status, answered_by=by.user_id, answered_at=desk.now)
        if status is RequestStatus.DECLINED:
            desk.emit(RequestDeclined(request=request))
        return replace(request, status=status)


def report_overdue(desk: Desk, request_id: RequestId) -> None:
    """If nobody has answered in time, notify the site managers and the guest."""
    request = store.find(desk.conn, request_id)
    if request is not None and request.status is RequestStatus.OPEN:
        desk.emit(RequestOverdue(request=request))


def list_open(desk: Desk) -> list[DayRequest]:
    """Open requests for today and later, by the time they must be answered."""
    today = timetable.day_of(desk.site, desk.now)
    return [each for each in store.list_open(desk.conn) if each.day >= today]


def find(desk: Desk, request_id: RequestId) -> DayRequest:
    """An open request. Raises NoSuchRequest."""
    request = get(desk, request_id)
    if request.status is not RequestStatus.OPEN:
        raise NoSuchRequest
    return request


def open_request_of(desk: Desk, guest: Guest) -> DayRequest | None:
    """The guest's open request, if there is one."""
    return store.find_open_of_guest(desk.conn, guest.id)


def _open(desk: Desk, request_id: RequestId) -> DayRequest:
    """Lock the guest and return the open request. Raises NoSuchRequest."""
    bookings.lock_guest(desk.conn, get(desk, request_id).guest.id)
    return find(desk, request_id)


def get(desk: Desk, request_id: RequestId) -> DayRequest:
    """A request in any status. Raises NoSuchRequest."""
    request = store.find(desk.conn, request_id)
    if request is None:
        raise NoSuchRequest
    return request
