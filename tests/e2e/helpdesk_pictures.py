"""`python -m tests.e2e.helpdesk_pictures`: the pictures of docs/helpdesk.md, from the demo."""

import asyncio
import io
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from PIL import Image
from playwright.async_api import Browser, Locator, expect

from tests.e2e.chat import Chat, Reply
from tests.e2e.chromium import connected, run_chromium
from tests.e2e.demo import ROOT, run_demo

FOLDER = ROOT / "docs" / "pictures"
AGENT, PERSON = "amara.okafor", "ben.lindqvist"
NOTE, TICKET = "I saw your old photo in the team's pages.", "INC0012345"
WIDTH, HEIGHT = 1100, 1400
# The card of a case changes at most once in ten seconds.
UPDATED_MS = 60_000
COLOURS = 128
LARGEST = 150_000
"""Bytes."""


@dataclass(frozen=True)
class Office:
    """People at the chat page, each in a tab of their own."""

    browser: Browser
    address: str

    @asynccontextmanager
    async def opened(self, person: str, where: str = "personal") -> AsyncIterator[Chat]:
        """Somebody looks at a conversation, until the context ends."""
        tab = await self.browser.new_page(
            viewport={"width": WIDTH, "height": HEIGHT},
            color_scheme="light",
            reduced_motion="reduce",
        )
        chat = Chat(tab, self.address)
        await chat.open(person, where)
        yield chat
        await tab.close()


async def main() -> None:
    """Play what an agent does, and keep what is seen of each step."""
    FOLDER.mkdir(exist_ok=True)
    with run_chromium() as address:
        async with run_demo() as demo, connected(address) as browser:
            async for name, screenshot in _scenes(Office(browser, demo.chat)):
                picture = FOLDER / f"helpdesk-{name}.png"
                _with_few_colours(screenshot).save(picture, optimize=True)
                assert picture.stat().st_size < LARGEST, name


async def _scenes(office: Office) -> AsyncIterator[tuple[str, bytes]]:
    async with office.opened(AGENT) as chat:
        yield "check", await _checked(chat)
    async with office.opened(PERSON), office.opened(PERSON, "groupChat") as chat:
        await chat.say("@Photobot my photo is wrong")
    async with office.opened(AGENT, "groupChat") as chat:
        dialog = await _opened_on_message(chat)
        yield "send", await _seen(dialog)
        await dialog.get_by_role("button", name="Preview").click()
        await expect(dialog).to_contain_text("from your helpdesk asks you")
        yield "preview", await _seen(dialog)
        await _send(chat, dialog)
    async with office.opened(PERSON) as chat, office.opened(AGENT) as agents:
        message = await chat.last()
        await message.shows("from your helpdesk asks you")
        listed = await agents.say("cases")
        await listed.shows("PB-")
        yield "cases", await _seen(listed.card)
        await message.press("Use this everywhere")
        await message.shows("Done! SharePoint now has this photo")
        followed = Reply(agents.of_bot.filter(has_text="What happened").last)
        await expect(followed.card).to_contain_text(": In sync", timeout=UPDATED_MS)
        yield "case", await _seen(followed.card)


async def _checked(chat: Chat) -> bytes:
    """Look at somebody's photo without a message to them."""
    dialog = chat.tab.get_by_role("dialog")
    await chat.press("Actions and apps")
    await chat.tab.get_by_role("menuitem", name="Check a photo").click()
    await dialog.get_by_role("textbox", name="Person").press_sequentially("conti")
    await dialog.get_by_text("Chiara Conti").click()
    await dialog.get_by_role("button", name="Check", exact=True).click()
    await expect(dialog).to_contain_text("Check again")
    return await _seen(dialog)


async def _opened_on_message(chat: Chat) -> Locator:
    """Open the dialog on what the person wrote, and fill it in."""
    dialog = chat.tab.get_by_role("dialog")
    said = chat.log.locator("[data-activity-id]").filter(has_text="my photo is wrong").last
    await said.hover()
    await said.get_by_role("button", name="More").click()
    await chat.tab.get_by_role("menuitem", name="Send photo help").click()
    await dialog.get_by_placeholder("What they should know").fill(NOTE)
    await dialog.get_by_placeholder(TICKET).fill(TICKET)
    return dialog


async def _send(chat: Chat, dialog: Locator) -> None:
    """Send it, and wait for the card in the compose box."""
    await dialog.get_by_role("button", name="Send", exact=True).click()
    # On a slow machine it isn't sent within the time that a dialog has.
    again, inserted = (
        dialog.get_by_role("button", name="Look again"),
        chat.tab.locator(".composed"),
    )
    await expect(again.or_(inserted)).to_be_visible()
    while await again.is_visible():
        await again.click()
        await expect(again.or_(inserted)).to_be_visible()


async def _seen(part: Locator) -> bytes:
    return await part.screenshot(animations="disabled", caret="hide")


def _with_few_colours(screenshot: bytes) -> Image.Image:
    """Keep as many colours as words and two photographs need."""
    return Image.open(io.BytesIO(screenshot)).convert("RGB").quantize(COLOURS)


if __name__ == "__main__":
    asyncio.run(main())
