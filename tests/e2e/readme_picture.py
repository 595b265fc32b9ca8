"""`python -m tests.e2e.readme_picture`: the picture of the README, from the real thing."""

import asyncio
import io

from PIL import Image, ImageDraw, ImageFilter
from playwright.async_api import Browser

from tests.e2e.chat import Chat
from tests.e2e.chromium import connected, run_chromium
from tests.e2e.demo import ROOT, run_demo

PICTURE = ROOT / "docs" / "photobot.png"
PERSON = "ben.lindqvist"
WIDTH, HEIGHT = 1280, 1180
MARGIN, RADIUS, SHADOW = 32, 14, 16
BACK = "#e9eaf6"
LARGEST = 450_000
"""Bytes."""


async def main() -> None:
    """Play the conversation until the verdict, and frame what is seen."""
    with run_chromium() as address:
        async with run_demo() as demo, connected(address) as browser:
            screenshot = await _conversation(browser, demo.chat)
    PICTURE.parent.mkdir(exist_ok=True)
    framed(screenshot).save(PICTURE, optimize=True)
    assert PICTURE.stat().st_size < LARGEST


async def _conversation(browser: Browser, address: str) -> bytes:
    tab = await browser.new_page(
        viewport={"width": WIDTH, "height": HEIGHT}, color_scheme="light", reduced_motion="reduce"
    )
    chat = Chat(tab, address)
    await chat.open(PERSON)
    reply = await chat.say("my photo is wrong")
    await reply.shows("SharePoint has a different photo of you")
    await tab.get_by_role("button", name="Use this everywhere").hover()
    return await tab.screenshot(animations="disabled", caret="hide")


def framed(screenshot: bytes) -> Image.Image:
    """The window with round corners and a shadow, on a plain ground."""
    window = Image.open(io.BytesIO(screenshot)).convert("RGB")
    size = (window.width + 2 * MARGIN, window.height + 2 * MARGIN)
    shape = Image.new("L", size, 0)
    box = (MARGIN, MARGIN, MARGIN + window.width - 1, MARGIN + window.height - 1)
    ImageDraw.Draw(shape).rounded_rectangle(box, RADIUS, fill=255)
    shadow = shape.filter(ImageFilter.GaussianBlur(SHADOW)).point(lambda value: value // 4)
    framed = Image.new("RGB", size, BACK)
    framed.paste("#1c1d3a", mask=shadow)
    framed.paste(window, (MARGIN, MARGIN), shape.crop((*box[:2], box[2] + 1, box[3] + 1)))
    return framed


if __name__ == "__main__":
    asyncio.run(main())
