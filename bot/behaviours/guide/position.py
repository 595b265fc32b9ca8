"""A person's position in the guide, which the data of the buttons carry and no store keeps."""

from dataclasses import dataclass

from bot.photos.guide import GuideStep, PrivateWindow, System
from bot.texts.buttons import CheckButton, GuideButton

_LOOKS_DIFFERENT = "yes"


@dataclass(frozen=True)
class ChoosingSystem:
    """The first card, which asks for the device."""


@dataclass(frozen=True)
class ChoosingBrowser:
    """The second card, which asks for the browser on this system."""

    system: System


@dataclass(frozen=True)
class AtStep:
    """One of the steps, or with `looks_different` what else the person may see at it."""

    window: PrivateWindow
    step: GuideStep
    looks_different: bool = False


Position = ChoosingSystem | ChoosingBrowser | AtStep


def position_of(button: GuideButton) -> Position:
    """Return the position that a button names, or the nearest earlier one if data are missing."""
    if button.system is None:
        return ChoosingSystem()
    if button.window is None:
        return ChoosingBrowser(button.system)
    if button.step is None:
        return AtStep(button.window, GuideStep.PRIVATE_WINDOW)
    return AtStep(button.window, button.step, button.looks_different == _LOOKS_DIFFERENT)


def button_to(position: Position) -> GuideButton:
    """Make the button that leads to a position."""
    match position:
        case ChoosingSystem():
            return GuideButton()
        case ChoosingBrowser(system):
            return GuideButton(system=system)
        case AtStep(window, step, looks_different):
            different = _LOOKS_DIFFERENT if looks_different else None
            return GuideButton(window.system, window.browser, step, different)


def check_from(here: AtStep) -> CheckButton:
    """Make the button that checks, and remembers the step, and the window for another walk."""
    return CheckButton(system=here.window.system, browser=here.window.browser, step=here.step)
