"""Cards between two walks through the steps keep in mind on which device and browser they are."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, TypeVar

from bot.results.guide_position import first_step
from cards.views import Button, CheckupView, Link, MessageView

LEADING_TO_STEPS = frozenset({"check", "guide", "interview"})
View = TypeVar("View", CheckupView, MessageView)


def to_same_steps(view: View, data: Mapping[str, Any]) -> View:
    """The same card, whose buttons lead to the steps that this data names, if it names any."""
    steps = first_step(data)
    return replace(view, buttons=tuple(_leading_to(steps, each) for each in view.buttons))


def _leading_to(steps: Mapping[str, str], button: Button | Link) -> Button | Link:
    if isinstance(button, Link) or button.verb not in LEADING_TO_STEPS:
        return button
    return replace(button, data={**button.data, **steps})
