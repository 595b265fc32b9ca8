"""Queries that take a random time, where `SHAKEN` in the environment is a seed.

No test may count on the order in which things happen that happen at once: `SHAKEN=7 make test`. It
slows the processes of tests and what they fork, all of which import this.
"""

import asyncio
import os
from random import Random
from typing import Any
from unittest.mock import patch

from psycopg import AsyncCursor

# How often a query is late, before it is asked and after its answer, and by how many seconds.
LATE, SECONDS = 0.06, 0.25


def shake(seed: str) -> None:
    """Let some queries of this process be late, for as long as it runs."""
    random, execute = Random(seed), AsyncCursor.execute

    async def pause() -> None:
        if random.random() < LATE:
            await asyncio.sleep(random.random() * SECONDS)

    async def late(self: AsyncCursor[Any], *query: Any, **options: Any) -> AsyncCursor[Any]:
        await pause()
        answer = await execute(self, *query, **options)
        await pause()
        return answer

    patch.object(AsyncCursor, "execute", late).start()


if seed := os.environ.get("SHAKEN"):
    shake(seed)
