"""Tells a cut connection from a good one without asking the server."""

import select

from psycopg import AsyncConnection
from psycopg_pool import AsyncConnectionPool


async def check_if_spoken_to(connection: AsyncConnection) -> None:
    """Ask the server only where it said something to an idle connection, such as goodbye."""
    waiting = select.poll()
    waiting.register(connection.fileno(), select.POLLIN)
    if waiting.poll(0):
        await AsyncConnectionPool.check_connection(connection)
