"""Desk: what every use case needs of its transaction."""

import secrets
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, NestedTransaction

from core.booking import CODE_ALPHABET, CODE_LENGTH
from core.events import Event
from core.notices import BUYERS, STAFF, notices_of
from core.site import Site
from core.staff import STAFF_GROUP
from core.store import bookings, outbox, staff


@dataclass(frozen=True)
class Desk:
    """One transaction at the desk: the record, the site's rules and the moment (UTC) it happens."""

    conn: Connection
    site: Site
    now: datetime

    def savepoint(self) -> NestedTransaction:
        return self.conn.begin_nested()

    def emit(self, event: Event) -> None:
        """Write the event's notices to the outbox. A house without a staff group has no group to tell."""
        group = staff.place(self.conn, STAFF_GROUP)
        for notice in notices_of(event):
            if notice.member is not None and staff.find(self.conn, notice.member) is None:
                continue  # Who has left hears of nobody any more.
            person = notice.guest or notice.member
            chat_id = group if person is None else person
            if chat_id is not None:
                message = outbox.OutboxMessage(
                    bot=BUYERS if notice.guest is not None else STAFF,
                    chat_id=chat_id,
                    kind=outbox.OutboxKind.NOTICE,
                    body={"kind": notice.kind, "facts": notice.facts},
                    handle=notice.handle,
                    not_superseded=notice.handle is not None,
                )
                outbox.add(self.conn, message, self.now)

    def schedule_job(self, job: str, subject: int, version: int, due_at: datetime) -> None:
        """Have the house do something when it is due, unless its subject has changed by then; see ``due``."""
        message = outbox.OutboxMessage(
            bot=STAFF,
            chat_id=outbox.NO_CHAT,
            kind=outbox.OutboxKind.JOB,
            body={"job": job, "subject": subject, "version": version},
        )
        outbox.add(self.conn, message, self.now, due_at=due_at)

    def new_code(self) -> str:
        """A booking code nobody has."""
        while True:
            code = "".join(secrets.choice(CODE_ALPHABET) for _ in range(CODE_LENGTH))
            if bookings.code_is_free(self.conn, code):
                return code
