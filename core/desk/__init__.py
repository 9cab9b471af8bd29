"""The desk: the use cases of the house.

Each works in the transaction it is given and never commits. A write runs in a savepoint, so that a refusal
undoes what it had begun and nothing else. Locks are taken in one order: session, guest, plan, week, day,
slots by time.
"""

from core.desk.desk import Desk

__all__ = ["Desk"]
