"""Buttons that are pressed twice, from two windows, or in a client that knows no Action.Execute."""

import pytest
from playwright.async_api import expect

from tests.e2e.chat import Chat
from tests.e2e.tenant import Tenant

pytestmark = [pytest.mark.e2e, pytest.mark.asyncio(loop_scope="session")]

BEN = "ben.lindqvist"
OVERWRITE = "Use this everywhere"


async def test_a_double_click_writes_once(chat: Chat, tenant: Tenant) -> None:
    await chat.open(BEN)
    reply = await chat.say("my photo is wrong")
    written = await tenant.count("sharepoint", method="POST", route="User Photos")
    await reply.button(OVERWRITE).dblclick()
    await reply.shows("Done! SharePoint now has this photo")
    assert await tenant.counted(written) == 3


async def test_two_windows_write_once(chat: Chat, tenant: Tenant) -> None:
    await chat.open(BEN)
    reply = await chat.say("my photo is wrong")
    other = Chat(await chat.tab.context.new_page(), chat.address)
    same = await other.open(BEN)
    written = await tenant.count("sharepoint", method="POST", route="User Photos")
    await tenant.fault("stall", "sharepoint", method="POST", route="User Photos", seconds=1)
    await reply.press(OVERWRITE)
    await same.press(OVERWRITE)
    await reply.shows("Done! SharePoint now has this photo")
    await same.shows("Done! SharePoint now has this photo")
    assert await tenant.counted(written) == 3


async def test_an_older_client_gets_the_same_repair(chat: Chat, tenant: Tenant) -> None:
    await chat.open(BEN)
    await chat.tab.get_by_label("Options", exact=True).click()
    await chat.tab.get_by_label("As an older client").check()
    await chat.tab.keyboard.press("Escape")
    reply = await chat.say("my photo is wrong")
    old = await chat.stored("L").get_attribute("src") or ""
    await reply.press(OVERWRITE)
    await expect(chat.stored("L")).not_to_have_attribute("src", old)
    await expect(chat.of_bot.last).to_contain_text("I checked every copy afterwards")
