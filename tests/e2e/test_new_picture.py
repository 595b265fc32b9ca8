"""A picture is put into the chat, looked at, confirmed, seen everywhere, and taken back."""

from io import BytesIO

import pytest
from PIL import Image
from playwright.async_api import expect

from simulation.photographs import photograph
from tests.e2e.chat import Chat
from tests.e2e.pictures import NOISE, alike, difference, picture

pytestmark = [pytest.mark.e2e, pytest.mark.asyncio(loop_scope="session")]

NEW = photograph(5, width=900, height=900)
STORES = ("cloud", "L", "M", "S")


def part(data: bytes, box: tuple[int, int, int, int]) -> bytes:
    """A part of a picture; the sides of `box` are in hundredths of it."""
    with Image.open(BytesIO(data)) as image:
        sides = zip(box, image.size * 2, strict=True)
        left, top, right, bottom = (share * side // 100 for share, side in sides)
        cut = BytesIO()
        image.convert("RGB").crop((left, top, right, bottom)).save(cut, "PNG")
    return cut.getvalue()


def shows(round_one: bytes, whole: bytes) -> bool:
    """Whether a small round picture shows the same, as far as its middle tells."""
    middle = (20, 20, 80, 80)
    # A part of 57 pixels is not cut as exactly as one of hundreds.
    return difference(part(round_one, middle), part(whole, middle)) < 2 * NOISE


async def test_a_picture_from_the_chat_is_written_everywhere_and_taken_back(chat: Chat) -> None:
    await chat.open("ben.lindqvist")
    old = {store: await chat.stored(store).get_attribute("src") or "" for store in STORES}
    reply = await chat.send_picture(NEW)
    await reply.shows("Use this as your profile photo?")
    for number in range(2):
        assert shows(await picture(reply.pictures.nth(number)), NEW)
    await reply.press("Use this picture everywhere")
    await reply.shows("Done! Your new photo is in both places", "You can undo this until")
    for store, source in old.items():
        await expect(chat.stored(store)).not_to_have_attribute("src", source)
        assert alike(await picture(chat.stored(store)), NEW)
    await reply.press("Undo")
    await reply.shows("Done! Everything is as it was before")
    assert not alike(await picture(chat.stored("cloud")), NEW)


async def test_the_cut_is_moved_and_what_was_shown_then_is_written(chat: Chat) -> None:
    await chat.open("ben.lindqvist")
    phone = photograph(5, width=900, height=1500)
    reply = await chat.send_picture(phone)
    await reply.shows("It replaces your photo in Teams and Outlook")
    source = await reply.pictures.first.get_attribute("src") or ""
    assert shows(await picture(reply.pictures.first), part(phone, (0, 20, 100, 80)))
    await reply.press("Show more of the top")
    await expect(reply.pictures.first).not_to_have_attribute("src", source)
    chosen = part(phone, (0, 10, 100, 70))
    assert shows(await picture(reply.pictures.first), chosen)
    await reply.press("Use this picture everywhere")
    await reply.shows("Done! Your new photo is in both places")
    for store in STORES:
        assert alike(await picture(chat.stored(store)), chosen)
    assert not alike(chosen, part(phone, (0, 20, 100, 80)))
