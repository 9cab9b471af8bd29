"""Days and hours that the understanding reads in the corpus's utterances, and its cost, beside libraries for dates."""

import asyncio
import gc
import sys
from asyncio.subprocess import PIPE
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from statistics import median, quantiles
from time import perf_counter

from benchmarks import ROUNDS, Figure, ratio_of
from benchmarks.date_readers import DateReader, load_readers
from bot.settings import ROOT
from bot.understanding.summary import summary
from core.site import Site
from tests.understanding.corpus import HELD_BACK, TUNED, Utterance, load

IMPORTED = "bot.understanding.sentences", "dateparser"
NOT_NAMED = "none named"
P99_GOAL = "p99 ≤ 2 ms"


async def measure(_folder: Path, _site: Site, done: Callable[[], None]) -> Figure:
    readers, tuned = load_readers(), load(TUNED)
    scores = [
        _score_row(f"{half.stem.replace('_', ' ')} half", reader, load(half))
        for half in (TUNED, HELD_BACK)
        for reader in readers
    ]
    imports = [[await _import(module) for module in IMPORTED] for _ in range(ROUNDS + 1)][1:]
    return Figure(
        [*scores, *_time_rows(readers, tuned, done), _import_row(imports)],
        "Understanding: the scores' ratio is of utterances read right, higher is better, of those that name one day or "
        "hour and answer no question; readers are tuned on the tuned half only. The house's day and hour must both be "
        "exact; of a library's first find, only what the utterance names counts, and an hour whose part of the day "
        "is not said may be 12 hours off. The other ratios are of times, lower is better: of one utterance of the "
        "tuned half, of which the house reads every fact, and of the first import in a new interpreter.",
    )


def _score_row(half: str, reader: DateReader, utterances: list[Utterance]) -> tuple[str, ...]:
    asked = [
        utterance
        for utterance in utterances
        if utterance.asking is None
        and (utterance.expect.get("day") or utterance.expect.get("time"))
        and reader.fits(utterance.text)
    ]
    figure = f"day and hour read right, {half}{', Chinese' * reader.chinese_only}"
    right = sum(_reads_right(utterance) for utterance in asked)
    subject = f"{right} of {len(asked)}"
    if reader.read is None:
        return figure, subject, f"{reader.name}: not installed", "", NOT_NAMED
    theirs = sum(_is_right(utterance, reader.read(utterance.text, utterance.now)) for utterance in asked)
    return figure, subject, f"{reader.name}: {theirs}", f"{right / theirs:.3g}×", NOT_NAMED


def _reads_right(utterance: Utterance) -> bool:
    got = summary(utterance.read())
    return all(got[fact] == utterance.expect.get(fact) for fact in ("day", "time"))


def _is_right(utterance: Utterance, found: datetime | None) -> bool:
    """Whether a library finds what the utterance names. The reception hours, which it is not told, settle which half of
    the day «三点» is."""
    if found is None or utterance.expect.get("day") not in {None, found.date().isoformat()}:
        return False
    hour = utterance.expect.get("time")
    if hour is None or hour == f"{found:%H:%M}":
        return True
    half_day_off = f"{(found.hour + 12) % 24:02}:{found:%M}"
    return "period" not in utterance.expect and hour == half_day_off


def _time_rows(
    readers: list[DateReader], utterances: list[Utterance], done: Callable[[], None]
) -> list[tuple[str, ...]]:
    """Every utterance in every round, by the house and the libraries in turns."""
    house: list[list[float]] = []
    theirs: dict[str, list[list[float]]] = {reader.name: [] for reader in readers}
    for turn in range(ROUNDS + 1):
        if turn == 1:  # the first round is a warm-up
            gc.collect()
            gc.freeze()
        house.append([])
        for reader in readers:
            theirs[reader.name].append([])
        for utterance in utterances:
            house[-1].append(_milliseconds(utterance.read))
            for reader in readers:
                if reader.read is not None and reader.fits(utterance.text):
                    took = _milliseconds(reader.read, utterance.text, utterance.now)
                    theirs[reader.name][-1].append(took)
        if turn:
            done()
    gc.unfreeze()
    return [_time_row(reader, utterances, house[1:], theirs[reader.name][1:]) for reader in readers]


def _milliseconds(read: Callable[..., object], *said: object) -> float:
    started = perf_counter()
    read(*said)
    return 1000 * (perf_counter() - started)


def _time_row(
    reader: DateReader, utterances: list[Utterance], house: list[list[float]], theirs: list[list[float]]
) -> tuple[str, ...]:
    fitting = [n for n, utterance in enumerate(utterances) if reader.fits(utterance.text)]
    rounds = [[times[n] for n in fitting] for times in house]
    medians = [median(times) for times in rounds]
    p99 = median(quantiles(times, n=100)[-1] for times in rounds)
    figure = f"one{' Chinese' * reader.chinese_only} utterance"
    subject = f"p50 {median(medians):.2f} ms, p99 {p99:.2f} ms"
    if reader.read is None:
        return figure, subject, f"{reader.name}: not installed", "", P99_GOAL
    their_medians = [median(times) for times in theirs]
    timing = f"{reader.name}: p50 {median(their_medians):.2f} ms"
    return figure, subject, timing, ratio_of(medians, their_medians), P99_GOAL


async def _import(module: str) -> float:
    """The milliseconds that a new interpreter takes for the import, after its own start."""
    program = f"from time import perf_counter as now; begun = now(); import {module}; print(now() - begun)"
    process = await asyncio.create_subprocess_exec(sys.executable, "-c", program, stdout=PIPE, cwd=ROOT)
    return 1000 * float((await process.communicate())[0])


def _import_row(rounds: list[list[float]]) -> tuple[str, ...]:
    house, theirs = ([times[n] for times in rounds] for n in range(2))
    subject, yardstick = (
        f"{name}: {median(times):.0f} ms" for name, times in zip(IMPORTED, (house, theirs), strict=True)
    )
    return "import", subject, yardstick, ratio_of(house, theirs), NOT_NAMED
