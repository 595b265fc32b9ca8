"""How long a bot takes to its first answer, and what it holds when nobody talks to it."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from tempfile import TemporaryDirectory

import psutil
from psycopg import AsyncConnection

from bench.contestants import Contestant, Serving, serving
from bench.processes import proportional, resident
from bench.surroundings import Surroundings

IDLE_SECONDS = 1.0


@dataclass(frozen=True)
class Memory:
    """MiB of an idle bot: resident, and with what it shares with others counted in part."""

    resident: float
    proportional: float


async def memory_of(bot: Serving) -> Memory:
    """Read it when the bot has been left alone for a while."""
    await asyncio.sleep(IDLE_SECONDS)
    return Memory(resident(bot.process), proportional([bot.process]))


@asynccontextmanager
async def serving_with_own_postgres(
    photobot: Contestant, around: Surroundings
) -> AsyncIterator[Serving]:
    """Photobot as it is without a database address: it makes one for itself."""
    with TemporaryDirectory(prefix="photobot-bench-") as folder:
        environment = {**photobot.environment, "DATABASE_URL": "", "PHOTOBOT_FOLDER": folder}
        async with serving(replace(photobot, environment=environment), around) as bot:
            yield bot


async def server_processes(database: str) -> list[psutil.Process]:
    """The processes of the Postgres at an address on this machine."""
    async with await AsyncConnection.connect(database) as connection:
        server = psutil.Process(connection.info.backend_pid).parent()
    return [server, *server.children()] if server else []
