"""A picture is put into the chat, looked at, confirmed, seen everywhere, and taken back."""

import pytest
from playwright.async_api import expect

from simulation.photographs import photograph
from tests.e2e.chat import Chat
from tests.e2e.pictures import alike, picture

pytestmark = [pytest.mark.e2e, pytest.mark.asyncio(loop_scope="session")]

NEW = photograph(5, width=900, height=900)
STORES = ("cloud", "L", "M", "S")


async def test_a_picture_from_the_chat_is_written_everywhere_and_taken_back(chat: Chat) -> None:
    await chat.open("ben.lindqvist")
    old = {store: await chat.stored(store).get_attribute("src") or "" for store in STORES}
    reply = await chat.send_picture(NEW)
    await reply.shows("Shall this be your profile photo?")
    assert alike(await picture(reply.pictures.first), NEW)
    await reply.press("Use this picture everywhere")
    await reply.shows("Done! Your new photo is in both places", "You can undo this until")
    for store, source in old.items():
        await expect(chat.stored(store)).not_to_have_attribute("src", source)
        assert alike(await picture(chat.stored(store)), NEW)
    await reply.press("Undo")
    await reply.shows("Done! Everything is as it was before")
    assert not alike(await picture(chat.stored("cloud")), NEW)
