"""The steps that make SharePoint pull a photo by itself, and the private window to do them in.

It pulls when people look at their own large picture. A private window makes sure that it is they
who look, and that nothing old comes from the browser's cache.
Source: docs/photo-sync.md, "Private-window steps".
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class System(StrEnum):
    """Operating systems of the devices that people use."""

    WINDOWS = "windows"
    MACOS = "macos"
    LINUX = "linux"
    IOS = "ios"
    ANDROID = "android"

    @property
    def is_phone(self) -> bool:
        """Whether it is a phone's or tablet's system, without keyboard shortcuts."""
        return self in (System.IOS, System.ANDROID)


class Browser(StrEnum):
    """The browsers whose private windows are known."""

    EDGE = "edge"
    CHROME = "chrome"
    FIREFOX = "firefox"
    SAFARI = "safari"


# By system, the browser that most people use first.
BROWSERS: Mapping[System, tuple[Browser, ...]] = {
    System.WINDOWS: (Browser.EDGE, Browser.CHROME, Browser.FIREFOX),
    System.MACOS: (Browser.SAFARI, Browser.EDGE, Browser.CHROME, Browser.FIREFOX),
    System.LINUX: (Browser.FIREFOX, Browser.CHROME, Browser.EDGE),
    System.IOS: (Browser.SAFARI, Browser.EDGE, Browser.CHROME, Browser.FIREFOX),
    System.ANDROID: (Browser.CHROME, Browser.EDGE, Browser.FIREFOX),
}


@dataclass(frozen=True)
class PrivateWindow:
    """The private window of a browser on a system."""

    browser: Browser
    system: System

    @property
    def keys(self) -> str | None:
        """The keyboard shortcut that opens it, the same in every language; None on phones."""
        if self.system.is_phone:
            return None
        command = "Cmd" if self.system is System.MACOS else "Ctrl"
        letter = "P" if self.browser is Browser.FIREFOX else "N"
        return f"{command}+Shift+{letter}"


class GuideStep(StrEnum):
    """The steps, in their order."""

    PRIVATE_WINDOW = "private_window"
    PORTAL = "portal"
    SIGN_IN = "sign_in"
    TILE = "tile"
    LOOK = "look"
    WAIT = "wait"

    @property
    def number(self) -> int:
        """The position of the step, counted from one."""
        return STEPS.index(self) + 1


STEPS = tuple(GuideStep)


def step_after(step: GuideStep) -> GuideStep | None:
    """Return what is done next; None after the last step."""
    return STEPS[step.number] if step.number < len(STEPS) else None


def step_before(step: GuideStep) -> GuideStep | None:
    """Return what was done before; None before the first step."""
    return STEPS[step.number - 2] if step.number > 1 else None


def private_window(browser: Browser, system: System) -> PrivateWindow | None:
    """Return the private window of a pair; None where there is none, as for Safari on Windows."""
    return PrivateWindow(browser, system) if browser in BROWSERS[system] else None
