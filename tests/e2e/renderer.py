"""Microsoft's renderer of Adaptive Cards, the one that the chat page uses, on an empty page."""

import json
from dataclasses import dataclass
from typing import Any

from playwright.async_api import Browser, Page

from simulation.page.files import LIBRARIES, MODULES

SCRIPT = MODULES / LIBRARIES["adaptivecards.js"]

MAX_BUTTONS = 6
"""That Teams shows on a card."""

DRAW = """
async ([content, mostButtons]) => {
  const { AdaptiveCard, HostConfig, SerializationContext } = window.AdaptiveCards;
  AdaptiveCard.onProcessMarkdown = (text, result) => {
    result.outputHtml = text;
    result.didProcess = true;
  };
  const context = new SerializationContext();
  const card = new AdaptiveCard();
  card.hostConfig = new HostConfig({ actions: { maxActions: mostButtons } });
  card.parse(JSON.parse(content), context);
  const parsed = Array.from({ length: context.eventCount }, (_, i) => context.getEventAt(i));
  const validated = card.validateProperties().validationEvents;
  const drawn = card.render();
  document.body.replaceChildren(...(drawn ? [drawn] : []));
  const images = [...document.images];
  const loaded = await Promise.allSettled(images.map((image) => image.decode()));
  return {
    complaints: [...parsed, ...validated].map((event) => event.message),
    text: document.body.innerText,
    images: images.length,
    broken: loaded.filter((result) => result.status === "rejected").length,
    buttons: document.querySelectorAll(".ac-pushButton").length,
  };
}
"""


@dataclass(frozen=True)
class Drawn:
    """What became of a card: what the renderer has against it, and what can be seen."""

    complaints: list[str]
    text: str
    images: int
    broken: int
    buttons: int


@dataclass(frozen=True)
class Renderer:
    """Draws cards one after the other."""

    page: Page

    async def draw(self, card: Any) -> Drawn:
        """Draw one card, and wait for its pictures."""
        # As text: Playwright would pack every value of a card on its own.
        return Drawn(**await self.page.evaluate(DRAW, [json.dumps(card), MAX_BUTTONS]))


async def open_renderer(browser: Browser) -> Renderer:
    """The renderer in a window of its own."""
    page = await browser.new_page()
    await page.add_script_tag(path=SCRIPT)
    return Renderer(page)
