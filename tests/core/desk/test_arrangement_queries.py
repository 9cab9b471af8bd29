"""Queries of the managers' screens, on each engine: lifting, duty, the register and visits."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from core.arrangements import ArrangementId, ArrangementKind, ArrangementSpec
from core.consultants import ConsultantId
from core.desk import Desk, arrangements, arrival, consultants, planning, queries
from core.desk.consequences import Consequences
from core.errors import NameTaken, NoSuchArrangement, NoSuchConsultant
from core.runtime.house import House
from core.staff import Member, Role
from tests.support.people import HOUR, OPERATOR, TEN, books

MANAGER = Member(user_id=700, name="Chen", role=Role.SITE_MANAGER)
SATURDAY = date(2026, 11, 21)


def order(
    what: ArrangementKind = ArrangementKind.CLOSED,
    hours: int = 1,
    start: datetime = TEN,
    **facts: Any,
) -> ArrangementSpec:
    return ArrangementSpec(what=what, starts_at=start, ends_at=start + hours * HOUR, **facts)


def arranges(*orders: ArrangementSpec) -> Callable[[Desk], Consequences]:
    return lambda desk: arrangements.arrange(desk, orders, MANAGER)


async def test_arrangements_made_together_are_lifted_together(house: House, outside: House) -> None:
    await house.run(arranges(order(), order(start=TEN + 3 * HOUR)))
    in_force = await outside.read(arrangements.in_force)
    ids = [each.id for each in in_force]
    await house.run(lambda desk: arrangements.lift(desk, [*ids, ArrangementId(999)], MANAGER))
    assert await outside.read(arrangements.in_force) == []
    lines = await outside.read(lambda desk: queries.audit_entries(desk, 9))
    assert [line.action for line in lines] == ["lifted", "arranged"]
    three = timedelta(hours=3)
    assert lines[0].facts["stretches"] == [
        [moment.isoformat() for moment in (start, start + HOUR)] for start in (TEN, TEN + three)
    ]
    with pytest.raises(NoSuchArrangement):
        await house.run(lambda desk: arrangements.lift(desk, ids, MANAGER))


async def test_an_agencys_duty_has_a_number_and_names(house: House, outside: House) -> None:
    async def duty() -> tuple[int, set[int], set[int]]:
        plan = await outside.read(lambda desk: planning.read(desk, SATURDAY, SATURDAY))
        found = plan.duty(TEN, plan.site.agencies[0])
        assert found.number + plan.duty(TEN, plan.site.agencies[1]).number == plan.on_duty(TEN)
        return found.number, set(found.working), set(found.away)

    wang, li = [await house.run(hires(name)) for name in ("王芳", "李娜")]
    assert await duty() == (8, set(), set())
    await house.run(arranges(order(ArrangementKind.AWAY, consultant=wang)))
    assert await duty() == (7, set(), {wang})
    await house.run(arranges(order(ArrangementKind.ON_DUTY, consultant=li)))
    assert await duty() == (1, {li}, {wang})


def hires(name: str, agency: str = "A") -> Callable[[Desk], ConsultantId]:
    return lambda desk: consultants.hire(desk, name, agency, MANAGER).id


async def test_a_name_is_registered_once_in_an_agency(house: House, outside: House) -> None:
    await house.run(hires("王芳"))
    await house.run(hires("王芳", "B"))
    with pytest.raises(NameTaken):
        await house.run(hires("王芳"))
    assert [each.agency for each in await outside.read(consultants.list_active)] == ["A", "B"]


async def test_a_dismissed_consultant_is_no_longer_on_duty(house: House, outside: House) -> None:
    wang, li = [await house.run(hires(name)) for name in ("王芳", "李娜")]
    await house.run(arranges(*(order(ArrangementKind.ON_DUTY, consultant=each) for each in (wang, li))))
    await house.run(lambda desk: consultants.dismiss(desk, wang, MANAGER))
    plan = await outside.read(lambda desk: planning.read(desk, SATURDAY, SATURDAY))
    duty = plan.duty(TEN, plan.site.agencies[0])
    assert (duty.number, duty.working) == (1, frozenset({li}))
    assert [each.name for each in await outside.read(consultants.list_active)] == ["李娜"]
    with pytest.raises(NoSuchConsultant):
        await house.run(lambda desk: consultants.dismiss(desk, wang, MANAGER))


async def test_visits_are_counted_with_the_time_of_the_last(house: House, outside: House) -> None:
    today = datetime(2026, 11, 19, 2, tzinfo=UTC)
    made = await house.run(books(OPERATOR, today))
    assert await outside.read(lambda desk: queries.visits(desk, made.guest)) == (0, None)
    seen = await house.run(lambda desk: arrival.mark_arrived(desk, made.id, OPERATOR))
    assert await outside.read(lambda desk: queries.visits(desk, made.guest)) == (1, seen.arrived_at)
