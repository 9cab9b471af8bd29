"""A house with every hour of its book taken: what is left to be had."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from core.site import Agency, Site
from core.store.tables import bookings, leads
from demo.cast import add_people, prepare_house
from demo.stage import Stage
from tests.bot.dialogs.guest.waiting_guests import SATURDAY_TEN, places, to_the_day
from tests.conftest import MORNING
from tests.support.gestures import Play


@pytest.fixture
async def play(database: Path, site: Site) -> AsyncIterator[Play]:
    """One consultant, and a caller in every hour a guest could have."""
    alone = site.model_copy(update={"agencies": (Agency(name="A", consultants=1, weekday_rest=0),)})
    stage = await Stage.open(database, alone, MORNING, add_people, prepare_house)
    play = Play(stage)
    await play.fill_the_book()
    yield play
    await stage.close()


async def test_a_number_may_be_left(play: Play) -> None:
    assert len(await play.rows(bookings)) == 14 * 9
    buyer = play.buyer()
    await buyer.send("is anything still free?")
    assert "all our open hours are taken" in buyer.last
    await buyer.tap("Leave a number")
    await buyer.send("138 0013 8000")
    assert "we have noted +86 138 0013 8000" in buyer.last
    assert len(await play.rows(leads)) == 1


async def test_the_days_may_still_be_waited_for(play: Play) -> None:
    buyer = play.buyer()
    await to_the_day(buyer)
    assert "all our open hours are taken" in buyer.last
    assert "Leave a number" in buyer.buttons
    for label in ("Sat, Nov 21 · full", "10:00 full", "I would rather not", "✓ Confirm"):
        await buyer.tap(label)
    assert await places(play) == [("waiting", SATURDAY_TEN, None)]
