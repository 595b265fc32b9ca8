"""An agent finds, opens and takes cases in the chat page, and puts one into a group."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
import pytest_asyncio
from playwright.async_api import Locator, expect

from simulation.people import object_id
from tests.e2e.chat import Chat, Reply
from tests.e2e.demo import Demo
from tests.e2e.looks import LOOKS, PHONE, flaws_of
from tests.e2e.tenant import Tenant
from tests.scenarios.opened_case import let_leave, open_case

pytestmark = [pytest.mark.e2e, pytest.mark.asyncio(loop_scope="session")]

AGENT, COLLEAGUE, PERSON, OTHER = "amara.okafor", "zoltan.nagy", "ben.lindqvist", "chiara.conti"
BYSTANDER = "dmitri.petrov"
OWN, LEFT = "PB-0000001", "PB-0000002"
BOTH = (LOOKS[0], PHONE)


@pytest_asyncio.fixture(loop_scope="session")
async def cases(demo: Demo, tenant: Tenant) -> AsyncIterator[None]:
    """Amara follows a case, and the agent of another one left."""
    await open_case(demo.database, object_id(AGENT), object_id(PERSON), OWN, ticket="INC-1")
    await open_case(demo.database, object_id("elif.yilmaz"), object_id(OTHER), LEFT)
    await let_leave(demo.database, object_id("elif.yilmaz"))
    yield


async def ask(chat: Chat, text: str, heading: str) -> Reply:
    """Write something, and wait for the card with this heading: the bot writes by itself too."""
    await chat.tab.get_by_role("textbox", name="Message").fill(text)
    await chat.tab.get_by_role("button", name="Send", exact=True).click()
    title = chat.tab.get_by_role("heading", name=heading, exact=True)
    answer = chat.of_bot.filter(has=title).last
    await expect(answer).to_be_visible()
    return Reply(answer)


@asynccontextmanager
async def window(chat: Chat) -> AsyncIterator[Chat]:
    """Another window, for a while: each one that is open keeps a connection to the page."""
    tab = await chat.tab.context.new_page()
    yield Chat(tab, chat.address)
    await tab.close()


async def search(chat: Chat, command: str, label: str, text: str) -> Locator:
    """Type into the search command."""
    await chat.tab.get_by_role("button", name="Actions and apps").click()
    await chat.tab.get_by_role("menuitem", name=command).click()
    opened = chat.tab.get_by_role("dialog")
    await opened.get_by_label(label).fill(text)
    return opened


@pytest.mark.usefixtures("cases")
async def test_an_agent_lists_opens_and_takes(chat: Chat) -> None:
    await chat.open(AGENT)
    listed = await ask(chat, "cases", "Cases")
    await listed.shows(OWN, "Ben Lindqvist", "ticket INC-1", "Their agent left", LEFT)
    flaws = await flaws_of(chat.tab, "cases", BOTH)
    await listed.press(f"Open {OWN}")
    await expect(chat.of_bot.filter(has_text=OWN).last).to_contain_text("Ben Lindqvist")
    flaws += await flaws_of(chat.tab, "cases-opened", BOTH)
    offered = await ask(chat, f"case {LEFT.lower()}", f"Chiara Conti: {LEFT}")
    flaws += await flaws_of(chat.tab, "cases-left", BOTH)
    await offered.press("Take it")
    await expect(offered.button("Take it")).to_have_count(0)
    again = await ask(chat, "cases", "Cases")
    await again.shows(OWN, LEFT)
    await expect(again.card).not_to_contain_text("Their agent left")
    none = await ask(chat, "cases stuck", "No case found")
    await none.shows("“cases stuck”")
    flaws += await flaws_of(chat.tab, "cases-none", BOTH)
    assert flaws == []


@pytest.mark.usefixtures("cases")
async def test_an_agent_does_so_in_chinese(chat: Chat) -> None:
    await chat.open(AGENT)
    await chat.say("請說中文")
    listed = await ask(chat, "我的案件", "案件")
    await listed.shows(OWN, "Ben Lindqvist", "工單 INC-1", "無人負責", LEFT)
    flaws = await flaws_of(chat.tab, "cases-chinese", BOTH)
    await listed.press(f"接手 {LEFT}")
    await expect(chat.of_bot.filter(has_text=LEFT).last).to_contain_text("Chiara Conti")
    opened = await search(chat, "Photo cases", "Person, ticket or state", "Chiara")
    await expect(opened.get_by_role("listitem")).to_have_count(1)
    flaws += await flaws_of(chat.tab, "cases-search-chinese", BOTH)
    assert flaws == []


@pytest.mark.usefixtures("cases")
async def test_a_case_in_a_group_opens_for_its_agent_alone(chat: Chat) -> None:
    for person in (AGENT, COLLEAGUE, BYSTANDER):
        async with window(chat) as theirs:
            await theirs.open(person)
    async with window(chat) as agents:
        await agents.open(AGENT, "groupChat")
        opened = await search(agents, "Photo cases", "Person, ticket or state", "lindq")
        found = opened.get_by_role("button", name="Ben Lindqvist")
        await expect(found).to_contain_text(OWN)
        flaws = await flaws_of(agents.tab, "cases-search", BOTH)
        await found.click()
        await agents.tab.get_by_role("button", name="Send", exact=True).click()
        await expect(agents.log.filter(has_text=f"Case {OWN}")).to_have_count(1)
    for person, title in (
        (BYSTANDER, "This isn't available to you"),
        (COLLEAGUE, "I can't find that case among yours"),
        (AGENT, OWN),
    ):
        async with window(chat) as theirs:
            await theirs.open(person, "groupChat")
            shared = theirs.log.locator("[data-activity-id]").filter(has_text=f"Case {OWN}").last
            await expect(shared).to_contain_text("Ben Lindqvist")
            await shared.get_by_role("button", name="Open the case").click()
            await expect(shared.locator(".card-status")).to_have_text("I wrote to you privately.")
            flaws += await flaws_of(theirs.tab, f"cases-in-a-group-{person}", BOTH)
            await theirs.open(person)
            await expect(theirs.of_bot.filter(has_text=title).last).to_be_visible()
            if person != AGENT:
                await expect(theirs.of_bot.filter(has_text=OWN)).to_have_count(0)
    assert flaws == []
