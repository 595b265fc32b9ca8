"""A running channel in front of the seeded tenant."""

from collections.abc import AsyncIterator
from functools import cache
from itertools import count, cycle

import aiohttp
import pytest
from aiohttp.test_utils import TestClient, TestServer
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey

from simulation.channel.service import assemble_channel
from simulation.channel.signing import new_private_key
from tests.simulation.channel.teams import APP_ID, HOST, Bot, Teams, verify
from tests.simulation.world import World


@cache
def private_keys() -> tuple[RSAPrivateKey, ...]:
    """The same for all tests, because they take a while to make; enough for two roll-overs."""
    return tuple(new_private_key() for _ in range(3))


@pytest.fixture
async def teams(world: World) -> AsyncIterator[Teams]:
    bot, seconds, ids, keys = Bot(), [0.0], count(1), cycle(private_keys())
    tenant = world.parts.tenant
    async with TestServer(bot.application()) as server, aiohttp.ClientSession() as http:
        channel = assemble_channel(
            directory=tenant,
            now=tenant.clock.now,
            verify_token=verify,
            http=http,
            host=HOST,
            bot_endpoint=str(server.make_url("/api/messages")),
            bot_app_id=APP_ID,
            timeout=5,
            monotonic=lambda: seconds[0],
            new_id=lambda: f"id-{next(ids)}",
            new_key=lambda: next(keys),
        )
        async with TestClient(TestServer(channel.application())) as connector:
            yield Teams(channel, tenant, bot, connector, seconds)
        await channel.client.close()
