"""The steps for a company that lets the bot only look, in Microsoft's own client."""

from dataclasses import dataclass

import pytest

from tests.e2e.playground.conftest import OpenPlayground
from tests.e2e.playground.looks import flaws_of
from tests.e2e.tenant import Tenant
from tests.scenarios.bot_process import BotProcess

pytestmark = [pytest.mark.e2e, pytest.mark.asyncio(loop_scope="session")]


@dataclass(frozen=True)
class Walk:
    """What somebody writes, which buttons they press, and what each card is called."""

    person: str
    language: str
    words: str
    presses: tuple[tuple[str, str], ...]
    last: tuple[str, str]

    def __str__(self) -> str:
        return self.language


ENGLISH = Walk(
    "lukas.gruber",
    "en-US",
    "my photo is wrong",
    (
        ("Show me the steps", "Which device do you use?"),
        ("Windows", "Which browser do you use?"),
        ("Microsoft Edge", "Open an InPrivate window"),
        ("I did this", "Go to Microsoft 365 (Office.com)"),
        ("I did this", "Sign in with your work or school account"),
        ("I did this", "Open OneDrive or SharePoint"),
        ("I did this", "Look at your own photo"),
        ("It doesn't look like that", "What else you may see"),
        ("Back to the step", "Look at your own photo"),
        ("I did this", "Wait, then check"),
    ),
    ("Check now", "Your photo is the same everywhere"),
)
CHINESE = Walk(
    "niall.o'brien",
    "zh-TW",
    "我的照片不對",
    (
        ("告訴我步驟", "您使用哪一種裝置"),
        ("Windows", "您使用哪一種瀏覽器"),
        ("Microsoft Edge", "開啟 InPrivate 視窗"),
        ("我做好了", "前往 Microsoft 365 (Office.com)"),
        ("我做好了", "使用您的公司或學校帳戶登入"),
        ("我做好了", "開啟 OneDrive 或 SharePoint"),
        ("我做好了", "查看您自己的相片"),
        ("看起來不一樣", "您還可能看到"),
        ("回到這一步", "查看您自己的相片"),
        ("我做好了", "稍候再檢查"),
    ),
    ("現在檢查", "您的相片各處一致"),
)


@pytest.mark.parametrize("walk", [ENGLISH, CHINESE], ids=str)
async def test_the_steps_lead_one_card_at_a_time_to_a_photo_that_is_right(
    open_playground: OpenPlayground, reader: BotProcess, tenant: Tenant, walk: Walk
) -> None:
    flaws = []
    async with open_playground(reader, walk.person, walk.language) as playground:
        reply = await playground.say(walk.words)
        for number, (button, title) in enumerate(walk.presses):
            await reply.press(button)
            await reply.shows(title)
            flaws += await flaws_of(playground, f"guide-{number}-{walk.language}")
        await tenant.visit(walk.person)
        button, title = walk.last
        await reply.press(button)
        await reply.shows(title)
        flaws += await flaws_of(playground, f"guide-right-{walk.language}")
        assert await playground.of_bot.count() == 2
    assert flaws == []
