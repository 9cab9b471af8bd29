"""The locks that keep a plan true while seats change hands.

They are taken in this order: the plan, a week, a day, slots by time.
"""

from collections.abc import Iterable
from datetime import date, datetime

from sqlalchemy import Connection

from core.store.locks import insert_or_ignore, lock_row, lock_row_shared
from core.store.tables import named_locks, slots

PLAN = "plan"


def lock_plan_shared(conn: Connection) -> None:
    """Lock the plan shared until the transaction ends: nobody changes an arrangement meanwhile."""
    if not lock_row_shared(conn, named_locks, name=PLAN):
        insert_or_ignore(conn, named_locks, name=PLAN)
        lock_row_shared(conn, named_locks, name=PLAN)


def lock_plan(conn: Connection) -> None:
    """Lock the plan exclusively until the transaction ends: nobody books, frees a seat or arranges meanwhile."""
    _lock(conn, PLAN)


def lock_week(conn: Connection, monday: date) -> None:
    """Lock a week until the transaction ends, so that its number of parties stays true."""
    _lock(conn, f"week {monday.isoformat()}")


def lock_day(conn: Connection, day: date) -> None:
    """Lock a day until the transaction ends, so that its number of parties stays true."""
    _lock(conn, f"day {day.isoformat()}")


def lock_slots(conn: Connection, starts: Iterable[datetime]) -> None:
    """Lock slots until the transaction ends, in order of time, so that their number of parties stays true."""
    for starts_at in sorted(set(starts)):
        insert_or_ignore(conn, slots, starts_at=starts_at)
        lock_row(conn, slots, starts_at=starts_at)


def _lock(conn: Connection, name: str) -> None:
    insert_or_ignore(conn, named_locks, name=name)
    lock_row(conn, named_locks, name=name)
