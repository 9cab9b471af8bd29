"""Fixtures: people in the tests of the bots."""

import pytest

from demo.cast import MANAGER
from tests.support.gestures import Chat, Play


@pytest.fixture
async def manager(play: Play) -> Chat:
    """The site manager, in English."""
    (chat,) = await play.in_english(MANAGER)
    return chat
