"""Pictures of cards in a client that drops data URIs: they come from the bot's own addresses."""

import asyncio
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from playwright.async_api import Locator, expect

from bot.pictures.routes import CHECK_AGAIN
from tests.e2e.chat import Chat, Reply
from tests.e2e.demo import Demo, run_demo
from tests.e2e.pictures import alike, picture
from tests.e2e.test_new_picture import NEW

pytestmark = [pytest.mark.e2e, pytest.mark.asyncio(loop_scope="session")]

BEN = "ben.lindqvist"
EXPIRED_SECONDS = 20
WIDTH = "async image => { await image.decode(); return image.naturalWidth; }"
"""Pixels of a picture once it has loaded."""


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def demo() -> AsyncIterator[Demo]:
    """A demonstration with pictures at addresses, and a page that shows no others."""
    async with run_demo(
        "--drop-data-uris", PHOTOBOT_PICTURES="https", PHOTOBOT_WATCH="off"
    ) as running:
        yield running


async def test_a_check_shows_its_pictures_and_old_cards_say_to_check_again(chat: Chat) -> None:
    await chat.open(BEN)
    reply = await chat.say("my photo is wrong")
    await expect(reply.pictures).to_have_count(2)
    right, stale = await shown(reply)
    assert not alike(right, stale)

    await chat.press("Let 24 hours pass")
    # The bot asks for the tenant's time now and then.
    await expires(reply.pictures.first)
    messages = await chat.of_bot.count()
    await chat.tab.reload()
    await expect(chat.of_bot).to_have_count(messages)
    old = await chat.last()
    await expect(old.pictures).to_have_count(2)
    assert [alike(each, CHECK_AGAIN) for each in await shown(old)] == [True] * 2

    await old.press("Check again")
    await expect(old.pictures.first).not_to_have_attribute("src", await source(old.pictures.first))
    again, _ = await shown(old)
    assert alike(again, right)


async def test_a_picture_that_waits_for_an_answer_is_inside_its_card(chat: Chat) -> None:
    await chat.open(BEN)
    reply = await chat.send_picture(NEW)
    await reply.shows("Use this as your profile photo?")
    # The page drops it; the card makes sense without.
    await expect(reply.pictures).to_have_count(0)
    await expect(reply.button("Use this picture")).to_be_visible()
    await chat.tab.get_by_label("Options", exact=True).click()
    await chat.tab.get_by_label("drops pictures inside cards").uncheck()
    await expect(reply.pictures).to_have_count(2)


async def shown(reply: Reply) -> list[bytes]:
    """The pictures of a card, each of which has an address and has loaded."""
    found = []
    for each in await reply.pictures.all():
        assert "/pictures/" in await source(each)
        assert await each.evaluate(WIDTH) > 0
        found.append(await picture(each))
    return found


async def expires(image: Locator) -> None:
    """Wait until the address of a picture leads to it no more."""
    for _ in range(10 * EXPIRED_SECONDS):
        if alike(await picture(image), CHECK_AGAIN):
            return
        await asyncio.sleep(0.1)
    raise AssertionError("the address is still good")


async def source(image: Locator) -> str:
    return await image.get_attribute("src") or ""
