"""A whole conversation in Traditional Chinese, as somebody in Taipei has it."""

import re
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from playwright.async_api import Browser, expect

from tests.e2e.chat import Chat
from tests.e2e.demo import Demo
from tests.e2e.looks import flaws_of
from tests.e2e.tenant import Tenant

pytestmark = [pytest.mark.e2e, pytest.mark.asyncio(loop_scope="session")]


@pytest_asyncio.fixture(loop_scope="session")
async def chat(demo: Demo, tenant: Tenant, browser: Browser) -> AsyncIterator[Chat]:
    """A new window on the chat page, of a browser that speaks Chinese."""
    context = await browser.new_context(locale="zh-TW", timezone_id="Asia/Taipei")
    chat = Chat(await context.new_page(), demo.chat)
    yield chat
    await context.close()
    assert chat.complaints == []


async def test_a_photo_is_checked_and_repaired_in_chinese(chat: Chat) -> None:
    # Whose chat no other test opens, as a welcome comes once.
    welcome = await chat.open("tove.nilsen")
    await welcome.shows("您好，我是 Photobot")
    flaws = await flaws_of(chat.tab, "chinese-welcome")
    await chat.open("niall.o'brien")
    reply = await chat.say("我的照片不對")
    await reply.shows("SharePoint 上是另一張相片", "年", "月")
    flaws += await flaws_of(chat.tab, "chinese-differs")
    await reply.press("全部都用這張")
    await reply.shows("SharePoint 已有這張相片")
    flaws += await flaws_of(chat.tab, "chinese-fixed")
    await (await chat.say("為什麼？")).shows("我為什麼這麼說")
    flaws += await flaws_of(chat.tab, "chinese-why")
    await (await chat.say("你做了什麼？")).shows("已同步", "已寫入並重新讀取確認")
    flaws += await flaws_of(chat.tab, "chinese-status")
    await (await chat.say("你會什麼")).shows("我可以修好您的設定檔相片")
    flaws += await flaws_of(chat.tab, "chinese-help")
    assert flaws == []


async def test_the_steps_are_told_in_chinese(chat: Chat) -> None:
    await chat.open("wim.peeters")
    reply = await chat.say("怎麼做？告訴我步驟")
    await reply.shows("第一步之前")
    await reply.press("Windows")
    await reply.press("Edge")
    await reply.shows("開啟 InPrivate 視窗", "Ctrl+Shift+N")
    assert await flaws_of(chat.tab, "chinese-guide") == []


async def test_somebody_chooses_another_language_than_their_clients_and_back(chat: Chat) -> None:
    await chat.open("tove.nilsen")
    await (await chat.say("English please")).shows("English")
    await (await chat.say("謝謝")).shows("You're welcome")
    await chat.say("請說中文")
    thanked = await chat.say("thanks")
    await thanked.shows("不客氣")
    await expect(thanked.card).not_to_contain_text(re.compile("welcome"))
