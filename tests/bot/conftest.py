"""The people the bots' tests are played with."""

import pytest

from bot import demo
from tests.gestures import Chat, Play


@pytest.fixture
async def manager(play: Play) -> Chat:
    """The site manager, in English."""
    (chat,) = await play.in_english(demo.MANAGER)
    return chat
