"""Pressing buttons by their titles, as people do."""

from collections.abc import Mapping
from typing import Any

from bot.chat.reply import Reply
from tests.conversation.fakes import pressed
from tests.conversation.stage import Stage


def actions(reply: Reply | None) -> dict[str, Mapping[str, Any]]:
    """The buttons of a card, by their titles."""
    assert reply is not None
    return {action["title"]: action for action in reply.card["actions"]}


def words(reply: Reply | None) -> str:
    """All that a card says."""
    assert reply is not None
    return " ".join(element["text"] for element in reply.card["body"])


async def press(stage: Stage, reply: Reply | None, name: str) -> Reply | None:
    """Press the button with this title; every press is an activity of its own."""
    action = actions(reply)[name]
    activity_id = f"press {len(stage.cards.rows)}"
    return await stage.play(pressed(action["verb"], action["data"], activity_id))
