"""A running channel in front of the seeded tenant."""

from collections.abc import AsyncIterator
from itertools import count

import aiohttp
import pytest
from aiohttp.test_utils import TestClient, TestServer

from simulation.channel.service import assemble
from tests.simulation.channel.teams import APP_ID, HOST, Bot, Teams, verify
from tests.simulation.world import World


@pytest.fixture
async def teams(world: World) -> AsyncIterator[Teams]:
    bot, seconds, ids = Bot(), [0.0], count(1)
    tenant = world.parts.tenant
    async with TestServer(bot.application()) as server, aiohttp.ClientSession() as http:
        channel = assemble(
            directory=tenant,
            now=tenant.clock.now,
            verify_token=verify,
            http=http,
            host=HOST,
            bot_endpoint=str(server.make_url("/api/messages")),
            bot_app_id=APP_ID,
            patience=5,
            monotonic=lambda: seconds[0],
            new_id=lambda: f"id-{next(ids)}",
        )
        async with TestClient(TestServer(channel.application())) as connector:
            yield Teams(channel, tenant, bot, connector, seconds)
        await channel.client.close()
