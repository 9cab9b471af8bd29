"""Two administrators revoke each other at the same moment: one of them must stay."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest

from bot import opening
from core.clock import PlayedClock
from core.desk import staff as staff_desk
from core.errors import LastAdministrator
from core.runtime.house import House
from core.site import Site
from core.staff import Member, Role
from core.store import staff
from tests.support.blocking import waiter

pytestmark = [pytest.mark.postgres, pytest.mark.race]
ROUNDS = 10
TWO = [Member(user_id=number, name=f"N{number}", role=Role.ADMINISTRATOR) for number in (1, 2)]


@pytest.fixture
async def houses(postgres_url: str, site: Site, clock: PlayedClock) -> AsyncIterator[tuple[House, House]]:
    """Two houses on PostgreSQL; on SQLite one whole write waits for the other."""
    pair = opening.open_house(postgres_url, site, clock), opening.open_house(postgres_url, site, clock)
    yield pair
    for house in pair:
        await house.close()


async def revoked(house: House, user_id: int) -> bool:
    try:
        await house.run(lambda desk: staff_desk.revoke(desk, user_id))
    except LastAdministrator:
        return False
    return True


async def both_at_once(houses: tuple[House, House]) -> int:
    """The number of the two that were revoked."""
    for member in TWO:
        await houses[0].run(lambda desk, member=member: staff.upsert_member(desk.conn, member, desk.now))
    gone = await asyncio.gather(
        *(revoked(house, member.user_id) for house, member in zip(houses, TWO, strict=True))
    )
    for member in TWO:
        await houses[0].run(lambda desk, member=member: staff.revoke(desk.conn, member.user_id, desk.now))
    return sum(gone)


async def test_one_of_two_administrators_stays(houses: tuple[House, House]) -> None:
    assert [await both_at_once(houses) for _ in range(ROUNDS)] == [1] * ROUNDS


async def test_without_the_lock_no_administrator_stays(
    houses: tuple[House, House], monkeypatch: pytest.MonkeyPatch
) -> None:
    wait, both, has = waiter(), asyncio.Barrier(2), staff.has_role

    def has_after_both_have_looked(*args: Any, **besides: Any) -> bool:
        found = has(*args, **besides)
        wait(both.wait())
        return found

    monkeypatch.setattr(staff, "lock_role", lambda *_: None)
    monkeypatch.setattr(staff, "has_role", has_after_both_have_looked)
    assert await both_at_once(houses) == 2
