"""The page in light and dark, narrow and wide: pictures of it, and what is wrong with its looks."""

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from playwright.async_api import Page

FOLDER = Path(__file__).parents[2] / "build" / "screenshots"
READABLE = 4.5
"""The contrast that WCAG asks of small text."""

FLAWS = """
(readable) => {
  const canvas = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  const channels = (colour) => {
    canvas.clearRect(0, 0, 1, 1);
    canvas.fillStyle = colour;
    canvas.fillRect(0, 0, 1, 1);
    return [...canvas.getImageData(0, 0, 1, 1).data];
  };
  const light = (channel) => {
    const part = channel / 255;
    return part <= 0.03928 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  };
  const brightness = ([red, green, blue]) =>
    0.2126 * light(red) + 0.7152 * light(green) + 0.0722 * light(blue);
  const behind = (element) => {
    for (let each = element; each; each = each.parentElement) {
      const colour = channels(getComputedStyle(each).backgroundColor);
      if (colour[3] === 255) return colour;
    }
    return [255, 255, 255, 255];
  };
  const contrast = (element) => {
    const two = [channels(getComputedStyle(element).color), behind(element)].map(brightness);
    return (Math.max(...two) + 0.05) / (Math.min(...two) + 0.05);
  };
  const writes = (element) =>
    [...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim());
  const visible = (element) => element.checkVisibility({ visibilityProperty: true });
  // What is wider than its box is cut off by the box, and what reaches beyond a part that hides
  // what leaves it, by that part: a table hides what is in its cells.
  const isWider = (element) =>
    getComputedStyle(element).display !== "inline" && element.scrollWidth > element.clientWidth + 1;
  const hides = (element) => getComputedStyle(element).overflowX !== "visible";
  const isBeyond = (element) => {
    const { left, right } = element.getBoundingClientRect();
    for (let each = element.parentElement; each; each = each.parentElement) {
      const part = each.getBoundingClientRect();
      if (hides(each) && (right > part.right + 1 || left < part.left - 1)) return true;
    }
    return false;
  };
  const isCut = (element) => isWider(element) || isBeyond(element);
  const words = [...document.body.querySelectorAll("*")].filter((e) => writes(e) && visible(e));
  const label = (element) => element.innerText.trim().slice(0, 60);
  const cards = words.filter((element) => element.closest(".ac-adaptiveCard"));
  return [
    ...words.filter((e) => contrast(e) < readable).map((e) => `faint: ${label(e)}`),
    ...cards.filter(isCut).map((e) => `cut off: ${label(e)}`),
    ...(document.documentElement.scrollWidth > innerWidth ? ["wider than the window"] : []),
  ];
}
"""


@dataclass(frozen=True)
class Look:
    """One way of seeing the page; sizes in pixels."""

    theme: Literal["light", "dark"]
    width: int
    height: int


# Colours do not depend on the width, nor widths on the colours.
LOOKS = (Look("light", 1280, 1000), Look("dark", 420, 1100))
PHONE = Look("dark", 360, 740)


async def flaws_of(tab: Page, scene: str, looks: tuple[Look, ...] = LOOKS) -> list[str]:
    """Take a picture of the scene in every look, and say what is wrong with any."""
    size = tab.viewport_size
    flaws = [flaw for look in looks for flaw in await _flaws(tab, scene, look)]
    if size:
        await tab.set_viewport_size(size)
    return flaws


async def _flaws(tab: Page, scene: str, look: Look) -> list[str]:
    await tab.emulate_media(color_scheme=look.theme, reduced_motion="reduce")
    await tab.set_viewport_size({"width": look.width, "height": look.height})
    name = f"{scene}-{look.theme}-{look.width}"
    last = tab.get_by_role("log", name="Messages").locator("[data-activity-id]").last
    # At once: Playwright's own way to scroll waits for frames, which a busy machine may not draw.
    await last.evaluate("(message) => message.scrollIntoView({ block: 'nearest' })")
    await tab.screenshot(path=FOLDER / f"{name}.png", animations="disabled")
    return [f"{name}: {flaw}" for flaw in await tab.evaluate(FLAWS, READABLE)]
