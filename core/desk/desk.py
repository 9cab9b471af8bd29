"""Desk: what every use case needs of its transaction."""

import secrets
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, NestedTransaction

from core.booking import CODE_ALPHABET, CODE_LENGTH
from core.bots import STAFF
from core.desk import audience
from core.events import Event
from core.notices import registry
from core.site import Site
from core.store import bookings, outbox


@dataclass(frozen=True)
class Desk:
    """One transaction at the desk: the record, the site's rules and the moment (UTC) at which it happens."""

    conn: Connection
    site: Site
    now: datetime

    def savepoint(self) -> NestedTransaction:
        return self.conn.begin_nested()

    def emit(self, event: Event) -> None:
        """Write the event's notices to the outbox, one for each chat of their audience."""
        for notice_type in registry.types_for(event):
            addresses = audience.chats(self.conn, notice_type.audience_of(event))
            if not addresses:
                continue
            notice = notice_type.of(event)
            body = registry.to_json(notice)
            for bot, chat_id in addresses:
                message = outbox.OutboxMessage(
                    bot=bot,
                    chat_id=chat_id,
                    kind=outbox.OutboxKind.NOTICE,
                    body=body,
                    handle=notice.handle,
                    not_superseded=notice.handle is not None,
                )
                outbox.add(self.conn, message, self.now)

    def schedule_job(
        self, job: str, subject: int, version: int, due_at: datetime, *, handle: str | None = None
    ) -> None:
        """Have a job of ``core.runtime.jobs`` run at ``due_at`` (UTC). It is given the id of its subject and the
        version that the subject has now, and does nothing when that has changed. A job takes the place of one of its
        ``handle`` that is not due yet."""
        message = outbox.OutboxMessage(
            bot=STAFF,
            chat_id=outbox.NO_CHAT,
            kind=outbox.OutboxKind.JOB,
            body={"job": job, "subject": subject, "version": version},
            handle=handle,
        )
        outbox.add(self.conn, message, self.now, due_at=due_at)

    def new_code(self) -> str:
        """A booking code that no booking has."""
        while True:
            code = "".join(secrets.choice(CODE_ALPHABET) for _ in range(CODE_LENGTH))
            if bookings.is_code_free(self.conn, code):
                return code
