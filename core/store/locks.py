"""Insert-or-leave and row locks, the same on both engines.

SQLite has no row locks and needs none: its writers come one at a time (``house`` and BEGIN IMMEDIATE).
"""

from sqlalchemy import Connection, Table, select
from sqlalchemy.dialects import postgresql, sqlite


def upsert(conn: Connection, table: Table) -> sqlite.Insert | postgresql.Insert:
    """An INSERT that can say ON CONFLICT, in the engine's own dialect."""
    return sqlite.insert(table) if conn.dialect.name == "sqlite" else postgresql.insert(table)


def insert_or_leave(conn: Connection, table: Table, **values: object) -> bool:
    """Insert a row unless its key is there already; whether it was inserted."""
    return conn.execute(upsert(conn, table).values(**values).on_conflict_do_nothing()).rowcount > 0


def lock_row(conn: Connection, table: Table, **key: object) -> None:
    """Hold a row until the transaction ends; others who lock it wait."""
    conn.execute(select(*table.primary_key.columns).filter_by(**key).with_for_update()).first()
