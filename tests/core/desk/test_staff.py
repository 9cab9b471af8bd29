"""Waiting callers of a revoked operator go to other staff, on each engine."""

from core.booking import Actor, Channel
from core.desk import Desk
from core.desk import staff as staff_desk
from core.runtime.house import House
from core.staff import Role
from core.store import waitlist as store
from tests.support.people import TEN, enrol, fill, name, waits

ZHOU = Actor(user_id=900, channel=Channel.PHONE, staff_name="Zhou")


async def add_waiting_callers(house: House, how_many: int) -> None:
    """Callers whom one operator has put on the waitlist."""
    await fill(house)
    await enrol(house, ZHOU.user_id, Role.OPERATOR)
    for number in range(how_many):
        await house.run(waits(ZHOU, TEN, name=name(number)))


async def count_callers_of(house: House, *members: int) -> list[int]:
    """The number of waiting callers of each of these members of staff."""

    def count(desk: Desk) -> list[int]:
        return [len(store.list_for_callers_by(desk.conn, member)) for member in members]

    return await house.read(count)


async def test_waiting_callers_of_a_revoked_operator_go_to_the_others_in_turn(
    house: House, outside: House
) -> None:
    await add_waiting_callers(house, 5)
    for member, role in ((901, Role.OPERATOR), (902, Role.OPERATOR), (800, Role.SITE_MANAGER)):
        await enrol(house, member, role)
    await house.run(lambda desk: staff_desk.revoke(desk, ZHOU.user_id))
    assert await count_callers_of(outside, 901, 902, 800, ZHOU.user_id) == [3, 2, 0, 0]


async def test_without_operators_waiting_callers_go_to_the_site_managers_and_administrators(
    house: House, outside: House
) -> None:
    await add_waiting_callers(house, 3)
    for member, role in ((800, Role.ADMINISTRATOR), (801, Role.SITE_MANAGER), (802, Role.SALES_MANAGER)):
        await enrol(house, member, role)
    await house.run(lambda desk: staff_desk.change_role(desk, ZHOU.user_id, Role.GATE))
    assert await count_callers_of(outside, 800, 801, 802, ZHOU.user_id) == [2, 1, 0, 0]
