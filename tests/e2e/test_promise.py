"""A promise to look again, kept by a bot that was killed meanwhile, on the chat page."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Browser, expect

from simulation.running import Simulation
from simulation.serve import serve
from tests.e2e.chat import Chat
from tests.e2e.looks import flaws_of
from tests.e2e.tenant import open_tenant
from tests.postgres import TEMPLATE, database_like
from tests.scenarios.bot_process import bot_process, connect, settings_for
from tests.scenarios.drawing import drawn

pytestmark = [pytest.mark.e2e, pytest.mark.asyncio(loop_scope="session")]

PERSON = "chiara.conti"
WAIT = "PT5S"


@pytest_asyncio.fixture(loop_scope="session")
async def simulation(tmp_path: Path) -> AsyncIterator[Simulation]:
    """Services that stay when the bot is killed."""
    async with serve(tmp_path, draw=drawn) as simulation:
        yield simulation


@pytest_asyncio.fixture(loop_scope="session")
async def page(simulation: Simulation, browser: Browser) -> AsyncIterator[Chat]:
    """A window on the chat page of these services."""
    chat = Chat(await browser.new_page(), simulation.describe()["chat"])
    yield chat
    await chat.tab.close()
    assert chat.complaints == []


async def test_a_promise_is_kept_after_the_bot_was_killed(
    simulation: Simulation, page: Chat, postgres: str
) -> None:
    async with database_like(TEMPLATE, postgres) as database:
        settings = settings_for(simulation, "reader") | {
            "DATABASE_URL": database,
            "PHOTOBOT_LOOK_AGAIN_AFTER": WAIT,
        }
        async with bot_process(settings) as bot:
            connect(simulation, bot)
            await page.open(PERSON)
            reply = await page.say("my photo is wrong")
            await reply.press("Check later and tell me")
            await reply.shows("I'll check again")
            await bot.kill()
        flaws = await flaws_of(page.tab, "promised-page")
        said = await page.of_bot.count()
        async with open_tenant(simulation.describe()["control"]) as tenant:
            await tenant.visit(PERSON)
        async with bot_process(settings) as restarted:
            connect(simulation, restarted)
            await expect(page.of_bot).to_have_count(said + 1)
            kept = await page.last()
            await kept.shows("As promised", "Your photo is the same everywhere")
            flaws += await flaws_of(page.tab, "kept-page")
            assert await restarted.stop() == 0
    assert flaws == []
