"""The desk: the use cases of the house.

Each use case works in the transaction it is given and never commits. A write runs in a savepoint, so a refusal undoes
only that write. Locks are taken in one order: session, guest, plan, week, day, slots by time.
"""

from core.desk.desk import Desk

__all__ = ["Desk"]
