"""Complaints and suggestions, which go to the site managers. Rules: docs/rules.md, "Leads and complaints"."""

from datetime import timedelta

from core.booking import Actor
from core.complaints import Complaint, ComplaintId
from core.desk.desk import Desk
from core.errors import NoSuchComplaint
from core.events import ComplaintFiled
from core.guests import Name
from core.store import complaints

ANNOUNCE_COOLDOWN = timedelta(hours=1)


def file_complaint(desk: Desk, name: Name, words: str, by: Actor) -> Complaint:
    """Store a complaint and notify the site managers, or the administrators if no site manager can be reached."""
    telegram_id = None if by.is_staff else by.user_id
    # Only one complaint an hour is announced, so that a guest cannot flood the managers; the list shows all.
    announced_recently = telegram_id is not None and complaints.has_any_since(
        desk.conn, telegram_id, desk.now - ANNOUNCE_COOLDOWN
    )
    complaint = complaints.insert_complaint(desk.conn, telegram_id, name, words, desk.now)
    if not announced_recently:
        desk.emit(ComplaintFiled(complaint=complaint))
    return complaint


def list_open(desk: Desk) -> list[Complaint]:
    """Open complaints, oldest first."""
    return complaints.list_open(desk.conn)


def find(desk: Desk, complaint_id: ComplaintId) -> Complaint:
    """An open complaint. Raises NoSuchComplaint."""
    complaint = complaints.find(desk.conn, complaint_id)
    if complaint is None:
        raise NoSuchComplaint
    return complaint


def close(desk: Desk, complaint_id: ComplaintId, by: int) -> None:
    """Mark a complaint as handled. Raises NoSuchComplaint."""
    complaints.close(desk.conn, find(desk, complaint_id).id, by, desk.now)
