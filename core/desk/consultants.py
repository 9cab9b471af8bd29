"""The register of consultants: who works here, who comes, who leaves. Rules: docs/rules.md, "Capacity"."""

from core.arrangements import overall_period
from core.audit import AuditAction, AuditEntry
from core.consultants import Consultant, ConsultantId
from core.desk import consequences
from core.desk.desk import Desk
from core.errors import NameTaken, NoSuchConsultant
from core.staff import Member
from core.store import audit, consultants
from core.store import plan as store


def hire(desk: Desk, name: str, agency: str, by: Member) -> Consultant:
    """Enter a consultant into the register. Raises NameTaken."""
    with desk.savepoint():
        store.lock_plan(desk.conn)
        if any(each.name == name and each.agency == agency for each in everyone(desk)):
            raise NameTaken
        consultant_id = consultants.add(desk.conn, name, agency, desk.now)
        audit.write(
            desk.conn,
            AuditEntry.made_by(by, desk.now, AuditAction.HIRED, {"consultant": name, "agency": agency}),
        )
        return get(desk, consultant_id)


def dismiss(desk: Desk, consultant_id: ConsultantId, by: Member) -> Consultant:
    """A consultant works here no longer, whatever the roster said. Raises NoSuchConsultant."""
    with desk.savepoint():
        store.lock_plan(desk.conn)
        gone = get(desk, consultant_id)
        if gone not in everyone(desk):
            raise NoSuchConsultant
        consultants.leave(desk.conn, consultant_id, desk.now)
        audit.write(
            desk.conn,
            AuditEntry.made_by(
                by, desk.now, AuditAction.LEFT, {"consultant": gone.name, "agency": gone.agency}
            ),
        )
        duties = [each for each in store.in_force(desk.conn, desk.now) if each.consultant == consultant_id]
        if duties:
            consequences.apply(desk, *overall_period(duties))
        return gone


def get(desk: Desk, consultant_id: ConsultantId) -> Consultant:
    """Raises NoSuchConsultant."""
    found = consultants.find(desk.conn, consultant_id)
    if found is None:
        raise NoSuchConsultant
    return found


def everyone(desk: Desk) -> list[Consultant]:
    """The consultants who work here, by agency."""
    return consultants.present(desk.conn)
