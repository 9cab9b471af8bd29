"""Waiting inside a work, which runs in the event loop's thread or in the writer's, without blocking the loop."""

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any

from sqlalchemy.engine import Engine
from sqlalchemy.util import await_only

from core.runtime.house import House


def waiter() -> Callable[[Coroutine[Any, Any, Any]], Any]:
    """A function with which a work waits for a coroutine of the running event loop."""
    loop = asyncio.get_running_loop()

    def wait(awaited: Coroutine[Any, Any, Any]) -> Any:
        try:
            asyncio.get_running_loop()
        except RuntimeError:
            return asyncio.run_coroutine_threadsafe(awaited, loop).result()
        return await_only(awaited)

    return wait


def writing_engine(house: House) -> Engine:
    """The engine that a house writes through, for event listeners."""
    return house._writer.engine if house._writer is not None else house._engine.sync_engine
