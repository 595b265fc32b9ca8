"""Every place in the guide."""

from itertools import product

from bot.photos.guide import BROWSERS, STEPS, PrivateWindow, System
from bot.results.guide_position import AtStep, ChoosingBrowser, ChoosingSystem, Place

PLACES: tuple[Place, ...] = (
    ChoosingSystem(),
    *(ChoosingBrowser(system) for system in System),
    *(
        AtStep(PrivateWindow(browser, system), step, looks_different)
        for system, browsers in BROWSERS.items()
        for browser, step, looks_different in product(browsers, STEPS, (False, True))
    ),
)
