"""Measure every figure, print one table, and write it to RESULTS.md."""

import asyncio
import os
import platform
import sqlite3
import tempfile
from importlib.metadata import version
from pathlib import Path

from rich.console import Console
from rich.progress import Progress
from rich.table import Column, Table

from benchmarks import (
    ROUNDS,
    Figure,
    booking_commit,
    concurrent_buyers,
    conversation,
    hot_slot,
    long_history,
    many_slots,
    steps,
    thread_hops,
    two_processes,
    understanding,
)
from bot import logs
from bot.settings import ROOT
from core.clock import SystemClock
from core.site import load_site

FIGURES = {
    "steps": steps,
    "durable conversation": concurrent_buyers,
    "hops": thread_hops,
    "booking commit": booking_commit,
    "many slots": many_slots,
    "hot slot": hot_slot,
    "two processes": two_processes,
    "long past": long_history,
    "conversation": conversation,
    "understanding": understanding,
}
LIBRARIES = (
    "SQLAlchemy",
    "aiosqlite",
    "asyncpg",
    "aiogram",
    "aiogram-dialog",
    "python-telegram-bot",
    "dateparser",
)
HEADINGS = ("Figure", "Subject", "Yardstick", "Ratio: median (range)", "Goal")


async def measure_all() -> list[Figure]:
    site, figures = load_site(ROOT / "site.example.toml"), []
    with tempfile.TemporaryDirectory() as folder, Progress() as progress:
        for name, module in FIGURES.items():
            task = progress.add_task(name, total=getattr(module, "STEPS", ROUNDS))
            figures.append(await module.measure(Path(folder), site, lambda task=task: progress.advance(task)))
    return figures


logs.set_up_logs("ERROR")
measured = asyncio.run(measure_all())
rows = [row for figure in measured for row in figure.rows]
table = Table(*(Column(heading, overflow="fold") for heading in HEADINGS))
for row in rows:
    table.add_row(*row)
Console().print(table)
versions = ", ".join(f"{name} {version(name)}" for name in LIBRARIES)
lines = "\n".join(f"| {' | '.join(row)} |" for row in (HEADINGS, ["---"] * len(HEADINGS), *rows))
readings = "\n".join(f"- {figure.reading}" for figure in measured)
page = f"""# Results

Written by `make bench` on {SystemClock().now():%Y-%m-%d}: {os.cpu_count()} cores,
Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}, {versions}.
{ROUNDS} rounds after a warm-up, subject and yardstick in turns; times are medians of the rounds.

{lines}

{readings}
"""
(ROOT / "benchmarks" / "RESULTS.md").write_text(page, encoding="utf-8")
