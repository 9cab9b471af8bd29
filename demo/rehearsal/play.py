"""Playing a rehearsal: the buyers of a seed on a stage for some days."""

from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from random import Random

from sqlalchemy import create_engine
from sqlalchemy.pool import NullPool

from core.site import Site
from demo.cast import GATE, GROUP, MANAGER, add_people, prepare_house
from demo.rehearsal.auditor import Auditor, Findings
from demo.rehearsal.buyers import Buyer
from demo.rehearsal.client import Client
from demo.rehearsal.profiles import NIGHT, RehearsalPlan, draw_profile
from demo.rehearsal.staff import Gate, manager
from demo.rehearsal.timeline import ProgressCallback, Timeline, Visit
from demo.stage import BUYERS_BOT, STAFF_BOT, Stage

# A Wednesday, and the Saturday that most buyers want: it can be booked during the whole enquiry period.
FIRST_DAY, PEAK_DAY = date(2026, 11, 18), date(2026, 11, 21)
ENQUIRY_PERIOD = timedelta(days=2, hours=13)  # from the first morning to the third evening
DURATION = timedelta(days=5, hours=11)  # to the Monday evening


async def play(stage: Stage, plan: RehearsalPlan, until: datetime, on_progress: ProgressCallback) -> None:
    """Play a plan on a stage until a moment (UTC); the stage's clock is at or before ``plan.opens``."""
    site, telegram = stage.house.site, stage.telegram
    timeline = Timeline(stage)
    rng = Random(plan.seed)
    gate = Gate(Client(telegram, GATE.id, chat_id=GROUP), site.zone, rng)

    def on_arrival(visit: Visit) -> None:
        timeline.schedule(gate.receive(visit), stage.clock.now())

    for number in range(plan.buyers):
        profile = draw_profile(plan, number, site)
        telegram.add_person(profile.person)
        client = Client(telegram, profile.person.id, bot=BUYERS_BOT.username)
        buyer = Buyer(profile, client, site.zone, Random(f"{plan.seed}:{number}"), on_arrival)
        timeline.schedule(buyer.actions(), _draw_start(plan, rng, site))
    manager_client = Client(telegram, MANAGER.id, bot=STAFF_BOT.username)
    timeline.schedule(manager(manager_client, site.zone, Random(plan.seed)), plan.opens)
    await timeline.play(until, on_progress)


def _draw_start(plan: RehearsalPlan, rng: Random, site: Site) -> datetime:
    """A random moment of the plan at which a buyer writes first, not at night."""
    while True:
        seconds = rng.randrange(max(int((plan.closes - plan.opens).total_seconds()), 1))
        moment = plan.opens + timedelta(seconds=seconds)
        if moment.astimezone(site.zone).hour not in NIGHT:
            return moment


async def rehearse(
    database: Path, site: Site, buyers: int, seed: int, on_progress: ProgressCallback
) -> Findings:
    """Play a new house in the file ``database``, from the first morning to the Monday evening, and audit it."""
    opens = datetime.combine(FIRST_DAY, time(9), site.zone).astimezone(UTC)
    stage = await Stage.open(database, site, opens, add_people, prepare_house)
    try:
        await play(
            stage,
            RehearsalPlan(buyers, seed, opens, opens + ENQUIRY_PERIOD, PEAK_DAY),
            opens + DURATION,
            on_progress,
        )
    finally:
        await stage.close()
    engine = create_engine(f"sqlite:///{database}", poolclass=NullPool)
    with engine.connect() as conn:
        return Auditor(conn, stage.telegram, site, BUYERS_BOT.username, GROUP).findings()
