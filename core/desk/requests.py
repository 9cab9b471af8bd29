"""Request mode: a guest asks for a day, the house answers with the hour. Rules: docs/rules.md, "Request mode"."""

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


def ask(
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
    """Ask for a day. Raises PartyRefused, HasOpenBooking, HasRequest, or a TimeRefused for a day that may not be asked
    for."""
    with desk.savepoint():
        rules.check_party(desk, party)
        guest = guest_register.receive(desk, name, phone, by, peer=peer, language=language)
        if peer:
            waitlist.recheck_offer(desk, guest)
        existing = queries.booking_of(desk, guest)
        if existing is not None:
            raise HasOpenBooking(existing)
        before = store.of_guest(desk.conn, guest.id)
        if before is not None and before.day >= timetable.day_of(desk.site, desk.now):
            raise HasRequest(before)
        check_day(desk, day, queries.seat_request_for(desk, guest, by))
        if before is not None:
            # Nobody has answered, and the day of that request is over.
            store.end(
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
            leads.drop(desk, by.user_id)
        desk.emit(RequestMade(request=request))
        desk.schedule_job(OVERDUE, request_id, 1, due)
        return request


def days(desk: Desk, seat_request: SeatRequest) -> list[date]:
    """The days that may be asked for, in order."""
    first, last = timetable.day_of(desk.site, desk.now), timetable.last_day(desk.site, desk.now)
    plan = planning.read(desk, first, last)
    return [
        day for day in timetable.days_between(first, last) if _day_refusal(plan, day, seat_request) is None
    ]


def check_day(desk: Desk, day: date, seat_request: SeatRequest) -> None:
    """Whether a day may be asked for. Raises a TimeRefused."""
    refused = _day_refusal(planning.read(desk, day, day), day, seat_request)
    if refused is not None:
        raise refused


def _day_refusal(plan: Plan, day: date, seat_request: SeatRequest) -> TimeRefused | None:
    """Why a day may not be asked for: none of its slots may. Room is not looked at: the house finds the hour."""
    refused: TimeRefused | None = None
    for slot in timetable.slots_of(plan.site, day):
        refused = plan.time_refusal(slot, seat_request)
        if refused is None or isinstance(refused, OnRequestOnly):
            return None
    return refused or OutsideHours(timetable.midnight(plan.site, day))


def answer(desk: Desk, request_id: RequestId, starts_at: datetime, by: Actor) -> Booking:
    """Give the guest an hour, of the day they asked for or another.

    Raises NoSuchRequest, HasOpenBooking or a TimeRefused.
    """
    with desk.savepoint():
        request = _open(desk, request_id)
        existing = queries.booking_of(desk, request.guest)
        if existing is not None:
            raise HasOpenBooking(existing)
        seat_request = queries.seat_request_for(desk, request.guest, by)
        return booking.give_seat(desk, request.guest, request.party, starts_at, seat_request)


def decline(desk: Desk, request_id: RequestId, by: Actor) -> DayRequest:
    """Decline a request; the guest is told. Raises NoSuchRequest."""
    return _end(desk, request_id, RequestStatus.DECLINED, by)


def withdraw(desk: Desk, request_id: RequestId, by: Actor) -> DayRequest:
    """Withdraw a request for its guest. Raises NoSuchRequest."""
    request = get(desk, request_id)
    if not by.is_staff and request.guest.telegram_id != by.user_id:
        raise NoSuchRequest
    return _end(desk, request_id, RequestStatus.WITHDRAWN, by)


def _end(desk: Desk, request_id: RequestId, status: RequestStatus, by: Actor) -> DayRequest:
    with desk.savepoint():
        request = _open(desk, request_id)
        store.end(desk.conn, request_id, status=status, answered_by=by.user_id, answered_at=desk.now)
        if status is RequestStatus.DECLINED:
            desk.emit(RequestDeclined(request=request))
        return replace(request, status=status)


def overdue(desk: Desk, request_id: RequestId) -> None:
    """Announce that a request was not answered in time; one that is no longer open is left alone."""
    request = store.find(desk.conn, request_id)
    if request is not None and request.status is RequestStatus.OPEN:
        desk.emit(RequestOverdue(request=request))


def list_open(desk: Desk) -> list[DayRequest]:
    """The open requests for today and days to come, the most urgent first."""
    today = timetable.day_of(desk.site, desk.now)
    return [each for each in store.open_ones(desk.conn) if each.day >= today]


def find(desk: Desk, request_id: RequestId) -> DayRequest:
    """An open request. Raises NoSuchRequest."""
    request = get(desk, request_id)
    if request.status is not RequestStatus.OPEN:
        raise NoSuchRequest
    return request


def open_of(desk: Desk, guest: Guest) -> DayRequest | None:
    """The guest's open request, if there is one."""
    return store.of_guest(desk.conn, guest.id)


def _open(desk: Desk, request_id: RequestId) -> DayRequest:
    """The open request, under its guest's lock. Raises NoSuchRequest."""
    bookings.lock_guest(desk.conn, get(desk, request_id).guest.id)
    return find(desk, request_id)


def get(desk: Desk, request_id: RequestId) -> DayRequest:
    """A request, open or not. Raises NoSuchRequest."""
    request = store.find(desk.conn, request_id)
    if request is None:
        raise NoSuchRequest
    return request
