"""Every position in the guide."""

from itertools import product

from bot.behaviours.guide.position import AtStep, ChoosingBrowser, ChoosingSystem, Position
from bot.photos.guide import BROWSERS, STEPS, PrivateWindow, System

POSITIONS: tuple[Position, ...] = (
    ChoosingSystem(),
    *(ChoosingBrowser(system) for system in System),
    *(
        AtStep(PrivateWindow(browser, system), step, looks_different)
        for system, browsers in BROWSERS.items()
        for browser, step, looks_different in product(browsers, STEPS, (False, True))
    ),
)
