"""Asking why, what was done, and for another language."""

import pytest
from playwright.async_api import expect

from tests.e2e.chat import Chat
from tests.e2e.looks import flaws_of

pytestmark = [pytest.mark.e2e, pytest.mark.asyncio(loop_scope="session")]


async def test_a_result_is_explained_and_can_still_be_repaired_from_there(chat: Chat) -> None:
    await chat.open("niall.o'brien")
    reply = await chat.say("my photo is wrong")
    await reply.press_in_menu("Why?")
    await reply.shows("Why I say so", "On", "surely another", "What I could rule out")
    flaws = await flaws_of(chat.tab, "explain")
    await reply.press("Update SharePoint")
    await reply.shows("Done! SharePoint now has this photo")
    told = await chat.say("what did you do?")
    await told.shows("Your photo: in sync", "Nothing in progress.", "written and read back")
    assert flaws + await flaws_of(chat.tab, "status") == []


async def test_another_language_is_two_taps_away_and_so_is_the_way_back(chat: Chat) -> None:
    await chat.open("lukas.gruber")
    reply = await chat.say("help")
    await reply.press("Language")
    await expect(reply.button("English")).to_be_visible()
    flaws = await flaws_of(chat.tab, "languages")
    await reply.press("中文")
    await reply.shows("我現在改用中文")
    flaws += await flaws_of(chat.tab, "chinese")
    await reply.press("語言")
    await reply.press("English")
    await reply.shows("I'll speak English with you now")
    assert flaws == []
