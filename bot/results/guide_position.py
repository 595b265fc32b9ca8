"""Where somebody is in the guide; it travels in the data of the buttons and is kept nowhere."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, TypeVar

from bot.photos.guide import Browser, GuideStep, PrivateWindow, System, private_window

_LOOKS_DIFFERENT = "yes"
Kind = TypeVar("Kind", bound=StrEnum)


@dataclass(frozen=True)
class ChoosingSystem:
    """The first card: which device?"""


@dataclass(frozen=True)
class ChoosingBrowser:
    """The second card: which browser on it?"""

    system: System


@dataclass(frozen=True)
class AtStep:
    """At one of the steps, or at what else the person may see there."""

    window: PrivateWindow
    step: GuideStep
    looks_different: bool = False


Place = ChoosingSystem | ChoosingBrowser | AtStep


def place_of(data: Mapping[str, Any]) -> Place:
    """The place that a button names; the nearest earlier one where it names none that there is."""
    system = _named(System, data.get("system"))
    if system is None:
        return ChoosingSystem()
    browser = _named(Browser, data.get("browser"))
    window = private_window(browser, system) if browser else None
    if window is None:
        return ChoosingBrowser(system)
    step = _named(GuideStep, data.get("step"))
    if step is None:
        return AtStep(window, GuideStep.PRIVATE_WINDOW)
    return AtStep(window, step, data.get("looks_different") == _LOOKS_DIFFERENT)


def data_of(place: Place) -> Mapping[str, str]:
    """What a button carries that leads to a place."""
    match place:
        case ChoosingSystem():
            return {}
        case ChoosingBrowser(system):
            return {"system": system.value}
        case AtStep(window, step, looks_different):
            here = {**_data_of_window(window), "step": step.value}
            return {**here, "looks_different": _LOOKS_DIFFERENT} if looks_different else here


def first_step(data: Mapping[str, Any]) -> Mapping[str, str]:
    """What leads to the first step on the same device and browser; nothing where none is named."""
    place = place_of(data)
    return _data_of_window(place.window) if isinstance(place, AtStep) else {}


def _data_of_window(window: PrivateWindow) -> dict[str, str]:
    return {"system": window.system.value, "browser": window.browser.value}


def _named(kind: type[Kind], value: object) -> Kind | None:
    return next((each for each in kind if each.value == value), None)
