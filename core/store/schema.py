"""The schema's version: applied at start and by ``yingbin db upgrade``."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, func, select, text

# Of those who bring the schema up; any number that no other lock has.
_TURN = 0x7969_6D67


class SchemaNewerError(Exception):
    """The database has a version this program does not know: a newer program has been at it."""

    def __init__(self, has: str, knows: str) -> None:
        super().__init__(f"the schema is at {has}, this program knows up to {knows}")
        self.has = has
        self.knows = knows


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    config.set_main_option("path_separator", "os")
    return config


def upgrade(conn: Connection) -> None:
    """Bring the schema to the newest version, in the transaction given. Raises SchemaNewerError.

    Of several who do this at once the others wait, and find it done.
    """
    if conn.dialect.name == "postgresql":
        conn.execute(text("SET LOCAL lock_timeout = 0"))
        conn.execute(select(func.pg_advisory_xact_lock(_TURN)))
    require_known(conn)
    config = _config()
    config.attributes["connection"] = conn
    command.upgrade(config, "head")


def require_known(conn: Connection) -> None:
    """Raises SchemaNewerError."""
    scripts = ScriptDirectory.from_config(_config())
    has, needs = versions(conn)
    if has is not None and has not in {script.revision for script in scripts.walk_revisions()}:
        raise SchemaNewerError(has, needs or "")


def versions(conn: Connection) -> tuple[str | None, str | None]:
    """The version the database has, and the one this program needs."""
    head = ScriptDirectory.from_config(_config()).get_current_head()
    return MigrationContext.configure(conn).get_current_revision(), head
