"""Temporary PostgreSQL databases for the benchmarks, if a server is running."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from itertools import count
from os import getpid

import asyncpg

SERVER = "postgresql://postgres@127.0.0.1:5432"
_made = count(1)


@asynccontextmanager
async def database() -> AsyncIterator[str | None]:
    """The address of an empty database, which is dropped afterwards; None if no server answers."""
    try:
        server = await asyncpg.connect(f"{SERVER}/postgres", timeout=5)
    except (OSError, asyncpg.PostgresError):
        yield None
        return
    name = f"yingbin_bench_{getpid()}_{next(_made)}"
    await server.execute(f"CREATE DATABASE {name}")
    try:
        yield f"{SERVER}/{name}"
    finally:
        await server.execute(f"DROP DATABASE {name} WITH (FORCE)")
        await server.close()


def for_a_house(address: str) -> str:
    """The address of a database in the form for a house."""
    return address.replace("postgresql://", "postgresql+asyncpg://")


def of_a_house(address: str) -> str:
    """The address of a database in the form for asyncpg."""
    return address.replace("postgresql+asyncpg://", "postgresql://")
