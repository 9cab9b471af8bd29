"""Fifty bookers for the last seat, from two processes on PostgreSQL."""

import asyncio
from collections import Counter
from collections.abc import Callable
from itertools import count

import pytest
from sqlalchemy.util import await_only

from bot import opening
from core.clock import PlayedClock
from core.runtime.house import House
from core.site import Site
from tests.conftest import MORNING
from tests.processes.crew import Arguments, Crew, Post
from tests.support.last_seat import (
    BOOKERS,
    ONE_WINNER,
    WON,
    bookers,
    contend,
    counting_together,
    hour_of,
    small_site,
    taken,
    turn_to,
)
from tests.support.progress import progress
from tests.support.racing import fill_but, remove_the_lock

pytestmark = [pytest.mark.postgres, pytest.mark.process]
# Contenders of one process in the race without a lock; each has a separate connection.
UNLOCKED = 12


async def race(post: Post, url: str, site: Site, rounds: range, contenders: range) -> list[Counter[str]]:
    """Run in each process: in each round a caller has one of two seats, and all contenders want the other at once."""
    clock, results = PlayedClock(MORNING), []
    house = opening.open_house(url, site, clock)
    for number in rounds:
        moment, hour = hour_of(site, number)
        await turn_to(clock, moment)
        if 0 in contenders:
            await house.run(fill_but(1, hour))
        await post.meet()
        results.append(await contend((house,), bookers(contenders, hour, number)))
        await post.meet()
    await house.close()
    return results


async def race_without_the_lock(post: Post, url: str, site: Site, contenders: range) -> list[Counter[str]]:
    """The same race, and all contenders in every process have counted the seats before anyone writes."""
    house = opening.open_house(url, site, PlayedClock(MORNING))
    _, hour = hour_of(site, 0)
    if 0 in contenders:
        await house.run(fill_but(1, hour))
    await post.meet()
    with counting_together(all_met(post, len(contenders))), pytest.MonkeyPatch.context() as patch:
        remove_the_lock(patch)
        results = await contend((house,), bookers(contenders, hour))
    await house.close()
    return [results]


def all_met(post: Post, contenders: int) -> Callable[[], None]:
    """A barrier for the contenders of this process, and then for the other processes."""
    came, all_here = count(1), asyncio.Event()

    async def together() -> None:
        if next(came) == contenders:
            await post.meet()
            all_here.set()
        await all_here.wait()

    return lambda: await_only(together())


def halves(number: int) -> list[range]:
    return [range(number // 2), range(number // 2, number)]


@pytest.mark.parametrize("rounds", [10, pytest.param(1000, marks=pytest.mark.soak)])
async def test_one_of_fifty_bookers_in_two_processes_gets_the_last_seat(
    crew: Crew, database_url: str, site: Site, outside: House, rounds: int
) -> None:
    small, winners = small_site(site), Counter[int]()
    for first in range(0, rounds, 100):
        numbers = range(first, min(first + 100, rounds))
        both = await crew.do_each(race, [(database_url, small, numbers, half) for half in halves(BOOKERS)])
        assert [here + there for here, there in zip(*both, strict=True)] == [ONE_WINNER] * len(numbers)
        winners.update({hand: sum(each[WON] for each in results) for hand, results in enumerate(both)})
        progress(f"{numbers.stop} of {rounds} rounds")
    assert winners.total() == rounds
    # A seat that always goes to the same process was not raced for.
    assert len(+winners) == 2
    outside.site = small
    assert await taken(outside, rounds) == [2] * rounds


async def test_without_the_lock_every_booker_in_both_processes_gets_the_last_seat(
    crew: Crew, database_url: str, site: Site, outside: House
) -> None:
    small = small_site(site)
    orders: Arguments = [(database_url, small, half) for half in halves(2 * UNLOCKED)]
    assert await crew.do_each(race_without_the_lock, orders) == [[{WON: UNLOCKED}]] * 2
    outside.site = small
    assert await taken(outside, rounds=1) == [1 + 2 * UNLOCKED]
