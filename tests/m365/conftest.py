"""What it takes to ask a service in a test."""

from collections.abc import AsyncIterator

import aiohttp
import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from bot.m365.http import Http
from bot.m365.retry import Bounds, Retries
from tests.m365.fakes import FakeTime, FakeTokens, Service


async def _serve(service: Service) -> AsyncIterator[Service]:
    app = web.Application()
    app.router.add_route("*", "/{path:.*}", service.handle)
    async with TestServer(app) as server:
        service.address = str(server.make_url("")).rstrip("/")
        yield service


@pytest.fixture
async def service() -> AsyncIterator[Service]:
    async for running in _serve(Service()):
        yield running


@pytest.fixture
async def other_service() -> AsyncIterator[Service]:
    async for running in _serve(Service()):
        yield running


@pytest.fixture
def tokens() -> FakeTokens:
    return FakeTokens()


@pytest.fixture
def time() -> FakeTime:
    return FakeTime()


@pytest.fixture
def retries(time: FakeTime) -> Retries:
    return Retries(Bounds(), sleep=time.sleep, random=lambda: 1.0, clock=time.clock)


@pytest.fixture
async def session() -> AsyncIterator[aiohttp.ClientSession]:
    timeout = aiohttp.ClientTimeout(total=0.2)
    async with aiohttp.ClientSession(timeout=timeout) as opened:
        yield opened


@pytest.fixture
def http(session: aiohttp.ClientSession, tokens: FakeTokens, retries: Retries) -> Http:
    return Http(session, tokens, retries, allowed=lambda _: True, largest_body=100_000)
