"""When every hour is full, a guest can leave a number or join the waitlist."""

from collections.abc import AsyncIterator
from datetime import timedelta
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
    """A house with one consultant, where a caller has booked every hour."""
    one_consultant = site.model_copy(update={"agencies": (Agency(name="A", consultants=1, weekday_rest=0),)})
    stage = await Stage.open(database, one_consultant, MORNING, add_people, prepare_house)
    play = Play(stage)
    await play.fill_every_slot()
    yield play
    await stage.close()


async def test_a_guest_can_leave_a_number_when_every_hour_is_full(play: Play) -> None:
    assert len(await play.rows(bookings)) == 14 * 9
    buyer = play.buyer()
    await buyer.send("is anything still free?")
    assert "all our open hours are taken" in buyer.last
    await buyer.tap("Leave a number")
    await buyer.send("138 0013 8000")
    assert "we have noted +86 138 0013 8000" in buyer.last
    assert len(await play.rows(leads)) == 1


@pytest.mark.parametrize("leave", ["No, thank you", "‹ Back"])
async def test_the_question_for_a_number_leads_back_to_the_day(play: Play, leave: str) -> None:
    buyer = play.buyer()
    await to_the_day(buyer)
    await buyer.tap("Leave a number")
    await buyer.tap(leave)
    assert "all our open hours are taken" in buyer.last


async def test_after_a_pause_the_form_goes_on_where_the_number_was_asked_for(play: Play) -> None:
    buyer = play.buyer()
    await to_the_day(buyer)
    await buyer.tap("Leave a number")
    await play.until(MORNING + timedelta(hours=2))
    await buyer.send("hello")
    assert "Shall we continue where we stopped?" in buyer.last
    await buyer.tap("Continue")
    assert "all our open hours are taken" in buyer.last
    await buyer.tap("‹ Back")
    assert "how many guests" in buyer.last


async def test_a_guest_can_join_the_waitlist_when_every_hour_is_full(play: Play) -> None:
    buyer = play.buyer()
    await to_the_day(buyer)
    assert "all our open hours are taken" in buyer.last
    assert "Leave a number" in buyer.buttons
    for label in ("Sat, Nov 21 · full", "10:00 full", "I would rather not", "✓ Confirm"):
        await buyer.tap(label)
    assert await places(play) == [("waiting", SATURDAY_TEN, None)]
