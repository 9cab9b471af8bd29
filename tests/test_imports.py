"""Imports point inward, as docs/architecture.md shows."""

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parent.parent

# A package may import itself and these; the longest fitting name is the package of a module.
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
    # The people know the house from outside; only the auditor reads the database.
    "demo.rehearsal": {"core", "bot.language", "bot.terminal", "demo", "demo.rehearsal.auditor", "sandbox"},
    "demo.rehearsal.auditor": {"core", "core.store", "bot.language", "sandbox"},
    "sandbox": set(),
}  # fmt: skip
# The composition root and the programs on it may import every package.
FREE = {
    "bot.wiring",
    "bot.features",
    "bot.service",
    "bot.startup_errors",
    "bot.doctor",
    "bot.cli",
    "bot.plain_words",
    "bot.understand_command",
    "bot.__main__",
    "demo",
    "benchmarks",
}

# Libraries that only some packages may import.
FRAMEWORKS: dict[str, tuple[str, ...]] = {
    "aiogram": ("bot.handlers.buyers", "sandbox.transports", *FREE),
    "telegram": ("bot.handlers.staff", "sandbox", *FREE),
    "aiogram_dialog": ("benchmarks",),
    "dateparser": ("benchmarks",),
    "jionlp": ("benchmarks",),
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
    """Every module that a file imports, with each name of a from-import as a separate module."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def within(module: str, package: str) -> bool:
    return module == package or module.startswith(f"{package}.")


def package_of(module: str) -> str | None:
    fitting = [package for package in (*ALLOWED, *FREE) if within(module, package)]
    return max(fitting, key=len, default=None)


def wrong_imports(module: str, names: list[str]) -> list[str]:
    package = package_of(module)
    if package is None:
        return [f"{module} is in no package"]
    wrong = []
    for name in names:
        target = package_of(name)
        if (
            target is not None
            and package not in FREE
            and target != package
            and target not in ALLOWED[package]
        ):
            wrong.append(f"{module} → {name}")
        library = name.split(".")[0]
        homes = FRAMEWORKS.get(library)
        if homes is not None and not any(within(module, home) for home in homes):
            wrong.append(f"{module} → {library}")
    return wrong


def test_imports_point_inward() -> None:
    every = [
        (module, path)
        for module, path in modules()
        if module != "bot" and not module.startswith("core.store.migrations")
    ]
    assert len(every) > 300
    assert [wrong for module, path in every for wrong in wrong_imports(module, list(imported(path)))] == []


# The parts of core that the engine may import: the transaction, the person who writes, and its three tables.
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


def test_the_engine_does_not_import_the_domain() -> None:
    needed = {
        name
        for module, path in modules()
        if within(module, "bot.engine")
        for name in imported(path)
        if within(name, "core") and not any(within(name, each) for each in ENGINE_NEEDS)
    }
    assert needed == set()


def imported_at_once(path: Path) -> Iterator[str]:
    """Every module that is imported when a file is imported."""
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def test_matplotlib_is_not_imported_before_the_first_picture() -> None:
    painting = {"bot.pictures.heat_map", "bot.pictures.fonts"}
    loading = {
        module
        for module, path in modules()
        for name in imported_at_once(path)
        if within(name, "matplotlib") or any(within(name, each) for each in painting)
    }
    assert loading == painting


def test_the_check_sees_a_wrong_import() -> None:
    assert wrong_imports("core.booking", ["core.store.bookings"])
    assert wrong_imports("core.desk.queries", ["bot.wording.phrases"])
    assert wrong_imports("core.notices.group_lost", ["core.desk.audience"])
    assert wrong_imports("bot.dialogs.booking.when", ["aiogram.types"])
    assert wrong_imports("bot.engine.turn", ["bot.wording.refusals"])
    assert wrong_imports("bot.engine.turn", ["bot.understanding.intents"])
    assert wrong_imports("bot.dialogs.booking.doubts", ["bot.dialogs.guest.complaint"])
    assert wrong_imports("bot.dialogs.guest.my_booking", ["bot.dialogs.managing.arrangement_list"])
    assert wrong_imports("bot.dialogs.staff.requests", ["bot.dialogs.guest.my_booking"])
    assert wrong_imports("bot.dialogs.reports.today", ["bot.dialogs.booking.when"])
    assert wrong_imports("bot.handlers.buyers.app", ["bot.handlers.staff.app"])
    assert wrong_imports("sandbox.telegram", ["core.clock"])
    assert wrong_imports("demo.rehearsal.buyers", ["bot.engine.payload"])
    assert wrong_imports("demo.rehearsal.staff", ["core.store.tables"])
    assert not wrong_imports("bot.dialogs.booking.when", ["core.desk.queries", "bot.wording.phrases"])
