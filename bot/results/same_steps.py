"""Carry device and browser from one walk through the guide to the next.

The cards in between pass them on in their buttons' data, so that people are not asked again.
"""

from dataclasses import replace
from typing import TypeVar

from bot.photos.guide import PrivateWindow
from bot.texts.buttons import CheckButton, GuideButton, InterviewButton
from cards.views import Button, Link, MessageView, ResultView

LEADING_TO_STEPS = frozenset({CheckButton.verb, GuideButton.verb, InterviewButton.verb})
View = TypeVar("View", ResultView, MessageView)


def to_same_steps(view: View, window: PrivateWindow | None) -> View:
    """Make the buttons of a card lead to the steps for this browser, if one is known."""
    if window is None:
        return view
    steps = {"system": window.system.value, "browser": window.browser.value}
    return replace(view, buttons=tuple(_leading_to(steps, each) for each in view.buttons))


def _leading_to(steps: dict[str, str], button: Button | Link) -> Button | Link:
    if isinstance(button, Link) or button.verb not in LEADING_TO_STEPS:
        return button
    return replace(button, data={**button.data, **steps})
