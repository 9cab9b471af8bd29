"""Complaints and suggestions reach the site manager. Rules: docs/rules.md, "Leads and complaints"."""

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
    """Keep a guest's words and pass them on to the members of staff who answer complaints."""
    telegram_id = None if by.is_staff else by.user_id
    # One an hour is announced, the others wait on the list, so that no guest can flood the manager's chat.
    announced_lately = telegram_id is not None and complaints.has_any(
        desk.conn, telegram_id, desk.now - ANNOUNCE_COOLDOWN
    )
    complaint = complaints.insert_complaint(desk.conn, telegram_id, name, words, desk.now)
    if not announced_lately:
        desk.emit(ComplaintFiled(complaint=complaint))
    return complaint


def list_open(desk: Desk) -> list[Complaint]:
    """The open complaints, oldest first."""
    return complaints.open_ones(desk.conn)


def find(desk: Desk, complaint_id: ComplaintId) -> Complaint:
    """An open complaint. Raises NoSuchComplaint."""
    complaint = complaints.find(desk.conn, complaint_id)
    if complaint is None:
        raise NoSuchComplaint
    return complaint


def close(desk: Desk, complaint_id: ComplaintId, by: int) -> None:
    """Close a complaint that has been dealt with. Raises NoSuchComplaint."""
    complaints.close(desk.conn, find(desk, complaint_id).id, by, desk.now)
