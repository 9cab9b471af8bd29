"""The schema's version: applied at start and by ``yingbin db upgrade``."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    config.set_main_option("path_separator", "os")
    return config


def upgrade(conn: Connection) -> None:
    """Bring the schema to the newest version, in the transaction given."""
    config = _config()
    config.attributes["connection"] = conn
    command.upgrade(config, "head")


def versions(conn: Connection) -> tuple[str | None, str | None]:
    """The version the database has, and the one this program needs."""
    head = ScriptDirectory.from_config(_config()).get_current_head()
    return MigrationContext.configure(conn).get_current_revision(), head
