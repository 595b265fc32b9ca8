"""The steps, their order, and the private window of every browser that there is on a system."""

from itertools import product

import pytest

from bot.photos.guide import (
    BROWSERS,
    STEPS,
    Browser,
    GuideStep,
    System,
    private_window,
    step_after,
    step_before,
)

KEYS = {
    (System.WINDOWS, Browser.EDGE): "Ctrl+Shift+N",
    (System.WINDOWS, Browser.CHROME): "Ctrl+Shift+N",
    (System.WINDOWS, Browser.FIREFOX): "Ctrl+Shift+P",
    (System.LINUX, Browser.EDGE): "Ctrl+Shift+N",
    (System.LINUX, Browser.CHROME): "Ctrl+Shift+N",
    (System.LINUX, Browser.FIREFOX): "Ctrl+Shift+P",
    (System.MACOS, Browser.EDGE): "Cmd+Shift+N",
    (System.MACOS, Browser.CHROME): "Cmd+Shift+N",
    (System.MACOS, Browser.FIREFOX): "Cmd+Shift+P",
    (System.MACOS, Browser.SAFARI): "Cmd+Shift+N",
    (System.IOS, Browser.EDGE): None,
    (System.IOS, Browser.CHROME): None,
    (System.IOS, Browser.FIREFOX): None,
    (System.IOS, Browser.SAFARI): None,
    (System.ANDROID, Browser.EDGE): None,
    (System.ANDROID, Browser.CHROME): None,
    (System.ANDROID, Browser.FIREFOX): None,
}


@pytest.mark.parametrize(("pair", "keys"), KEYS.items())
def test_the_keys_that_open_a_private_window(
    pair: tuple[System, Browser], keys: str | None
) -> None:
    system, browser = pair
    window = private_window(browser, system)
    assert window is not None
    assert window.keys == keys


def test_safari_is_only_on_what_apple_makes_and_the_others_are_everywhere() -> None:
    pairs = {
        (system, browser)
        for system, browser in product(System, Browser)
        if private_window(browser, system)
    }
    assert pairs == set(KEYS)


def test_no_browser_is_offered_twice() -> None:
    assert set(BROWSERS) == set(System)
    assert all(len(set(browsers)) == len(browsers) for browsers in BROWSERS.values())


def test_the_steps_lead_from_the_first_to_the_last_and_back() -> None:
    assert [step.number for step in STEPS] == [1, 2, 3, 4, 5, 6]
    assert STEPS == (
        GuideStep.PRIVATE_WINDOW,
        GuideStep.PORTAL,
        GuideStep.SIGN_IN,
        GuideStep.TILE,
        GuideStep.LOOK,
        GuideStep.WAIT,
    )
    assert [step_after(step) for step in STEPS] == [*STEPS[1:], None]
    assert [step_before(step) for step in STEPS] == [None, *STEPS[:-1]]
