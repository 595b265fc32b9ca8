"""Asked in a group chat and in a channel of Microsoft's own client."""

import pytest
from playwright.async_api import expect

from tests.e2e.playground.conftest import OpenPlayground
from tests.e2e.playground.looks import flaws_of
from tests.e2e.playground.page import CHANNEL, GROUP, PERSONAL, Playground
from tests.scenarios.bot_process import BotProcess

pytestmark = [pytest.mark.e2e, pytest.mark.asyncio(loop_scope="session")]

BEN = "ben.lindqvist"
WELCOME = "Only you will see the answer"
WROTE = "I wrote to you privately."
OLD = "SharePoint has a different photo of you"
TOLD_ALONE = ("Ben", "Lindqvist", "same", "fixed", "SharePoint", "differ", "another picture")


@pytest.mark.parametrize(("where", "scene"), [(GROUP, "group"), (CHANNEL, "channel")])
async def test_asked_where_others_read_the_bot_answers_in_private_and_says_so(
    open_playground: OpenPlayground, writer: BotProcess, where: str, scene: str
) -> None:
    async with open_playground(writer, BEN) as playground:
        await (await playground.go_to(where)).shows(WELCOME)
        ask = playground.post if where == CHANNEL else playground.mention
        await (await ask("my photo is wrong")).shows(WROTE)
        await assert_nothing_told(playground)
        flaws = await flaws_of(playground, scene)
        private = await playground.go_to(PERSONAL)
        await private.shows(OLD)
        await expect(private.pictures).to_have_count(2)
        flaws += await flaws_of(playground, f"{scene}-private")
    assert flaws == []


async def test_a_button_where_others_read_is_answered_in_private(
    open_playground: OpenPlayground, writer: BotProcess
) -> None:
    async with open_playground(writer, BEN) as playground:
        welcome = await playground.go_to(GROUP)
        await welcome.shows(WELCOME)
        await welcome.press("Check my photo")
        await expect(playground.tab.get_by_text(WROTE)).to_be_visible()
        await assert_nothing_told(playground)
        flaws = await flaws_of(playground, "group-button")
        await (await playground.go_to(PERSONAL)).shows(OLD)
    assert flaws == []


async def assert_nothing_told(playground: Playground) -> None:
    said = "\n".join(await playground.of_bot.all_inner_texts()).casefold()
    assert [word for word in TOLD_ALONE if word.casefold() in said] == []
    await expect(playground.of_bot.locator("img")).to_have_count(0)
