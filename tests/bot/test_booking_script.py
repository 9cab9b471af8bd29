"""The standard script, played by a buyer."""

from datetime import timedelta

import pytest

from bot import demo
from core.store.tables import bookings, guests
from sqlalchemy import select
from tests.gestures import BOOKING, Play, book


async def test_a_booking_by_buttons_is_confirmed_with_a_code_and_told_to_the_house(play: Play) -> None:
    buyer = play.buyer()
    code = await book(buyer)
    row = await play.look(lambda desk: desk.conn.execute(select(bookings)).one())
    assert row.code == code
    assert (row.adults, row.elders, row.children) == (1, 1, 1)
    assert "Sat, Nov 21 11:00–12:00" in buyer.last
    assert "8 Haiyue Road" in buyer.last
    assert "Ms Tan" in play.group.last
    assert code in play.group.last
