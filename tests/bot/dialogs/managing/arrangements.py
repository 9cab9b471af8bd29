"""Times of arrangements, and the arrangements in force."""

from datetime import UTC, datetime, timedelta

from core.arrangements import Arrangement
from core.desk import arrangements
from tests.support.gestures import Play

TEN = datetime(2026, 11, 21, 2, tzinfo=UTC)
ELEVEN = datetime(2026, 11, 21, 3, tzinfo=UTC)
MIDNIGHT = datetime(2026, 11, 20, 16, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


async def existing(play: Play) -> list[Arrangement]:
    return await play.look(arrangements.in_force)


def facts(each: Arrangement) -> tuple[object, ...]:
    return each.what, each.starts_at, each.ends_at, each.number, each.reason
