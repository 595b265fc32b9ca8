"""Traditional Chinese in Microsoft's own client."""

import pytest
from playwright.async_api import expect

from tests.e2e.playground.conftest import OpenPlayground
from tests.e2e.playground.looks import flaws_of
from tests.e2e.playground.page import GROUP, PERSONAL
from tests.scenarios.bot_process import BotProcess

pytestmark = [pytest.mark.e2e, pytest.mark.asyncio(loop_scope="session")]

CHIARA, DMITRI = "chiara.conti", "dmitri.petrov"
OLD = "SharePoint 只有部分位置顯示您的相片"


async def test_the_language_of_the_client_is_spoken_alone_and_among_others(
    open_playground: OpenPlayground, writer: BotProcess
) -> None:
    async with open_playground(writer, CHIARA, "zh-TW") as playground:
        await (await playground.last()).shows("您好")
        reply = await playground.say("我的照片不對")
        await reply.shows(OLD)
        flaws = await flaws_of(playground, "differs-zh")
        await reply.press("全部都用這張")
        await reply.shows("SharePoint 已有這張相片")
        flaws += await flaws_of(playground, "fixed-zh")
        await (await playground.go_to(GROUP)).shows("只有您看得到我的回覆")
        await (await playground.mention("我的照片不對")).shows("我已私訊您")
        flaws += await flaws_of(playground, "group-zh")
        private = await playground.go_to(PERSONAL)
        await expect(private.card).not_to_contain_text(OLD)
    assert flaws == []


async def test_a_language_is_changed_by_asking_and_remembered(
    open_playground: OpenPlayground, writer: BotProcess
) -> None:
    async with open_playground(writer, DMITRI) as playground:
        await (await playground.say("請說中文")).shows("中文")
        reply = await playground.say("help")
        await reply.shows("我可以修好您的")
        flaws = await flaws_of(playground, "help-zh")
        await (await playground.say("English, please")).shows("English")
        await (await playground.say("幫助")).shows("I can fix your profile photo")
    assert flaws == []
