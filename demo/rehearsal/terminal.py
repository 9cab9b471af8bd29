"""``yingbin rehearse``: a progress bar on standard error, then the findings on standard output."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from time import monotonic

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from bot.language.words import Words
from bot.terminal import terminal_language, translate
from core.site import Site
from demo.rehearsal.play import rehearse
from demo.rehearsal.report import as_json, as_table
from demo.rehearsal.timeline import ProgressCallback


@contextmanager
def progress(err: Console, site: Site) -> Iterator[ProgressCallback]:
    """A progress bar that shows the house's clock; it is drawn only on a terminal."""
    words = Words(terminal_language(), site)
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.fields[moment]}"),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=err, transient=True, disable=not err.is_terminal) as bar:
        task = bar.add_task(translate("The rehearsal is running"), total=1, moment="")

        def on_progress(share: float, moment: datetime) -> None:
            bar.update(task, completed=share, moment=words.start(moment))

        yield on_progress


async def run(site: Site, buyers: int, seed: int, out: Console, err: Console, *, json: bool) -> bool:
    """Rehearse, and print the findings. Returns whether they are free of faults."""
    started = monotonic()
    with TemporaryDirectory(prefix="yingbin-rehearsal-") as folder, progress(err, site) as on_progress:
        findings = await rehearse(Path(folder) / "house.db", site, buyers, seed, on_progress)
    seconds = monotonic() - started
    if json:
        out.print(as_json(findings, seed, seconds), soft_wrap=True)
    else:
        out.print(as_table(findings, seed, seconds))
    return findings.sound
