"""Opening the house of a database. Kept apart from the wiring: the bots' frameworks take seconds to load."""

from pathlib import Path

from core.clock import Clock
from core.runtime.house import House
from core.site import Site
from core.store.engine import make_engine


class NoFolderError(Exception):
    """The folder of the SQLite file does not exist."""

    def __init__(self, folder: Path) -> None:
        super().__init__(str(folder))
        self.folder = folder


def open_house(database_url: str, site: Site, clock: Clock) -> House:
    """Open the house of a database. Raises DatabaseUrlError and NoFolderError."""
    engine = make_engine(database_url)
    folder = Path(engine.url.database or "").parent
    if engine.dialect.name == "sqlite" and not folder.is_dir():
        raise NoFolderError(folder)
    return House(engine, site, clock)
