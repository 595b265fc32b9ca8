"""Who is served, and who sees it: a member, alone."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Locator, expect

from tests.e2e.chat import Chat, Reply
from tests.e2e.demo import Demo

pytestmark = [pytest.mark.e2e, pytest.mark.asyncio(loop_scope="session")]

BEN, AMARA = "ben.lindqvist", "amara.okafor"
ONLY = "Only you can see this message"
ANSWERED = "I answered here. Only you can see it."
WROTE = "I wrote to you privately."
CHECKED = "SharePoint has a different photo of you"
DONE = "Done! SharePoint now has this photo"
TOLD_ALONE = ("Ben", "SharePoint", "Microsoft 365", "same", "fixed")
SHARED = pytest.mark.parametrize("where", ["groupChat", "channel"])


@pytest_asyncio.fixture(loop_scope="session")
async def beside(demo: Demo, browser: Browser, chat: Chat) -> AsyncIterator[Chat]:
    """A second window, of another member."""
    context = await browser.new_context(viewport={"width": 1280, "height": 900})
    beside = Chat(await context.new_page(), demo.chat)
    yield beside
    await context.close()
    assert beside.complaints == []


def messages(chat: Chat) -> Locator:
    """Every message that somebody sees, of whomever it is."""
    return chat.log.locator("[data-activity-id]")


async def says_nothing_of_anybody(reply: Reply) -> None:
    said = await reply.card.inner_text()
    assert [word for word in TOLD_ALONE if word.lower() in said.lower()] == []
    await expect(reply.pictures).to_have_count(0)


async def sees_nothing_new(chat: Chat, before: int, *words: str) -> None:
    """Somebody else sees as many messages as before, and none of these words."""
    await expect(messages(chat)).to_have_count(before)
    said = await chat.log.inner_text()
    assert [word for word in words if word in said] == []
    # Nor does who looks at the conversation anew.
    await chat.tab.reload()
    await expect(messages(chat)).to_have_count(before)
    await expect(chat.log.get_by_text(ONLY)).to_have_count(0)


@SHARED
async def test_asked_where_others_read_the_answer_is_seen_by_whoever_asked(
    chat: Chat, beside: Chat, where: str
) -> None:
    await chat.open(BEN, where)
    await beside.open(AMARA, where)
    before = await messages(beside).count()
    reply = await chat.say("@Photobot my photo is wrong")
    await reply.shows(CHECKED)
    await expect(reply.message.get_by_text(ONLY)).to_be_visible()
    await expect(reply.pictures).to_have_count(2)
    await reply.press("Use this everywhere")
    await reply.shows(DONE)
    # The question alone.
    await sees_nothing_new(beside, before + 1, CHECKED, DONE)


@SHARED
async def test_a_slash_command_shows_others_neither_question_nor_answer(
    chat: Chat, beside: Chat, where: str
) -> None:
    await chat.open(BEN, where)
    await beside.open(AMARA, where)
    before = await messages(beside).count()
    unseen = await chat.log.get_by_text(ONLY).count()
    reply = await chat.say_unseen("My photo is wrong")
    await reply.shows(CHECKED)
    await expect(chat.log.get_by_text(ONLY)).to_have_count(unseen + 2)
    await (await chat.say_unseen("Help")).shows("I can fix profile photos")
    # Behind the bot's name one writes in one's own words.
    await (await chat.say_unseen("Photobot", "thanks")).shows("You're welcome")
    await sees_nothing_new(beside, before, CHECKED)


async def test_slash_commands_are_in_the_language_of_the_client(chat: Chat) -> None:
    await chat.open(BEN, "groupChat")
    await chat.tab.get_by_label("Options", exact=True).click()
    async with chat.tab.expect_response("**/slash-commands"):
        await chat.tab.get_by_label("繁體中文").check()
    reply = await chat.say_unseen("狀態")
    await expect(reply.card).to_contain_text("相片")


@SHARED
async def test_what_only_one_person_sees_is_gone_after_a_day(chat: Chat, where: str) -> None:
    await chat.open(BEN, where)
    for_all = await chat.log.locator("[data-activity-id]:not(.only-you)").count()
    await (await chat.say_unseen("My photo is wrong")).shows(CHECKED)
    await chat.press("Let 24 hours pass")
    await expect(chat.log.get_by_text(ONLY)).to_have_count(0)
    await expect(messages(chat)).to_have_count(for_all)


@SHARED
async def test_whoever_presses_the_shared_button_is_answered_alone_and_the_card_stays(
    chat: Chat, beside: Chat, where: str
) -> None:
    await beside.open(AMARA, where)
    await (await beside.say("@Photobot help")).shows("I can fix profile photos")
    before = await messages(beside).count()
    shared = await chat.open(BEN, where)
    shown = await messages(chat).count()
    await shared.press("Check my photo")
    await expect(shared.message.locator(".card-status")).to_have_text(ANSWERED)
    await shared.shows("I can fix profile photos")
    await says_nothing_of_anybody(shared)
    await expect(messages(chat)).to_have_count(shown + 1)
    await (await chat.last()).shows(CHECKED)
    await sees_nothing_new(beside, before, CHECKED)


@SHARED
async def test_a_promise_goes_to_the_own_chat_as_it_has_to_last(chat: Chat, where: str) -> None:
    await chat.open(BEN)
    await chat.open(BEN, where)
    reply = await chat.say("@Photobot look again later")
    await reply.shows(WROTE)
    await says_nothing_of_anybody(reply)
    link = reply.card.get_by_role("link", name="Open a chat with Photobot")
    await expect(link).to_be_visible()
    await (await chat.open(BEN)).shows("I'll check again")


async def test_a_message_that_is_changed_is_answered_for_what_it_asks_now(chat: Chat) -> None:
    await chat.open(BEN, "channel")
    await (await chat.say("@Photobot help")).shows("I can fix profile photos")
    await (await chat.change("@Photobot my photo is wrong")).shows(CHECKED)


async def test_a_guest_is_turned_away_politely(chat: Chat) -> None:
    await chat.open("maya.singh_fabrikam.com#EXT#")
    reply = await chat.say("my photo is wrong")
    await reply.shows("members of this organisation", "Please ask its IT support")
    await expect(reply.pictures).to_have_count(0)
