"""Who is served, and where: a member, alone."""

import pytest
from playwright.async_api import expect

from tests.e2e.chat import Chat

pytestmark = [pytest.mark.e2e, pytest.mark.asyncio(loop_scope="session")]

TOLD_ALONE = ("Ben", "SharePoint", "Microsoft 365", "same", "fixed")


@pytest.mark.parametrize("where", ["groupChat", "channel"])
async def test_where_others_read_nothing_is_said_of_anybody(chat: Chat, where: str) -> None:
    await chat.open("ben.lindqvist", where)
    reply = await chat.say("@Photobot my photo is wrong")
    await reply.shows("Let us talk alone")
    said = await reply.message.inner_text()
    assert [word for word in TOLD_ALONE if word.lower() in said.lower()] == []
    await expect(reply.pictures).to_have_count(0)
    link = reply.card.get_by_role("link", name="Open a chat with Photobot")
    await expect(link).to_be_visible()


async def test_a_guest_is_turned_away_politely(chat: Chat) -> None:
    await chat.open("maya.singh_fabrikam.com#EXT#")
    reply = await chat.say("my photo is wrong")
    await reply.shows("members of this organisation", "please ask there")
    await expect(reply.pictures).to_have_count(0)
