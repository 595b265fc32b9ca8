"""Every place in the guide."""

from itertools import product

from bot.conversation.places import AtStep, ChoosingBrowser, ChoosingSystem, Place
from bot.photos.guide import BROWSERS, STEPS, PrivateWindow, System

PLACES: tuple[Place, ...] = (
    ChoosingSystem(),
    *(ChoosingBrowser(system) for system in System),
    *(
        AtStep(PrivateWindow(browser, system), step, looks_different)
        for system, browsers in BROWSERS.items()
        for browser, step, looks_different in product(browsers, STEPS, (False, True))
    ),
)
