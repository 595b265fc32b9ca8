"""The search command in Microsoft's own client, with typed text."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from playwright.async_api import expect

from simulation.people import object_id
from tests.e2e.playground.conftest import OpenPlayground, SettingsFor
from tests.e2e.playground.page import Playground
from tests.e2e.playground.test_extension import AMARA, BEN, open_extension
from tests.e2e.tenant import DOMAIN
from tests.postgres import TEMPLATE, database_like
from tests.scenarios.bot_process import BotProcess, bot_process
from tests.scenarios.opened_case import open_case

pytestmark = [pytest.mark.e2e, pytest.mark.asyncio(loop_scope="session")]

OWN, OTHERS = "PB-0000001", "PB-0000002"


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def helpdesk(settings_for: SettingsFor, postgres: str) -> AsyncIterator[BotProcess]:
    """A bot in whose company Amara and Zoltan have asked somebody each."""
    async with database_like(TEMPLATE, postgres) as url:
        await open_case(url, object_id(AMARA), object_id(BEN), OWN, ticket="INC-1")
        await open_case(url, object_id("zoltan.nagy"), object_id("chiara.conti"), OTHERS)
        async with bot_process(settings_for("writer") | {"DATABASE_URL": url}) as running:
            yield running


async def search(playground: Playground, text: str) -> None:
    """Type into the search command of cases."""
    tab = playground.tab
    line = tab.get_by_placeholder("Enter a search term")
    if await line.count() == 0:
        await open_extension(playground, "Search Command")
        await tab.get_by_text("Specify Command ID or Parameter").click()
        await tab.get_by_placeholder("Command ID", exact=True).fill("cases")
    await line.fill(text)


async def test_an_agent_finds_a_case_and_puts_it_into_a_message(
    open_playground: OpenPlayground, helpdesk: BotProcess
) -> None:
    async with open_playground(helpdesk, AMARA) as playground:
        tab = playground.tab
        # The card by which the agent follows the case, in the chat behind the search.
        following = tab.locator(".ac-adaptiveCard", has_text="INC-1")
        await expect(following).to_have_count(1)
        for text in ("inc-1", "lindq", f"{BEN}@{DOMAIN}", OWN.lower()):
            await search(playground, text)
            await expect(tab.get_by_text(f"{OWN} ·")).to_be_visible()
        for text in (OTHERS, "chiara", f"nobody@{DOMAIN}"):
            await search(playground, text)
            await expect(tab.get_by_text("No case of yours fits that")).to_be_visible()
        await search(playground, "lindq")
        await tab.get_by_text(f"{OWN} ·").click()
        await expect(tab.get_by_text(f"Case {OWN}")).to_be_visible()
        await expect(following).to_have_count(1)
        await tab.get_by_role("button", name="Send Message").last.click()
        await tab.get_by_role("button", name="Open the case").last.click()
        await expect(following).to_have_count(2)
