"""Fixtures: a scripted service over HTTP, and a client of it."""

from collections.abc import AsyncIterator

import aiohttp
import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from bot.http.retry import Bounds, Retries
from bot.m365.geos import Geo, Geos
from bot.m365.graph import Graph
from bot.m365.http import Http
from bot.m365.sharepoint import SharePointClient
from bot.photos.library import Thumbnails
from bot.use_cases.picture_threads import PictureThreads
from tests.m365.fakes import FakeTime, FakeTokens, Service
from tests.m365.sign_ins import FakeSignIn


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
def entra() -> FakeSignIn:
    return FakeSignIn()


@pytest.fixture
def time() -> FakeTime:
    return FakeTime()


@pytest.fixture
def retries(time: FakeTime) -> Retries:
    return Retries(Bounds(), sleep=time.sleep, random=lambda: 1.0, clock=time.clock)


@pytest.fixture
async def session() -> AsyncIterator[aiohttp.ClientSession]:
    timeout = aiohttp.ClientTimeout(total=30)
    async with aiohttp.ClientSession(timeout=timeout) as opened:
        yield opened


@pytest.fixture
def http(session: aiohttp.ClientSession, tokens: FakeTokens, retries: Retries) -> Http:
    return Http(session, tokens, retries, allowed=lambda _: True, max_body_bytes=100_000)


@pytest.fixture
def my_site(service: Service) -> str:
    return service.address


@pytest.fixture
def sharepoint(http: Http, service: Service, other_service: Service) -> SharePointClient:
    """One service is the root and the My Site host, the other one the -admin host."""
    return SharePointClient(
        http, Geos(Geo(service.address, service.address, other_service.address)), PictureThreads()
    )


@pytest.fixture
def place(my_site: str) -> Thumbnails:
    return Thumbnails(my_site, "/User Photos/Profilbilder", "x")


@pytest.fixture
def graph(http: Http, service: Service) -> Graph:
    return Graph(http, service.address + "/", PictureThreads())
