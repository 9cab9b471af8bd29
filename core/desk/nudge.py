"""A guest who falls silent half-way through a form is nudged, once for each form.

Rules: docs/rules.md, "The script".
"""

from datetime import datetime, timedelta
from typing import Any

from core import timetable
from core.bots import BUYERS
from core.desk.desk import Desk
from core.events import GuestFellSilent
from core.store import sessions
from core.store.sessions import SessionKey

NUDGE = "nudge"
SILENCE = timedelta(minutes=10)


def watch(desk: Desk, telegram_id: int) -> None:
    """Have the guest of the buyers' bot nudged when they have been silent for a while. The state of their form then
    says that it is ``watched``."""
    _plan(desk, telegram_id, desk.now + SILENCE)


def nudge(desk: Desk, telegram_id: int) -> None:
    """Nudge the guest if they have left the watched form open and fallen silent; look again later if they have not
    fallen silent yet. Outside the opening hours they are not nudged at all."""
    key = SessionKey(bot=BUYERS, chat_id=telegram_id, user_id=telegram_id)
    session = sessions.find(desk.conn, key)
    if session is None:
        return
    is_open = _is_watched(session.state)
    if not is_open and not any(_is_watched(each["state"]) for each in session.aside or []):
        return
    silent_at = session.touched_at + SILENCE
    if desk.now < silent_at:
        _plan(desk, telegram_id, silent_at)
    elif is_open:
        day = timetable.day_of(desk.site, silent_at)
        # The house may have been down when the time was over.
        if timetable.opening(desk.site, day) <= silent_at and desk.now < timetable.closing(desk.site, day):
            desk.emit(GuestFellSilent(telegram_id=telegram_id))


def _plan(desk: Desk, telegram_id: int, due_at: datetime) -> None:
    # The handle keeps one job for each guest: that of a form which was started over is superseded.
    desk.schedule_job(NUDGE, telegram_id, 1, due_at, handle=f"{NUDGE}-{telegram_id}")


def _is_watched(state: dict[str, Any] | None) -> bool:
    return state is not None and state.get("watched") is True
