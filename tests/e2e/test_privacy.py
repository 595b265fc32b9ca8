"""Who is served, and where: a member, alone."""

import pytest
from playwright.async_api import expect

from tests.e2e.chat import Chat, Reply

pytestmark = [pytest.mark.e2e, pytest.mark.asyncio(loop_scope="session")]

WROTE = "I wrote to you privately."
TOLD_ALONE = ("Ben", "SharePoint", "Microsoft 365", "same", "fixed")


async def says_nothing_of_anybody(reply: Reply) -> None:
    said = await reply.card.inner_text()
    assert [word for word in TOLD_ALONE if word.lower() in said.lower()] == []
    await expect(reply.pictures).to_have_count(0)


@pytest.mark.parametrize("where", ["groupChat", "channel"])
async def test_asked_where_others_read_the_answer_is_private(chat: Chat, where: str) -> None:
    await chat.open("ben.lindqvist")
    await chat.open("ben.lindqvist", where)
    reply = await chat.say("@Photobot my photo is wrong")
    await reply.shows(WROTE)
    await says_nothing_of_anybody(reply)
    link = reply.card.get_by_role("link", name="Open a chat with Photobot")
    await expect(link).to_be_visible()
    alone = await chat.open("ben.lindqvist")
    await alone.shows("SharePoint has a different photo of you")
    await expect(alone.pictures).to_have_count(2)
    await alone.press("Use this everywhere")
    await alone.shows("Done! SharePoint now has this photo")


@pytest.mark.parametrize("where", ["groupChat", "channel"])
async def test_whoever_presses_the_shared_button_is_answered_alone(chat: Chat, where: str) -> None:
    await chat.open("amara.okafor", where)
    await (await chat.say("@Photobot help")).shows("I can fix profile photos")
    await chat.open("ben.lindqvist")
    shared = await chat.open("ben.lindqvist", where)
    await shared.press("Check my photo")
    await expect(shared.message.locator(".card-status")).to_have_text(WROTE)
    await shared.shows("I can fix profile photos")
    await says_nothing_of_anybody(shared)
    await (await chat.open("ben.lindqvist")).shows("SharePoint has a different photo of you")


async def test_a_message_that_is_changed_is_answered_for_what_it_asks_now(chat: Chat) -> None:
    await chat.open("ben.lindqvist", "channel")
    await (await chat.say("@Photobot help")).shows("I can fix profile photos")
    reply = await chat.change("@Photobot my photo is wrong")
    await reply.shows(WROTE)
    await (await chat.open("ben.lindqvist")).shows("SharePoint has a different photo of you")


async def test_a_guest_is_turned_away_politely(chat: Chat) -> None:
    await chat.open("maya.singh_fabrikam.com#EXT#")
    reply = await chat.say("my photo is wrong")
    await reply.shows("members of this organisation", "Please ask its IT support")
    await expect(reply.pictures).to_have_count(0)
