"""One demonstration and one browser for all; everything stored anew for every test."""

from collections.abc import AsyncIterator, Iterator

import pytest
import pytest_asyncio
from playwright.async_api import Browser, expect

from tests.e2e.chat import Chat
from tests.e2e.chromium import connected, run_chromium
from tests.e2e.demo import Demo, run_demo
from tests.e2e.memory import forget_everybody
from tests.e2e.tenant import Tenant, open_tenant

PATIENCE = 20_000
"""Milliseconds, for what happens at once on an idle machine."""

expect.set_options(timeout=PATIENCE)


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def demo() -> AsyncIterator[Demo]:
    """The demonstration, running; without the watch, whose requests would meet faults of tests."""
    async with run_demo(PHOTOBOT_WATCH="off") as running:
        yield running


@pytest.fixture(scope="session")
def chromium() -> Iterator[str]:
    """The address of the browser, running."""
    with run_chromium() as address:
        yield address


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def browser(chromium: str) -> AsyncIterator[Browser]:
    """The browser, as the tests of the demonstration drive it."""
    async with connected(chromium) as browser:
        yield browser


@pytest_asyncio.fixture(loop_scope="session")
async def tenant(demo: Demo) -> AsyncIterator[Tenant]:
    """The simulated services as they are at the start, and a bot that nobody asked yet."""
    await forget_everybody(demo.database)
    async with open_tenant(demo.control) as tenant:
        await tenant.reset()
        yield tenant
        await tenant.recover()


@pytest_asyncio.fixture(loop_scope="session")
async def chat(demo: Demo, tenant: Tenant, browser: Browser) -> AsyncIterator[Chat]:
    """A new window on the chat page."""
    context = await browser.new_context(viewport={"width": 1280, "height": 900})
    chat = Chat(await context.new_page(), demo.chat)
    yield chat
    await context.close()
    assert chat.complaints == []
