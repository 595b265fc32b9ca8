import ssl
from collections.abc import AsyncIterator

import aiohttp
import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from bot.http.session import open_session
from tests.config.conftest import nothing_set
from tests.m365.fakes import Service
from tests.use_cases.tenant import served, tenant

__all__ = ["nothing_set", "served", "tenant"]


@pytest.fixture
async def session() -> AsyncIterator[aiohttp.ClientSession]:
    """A session with a long time-out."""
    timeout = aiohttp.ClientTimeout(total=30)
    connector = aiohttp.TCPConnector(ssl=ssl.create_default_context())
    async with aiohttp.ClientSession(timeout=timeout, connector=connector) as opened:
        yield opened


@pytest.fixture
async def trusting() -> AsyncIterator[aiohttp.ClientSession]:
    """The session that the doctor uses."""
    async with open_session() as opened:
        yield opened


@pytest.fixture
async def service() -> AsyncIterator[Service]:
    """A host whose answers a test sets."""
    running, app = Service(), web.Application()
    app.router.add_route("*", "/{path:.*}", running.handle)
    async with TestServer(app) as server:
        running.address = str(server.make_url("")).rstrip("/")
        yield running
