"""The version of the schema, and the upgrade at start and by ``yingbin db upgrade``."""

from functools import cache
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, func, select, text

# The advisory lock of an upgrade; an arbitrary number that no other lock uses.
_UPGRADE_LOCK_KEY = 0x7969_6D67


class SchemaNewerError(Exception):
    """The database has a version this program does not know: a newer program has upgraded it."""

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
    """Upgrade the schema to the newest version, in the given transaction; a schema at that version is left alone.

    If several processes do this at once, the others wait. Raises SchemaNewerError.
    """
    if conn.dialect.name == "postgresql":
        conn.execute(text("SET LOCAL lock_timeout = 0"))
        conn.execute(select(func.pg_advisory_xact_lock(_UPGRADE_LOCK_KEY)))
    require_known(conn)
    has, needs = versions(conn)
    if has == needs:
        return
    config = _config()
    config.attributes["connection"] = conn
    command.upgrade(config, "head")


def require_known(conn: Connection) -> None:
    """Check that this program knows the database's version. Raises SchemaNewerError."""
    has, needs = versions(conn)
    if has is not None and has not in _revisions():
        raise SchemaNewerError(has, needs or "")


def versions(conn: Connection) -> tuple[str | None, str | None]:
    """The version the database has, and the one this program needs."""
    return MigrationContext.configure(conn).get_current_revision(), _revisions()[0]


@cache
def _revisions() -> tuple[str, ...]:
    """Every version this program knows, newest first."""
    scripts = ScriptDirectory.from_config(_config())
    return tuple(script.revision for script in scripts.walk_revisions())
