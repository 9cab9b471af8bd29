"""Imports point inward. The map is docs/architecture.md's."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent

# A room may import itself and these; the longest name that fits a module is its room.
ALLOWED: dict[str, set[str]] = {
    "core": set(),
    "core.notices": {"core"},
    "core.store": {"core"},
    "core.desk": {"core", "core.notices", "core.store"},
    "core.runtime": {"core", "core.desk", "core.store"},
    "bot.language": {"core"},
    "bot.understanding": {"core"},
    "bot.engine": {"core", "core.desk", "core.store", "bot.language"},
    "bot.wording": {"core", "core.notices", "core.desk", "bot.language", "bot.engine", "bot.understanding"},
    "bot.dialogs": {"core", "bot.engine", "bot.understanding"},
    "bot.dialogs.booking": {
        "core", "core.desk", "bot.language", "bot.understanding", "bot.engine", "bot.wording", "bot.dialogs",
    },
    "bot.dialogs.guest": {
        "core", "core.notices", "core.desk", "bot.language", "bot.understanding", "bot.engine", "bot.wording",
        "bot.dialogs", "bot.dialogs.booking",
    },
    "bot.dialogs.staff": {
        "core", "core.notices", "core.desk", "bot.language", "bot.understanding", "bot.engine", "bot.wording",
        "bot.dialogs", "bot.dialogs.booking",
    },
    "bot.dialogs.managing": {
        "core", "core.notices", "core.desk", "core.store", "bot.language", "bot.understanding", "bot.engine",
        "bot.wording", "bot.dialogs",
    },
    "bot.dialogs.reports": {
        "core", "core.desk", "bot.language", "bot.understanding", "bot.engine", "bot.wording",
        "bot.pictures.fullness",
    },
    # The facts of a picture are plain; the library that paints them is loaded with the first picture.
    "bot.pictures.fullness": {"core"},
    "bot.pictures": {"core", "bot.language", "bot.wording", "bot.pictures.fullness"},
    "bot.settings": set(),
    "bot.terminal": {"core", "bot.language"},
    "bot.logs": set(),
    "bot.exit_codes": {"bot.terminal"},
    "bot.tokens": {"bot.settings"},
    "bot.opening": {"core", "core.runtime", "core.store"},
    "bot.handlers": {
        "core", "core.notices", "core.runtime", "core.store", "bot.engine", "bot.language", "bot.wording",
        "bot.pictures",
    },
    "bot.handlers.buyers": {"core", "core.runtime", "bot.engine", "bot.handlers"},
    "bot.handlers.staff": {"core", "core.runtime", "bot.engine", "bot.handlers"},
    # Its people know the house from outside; only its auditor looks into the record.
    "demo.rehearsal": {"core", "bot.language", "bot.terminal", "demo", "demo.rehearsal.auditor", "sandbox"},
    "demo.rehearsal.auditor": {"core", "core.store", "bot.language", "sandbox"},
    "sandbox": set(),
}  # fmt: skip
# The composition root and what stands on it may use every room.
FREE = {
    "bot.wiring",
    "bot.features",
    "bot.service",
    "bot.startup_errors",
    "bot.doctor",
    "bot.cli",
    "bot.__main__",
    "demo",
    "benchmarks",
}

# Libraries that belong to some rooms only.
FRAMEWORKS: dict[str, tuple[str, ...]] = {
    "aiogram": ("bot.handlers.buyers", "sandbox.transports", *FREE),
    "telegram": ("bot.handlers.staff", "sandbox", *FREE),
    "aiogram_dialog": ("benchmarks",),
    "asyncio": (
        "core.runtime",
        "core.clock",
        "bot.handlers.polling",
        "bot.pictures.painter",
        "sandbox",
        *FREE,
    ),
    "matplotlib": ("bot.pictures",),
    "aiohttp": ("sandbox", "demo.stage", "benchmarks"),
    "babel": ("bot.language",),
    "alembic": ("core.store",),
}


def modules() -> Iterator[tuple[str, Path]]:
    for top in ("core", "bot", "demo", "sandbox", "benchmarks"):
        for path in sorted((ROOT / top).rglob("*.py")):
            parts = path.relative_to(ROOT).with_suffix("").parts
            yield ".".join(parts[:-1] if parts[-1] == "__init__" else parts), path


def imported(path: Path) -> Iterator[str]:
    """Every module a file names in an import, each name of a from-import on its own."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def within(module: str, room: str) -> bool:
    return module == room or module.startswith(f"{room}.")


