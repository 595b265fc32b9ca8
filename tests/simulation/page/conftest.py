"""The page's server in front of a running channel."""

from collections.abc import AsyncIterator
from dataclasses import dataclass

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from simulation.page.application import chat_page
from simulation.photographs import initials
from tests.simulation.channel.conftest import teams
from tests.simulation.channel.teams import Teams

__all__ = ["teams"]

Browser = TestClient[web.Request, web.Application]


@dataclass
class Page:
    """The page as a browser on this machine reaches it."""

    browser: Browser
    teams: Teams


def sample(person_id: str, number: int) -> bytes:
    return initials(f"{number}", 648)


@pytest.fixture
async def page(teams: Teams) -> AsyncIterator[Page]:
    application = chat_page(teams.channel, teams.tenant, sample)
    async with TestClient(TestServer(application)) as browser:
        yield Page(browser, teams)
