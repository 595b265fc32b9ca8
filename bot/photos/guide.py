"""The steps that make SharePoint fetch a photo by itself (photo-sync.md §2.3), and who is on which.

It fetches when its owner looks at their own large picture; a private window makes sure that it is
the owner who looks, and that nothing old is shown from the browser's memory.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class System(StrEnum):
    """What the person holds in their hands, or has on the desk."""

    WINDOWS = "windows"
    MACOS = "macos"
    LINUX = "linux"
    IOS = "ios"
    ANDROID = "android"

    @property
    def is_phone(self) -> bool:
        """Whether there are no keys to press."""
        return self in (System.IOS, System.ANDROID)


class Browser(StrEnum):
    """The browsers whose private windows are known."""

    EDGE = "edge"
    CHROME = "chrome"
    FIREFOX = "firefox"
    SAFARI = "safari"


BROWSERS: Mapping[System, tuple[Browser, ...]] = {
    System.WINDOWS: (Browser.EDGE, Browser.CHROME, Browser.FIREFOX),
    System.MACOS: (Browser.SAFARI, Browser.EDGE, Browser.CHROME, Browser.FIREFOX),
    System.LINUX: (Browser.FIREFOX, Browser.CHROME, Browser.EDGE),
    System.IOS: (Browser.SAFARI, Browser.EDGE, Browser.CHROME, Browser.FIREFOX),
    System.ANDROID: (Browser.CHROME, Browser.EDGE, Browser.FIREFOX),
}


@dataclass(frozen=True)
class PrivateWindow:
    """A browser on a system that it exists for; `keys` open its private window."""

    browser: Browser
    system: System

    @property
    def keys(self) -> str | None:
        """The keyboard shortcut, which is the same in every language; None on phones."""
        if self.system.is_phone:
            return None
        command = "Cmd" if self.system is System.MACOS else "Ctrl"
        letter = "P" if self.browser is Browser.FIREFOX else "N"
        return f"{command}+Shift+{letter}"


class Step(StrEnum):
    """The steps, in their order."""

    PRIVATE_WINDOW = "private_window"
    PORTAL = "portal"
    SIGN_IN = "sign_in"
    TILE = "tile"
    LOOK = "look"
    WAIT = "wait"

    @property
    def number(self) -> int:
        """From one."""
        return STEPS.index(self) + 1


STEPS = tuple(Step)


def step_after(step: Step) -> Step | None:
    """What is done next; None after the last."""
    return STEPS[step.number] if step.number < len(STEPS) else None


def step_before(step: Step) -> Step | None:
    """What was done before; None before the first."""
    return STEPS[step.number - 2] if step.number > 1 else None


def private_window(browser: Browser, system: System) -> PrivateWindow | None:
    """The private window of a pair; None for one that there is not, such as Safari on Windows."""
    return PrivateWindow(browser, system) if browser in BROWSERS[system] else None
