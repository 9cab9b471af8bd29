"""Filling the demo's house with a rehearsal before its page opens."""

from datetime import datetime, timedelta

from rich.console import Console

from demo.rehearsal.play import play
from demo.rehearsal.profiles import FIRST_ID, RehearsalPlan
from demo.rehearsal.terminal import progress
from demo.stage import Stage
from demo.web_page import Fill

# The number of generated buyers whose chats are shown on the page.
SHOWN = 4


def before_opening(buyers: int, seed: int, err: Console) -> Fill:
    """A ``Fill`` that plays so many buyers of a seed. They first write between the start of the stage and an hour
    before the page opens; the day the page opens is the one most buyers want."""

    async def fill(stage: Stage, until: datetime) -> tuple[int, ...]:
        site = stage.house.site
        today = until.astimezone(site.zone).date()
        plan = RehearsalPlan(buyers, seed, stage.clock.now(), until - timedelta(hours=1), peak_day=today)
        with progress(err, site) as on_progress:
            await play(stage, plan, until, on_progress)
        return tuple(FIRST_ID + number for number in range(min(buyers, SHOWN)))

    return fill
