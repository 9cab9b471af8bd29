"""The register of consultants. Rules: docs/rules.md, "Capacity"."""

from core.arrangements import overall_period
from core.audit import AuditAction, AuditEntry
from core.consultants import Consultant, ConsultantId
from core.desk import consequences
from core.desk.desk import Desk
from core.errors import NameTaken, NoSuchConsultant
from core.staff import Member
from core.store import arrangements as store
from core.store import audit, consultants, plan_locks


def hire(desk: Desk, name: str, agency: str, by: Member) -> Consultant:
    """Add a consultant to the register. Raises NameTaken."""
    with desk.savepoint():
        plan_locks.lock_plan(desk.conn)
        if any(each.name == name and each.agency == agency for each in list_active(desk)):
            raise NameTaken
        consultant_id = consultants.insert_consultant(desk.conn, name, agency, desk.now)
        audit.insert_entry(
            desk.conn,
            AuditEntry.made_by(by, desk.now, AuditAction.HIRED, {"consultant": name, "agency": agency}),
        )
        return get(desk, consultant_id)


def dismiss(desk: Desk, consultant_id: ConsultantId, by: Member) -> Consultant:
    """Mark a consultant as left, and apply what this changes in the roster. Raises NoSuchConsultant."""
    with desk.savepoint():
        plan_locks.lock_plan(desk.conn)
        gone = get(desk, consultant_id)
        if gone not in list_active(desk):
            raise NoSuchConsultant
        consultants.mark_left(desk.conn, consultant_id, desk.now)
        audit.insert_entry(
            desk.conn,
            AuditEntry.made_by(
                by, desk.now, AuditAction.LEFT, {"consultant": gone.name, "agency": gone.agency}
            ),
        )
        duties = [
            each for each in store.list_in_force(desk.conn, desk.now) if each.consultant == consultant_id
        ]
        if duties:
            consequences.apply(desk, *overall_period(duties))
        return gone


def get(desk: Desk, consultant_id: ConsultantId) -> Consultant:
    """A consultant, also one who has left. Raises NoSuchConsultant."""
    found = consultants.find(desk.conn, consultant_id)
    if found is None:
        raise NoSuchConsultant
    return found


def list_active(desk: Desk) -> list[Consultant]:
    """The consultants who work here, by agency."""
    return consultants.list_active(desk.conn)
