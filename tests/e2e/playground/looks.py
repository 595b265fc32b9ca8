"""Pictures of the cards in the playground, in `build/screenshots/`, and what is wrong with them."""

from tests.e2e.looks import FLAWS, FOLDER
from tests.e2e.playground.page import Playground

ANY_CONTRAST = 0
"""The colours are the playground's own, and not ours to judge."""

CUT_MENU = "cut off: ..."
"""The button of the menu with further actions is as narrow as the playground makes it."""

MISSING = """
() => [...document.querySelectorAll(".ac-adaptiveCard img")]
  .filter((image) => !image.complete || !image.naturalWidth)
  .map((image) => `missing: ${image.alt}`)
"""


async def flaws_of(playground: Playground, scene: str) -> list[str]:
    """Take a picture of the scene, and say which words are cut off and which pictures are missing.

    A card that is longer than the window is seen from its end, as people see it.
    """
    tab = playground.tab
    await tab.screenshot(path=FOLDER / f"playground-{scene}.png", animations="disabled")
    found = [*await tab.evaluate(FLAWS, ANY_CONTRAST), *await tab.evaluate(MISSING)]
    return [f"{scene}: {flaw}" for flaw in found if flaw != CUT_MENU]
