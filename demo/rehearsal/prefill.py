"""The demo's house, filled by a rehearsal before its page opens."""

from datetime import datetime, timedelta

from rich.console import Console

from demo.rehearsal.play import play
from demo.rehearsal.profiles import FIRST_ID, RehearsalPlan
from demo.rehearsal.terminal import progress
from demo.stage import Stage
from demo.web_page import Fill

# Of the buyers, whose chats can be looked into on the page.
SHOWN = 4


def before_opening(buyers: int, seed: int, err: Console) -> Fill:
    """So many buyers of a seed, who write from the house's opening until an hour before the page's; the day of the
    page is the one many want."""

    async def fill(stage: Stage, until: datetime) -> tuple[int, ...]:
        site = stage.house.site
        today = until.astimezone(site.zone).date()
        plan = RehearsalPlan(buyers, seed, stage.clock.now(), until - timedelta(hours=1), peak_day=today)
        with progress(err, site) as on_progress:
            await play(stage, plan, until, on_progress)
        return tuple(FIRST_ID + number for number in range(min(buyers, SHOWN)))

    return fill
