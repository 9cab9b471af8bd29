"""Leads: recorded with consent, owned, invited, closed. Rules: docs/rules.md, "Leads and complaints"."""

from dataclasses import replace
from datetime import date, timedelta

from core import timetable
from core.booking import Actor
from core.desk import audience
from core.desk.desk import Desk
from core.errors import NoSuchLead
from core.events import CallRequested, LeadCreated, UrgentRequest
from core.guests import Name, Phone
from core.leads import Lead, LeadId
from core.notices.audience import LEAD_OWNERS, ON_CALL, OPERATORS
from core.staff import Member, Right
from core.store import leads


def record(desk: Desk, name: Name, phone: Phone, by: Actor) -> Lead:
    """Record a person who left a number for news. A new lead gets an owner, who is notified; an operator owns the
    leads of their own callers."""
    telegram_id = None if by.is_staff else by.user_id
    known = leads.find_by_telegram(desk.conn, telegram_id) if telegram_id is not None else None
    if known is not None:
        leads.update_lead(desk.conn, known.id, name, phone)
        lead = replace(known, name=name, phone=phone)
    else:
        lead_id = leads.insert_lead(
            desk.conn,
            telegram_id=telegram_id,
            name=name,
            phone=phone,
            owner=by.user_id if by.is_staff else _next_owner(desk),
            invite_on=_next_invitation_day(desk),
            now=desk.now,
        )
        lead = find(desk, lead_id)
    if not by.is_staff:
        desk.emit(LeadCreated(lead=lead))
    return lead


def report_urgent(desk: Desk, name: Name, phone: str | None) -> bool:
    """Tell the operators that a guest leaves town soon. False: there is no operator who can be told."""
    desk.emit(UrgentRequest(name=name, phone=phone))
    return bool(audience.members(desk.conn, OPERATORS))


def request_call(desk: Desk, name: Name, phone: str) -> bool:
    """Tell those on call that a guest asks to be called. False: there is nobody who can be told."""
    desk.emit(CallRequested(name=name, phone=phone))
    return bool(audience.members(desk.conn, ON_CALL))


def find(desk: Desk, lead_id: LeadId, member: Member | None = None) -> Lead:
    """An open lead; with ``member``, only one that the member may see. Raises NoSuchLead."""
    lead = leads.find(desk.conn, lead_id)
    if lead is None or not (member is None or lead.owner in {None, member.user_id} or _sees_all(member)):
        raise NoSuchLead
    return lead


def _sees_all(member: Member) -> bool:
    return member.may(Right.SEE_THE_DAY)


def list_for(desk: Desk, member: Member) -> list[Lead]:
    """The open leads a member may see: their own and those without an owner; all of them for managers."""
    return leads.list_open(desk.conn, None if _sees_all(member) else member.user_id)


def reassign(desk: Desk, owner: int) -> None:
    """Give a member's leads to other owners, who are notified."""
    for lead in leads.list_owned_by(desk.conn, owner):
        leads.assign(desk.conn, lead.id, _next_owner(desk))
        desk.emit(LeadCreated(lead=find(desk, lead.id)))


def mark_invited(desk: Desk, lead_id: LeadId, member: Member) -> Lead:
    """Record an invitation, and set the day of the next one. Raises NoSuchLead."""
    lead = find(desk, lead_id, member)
    leads.postpone(desk.conn, lead.id, _next_invitation_day(desk))
    return find(desk, lead_id)


def close(desk: Desk, lead_id: LeadId, member: Member) -> None:
    """Close a lead. Raises NoSuchLead."""
    leads.close(desk.conn, find(desk, lead_id, member).id, desk.now)


def has_open_lead(desk: Desk, telegram_id: int) -> bool:
    """Whether the person with this Telegram id has an open lead."""
    return leads.find_by_telegram(desk.conn, telegram_id) is not None


def close_of_guest(desk: Desk, telegram_id: int) -> None:
    """Close the lead of the person with this Telegram id, if there is one."""
    lead = leads.find_by_telegram(desk.conn, telegram_id)
    if lead is not None:
        leads.close(desk.conn, lead.id, desk.now)


def _next_invitation_day(desk: Desk) -> date:
    return timetable.day_of(desk.site, desk.now) + timedelta(days=desk.site.lead_days)


def _next_owner(desk: Desk) -> int | None:
    """The operator with the fewest open leads; without operators, the site manager with the fewest."""
    owned = leads.count_by_owner(desk.conn)
    members = audience.members(desk.conn, LEAD_OWNERS)
    return min((each.user_id for each in members), key=lambda user_id: owned.get(user_id, 0), default=None)
