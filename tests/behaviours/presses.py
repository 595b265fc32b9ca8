"""Pressing buttons by their titles, as people do."""

from collections.abc import Mapping
from typing import Any
from uuid import uuid4

from tests.behaviours.fakes import Shown, pressed
from tests.behaviours.stage import Stage
from tests.cards.first_look import details, first_look


def actions(reply: Shown | None) -> dict[str, Mapping[str, Any]]:
    """The buttons of a card, by their titles."""
    assert reply is not None
    return {action["title"]: action for action in first_look(reply.card).buttons}


def words(reply: Shown | None) -> str:
    """All that a card says, but for what stands beside pictures and in tables."""
    assert reply is not None
    folded = details(reply.card) or {"items": []}
    said = (*reply.card["body"], *folded["items"])
    return "\n".join(element.get("text", "") for element in said)


async def press(stage: Stage, reply: Shown | None, name: str) -> Shown | None:
    """Press the button with this title; every press is an activity of its own."""
    action = actions(reply)[name]
    return await stage.play(pressed(action["verb"], action["data"], f"press {uuid4()}"))


def written(stage: Stage) -> list[str]:
    """What was written to anybody's copies, in order."""
    asked = [*stage.microsoft_365.asked, *stage.sharepoint.asked]
    return [line for line in asked if line.startswith(("write", "set", "remove"))]
