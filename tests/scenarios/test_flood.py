"""Thousands of requests that never end, against a bot that may open 1,024 files."""

import asyncio
import logging
import time
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from itertools import cycle

import pytest
import pytest_asyncio

from bot.core.background import running
from bot.core.process import file_limit, raise_file_limit
from tests.scenarios.bot_process import BotProcess, bot_process, connect, settings_for
from tests.scenarios.company import Company
from tests.scenarios.conftest import open_chats, personal_chat
from tests.scenarios.leaks import assert_tells_nothing
from tests.simulation.world import BEN, CHIARA
from tests.web.raw import HOST, Streams, answer_to, connected, request

pytestmark = pytest.mark.asyncio(loop_scope="session")

_log = logging.getLogger(__name__)

FILES, FLOOD, AT_A_TIME = 1_024, 3_000, 50
HEALTH = request(b"GET /healthz", b"Connection: close")
JSON = (b"Content-Type: application/json", b"Content-Length: 1000")
UNFINISHED = (
    b"GET /",
    b"GET /healthz HTTP/1.1\r\n" + HOST + b"\r\nX: ",
    request(b"POST /api/messages", *JSON, body=b"{"),
    request(b"POST /healthz", *JSON, body=b"{"),
)


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def bot(served: Company, database_address: str) -> AsyncIterator[BotProcess]:
    settings = settings_for(served.simulation) | {"DATABASE_URL": database_address}
    async with bot_process(settings, files=FILES) as running:
        connect(served.simulation, running)
        await open_chats(served)
        yield running
        assert await running.stop() == 0
    assert_tells_nothing(running, served)


@asynccontextmanager
async def flood(address: str) -> AsyncIterator[None]:
    """Unfinished requests of every kind, each of which goes on byte by byte."""
    async with AsyncExitStack() as stack:
        opened = []
        for _ in range(FLOOD // AT_A_TIME):
            some = [connected(address) for _ in range(AT_A_TIME)]
            opened += await asyncio.gather(*map(stack.enter_async_context, some))
            for (_, writer), raw in zip(opened[-AT_A_TIME:], cycle(UNFINISHED), strict=False):
                writer.write(raw)
        async with running(trickle(opened)):
            yield


async def trickle(opened: list[Streams]) -> None:
    """Send a byte a second on each connection that is open still."""
    while True:
        await asyncio.sleep(1)
        for reader, writer in opened:
            if not reader.at_eof() and not reader.exception():
                writer.write(b"x")


async def seconds_to_answer(address: str) -> float:
    begun = time.monotonic()
    assert (await answer_to(address, HEALTH)).startswith(b"HTTP/1.1 200 OK")
    return time.monotonic() - begun


async def test_people_are_answered_while_three_thousand_requests_never_end(
    company: Company, bot: BotProcess
) -> None:
    raise_file_limit()
    if file_limit() < FLOOD + FILES:
        pytest.skip("this system lets a process open too few files for a flood")
    await personal_chat(company, BEN).asked()
    before = len(bot.lines)
    async with flood(bot.address):
        waited = [await seconds_to_answer(bot.address) for _ in range(5)]
        begun = time.monotonic()
        card = await personal_chat(company, CHIARA).asked()
        waited.append(time.monotonic() - begun)
        await asyncio.sleep(1.5)
        waited += [await seconds_to_answer(bot.address) for _ in range(5)]
    logged = bot.events[before:]
    _log.info("%d lines; seconds to answer: %s", len(logged), waited)
    assert card.action("sync")
    assert max(waited) < 5
    assert [each["event"] for each in logged].count("too_many_connections") == 1
    assert "error" not in {each["level"] for each in logged}
    # Refusals of requests whose bodies never came are twenty lines of a kind.
    assert len(logged) < 100