def room_of(module: str) -> str | None:
    fitting = [room for room in (*ALLOWED, *FREE) if within(module, room)]
    return max(fitting, key=len, default=None)


def wrong_arrows(module: str, names: list[str]) -> list[str]:
    room = room_of(module)
    if room is None:
        return [f"{module} is in no room"]
    wrong = []
    for name in names:
        target = room_of(name)
        if target is not None and room not in FREE and target != room and target not in ALLOWED[room]:
            wrong.append(f"{module} → {name}")
        library = name.split(".")[0]
        homes = FRAMEWORKS.get(library)
        if homes is not None and not any(within(module, home) for home in homes):
            wrong.append(f"{module} → {library}")
    return wrong


@pytest.mark.parametrize(
    ("module", "path"), list(modules()), ids=lambda value: str(value) if isinstance(value, str) else ""
)
def test_imports_point_inward(module: str, path: Path) -> None:
    if module == "bot" or module.startswith("core.store.migrations"):
        return
    assert not wrong_arrows(module, list(imported(path)))


# What the conversation machine needs of the core: the transaction, the person who writes, and its own three tables.
ENGINE_NEEDS = {
    "core.booking.Actor",
    "core.booking.Channel",
    "core.desk.Desk",
    "core.errors",
    "core.staff",
    "core.store.outbox",
    "core.store.receipts",
    "core.store.sessions",
}


def test_the_engine_knows_no_subject() -> None:
    needed = {
        name
        for module, path in modules()
        if within(module, "bot.engine")
        for name in imported(path)
        if within(name, "core") and not any(within(name, each) for each in ENGINE_NEEDS)
    }
    assert needed == set()


def imported_at_once(path: Path) -> Iterator[str]:
    """Every module a file names in an import that runs with its own."""
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def test_the_library_that_paints_waits_for_the_first_picture() -> None:
    painting = {"bot.pictures.heat_map", "bot.pictures.fonts"}
    loading = {
        module
        for module, path in modules()
        for name in imported_at_once(path)
        if within(name, "matplotlib") or any(within(name, each) for each in painting)
    }
    assert loading == painting


def test_the_check_sees_a_wrong_arrow() -> None:
    assert wrong_arrows("core.booking", ["core.store.bookings"])
    assert wrong_arrows("core.desk.queries", ["bot.wording.phrases"])
    assert wrong_arrows("core.notices.group_lost", ["core.desk.audience"])
    assert wrong_arrows("bot.dialogs.booking.when", ["aiogram.types"])
    assert wrong_arrows("bot.engine.turn", ["bot.wording.refusals"])
    assert wrong_arrows("bot.engine.turn", ["bot.understanding.intents"])
    assert wrong_arrows("bot.dialogs.booking.doubts", ["bot.dialogs.guest.complaint"])
    assert wrong_arrows("bot.dialogs.guest.my_booking", ["bot.dialogs.managing.arrangement_list"])
    assert wrong_arrows("bot.dialogs.staff.requests", ["bot.dialogs.guest.my_booking"])
    assert wrong_arrows("bot.dialogs.reports.today", ["bot.dialogs.booking.when"])
    assert wrong_arrows("bot.handlers.buyers.app", ["bot.handlers.staff.app"])
    assert wrong_arrows("sandbox.telegram", ["core.clock"])
    assert wrong_arrows("demo.rehearsal.buyers", ["bot.engine.payload"])
    assert wrong_arrows("demo.rehearsal.staff", ["core.store.tables"])
    assert not wrong_arrows("bot.dialogs.booking.when", ["core.desk.queries", "bot.wording.phrases"])
