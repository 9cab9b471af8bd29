"""Jobs: what the house does by itself at a due time. A job names its subject and version, and does nothing if the
subject has changed since."""

from collections.abc import Callable
from typing import Any

from core.desk import nudge, requests, waitlist
from core.desk.desk import Desk
from core.requests import RequestId
from core.waitlist import EntryId

_JOBS: dict[str, Callable[[Desk, int, int], None]] = {
    waitlist.LAPSE: lambda desk, subject, version: waitlist.lapse_offer(desk, EntryId(subject), version),
    requests.OVERDUE: lambda desk, subject, _: requests.report_overdue(desk, RequestId(subject)),
    nudge.NUDGE: lambda desk, subject, _: nudge.nudge(desk, subject),
}


def run_job(desk: Desk, body: dict[str, Any]) -> None:
    """Run the job that an outbox row describes."""
    _JOBS[body["job"]](desk, body["subject"], body["version"])
