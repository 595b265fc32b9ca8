"""Photo help to people who never had the bot: the app is installed for them, or that is refused."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Locator, expect

from tests.e2e.chat import Chat
from tests.e2e.demo import Demo, run_demo
from tests.e2e.looks import LOOKS, PHONE, flaws_of
from tests.e2e.tenant import DOMAIN, Tenant, open_tenant

pytestmark = [pytest.mark.e2e, pytest.mark.asyncio(loop_scope="session")]

AGENT = "amara.okafor"
BOTH = (LOOKS[0], PHONE)


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def installing() -> AsyncIterator[Demo]:
    """A demonstration of its own, whose bot may install itself for people."""
    async with run_demo(PHOTOBOT_WATCH="off") as demo:
        async with open_tenant(demo.control) as tenant:
            await tenant.let_bot_install()
        yield demo


@pytest_asyncio.fixture(loop_scope="session")
async def page(installing: Demo, browser: Browser) -> AsyncIterator[Chat]:
    context = await browser.new_context(viewport={"width": 1280, "height": 900})
    page = Chat(await context.new_page(), installing.chat)
    yield page
    await context.close()
    assert page.complaints == []


@pytest_asyncio.fixture(loop_scope="session")
async def company(installing: Demo) -> AsyncIterator[Tenant]:
    async with open_tenant(installing.control) as tenant:
        yield tenant


async def sending(page: Chat, person: str) -> Locator:
    """The agent sends help to somebody, and does not wait for what becomes of it."""
    await page.open(AGENT, "groupChat")
    await page.tab.get_by_role("button", name="Actions and apps").click()
    await page.tab.get_by_role("menuitem", name="Send photo help").click()
    opened = page.tab.get_by_role("dialog")
    await opened.get_by_role("textbox", name="Or their sign-in address").fill(f"{person}@{DOMAIN}")
    await opened.get_by_role("button", name="Preview", exact=True).click()
    await expect(opened).to_contain_text("They haven't used Photobot yet")
    await opened.get_by_role("button", name="Send", exact=True).click()
    return opened


async def test_the_app_is_installed_and_its_first_card_is_the_message(page: Chat) -> None:
    opened = await sending(page, "ben.lindqvist")
    again = opened.get_by_role("button", name="Look again")
    composed = page.tab.locator(".composed").get_by_text("Sent to Ben Lindqvist.")
    await expect(again.or_(composed)).to_be_visible()
    if await again.is_visible():
        await expect(opened).to_contain_text("Not sent yet: Ben Lindqvist")
        await again.click()
    await expect(composed).to_be_visible()
    message = await page.open("ben.lindqvist")
    await message.shows("Amara Okafor from your helpdesk asks you")
    await expect(page.of_bot).to_have_count(1)


async def test_where_a_policy_refuses_it_the_agent_is_told(page: Chat, company: Tenant) -> None:
    await company.block_app("chiara.conti")
    opened = await sending(page, "chiara.conti")
    await expect(opened).to_contain_text("Can't be reached: Chiara Conti")
    await expect(opened).to_contain_text("A Teams policy keeps the app from this person.")
    assert await flaws_of(page.tab, "send-help-unreachable", BOTH) == []
    await opened.get_by_role("button", name="Close", exact=True).last.click()
    await expect(opened).to_have_count(0)
    await expect(page.tab.locator(".composed")).to_be_empty()
